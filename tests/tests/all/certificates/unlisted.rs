//! Certificates of what is not listed, or not yet.

use super::*;

#[test]
fn a_code_of_a_product_that_is_not_listed_says_the_same_on_both_nodes() {
    scenario(|app| async move {
        let file = "Tên sản phẩm;Chủ thể;Tỉnh;Hạng sao;Số quyết định;Ngày cấp;Ngày hết hạn;Cơ quan ban hành\n\
                    Cu đơ;Hộ KD Lưu Văn Anh;Hà Tĩnh;3;40/QĐ-UBND;29/02/2024;28/02/2027;UBND tỉnh Hà Tĩnh\n";
        let now = app.now();
        catalog::registry::import(&app.node().db, file.as_bytes(), false, now)
            .await
            .unwrap();
        let sql = "SELECT p.code, p.certificate_id AS id FROM public_codes p";
        let row = store::first(app.node().db.read(), sql, vec![]).await;
        let row = row.unwrap().unwrap();
        let code: String = row.try_get("", "code").unwrap();
        let id = kernel::CertificateId(row.try_get("", "id").unwrap());
        let other = app.another(|_usual| ()).await;
        let nodes = [&app, &other];
        let say = async |wanted: &str| {
            for node in nodes {
                let path = format!("/api/v1/verify/{code}");
                let said = node.client().get(&path).await.expect(200);
                assert_eq!(said["certificate_state"], wanted);
                let page = node.client().get(&format!("/q/{code}?lang=vi")).await;
                let starred = page.text().contains("OCOP 3 SAO");
                assert_eq!(starred, ["valid", "extended"].contains(&wanted));
            }
        };
        let act = async |what: &str, body: Value| {
            let official = app.official("42").await.client;
            let path = format!("/api/v1/admin/certificates/{id}/{what}");
            official.post(&path, body).await.expect(200);
            // No feed tells of it: each node looks again within a second.
            app.set_clock(app.now().plus_ms(1_000));
        };
        say("unverified").await;
        act(
            "verify",
            facts(("40/QĐ-UBND", 3), ("2024-02-29", "2027-02-28")),
        )
        .await;
        say("valid").await;
        let end = "2027-02-28".parse::<Day>().unwrap().end();
        app.set_clock(end.plus_ms(-1));
        say("valid").await;
        app.set_clock(end);
        say("lapsed").await;
        act(
            "extend",
            json!({"lodged_on": "2026-10-15", "receipt_no": "BN-7"}),
        )
        .await;
        say("extended").await;
        act("revoke", json!({"cause": "law_breached"})).await;
        say("revoked").await;
        other.leave().await;
    });
}

const HEADING: &str = "Tên sản phẩm;Chủ thể;Tỉnh;Xã;Huyện;Hạng sao;Số quyết định;Ngày cấp;Ngày hết hạn;Cơ quan ban hành\n";

/// Imports entries of the registry; their ids and codes, in their order.
async fn registered(app: &App, rows: &str) -> Vec<(String, String)> {
    let file = format!("{HEADING}{rows}");
    let now = app.now();
    let report = catalog::registry::import(&app.node().db, file.as_bytes(), false, now).await;
    assert_eq!(report.unwrap().faults, []);
    let sql = "SELECT p.code, c.id FROM public_codes p JOIN certificates c ON c.id = p.certificate_id ORDER BY c.issued_on";
    let rows = store::rows(app.node().db.read(), sql, vec![])
        .await
        .unwrap();
    let read = |row: &store::Row| {
        let id = kernel::CertificateId(row.try_get("", "id").unwrap());
        (id.to_string(), row.try_get("", "code").unwrap())
    };
    rows.iter().map(read).collect()
}

