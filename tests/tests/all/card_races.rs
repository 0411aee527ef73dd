//! Parts given back, a buyer who cancels and a bank that takes the money back, all at once: never more
//! than the card paid, whoever is first.

use std::time::Duration;

use futures_util::future::join_all;
use kernel::OrderId;
use scenarios::{App, Client, Dice, Fake, Listing, Placed, Value, json, scenario_with_cards, text};
use store::Error::Rule;

/// Each is another race.
const SEEDS: [u64; 8] = [1, 2, 3, 5, 8, 13, 21, 34];

/// What of one charge stands in the stand-in's journal under a word.
fn moved(fake: &Fake, what: &str, charge: &str) -> i64 {
    let field = if what == "charge" { "id" } else { "charge" };
    let journal = fake.journal();
    let own = journal
        .iter()
        .filter(|entry| entry["what"] == what && entry["object"][field] == charge);
    let amount = |entry: &Value| entry["object"]["amount"].as_i64().unwrap();
    own.map(amount).sum()
}

/// A number of our books about one order.
async fn ours(app: &App, placed: &Placed, sql: &str) -> i64 {
    let order: OrderId = placed.order.parse().unwrap();
    let sql = format!("SELECT CAST(COALESCE({sql}, 0) AS BIGINT) AS n");
    app.number(&sql, vec![order.uuid().into()]).await
}

const REFUNDED: &str = "(SELECT SUM(refunded) FROM payment_orders WHERE order_id = $1)";
/// What went back by a refund; what a bank keeps counts as paid back too, and is told apart.
const SENT: &str = "(SELECT SUM(r.amount) FROM refunds r WHERE r.order_id = $1 AND r.status IN ('sent', 'confirmed') \
    AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.provider_id = r.bank_ref))";
const OWED: &str = "(SELECT SUM(amount) FROM refunds WHERE order_id = $1)";
const TAKEN: &str = "(SELECT SUM(d.amount) FROM disputes d JOIN payment_orders s ON s.payment_id = d.payment_id \
    WHERE s.order_id = $1 AND d.status <> 'won')";
/// What the card company holds of it, by our ledger.
const HELD: &str = "(SELECT SUM(CASE WHEN debit = 'stripe' THEN amount ELSE -amount END) FROM ledger_entries \
    WHERE (debit = 'stripe' OR credit = 'stripe') AND (order_id = $1 OR payment_id IN \
    (SELECT payment_id FROM payment_orders WHERE order_id = $1)))";

/// Our books of an order and the card company's say the same, and neither gave more than came.
async fn agree(app: &App, fake: &Fake, (placed, charge): (&Placed, &str), place: &str) {
    let captured = moved(fake, "charge", charge);
    let (back, won) = (
        moved(fake, "refund", charge),
        moved(fake, "dispute_won", charge),
    );
    let taken = moved(fake, "dispute", charge) - won;
    assert!(
        back + taken <= captured,
        "{place}: {back} and {taken} of {captured}"
    );
    let refunded = ours(app, placed, REFUNDED).await;
    assert!(refunded <= captured, "{place}: {refunded} of {captured}");
    assert_eq!(ours(app, placed, OWED).await, refunded, "{place}");
    assert_eq!(
        ours(app, placed, SENT).await,
        back,
        "{place}: what went back"
    );
    assert_eq!(
        ours(app, placed, TAKEN).await,
        taken,
        "{place}: what a bank took"
    );
    let held = ours(app, placed, HELD).await;
    assert_eq!(held, captured - back - taken, "{place}: what is left there");
    market::verify(&app.node().db).await.expect(place);
}

