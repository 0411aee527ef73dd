//! Money by VietQR to the market's own account, where a licence allows it: one transfer for all the
//! orders of a checkout, told by the bank's lines.

use scenarios::{json, licensed, scenario_with, text};

#[test]
fn one_code_asks_for_all_the_orders_of_a_checkout_and_one_that_is_cancelled_is_asked_for_no_more() {
    scenario_with(licensed, |app| async move {
        let (sellers, placed) = app.shared_transfer().await;
        let (checkout, orders) = (&placed.checkout, &placed.checkout["orders"]);
        let payment = &checkout["payments"][0];
        assert_eq!(checkout["payments"].as_array().unwrap().len(), 1);
        assert_eq!(
            (
                &payment["custody"],
                &payment["amount"],
                &payment["reference"]
            ),
            (&json!("market"), &checkout["total"], &checkout["code"])
        );
        let qr = &payment["qr"];
        assert_eq!(
            (text(&qr["account"]), &qr["text"]),
            ("9990000001", &checkout["code"])
        );
        // A producer sees its own share, and does not say what came to the market.
        let own = orders.as_array().unwrap().iter();
        let own = own
            .clone()
            .find(|order| order["producer"]["id"] == json!(sellers[1].0.id));
        let own = own.unwrap();
        let client = &sellers[1].0.owner.client;
        let path = format!("/api/v1/producer/orders/{}", text(&own["id"]));
        let seen = client.get(&path).await.expect(200);
        assert_eq!(
            (
                &seen["payments"][0]["amount"],
                &seen["payments"][0]["orders"]
            ),
            (&own["total"], &json!([own["id"]]))
        );
        let told = format!("{path}/payment-received");
        let said = client.post(&told, json!({"amount": own["total"]})).await;
        said.expect_problem(409, "conflict");

        app.run_jobs().await;
        let asked = app
            .mail()
            .into_iter()
            .filter(|mail| mail.contains("9990000001"));
        assert_eq!(asked.count(), 1, "the buyer is asked once for both");
        placed
            .step("cancel", json!({"reason_code": "buyer_changed_mind"}))
            .await
            .expect(200);
        let other = usize::from(placed.order == text(&orders[0]["id"]));
        let other = &orders[other];
        let path = format!("/api/v1/orders/{}", text(&other["id"]));
        let left = placed.client.get(&path).await.expect(200);
        assert_eq!(
            (
                &left["status"],
                &left["payments"][0]["amount"],
                &left["payments"][0]["qr"]["amount"]
            ),
            (&json!("awaiting_payment"), &other["total"], &other["total"])
        );
        placed
            .client
            .post(
                &format!("{path}/cancel"),
                json!({"reason_code": "buyer_changed_mind"}),
            )
            .await
            .expect(200);
        let gone = placed.client.get(&path).await.expect(200);
        assert_eq!(gone["payments"][0]["status"], "cancelled");
        for (_, listing) in &sellers {
            assert_eq!(app.available(listing).await, 10);
        }
    });
}
