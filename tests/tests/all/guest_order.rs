//! A guest orders with cash on delivery.

use scenarios::{json, scenario, text};

#[test]
fn a_guest_orders_and_pays_at_the_door() {
    scenario(|app| async move {
        let (_, listing) = app.listing(50).await;
        let guest = app.client();
        let cart = guest.post("/api/v1/carts", json!({})).await.expect(201);
        let cart = text(&cart["id"]).to_owned();
        let line = format!("/api/v1/carts/{cart}/lines/{}", listing.variant);
        let goods = guest.put(&line, json!({"quantity": 2})).await.expect(200);
        assert_eq!(
            goods["total"],
            json!({"amount": 130_000, "currency": "VND"})
        );
        assert_eq!(goods["lines"][0]["available"], 50);

        let place = json!({"province_code": "42", "commune_code": "18676"});
        let path = format!("/api/v1/carts/{cart}/destination");
        let priced = guest.put(&path, place).await.expect(200);
        let order = &priced["orders"][0];
        assert_eq!(order["deliverable"], true);
        assert!(order["methods"].as_array().unwrap().contains(&json!("cod")));
        let amount = |money: &scenarios::Value| money["amount"].as_i64().unwrap();
        assert_eq!(
            amount(&order["total"]),
            amount(&order["goods"]) + amount(&order["shipping"])
        );
        assert_eq!(priced["total"], order["total"]);

        let placed = guest
            .basket(&[(&listing.variant, 2)])
            .await
            .buy("k")
            .await
            .expect(201);
        assert_eq!(placed["total"], priced["total"]);
        assert_eq!(placed["orders"][0]["status"], "placed");
        assert_eq!(placed["payments"][0]["method"], "cod");
        assert_eq!(placed["payments"][0]["remaining"], placed["total"]);
        assert_eq!(app.available(&listing).await, 48);
    });
}

#[test]
fn an_order_is_read_with_its_token_or_by_code_and_phone() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 1).await;
        let order = placed.read().await;
        assert_eq!(order["code"], placed.code);
        assert_eq!(order["history"].as_array().unwrap().len(), 1);
        assert_eq!(order["deadline"]["owner"], "producer");

        let path = format!("/api/v1/orders/{}", placed.order);
        app.client()
            .get(&path)
            .await
            .expect_problem(404, "not_found");
        let forged = app.client().with("order-token", &"0".repeat(40));
        forged.get(&path).await.expect_problem(404, "not_found");

        let tracking = |phone: &str| json!({"code": placed.code.to_lowercase(), "phone": phone});
        let tracked = app
            .client()
            .post("/api/v1/tracking", tracking("+84912345678"))
            .await;
        let tracked = tracked.expect(200);
        assert_eq!(tracked["status"], "placed");
        assert!(
            !tracked.to_string().contains("12 thôn Hải Bắc"),
            "{tracked}"
        );
        let other = app
            .client()
            .post("/api/v1/tracking", tracking("0912345679"))
            .await;
        other.expect_problem(404, "not_found");
    });
}

#[test]
fn a_checkout_says_what_changed_since_the_buyer_looked() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let basket = app.client().basket(&[(&listing.variant, 2)]).await;
        let mut draft = basket.draft();
        draft["expected_total"]["amount"] = json!(1);
        let problem = basket
            .send("a", draft)
            .await
            .expect_problem(409, "total_changed");
        assert_eq!(problem["total"], basket.total);

        let path = format!("/api/v1/producer/variants/{}/price", listing.variant);
        let price = json!({"price": {"amount": 70_000, "currency": "VND"}});
        producer.owner.client.put(&path, price).await.expect(200);
        let problem = basket.buy("a").await.expect_problem(409, "total_changed");
        let asked = basket.total["amount"].as_i64().unwrap() + 10_000;
        assert_eq!(problem["total"]["amount"], asked);

        producer.set_stock(&listing.variant, 1).await;
        let mut draft = basket.draft();
        draft["expected_total"] = problem["total"].clone();
        let problem = basket
            .send("a", draft)
            .await
            .expect_problem(409, "out_of_stock");
        assert_eq!(problem["errors"].as_array().unwrap().len(), 1);
        assert_eq!(app.available(&listing).await, 1);
    });
}

#[test]
fn a_repeated_checkout_is_answered_byte_for_byte() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let basket = app.client().basket(&[(&listing.variant, 1)]).await;
        let keyless = basket
            .client
            .post("/api/v1/checkouts", basket.draft())
            .await;
        keyless.expect_problem(422, "idempotency_key_missing");

        let first = basket.buy("a key").await;
        first.expect(201);
        let again = basket.buy("a key").await;
        assert_eq!((again.status, again.body), (201, first.body));
        let mut other = basket.draft();
        other["note"] = json!("gọi trước khi giao");
        let mixed = basket.send("a key", other).await;
        mixed.expect_problem(422, "idempotency_mismatch");
        basket
            .buy("another key")
            .await
            .expect_problem(409, "cart_used");
        assert_eq!(app.available(&listing).await, 4);
    });
}

#[test]
fn a_guest_cancels_and_the_stock_is_back() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 2).await;
        assert_eq!(app.available(&listing).await, 3);
        let why = json!({"reason_code": "buyer_changed_mind"});
        let strangers = app
            .client()
            .post(
                &format!("/api/v1/orders/{}/cancel", placed.order),
                why.clone(),
            )
            .await;
        strangers.expect_problem(404, "not_found");
        let cancelled = placed.step("cancel", why.clone()).await.expect(200);
        assert_eq!(cancelled["status"], "cancelled");
        placed.step("cancel", why).await.expect(200);
        assert_eq!(app.available(&listing).await, 5);
    });
}