/// All of it at once, each after a moment of its own.
async fn race(
    app: &App,
    fake: &Fake,
    (admin, placed, charge): (&Client, &Placed, &str),
    seed: u64,
) {
    let mut dice = Dice::new(seed);
    let mut moment = || Duration::from_millis(dice.below(60));
    let total = placed.checkout["total"]["amount"].as_i64().unwrap();
    let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
    // Each of them would be admitted alone; two bear the same key.
    let parts = [total / 2, total / 3, total / 3, total / 4, total / 5, total];
    let mut parts: Vec<_> = parts.into_iter().enumerate().collect();
    parts.push(parts[2]);
    let parts: Vec<_> = parts.into_iter().map(|part| (part, moment())).collect();
    let owe = parts.into_iter().map(async |((n, amount), moment)| {
        tokio::time::sleep(moment).await;
        let part = json!({"amount": {"amount": amount, "currency": "VND"}, "reason": "goodwill"});
        let admin = admin.with("idempotency-key", &format!("{seed}-{n}"));
        admin.post(&path, part).await
    });
    let (cancels, takes) = (moment(), moment());
    let cancel = async {
        tokio::time::sleep(cancels).await;
        let why = json!({"reason_code": "buyer_changed_mind"});
        placed.step("cancel", why).await
    };
    let dispute = async {
        tokio::time::sleep(takes).await;
        fake.dispute(charge, seed.is_multiple_of(2).then_some(total / 2));
    };
    // The worker goes on meanwhile.
    let work = async {
        for _ in 0..10 {
            app.run_jobs().await;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let (owed, cancelled, (), ()) = tokio::join!(join_all(owe), cancel, dispute, work);
    assert_eq!(cancelled.status, 200, "{}", cancelled.text());
    for answer in &owed {
        assert!([201, 409].contains(&answer.status), "{}", answer.text());
    }
    assert!(
        owed.iter().any(|answer| answer.status == 409),
        "not all of it"
    );
}

async fn settled(app: &App, fake: &Fake) {
    fake.quiet().await;
    app.run_jobs().await;
}

async fn paid(app: &App, fake: &Fake, listing: &Listing) -> (Placed, String) {
    let placed = app.card_order(listing, 3).await;
    fake.pay(&placed.intent(), "pm_card_visa").unwrap();
    settled(app, fake).await;
    assert_eq!(placed.status().await, "placed");
    let charges = fake.all("charge");
    let own = charges
        .iter()
        .find(|charge| charge["payment_intent"] == placed.intent().as_str());
    let charge = text(&own.unwrap()["id"]).to_owned();
    (placed, charge)
}

#[test]
fn parts_a_cancel_and_a_bank_at_once_never_give_back_more_than_the_card_paid() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(100).await;
        let admin = app.admin().await;
        for seed in SEEDS {
            let (placed, charge) = paid(&app, &fake, &listing).await;
            race(&app, &fake, (&admin, &placed, &charge), seed).await;
            settled(&app, &fake).await;
            let place = format!("seed {seed}");
            agree(&app, &fake, (&placed, &charge), &place).await;
            // Cancelled: all of it is owed, and not a đồng more.
            let total = placed.checkout["total"]["amount"].as_i64().unwrap();
            assert_eq!(ours(&app, &placed, REFUNDED).await, total, "{place}");
            // What the bank gives up lets the rest go back; what it keeps does not.
            let disputes = fake.all("dispute");
            let own = disputes.iter().find(|d| d["charge"] == charge.as_str());
            let own = text(&own.unwrap()["id"]).to_owned();
            let won = seed % 3 != 0;
            fake.close_dispute(&own, won);
            settled(&app, &fake).await;
            agree(&app, &fake, (&placed, &charge), &place).await;
            if won {
                assert_eq!(
                    moved(&fake, "refund", &charge),
                    total,
                    "{place}: all is back"
                );
            }
        }
    });
}

#[test]
fn the_database_itself_gives_back_no_more_than_came() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(10).await;
        let (placed, _) = paid(&app, &fake, &listing).await;
        let order: OrderId = placed.order.parse().unwrap();
        let more = [
            "UPDATE payment_orders SET refunded = captured + 1 WHERE order_id = $1",
            "UPDATE payment_orders SET refunded = -1 WHERE order_id = $1",
            "UPDATE payment_orders SET captured = amount + 1 WHERE order_id = $1",
        ];
        for sql in more {
            let tx = store::write(&app.node().db).await.unwrap();
            let refused = store::execute(&tx, sql, vec![order.uuid().into()]).await;
            assert!(
                matches!(refused, Err(Rule("refund_within_captured"))),
                "{sql}"
            );
            tx.rollback().await.unwrap();
        }
    });
}
