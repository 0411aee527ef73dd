//! What officials see of buyers, which is nothing, and of one another's work.

use scenarios::{App, Client, Value, json, scenario, text};

/// Every path of the API's document that is read under `/api/v1/admin/`, without parameters.
fn admin_lists() -> Vec<String> {
    let document: Value = serde_json::from_str(&api::document().to_json().unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let read = paths
        .iter()
        .filter(|(path, item)| path.starts_with("/api/v1/admin/") && item["get"].is_object());
    read.map(|(path, _)| path.clone()).collect()
}

/// Ids that paths can be filled with, so that details are read too.
async fn ids(app: &App, sql: &str) -> Vec<uuid::Uuid> {
    let rows = store::rows(app.node().db.read(), sql, vec![])
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get("", "id").unwrap())
        .collect()
}

async fn reads_nothing_of(client: &Client, path: &str, secrets: &[&str]) {
    let answer = client.get(path).await;
    assert!(
        matches!(answer.status, 200 | 403 | 404 | 422),
        "{path}: {}",
        answer.status
    );
    let body = answer.text();
    for secret in secrets {
        assert!(!body.contains(secret), "{path} tells {secret}: {body}");
    }
}

#[test]
fn no_official_ever_sees_a_buyers_name_phone_or_street() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let client = app.client();
        let basket = client.basket(&[(&listing.variant, 2)]).await;
        let mut draft = basket.draft();
        draft["contact"] =
            json!({"name": "Lương Thị Kín", "phone": "0987 654 321", "email": "kin@example.vn"});
        draft["address"]["street"] = json!("Ngõ Rất Kín");
        let checkout = basket.send("kin", draft).await.expect(201);
        let order = text(&checkout["orders"][0]["id"]).to_owned();
        let buyer = client.with("order-token", text(&checkout["token"]));
        for (step, body) in [
            ("accept", json!({})),
            ("pack", json!({})),
            ("ship", json!({"carrier": "self"})),
            ("deliver", json!({})),
        ] {
            producer.step(&order, step, body).await;
        }
        let problem = json!({"kind": "leaking", "wish": "refund"});
        buyer
            .post(&format!("/api/v1/orders/{order}/problems"), problem)
            .await
            .expect(201);
        app.run_jobs().await;
        let secrets = [
            "Lương Thị Kín",
            "0987654321",
            "Ngõ Rất Kín",
            "kin@example.vn",
        ];
        let reviews = ids(&app, "SELECT id FROM reviews").await;
        let mut read = 0;
        for area in ["18676", "42", "VN"] {
            let official = app.official(area).await.client;
            for path in admin_lists() {
                let filled = if path.contains('{') {
                    reviews
                        .iter()
                        .map(|id| path.replace("{id}", &kernel::ReviewId(*id).to_string()))
                        .collect()
                } else {
                    vec![path]
                };
                for path in filled.iter().filter(|path| !path.contains('{')) {
                    reads_nothing_of(&official, path, &secrets).await;
                    read += 1;
                }
            }
        }
        assert!(read >= 15, "{read} answers were read");
    });
}

#[test]
fn of_two_officials_who_decide_at_once_one_wins_and_the_other_is_told() {
    scenario(|app| async move {
        let shop = app.applicant().await;
        let review = shop.submit().await;
        let (one, two) = (
            app.official("18676").await.client,
            app.official("18676").await.client,
        );
        let id = text(&review["id"]).to_owned();
        let approve = format!("/api/v1/admin/reviews/{id}/approve");
        let reject = format!("/api/v1/admin/reviews/{id}/reject");
        let remark = json!({"remarks": [{"pointer": "", "code": "other", "text": "Thiếu giấy."}]});
        let (a, b) = tokio::join!(one.post(&approve, json!({})), two.post(&reject, remark));
        let mut told = [a.status, b.status];
        told.sort_unstable();
        assert_eq!(told, [200, 409], "{} / {}", a.text(), b.text());
        let (won, status) = if a.status == 200 {
            (&a, "approved")
        } else {
            (&b, "rejected")
        };
        assert_eq!(won.json()["decision"], status);
        let decided = one
            .get(&format!("/api/v1/admin/reviews/{id}"))
            .await
            .expect(200);
        assert_eq!(decided["decision"], status);
    });
}

#[test]
fn an_official_of_another_commune_sees_neither_the_review_nor_its_text() {
    scenario(|app| async move {
        let shop = app.applicant().await;
        let review = shop.submit().await;
        let other = app.official("18673").await.client;
        let list = other.get("/api/v1/admin/reviews").await.expect(200);
        assert_eq!(list["data"], json!([]));
        let path = format!("/api/v1/admin/reviews/{}", text(&review["id"]));
        other.get(&path).await.expect_problem(404, "not_found");
        let approve = format!("{path}/approve");
        other
            .post(&approve, json!({}))
            .await
            .expect_problem(404, "not_found");
    });
}
