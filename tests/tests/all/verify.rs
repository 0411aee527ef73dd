//! The audit finds each kind of fault, names it, and is content again once it is mended.

use kernel::{AccountId, Actor, Capacity};
use payments::payouts::Rail;
use scenarios::{App, json, scenario};

/// Somebody changes the database behind the program's back.
struct Harm {
    does: &'static str,
    mends: &'static str,
    /// What the audit says of it.
    says: &'static str,
}

const HARMS: [Harm; 9] = [
    Harm {
        does: "UPDATE stock_items SET on_hand = on_hand + 1",
        mends: "UPDATE stock_items SET on_hand = on_hand - 1",
        says: "is not the sum of its movements",
    },
    Harm {
        does: "UPDATE order_lines SET cancelled = 1 WHERE order_id IN (SELECT id FROM orders WHERE status = 'placed')",
        mends: "UPDATE order_lines SET cancelled = 0 WHERE order_id IN (SELECT id FROM orders WHERE status = 'placed')",
        says: "holds another number of variant",
    },
    Harm {
        does: "UPDATE orders SET goods = goods + 1, total = total + 1",
        mends: "UPDATE orders SET goods = goods - 1, total = total - 1",
        says: "are not the sum of its lines",
    },
    Harm {
        does: "UPDATE checkouts SET total = total + 1",
        mends: "UPDATE checkouts SET total = total - 1",
        says: "is not the sum of its orders",
    },
    Harm {
        does: "UPDATE orders SET status = 'accepted' WHERE status = 'placed'",
        mends: "UPDATE orders SET status = 'placed' WHERE status = 'accepted'",
        says: "does not stand where its history ends",
    },
    Harm {
        does: "UPDATE payments SET received = received - 1, amount = amount - 1 WHERE status = 'paid'",
        mends: "UPDATE payments SET received = received + 1, amount = amount + 1 WHERE status = 'paid'",
        says: "does not add up",
    },
    Harm {
        does: "UPDATE payment_orders SET refunded = refunded + 1 WHERE captured > refunded",
        mends: "UPDATE payment_orders SET refunded = refunded - 1 WHERE refunded > 0",
        says: "is not the sum of its refunds",
    },
    Harm {
        does: "UPDATE ledger_checkpoints SET balance = balance + 1",
        mends: "UPDATE ledger_checkpoints SET balance = balance - 1",
        says: "is not the sum of its entries",
    },
    Harm {
        does: "UPDATE payouts SET payable = payable + 1, amount = amount + 1",
        mends: "UPDATE payouts SET payable = payable - 1, amount = amount - 1",
        says: "is not the sum of what it claims",
    },
];

async fn says(app: &App) -> Option<String> {
    let looked = market::verify(&app.node().db).await;
    looked.err().map(|fault| fault.to_string())
}

#[test]
fn each_fault_is_found_and_named() {
    scenario(|app| async move {
        let (mut producer, listing) = app.banked_listing(20).await;
        let client = app.sign_in(&producer.owner.email).await;
        producer.owner.client = client.with("ocop-producer", &producer.id);
        app.at_the_market(&producer, &listing, 1).await;
        app.guest_order(&listing, 2).await;
        let paid = app.transfer_order(&listing, 1).await;
        let amount = paid.checkout["total"]["amount"].as_i64().unwrap();
        let path = format!("/api/v1/producer/orders/{}/payment-received", paid.order);
        let too_much = json!({"amount": {"amount": amount + 7_000, "currency": "VND"}});
        producer
            .owner
            .client
            .post(&path, too_much)
            .await
            .expect(200);
        app.advance_hours(10 * 24);
        // Not the sweeper: what waits here would end.
        let tx = store::write(&app.node().db).await.unwrap();
        let yesterday = kernel::Day::of(app.now()).plus_days(-1);
        payments::ledger::checkpoint(&tx, yesterday).await.unwrap();
        tx.commit().await.unwrap();
        let key = market::Key::new("a".to_owned(), "admin.payouts", "k".to_owned(), b"");
        let actor = Actor::new(AccountId::new(app.now()), Capacity::Admin);
        let who = (&key, actor);
        market::prepare_payouts(&app.node().db, Rail::BankFile, who, app.now())
            .await
            .unwrap();
        assert_eq!(says(&app).await, None);
        for harm in HARMS {
            app.execute(harm.does).await;
            let said = says(&app).await;
            let said = said.unwrap_or_else(|| panic!("{} was not found", harm.does));
            assert!(said.contains(harm.says), "{}: {said}", harm.does);
            app.execute(harm.mends).await;
            assert_eq!(says(&app).await, None, "{}", harm.mends);
        }
        missing_and_orphaned(&app, &paid.order).await;
    });
}

/// A refund without its posting, and a posting without its refund.
async fn missing_and_orphaned(app: &App, order: &str) {
    let order: kernel::OrderId = order.parse().unwrap();
    for sql in [
        "CREATE TABLE kept AS SELECT * FROM refunds",
        "DELETE FROM refunds",
    ] {
        app.execute(sql).await;
    }
    let orphan = says(app).await.unwrap();
    assert!(
        orphan.contains("speaks of nothing that there is"),
        "{orphan}"
    );
    app.execute("INSERT INTO refunds SELECT * FROM kept").await;
    assert_eq!(says(app).await, None);
    let more = "UPDATE refunds SET amount = amount + 1";
    app.execute(more).await;
    let unposted = says(app).await.unwrap();
    assert!(
        unposted.contains("is not posted as it stands"),
        "{unposted}"
    );
    app.execute("UPDATE refunds SET amount = amount - 1").await;
    let lost = kernel::OrderId::new(app.now());
    let to = async |from: kernel::OrderId, to: kernel::OrderId| {
        let tx = store::write(&app.node().db).await.unwrap();
        let sql = "UPDATE refunds SET order_id = $2 WHERE order_id = $1";
        let values = vec![from.uuid().into(), to.uuid().into()];
        assert_eq!(store::execute(&tx, sql, values).await.unwrap(), 1);
        tx.commit().await.unwrap();
    };
    to(order, lost).await;
    let nobodys = says(app).await.unwrap();
    assert!(nobodys.contains("and no such order"), "{nobodys}");
    to(lost, order).await;
    app.execute("DROP TABLE kept").await;
}
