//! Changes that are not taken, and things of others.

use super::*;

#[test]
fn anothers_things_are_not_there() {
    scenario(|app| async move {
        let official = app.official("18676").await.client;
        let (shop, product) = on_sale(&app, &official).await;
        let other = app.applicant().await;
        other
            .owner
            .client
            .get(&product)
            .await
            .expect_problem(404, "not_found");
        for step in ["submit", "pause", "resume", "retire"] {
            let path = format!("{product}/{step}");
            other
                .owner
                .client
                .post(&path, json!({}))
                .await
                .expect_problem(404, "not_found");
        }
        let writer = other.owner.client.with("if-match", "\"1\"");
        writer
            .patch(&product, json!({"name": "x"}))
            .await
            .expect_problem(404, "not_found");
        let own = format!("/api/v1/producers/{}", shop.id);
        other
            .owner
            .client
            .patch(&own, json!({"name": "x"}))
            .await
            .expect_problem(404, "not_found");
        let nobody = app.client().post("/api/v1/producers", json!({})).await;
        nobody.expect_problem(401, "unauthenticated");
    });
}

#[test]
fn a_change_names_the_version_that_was_read() {
    scenario(|app| async move {
        let official = app.official("18676").await.client;
        let (shop, product) = on_sale(&app, &official).await;
        let body = || json!({"name": "Nước mắm mới"});
        shop.owner
            .client
            .patch(&product, body())
            .await
            .expect_problem(428, "if_match_required");
        let tag = shop
            .owner
            .client
            .get(&product)
            .await
            .header("etag")
            .unwrap()
            .to_owned();
        let writer = shop.owner.client.with("if-match", &tag);
        writer.patch(&product, body()).await.expect(200);
        writer
            .patch(&product, body())
            .await
            .expect_problem(412, "stale");
    });
}

#[test]
fn wrong_fields_are_pointed_at_and_nothing_is_written() {
    scenario(|app| async move {
        let shop = app.applicant().await;
        let pointers = async |body: Value| -> Vec<String> {
            let problem = shop
                .owner
                .client
                .post("/api/v1/producer/products", body)
                .await
                .expect_problem(422, "invalid");
            let errors = problem["errors"].as_array().unwrap();
            errors
                .iter()
                .map(|e| e["pointer"].as_str().unwrap().to_owned())
                .collect()
        };
        let mut body = fish_sauce();
        body["set"] = json!(99);
        body["variants"][0]["price"]["amount"] = json!(i64::MAX);
        body["variants"][0]["weight_g"] = json!(-1);
        body["facts"] = json!({});
        assert_eq!(
            pointers(body).await,
            ["/set", "/variants/0/weight_g", "/variants/0/price"]
        );
        let mut body = fish_sauce();
        body["facts"]["calories"] = json!("many");
        body["facts"]["origin"] = json!(7);
        assert_eq!(pointers(body).await, ["/facts/calories", "/facts/origin"]);
        let mut body = fish_sauce();
        body["abv"] = json!("12.5");
        assert_eq!(pointers(body).await, ["/abv"]);
        let mut body = fish_sauce();
        body["set"] = json!(15);
        body["abv"] = json!(40);
        assert!(pointers(body).await.contains(&"/abv".to_owned()));
        let mut body = fish_sauce();
        body["colour"] = json!("red");
        assert_eq!(pointers(body).await, ["/colour"]);
        let list = shop
            .owner
            .client
            .get("/api/v1/producer/products")
            .await
            .expect(200);
        assert_eq!(list["data"], json!([]));
        let mut false_claim = fish_sauce();
        false_claim["name"] = json!("Nước mắm OCOP 5 sao");
        let made = shop
            .owner
            .client
            .post("/api/v1/producer/products", false_claim)
            .await
            .expect(201);
        let submit = format!(
            "/api/v1/producer/products/{}/submit",
            made["id"].as_str().unwrap()
        );
        let problem = shop
            .owner
            .client
            .post(&submit, json!({}))
            .await
            .expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["code"], "false_claim");
        let mut profile = json!({
            "name": "HTX", "entity_type": "hop_tac_xa", "representative": "Hoa", "street": "Thôn 1",
        });
        profile["commune_code"] = json!("99999");
        profile["phone"] = json!("01681234567");
        let problem = shop
            .owner
            .client
            .post("/api/v1/producers", profile)
            .await
            .expect_problem(422, "invalid");
        assert_eq!(problem["errors"].as_array().unwrap().len(), 2);
    });
}
