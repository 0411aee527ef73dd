//! What officials decide: applications, texts and suspensions.

mod refused;

use scenarios::{Answer, App, Client, Producer, Value, fish_sauce, json, scenario, text};

async fn decide(official: &Client, review: &Value, what: &str, body: Value) -> Answer {
    let id = review["id"].as_str().unwrap();
    official
        .post(&format!("/api/v1/admin/reviews/{id}/{what}"), body)
        .await
}

/// The first review of a kind that waits for this official.
async fn waiting(official: &Client, kind: &str) -> Value {
    let path = format!("/api/v1/admin/reviews?kind={kind}&status=pending");
    official.get(&path).await.expect(200)["data"][0].clone()
}

async fn approve(official: &Client, review: &Value) -> Answer {
    decide(
        official,
        review,
        "approve",
        json!({"revision": review["revision"], "remarks": []}),
    )
    .await
}

/// A producer with a product on sale, decided in one sitting by this official.
async fn on_sale(app: &App, official: &Client) -> (Producer, String) {
    let shop = app.applicant().await;
    let product = first_listing(&shop).await;
    shop.submit().await;
    let application = waiting(official, "producer").await;
    approve(official, &application).await.expect(200);
    (shop, format!("/api/v1/producer/products/{product}"))
}

/// Writes a product and hands it in.
async fn first_listing(shop: &Producer) -> String {
    let made = shop.draft(fish_sauce()).await;
    let id = text(&made["id"]).to_owned();
    shop.submit_product(&id).await;
    id
}

/// Changes the name, as its owner, and hands the text in.
async fn rename(shop: &Producer, product: &str, name: &str) {
    let read = shop.owner.client.get(product).await;
    let writer = shop
        .owner
        .client
        .with("if-match", read.header("etag").unwrap());
    writer
        .patch(product, json!({"name": name}))
        .await
        .expect(200);
    shop.owner
        .client
        .post(&format!("{product}/submit"), json!({}))
        .await
        .expect(200);
}

#[test]
fn an_application_and_its_first_listing_are_decided_in_one_sitting() {
    scenario(|app| async move {
        let official = app.official("18676").await.client;
        let shop = app.applicant().await;
        let own = format!("/api/v1/producers/{}", shop.id);
        let draft = shop.owner.client.get(&own).await.expect(200);
        assert_eq!(
            (&draft["status"], &draft["phone"]),
            (&json!("draft"), &json!("0912000003"))
        );
        let patched = shop
            .owner
            .client
            .patch(&own, json!({"story": "Ba đời làm mắm."}))
            .await;
        assert_eq!(patched.expect(200)["story"], "Ba đời làm mắm.");
        let product = first_listing(&shop).await;
        assert_eq!(
            waiting(&official, "listing").await,
            Value::Null,
            "it waits for the application"
        );
        shop.submit().await;
        shop.owner
            .client
            .patch(&own, json!({"story": "x"}))
            .await
            .expect_problem(409, "conflict");

        let listing = waiting(&official, "listing").await;
        let early = approve(&official, &listing).await;
        early.expect_problem(409, "conflict");
        let application = waiting(&official, "producer").await;
        assert_eq!(application["revision"], listing["revision"]);
        let decided = approve(&official, &application).await.expect(200);
        assert_eq!(decided["decision"], "approved");

        assert_eq!(
            shop.owner.client.get(&own).await.expect(200)["status"],
            "approved"
        );
        let list = shop
            .owner
            .client
            .get("/api/v1/producer/products")
            .await
            .expect(200);
        let row = &list["data"][0];
        assert_eq!(
            (&row["id"], &row["status"], &row["revision_status"]),
            (&json!(product), &json!("live"), &json!("approved"))
        );
        assert!(
            row["slug"]
                .as_str()
                .unwrap()
                .starts_with("nuoc-mam-cot-cam-nhuong-")
        );
        // The same decision again holds already.
        approve(&official, &listing).await.expect(200);
    });
}

