//! From an application to a listing on sale, and who decides.

use scenarios::{fish_sauce, json, scenario, text};

#[test]
fn an_application_and_its_first_listing_are_decided_in_one_sitting() {
    scenario(|app| async move {
        let producer = app.applicant().await;
        let draft = producer.draft(fish_sauce()).await;
        let product = text(&draft["id"]);
        producer.submit_product(product).await;
        let waits = producer.submit().await;
        assert_eq!(waits["level"], "commune");

        let official = app.official("18676").await.client;
        let pending = official
            .get("/api/v1/admin/reviews?status=pending")
            .await
            .expect(200);
        let reviews = pending["data"].as_array().unwrap();
        let seen = reviews
            .iter()
            .find(|review| review["id"] == waits["id"])
            .expect("it waits");
        let path = format!("/api/v1/admin/reviews/{}", text(&waits["id"]));
        let elsewhere = app.official("18673").await.client;
        elsewhere.get(&path).await.expect_problem(404, "not_found");
        official
            .post(&format!("{path}/claim"), json!({}))
            .await
            .expect(200);
        app.approve(seen).await;

        let live = producer.product(product).await;
        assert_eq!(live["status"], "live");
        assert!(
            text(&live["slug"]).starts_with("nuoc-mam-cot-cam-nhuong-"),
            "{live}"
        );
    });
}

#[test]
fn an_older_revision_is_stale_and_ones_own_is_not_ones_to_decide() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let product = producer.draft(fish_sauce()).await;
        let product = text(&product["id"]).to_owned();
        let path = format!("/api/v1/producer/products/{product}");
        app.approve(&producer.submit_product(&product).await).await;
        let edit = async |description: &str| {
            let read = producer.owner.client.get(&path).await;
            let editor = producer
                .owner
                .client
                .with("if-match", read.header("etag").unwrap());
            editor
                .patch(&path, json!({"description": description}))
                .await
                .expect(200);
            producer.submit_product(&product).await
        };
        let older = edit("Ủ 18 tháng trong chum.").await;
        let newer = edit("Ủ 24 tháng trong chum.").await;
        let official = app.official("18676").await.client;
        let approve = |review: &scenarios::Value| {
            format!("/api/v1/admin/reviews/{}/approve", text(&review["id"]))
        };
        let decision = json!({"revision": older["revision"], "remarks": []});
        official
            .post(&approve(&newer), decision)
            .await
            .expect_problem(412, "stale");
        let decision = json!({"revision": newer["revision"], "remarks": []});
        official.post(&approve(&newer), decision).await.expect(200);

        // The owner becomes an official of the same commune, and may not judge their own work.
        let waiting = edit("Ủ 36 tháng trong chum.").await;
        let role = json!({"role": "official", "area": "18676"});
        let roles = format!("/api/v1/admin/accounts/{}/roles", producer.owner.id);
        app.admin().await.put(&roles, role).await.expect(200);
        let judge = app.sign_in(&producer.owner.email).await;
        let decision = json!({"revision": waiting["revision"], "remarks": []});
        judge
            .post(&approve(&waiting), decision)
            .await
            .expect_problem(403, "forbidden");
    });
}

#[test]
fn a_price_that_overflows_is_refused() {
    scenario(|app| async move {
        let producer = app.producer().await;
        for amount in [
            json!(i64::MAX),
            json!(-1),
            json!(0),
            json!(1.5),
            json!(1e300),
        ] {
            let mut draft = fish_sauce();
            draft["variants"][0]["price"]["amount"] = amount;
            let answer = producer
                .owner
                .client
                .post("/api/v1/producer/products", draft)
                .await;
            answer.expect_problem(422, "invalid");
        }
    });
}

#[test]
fn another_producers_products_do_not_exist() {
    scenario(|app| async move {
        let (one, other) = (app.producer().await, app.producer().await);
        let product = one.draft(fish_sauce()).await;
        let path = format!("/api/v1/producer/products/{}", text(&product["id"]));
        other
            .owner
            .client
            .get(&path)
            .await
            .expect_problem(404, "not_found");
        let submit = format!("{path}/submit");
        other
            .owner
            .client
            .post(&submit, json!({}))
            .await
            .expect_problem(404, "not_found");
    });
}
