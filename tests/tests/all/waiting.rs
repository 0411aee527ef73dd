//! What waits too long ends, with the clock.

use scenarios::{App, Placed, json, scenario, text};

async fn sweep(app: &App) {
    let node = app.node();
    let swept = market::sweep(&node.db, node.now()).await.unwrap();
    assert_eq!(swept.failed, 0);
}

async fn expect(placed: &Placed, status: &str, owner: &str) {
    let order = placed.read().await;
    assert_eq!(
        (text(&order["status"]), text(&order["deadline"]["owner"])),
        (status, owner)
    );
}

#[test]
fn every_state_that_waits_ends_by_itself() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let silent = app.guest_order(&listing, 1).await;
        let kept = app.guest_order(&listing, 1).await;
        let sent = app.guest_order(&listing, 1).await;
        let lost = app.guest_order(&listing, 1).await;
        for order in [&kept, &sent, &lost] {
            producer.step(&order.order, "accept", json!({})).await;
        }
        for order in [&sent, &lost] {
            producer.step(&order.order, "pack", json!({})).await;
            let ship = json!({"carrier": "self"});
            producer.step(&order.order, "ship", ship).await;
        }
        producer.step(&lost.order, "fail-delivery", json!({})).await;
        producer.step(&kept.order, "extend", json!({})).await;

        app.advance_hours(3 * 24);
        sweep(&app).await;
        expect(&silent, "cancelled", "nobody").await;
        assert_eq!(silent.read().await["reason_code"], "producer_no_answer");
        expect(&kept, "accepted", "producer").await;
        app.advance_hours(4 * 24);
        sweep(&app).await;
        expect(&sent, "shipped", "buyer").await;
        // The hand-over is overdue: now the buyer may step back.
        let why = json!({"reason_code": "not_shipped"});
        assert_eq!(
            kept.step("cancel", why).await.expect(200)["status"],
            "cancelled"
        );
        app.advance_hours(7 * 24);
        sweep(&app).await;
        expect(&sent, "delivered", "buyer").await;
        expect(&lost, "lost", "nobody").await;
        let broken = json!({"kind": "leaking", "wish": "refund"});
        sent.step("problems", broken.clone()).await.expect(201);
        sent.step("problems", broken)
            .await
            .expect_problem(409, "conflict");
        app.advance_hours(30 * 24);
        sweep(&app).await;
        expect(&sent, "delivered", "buyer").await;
    });
}