#[test]
fn a_newer_certificate_of_a_product_that_is_not_listed_answers_for_the_label_of_the_older_one() {
    scenario(|app| async move {
        let rows = "Cu đơ;Hộ KD Lưu Văn Anh;Hà Tĩnh;;;3;40/QĐ-UBND;01/12/2023;01/12/2026;UBND tỉnh Hà Tĩnh\n\
                    cu đơ;Hộ kinh doanh LƯU VĂN ANH;Hà Tĩnh;;;4;41/QĐ-UBND;01/10/2026;01/10/2029;UBND tỉnh Hà Tĩnh\n";
        let [(older, old_code), (newer, new_code)] =
            registered(&app, rows).await.try_into().unwrap();
        let official = app.official("42").await.client;
        let verify = async |id: &str, facts: Value| {
            let path = format!("/api/v1/admin/certificates/{id}/verify");
            official.post(&path, facts).await.expect(200);
            app.set_clock(app.now().plus_ms(1_000));
        };
        let says = async |code: &str| {
            let said = app
                .client()
                .get(&format!("/api/v1/verify/{code}"))
                .await
                .expect(200);
            (
                said["stars"].clone(),
                said["code"].clone(),
                said["certificate"]["decision_no"].clone(),
            )
        };
        verify(
            &older,
            facts(("40/QĐ-UBND", 3), ("2023-12-01", "2026-12-01")),
        )
        .await;
        assert_eq!(
            says(&old_code).await,
            (json!(3), json!(old_code), json!("40/QĐ-UBND"))
        );
        verify(
            &newer,
            facts(("41/QĐ-UBND", 4), ("2026-10-01", "2029-10-01")),
        )
        .await;
        for code in [&old_code, &new_code] {
            assert_eq!(
                says(code).await,
                (json!(4), json!(code), json!("41/QĐ-UBND"))
            );
        }
        let states = "SELECT COUNT(*) AS n FROM certificates WHERE state = 'superseded'";
        assert_eq!(app.number(states, vec![]).await, 1);
    });
}

#[test]
fn a_producer_claims_before_it_lists_and_the_star_waits_for_the_listing() {
    scenario(|app| async move {
        let rows = "Nước mắm cốt Cẩm Nhượng;HTX Nước mắm Cẩm Nhượng;Hà Tĩnh;Cẩm Nhượng;Cẩm Xuyên;3;8/QĐ-UBND;29/02/2024;28/02/2027;UBND tỉnh Hà Tĩnh\n";
        let (id, code) = registered(&app, rows).await.remove(0);
        let producer = app.producer().await;
        let path = "/api/v1/producer/certificates";
        let claim = json!({"certificate": id});
        let claimed = producer
            .owner
            .client
            .post(path, claim.clone())
            .await
            .expect(201);
        assert_eq!(
            (&claimed["claimed"], &claimed["product"]),
            (&json!(true), &Value::Null)
        );
        let told = json!({"decision_no": "9/QĐ-UBND", "issuer": "UBND tỉnh Hà Tĩnh", "stars": 3});
        let refused = producer.owner.client.post(path, told).await;
        assert_eq!(
            refused.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/product"
        );
        let other = app.producer().await;
        other
            .owner
            .client
            .post(path, claim)
            .await
            .expect_problem(422, "invalid");

        let official = app.official("42").await.client;
        let verify = format!("/api/v1/admin/certificates/{id}/verify");
        let term = facts(("8/QĐ-UBND", 3), ("2024-02-29", "2027-02-28"));
        official.post(&verify, term).await.expect(200);
        let listing = app.listing_of(&producer, scenarios::fish_sauce(), 5).await;
        let carried = json!({"certificate": id, "product": listing.product});
        producer.owner.client.post(path, carried).await.expect(201);
        let own = text(&producer.product(&listing.product).await["public_code"]).to_owned();
        for code in [code, own] {
            app.soon(async || {
                let said = app
                    .client()
                    .get(&format!("/api/v1/verify/{code}"))
                    .await
                    .expect(200);
                (said["stars"] == 3 && said["listed"] == true).then_some(())
            })
            .await;
        }
    });
}