#[test]
fn an_edited_text_waits_while_the_live_one_sells_on() {
    scenario(|app| async move {
        let official = app.official("18676").await.client;
        let (shop, product) = on_sale(&app, &official).await;
        let before = shop.owner.client.get(&product).await.expect(200);
        rename(&shop, &product, "Nước mắm hạ thổ").await;
        let waits = shop.owner.client.get(&product).await.expect(200);
        assert_eq!(waits["live_revision"], before["live_revision"]);
        assert_eq!(
            (&waits["status"], &waits["revision_status"]),
            (&json!("live"), &json!("submitted"))
        );
        assert_eq!(
            (&waits["review"]["level"], &waits["review"]["status"]),
            (&json!("commune"), &json!("pending"))
        );

        let first = waiting(&official, "listing").await;
        rename(&shop, &product, "Nước mắm hạ thổ 24 tháng").await;
        approve(&official, &first)
            .await
            .expect_problem(412, "stale");
        let second = waiting(&official, "listing").await;
        let detail = official
            .get(&format!(
                "/api/v1/admin/reviews/{}",
                second["id"].as_str().unwrap()
            ))
            .await
            .expect(200);
        assert_eq!(detail["text"]["name"], "Nước mắm hạ thổ 24 tháng");
        assert_eq!(detail["live"]["name"], "Nước mắm cốt Cẩm Nhượng");
        let remarks =
            json!([{"pointer": "/name", "code": "false_claim", "text": "Chưa đủ 24 tháng."}]);
        let body = json!({"revision": second["revision"], "remarks": remarks});
        decide(&official, &second, "request-changes", body)
            .await
            .expect(200);
        let back = shop.owner.client.get(&product).await.expect(200);
        assert_eq!(back["revision_status"], "changes_requested");
        assert_eq!(back["review"]["remarks"][0]["code"], "false_claim");
        rename(&shop, &product, "Nước mắm hạ thổ 12 tháng").await;
        approve(&official, &waiting(&official, "listing").await)
            .await
            .expect(200);
        let live = shop.owner.client.get(&product).await.expect(200);
        assert_eq!(live["revision"], live["live_revision"]);
        assert_eq!(live["public_code"], before["public_code"]);
    });
}

#[test]
fn who_submitted_does_not_decide_and_other_areas_do_not_see_it() {
    scenario(|app| async move {
        let shop = app.applicant().await;
        shop.submit().await;
        let home = app.official("18676").await.client;
        let application = waiting(&home, "producer").await;
        let neighbour = app.official("18673").await.client;
        approve(&neighbour, &application)
            .await
            .expect_problem(404, "not_found");
        assert_eq!(waiting(&neighbour, "producer").await, Value::Null);
        shop.owner
            .client
            .get("/api/v1/admin/reviews")
            .await
            .expect_problem(403, "forbidden");
        // The owner becomes an official of the same commune.
        let roles = format!("/api/v1/admin/accounts/{}/roles", shop.owner.id);
        let role = json!({"role": "official", "area": "18676"});
        app.admin().await.put(&roles, role).await.expect(200);
        let owner = app.sign_in(&shop.owner.email).await;
        approve(&owner, &application)
            .await
            .expect_problem(403, "forbidden");
        let nobody = decide(&home, &application, "reject", json!({"remarks": []})).await;
        nobody.expect_problem(422, "invalid");
        let unknown = json!({"remarks": [{"pointer": "", "code": "ugly", "text": "Xấu."}]});
        let problem = decide(&home, &application, "reject", unknown)
            .await
            .expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/remarks/0/code");
    });
}

#[test]
fn of_two_officials_at_once_one_decides() {
    scenario(|app| async move {
        let (one, other) = (
            app.official("18676").await.client,
            app.official("42").await.client,
        );
        let shop = app.applicant().await;
        shop.submit().await;
        let application = waiting(&one, "producer").await;
        let (first, second) =
            tokio::join!(approve(&one, &application), approve(&other, &application));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let claim = format!(
            "/api/v1/admin/reviews/{}/claim",
            application["id"].as_str().unwrap()
        );
        one.post(&claim, json!({}))
            .await
            .expect_problem(409, "conflict");
    });
}

#[test]
fn suspended_goods_are_off_sale_until_they_are_restored() {
    scenario(|app| async move {
        let official = app.official("42").await.client;
        let (shop, product) = on_sale(&app, &official).await;
        let admin = product.replace("producer/products", "admin/products");
        let status = async || shop.owner.client.get(&product).await.expect(200)["status"].clone();
        let order =
            || json!({"reason_code": "recall", "note": "Lô có mùi lạ.", "open_orders": "cancel"});
        shop.owner
            .client
            .post(&format!("{product}/pause"), json!({}))
            .await
            .expect(200);
        let elsewhere = app.official("38").await.client;
        let unseen = elsewhere.post(&format!("{admin}/suspend"), order()).await;
        unseen.expect_problem(404, "not_found");
        let suspended = official
            .post(&format!("{admin}/suspend"), order())
            .await
            .expect(200);
        assert_eq!(suspended["status"], "suspended");
        shop.owner
            .client
            .post(&format!("{product}/resume"), json!({}))
            .await
            .expect_problem(409, "conflict");
        official
            .post(&format!("{admin}/restore"), json!({}))
            .await
            .expect(200);
        assert_eq!(status().await, "paused");
        shop.owner
            .client
            .post(&format!("{product}/resume"), json!({}))
            .await
            .expect(200);
        assert_eq!(status().await, "live");
        let producer = format!("/api/v1/admin/producers/{}", shop.id);
        let suspended = official
            .post(&format!("{producer}/suspend"), order())
            .await
            .expect(200);
        assert_eq!(suspended["status"], "suspended");
        let restored = official
            .post(&format!("{producer}/restore"), order())
            .await
            .expect(200);
        assert_eq!(restored["status"], "approved");
    });
}
