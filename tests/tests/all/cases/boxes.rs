//! Boxes that do not arrive, and those that come back.

use super::*;

#[test]
fn a_delivery_that_failed_has_ten_days_and_is_lost_then_and_what_was_paid_is_owed() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let placed = app.guest_order(&listing, 2).await;
        shipped(&producer, &placed).await;
        let paid = placed.read().await["total"].clone();
        let path = format!("/api/v1/producer/orders/{}/payment-received", placed.order);
        let money = json!({"amount": paid});
        producer.owner.client.post(&path, money).await.expect(200);
        let failed = producer
            .step(&placed.order, "fail-delivery", json!({}))
            .await;
        assert_eq!(failed["status"], "delivery_failed");
        assert_eq!(failed["deadline"]["owner"], "producer");
        app.run_jobs().await;
        let told = "SELECT COUNT(*) AS n FROM notices WHERE kind = 'order-delivery-failed-buyer'";
        assert_eq!(app.number(told, vec![]).await, 1);
        app.advance_hours(10 * 24 - 1);
        sweep(&app).await;
        assert_eq!(placed.status().await, "delivery_failed");
        app.advance_hours(1);
        sweep(&app).await;
        let lost = placed.read().await;
        assert_eq!(
            (text(&lost["status"]), text(&lost["reason_code"])),
            ("lost", "lost")
        );
        // Nobody has the box: nothing comes back to the stock, and the money is the buyer's.
        assert_eq!(app.available(&listing).await, 8);
        let refund = refund_of(&placed).await;
        assert_eq!((&refund["amount"], text(&refund["status"])), (&paid, "due"));
        let late = json!({"whole": true});
        let path = format!("/api/v1/producer/orders/{}/returned", placed.order);
        let late = producer.owner.client.post(&path, late).await;
        late.expect_problem(409, "conflict");
    });
}

#[test]
fn a_box_comes_back_whole_or_broken_or_never() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        for (whole, left) in [(true, 10), (false, 9)] {
            let placed = app.guest_order(&listing, 1).await;
            shipped(&producer, &placed).await;
            producer
                .step(&placed.order, "fail-delivery", json!({}))
                .await;
            let back = json!({"whole": whole});
            let returned = producer.step(&placed.order, "returned", back).await;
            assert_eq!(returned["status"], "returned");
            assert_eq!(app.available(&listing).await, left);
        }
        // What was paid in advance is owed when the box is lost.
        let placed = app.guest_order(&listing, 1).await;
        shipped(&producer, &placed).await;
        let paid = placed.read().await["total"].clone();
        let path = format!("/api/v1/producer/orders/{}/payment-received", placed.order);
        let money = json!({"amount": paid});
        producer.owner.client.post(&path, money).await.expect(200);
        let missing = json!({"kind": "not_received", "wish": "refund"});
        let case = placed.step("problems", missing).await.expect(201);
        answer(&producer, &case, json!({"answer": "refund"}))
            .await
            .expect(200);
        assert_eq!(placed.status().await, "delivery_failed");
        app.advance_hours(10 * 24 + 1);
        sweep(&app).await;
        assert_eq!(placed.status().await, "lost");
        let path = format!("/api/v1/orders/{}/refunds", placed.order);
        let owed = placed.client.get(&path).await.expect(200);
        let owed = owed["data"].as_array().unwrap().clone();
        let sum: i64 = owed
            .iter()
            .map(|r| r["amount"]["amount"].as_i64().unwrap())
            .sum();
        assert_eq!(json!(sum), paid["amount"]);
    });
}
