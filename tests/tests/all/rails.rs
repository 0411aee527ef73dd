//! Money goes out where it came in, and the database holds it.

use payments::payouts::Rail;
use scenarios::{scenario_with_cards, text};
use store::Error::Rule;

#[test]
fn the_database_itself_pays_out_nothing_where_it_did_not_come_in() {
    scenario_with_cards(|app, fake| async move {
        let (mut producer, listing) = app.banked_listing(20).await;
        let client = app.sign_in(&producer.owner.email).await;
        producer.owner.client = client.with("ocop-producer", &producer.id);
        producer.connect(&fake).await;
        let by_bank = app.at_the_market(&producer, &listing, 1).await;
        let by_card = app.sold_by_card(&fake, (&producer, &listing), 2).await;
        app.advance_hours(10 * 24);
        let claim = "INSERT INTO payout_entries (entry_seq, payout_id) SELECT e.seq, p.id FROM ledger_entries e, payouts p \
            WHERE e.order_id = $1 AND e.cause IN ('earned', 'taken') AND e.credit LIKE 'payable:%' AND p.batch_id = $2";
        for (rail, other) in [(Rail::BankFile, &by_card), (Rail::Stripe, &by_bank)] {
            let admin = app.admin().await.with("idempotency-key", rail.as_str());
            let body = scenarios::json!({"rail": rail.as_str()});
            let batch = admin.post("/api/v1/admin/payouts", body).await.expect(201);
            let batch: kernel::PayoutBatchId = text(&batch["id"]).parse().unwrap();
            let order: kernel::OrderId = other.order.parse().unwrap();
            let tx = store::write(&app.node().db).await.unwrap();
            let values = vec![order.uuid().into(), batch.uuid().into()];
            let refused = store::execute(&tx, claim, values).await;
            assert!(
                matches!(refused, Err(Rule("paid_out_where_it_came_in"))),
                "{rail}: {refused:?}"
            );
            tx.rollback().await.unwrap();
            // Given up, what it would pay is free for what is tried next.
            let cancel = format!("/api/v1/admin/payouts/{batch}/cancel");
            app.admin()
                .await
                .post(&cancel, scenarios::json!({}))
                .await
                .expect(200);
        }
        market::verify(&app.node().db).await.unwrap();
    });
}
