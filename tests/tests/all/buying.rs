//! A guest buys, the producer sends, the order is completed; and what is refused on the way.

use scenarios::{json, scenario, text};

#[test]
fn a_guest_buys_and_the_order_goes_all_its_way() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let placed = app.guest_order(&listing, 2).await;
        assert_eq!(placed.checkout["payments"][0]["method"], "cod");
        let order = placed.read().await;
        assert_eq!(order["status"], "placed");
        assert_eq!(order["deadline"]["owner"], "producer");
        assert_eq!(order["history"][0]["by"]["role"], "buyer");

        let listed = producer
            .owner
            .client
            .get("/api/v1/producer/orders?status=placed");
        assert_eq!(listed.await.expect(200)["data"][0]["id"], order["id"]);
        for step in ["accept", "accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        let ship = json!({"carrier": "Viettel Post", "tracking_code": "VTP123"});
        producer.step(&placed.order, "ship", ship).await;
        let delivered = producer.step(&placed.order, "deliver", json!({})).await;
        assert_eq!(delivered["parcels"][0]["status"], "delivered");
        let money = json!({"amount": order["total"]});
        let paid = producer
            .step(&placed.order, "payment-received", money)
            .await;
        assert_eq!(paid["payments"][0]["status"], "paid");
        let done = placed.step("confirm-receipt", json!({})).await.expect(200);
        assert_eq!(done["status"], "completed");
        assert_eq!(done["history"].as_array().unwrap().len(), 6);
        assert_eq!(done["history"][1]["by"], json!({"role": "producer"}));
    });
}

#[test]
fn an_order_is_found_by_code_and_phone_with_its_street_masked() {
    scenario(|app| async move {
        let (_, listing) = app.listing(10).await;
        let placed = app.guest_order(&listing, 1).await;
        let track = async |phone: &str| {
            let known = json!({"code": placed.code.to_lowercase(), "phone": phone});
            app.client().post("/api/v1/tracking", known).await
        };
        let order = track("+84 912 345 678").await.expect(200);
        assert!(!order.to_string().contains("Hải Bắc"), "{order}");
        track("0987654321").await.expect_problem(404, "not_found");
        let path = format!("/api/v1/orders/{}", placed.order);
        app.client()
            .get(&path)
            .await
            .expect_problem(404, "not_found");
    });
}

#[test]
fn a_checkout_is_answered_once_and_refused_with_the_reason() {
    scenario(|app| async move {
        let (_, listing) = app.listing(3).await;
        let basket = app.client().basket(&[(&listing.variant, 2)]).await;
        let without = basket
            .client
            .post("/api/v1/checkouts", basket.draft())
            .await;
        without.expect_problem(422, "idempotency_key_missing");
        let mut draft = basket.draft();
        draft["expected_total"]["amount"] = json!(1);
        let refused = basket.send("k", draft).await;
        let problem = refused.expect_problem(409, "total_changed");
        assert_eq!(problem["total"], basket.total);
        let mut draft = basket.draft();
        draft["payment_method"] = json!("vietqr");
        let refused = basket
            .send("k", draft)
            .await
            .expect_problem(422, "method_not_allowed");
        assert_eq!(refused["orders"].as_array().unwrap().len(), 1);
        let mut draft = basket.draft();
        draft["contact"]["phone"] = json!("12");
        let refused = basket.send("k", draft).await.expect_problem(422, "invalid");
        assert_eq!(refused["errors"][0]["pointer"], "/contact/phone");

        let first = basket.buy("k").await;
        first.expect(201);
        assert_eq!(basket.buy("k").await.body, first.body);
        let mut other = basket.draft();
        other["note"] = json!("Gọi trước khi giao");
        let refused = basket.send("k", other).await;
        refused.expect_problem(422, "idempotency_mismatch");
        basket.buy("l").await.expect_problem(409, "cart_used");

        let late = app.client().basket(&[(&listing.variant, 2)]).await;
        let short = late.buy("k").await.expect_problem(409, "out_of_stock");
        let pointer = format!("/lines/{}", listing.variant);
        assert_eq!(text(&short["errors"][0]["pointer"]), pointer);
        let token = text(&first.json()["token"]).to_owned();
        let path = format!("/api/v1/checkouts/{}", text(&first.json()["id"]));
        let read = app.client().with("order-token", &token).get(&path).await;
        assert_eq!(read.expect(200)["total"], basket.total);
    });
}
