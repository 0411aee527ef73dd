//! The ledger: every step of an order's money is a transfer between two accounts, written once and
//! never changed.

use kernel::{Day, OrderId, ProducerId, Vnd};
use payments::ledger::{self, Account, Bearer, Cause, Posting};
use scenarios::{Answer, App, Placed, Producer, Value, json, scenario, text};

fn total(placed: &Placed) -> i64 {
    placed.checkout["total"]["amount"].as_i64().unwrap()
}

fn own(producer: &Producer) -> ProducerId {
    producer.id.parse().unwrap()
}

fn of(placed: &Placed) -> OrderId {
    placed.order.parse().unwrap()
}

async fn holds(app: &App, account: Account) -> i64 {
    let db = app.node().db.read();
    ledger::balance(db, account, None).await.unwrap().0
}

async fn came(producer: &Producer, placed: &Placed, said: Value) -> Answer {
    let path = format!("/api/v1/producer/orders/{}/payment-received", placed.order);
    producer.owner.client.post(&path, said).await
}

fn dong(amount: i64) -> Value {
    json!({ "amount": { "amount": amount, "currency": "VND" } })
}

async fn completed(producer: &Producer, placed: &Placed, carrier: &str) {
    for step in ["accept", "pack"] {
        producer.step(&placed.order, step, json!({})).await;
    }
    let ship = json!({ "carrier": carrier });
    producer.step(&placed.order, "ship", ship).await;
    placed.step("confirm-receipt", json!({})).await.expect(200);
}

#[test]
fn cash_at_the_door_is_the_producers_when_the_order_is_completed_whoever_took_it() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let taken = app.guest_order(&listing, 1).await;
        completed(&producer, &taken, "self").await;
        let carried = app.guest_order(&listing, 1).await;
        completed(&producer, &carried, "Viettel Post").await;
        let sum = total(&taken);
        assert_eq!(total(&carried), sum);
        for (account, held) in [
            (Account::Held(own(&producer)), sum),
            (Account::CodInTransit, sum),
            (Account::Earned(own(&producer)), -2 * sum),
            (Account::Buyer(of(&taken)), 0),
            (Account::Buyer(of(&carried)), 0),
            (Account::Payable(own(&producer)), 0),
            (Account::Commission, 0),
        ] {
            assert_eq!(holds(&app, account).await, held, "{account}");
        }
        // The bank's own line of it is not money a second time.
        let mut again = dong(sum);
        again["bank_ref"] = json!("FT9");
        came(&producer, &carried, again).await.expect(200);
        assert_eq!(holds(&app, Account::CodInTransit).await, sum);
        assert_eq!(carried.read().await["payments"][0]["status"], "paid");
    });
}

#[test]
fn a_transfer_too_little_too_much_forgiven_and_paid_back_stands_in_the_ledger() {
    scenario(|app| async move {
        let (producer, listing) = app.banked_listing(10).await;
        let placed = app.transfer_order(&listing, 2).await;
        let sum = total(&placed);
        let mut less = dong(sum - 3_000);
        less["forgive"] = json!(true);
        came(&producer, &placed, less).await.expect(200);
        let producers = own(&producer);
        let borne = Account::Forgiven(Bearer::Producer(producers));
        assert_eq!(holds(&app, Account::Buyer(of(&placed))).await, -sum);
        assert_eq!(holds(&app, borne).await, 3_000);
        // It came after all, and more.
        let mut more = dong(5_000);
        more["bank_ref"] = json!("FT2");
        came(&producer, &placed, more).await.expect(200);
        assert_eq!(holds(&app, borne).await, 0);
        assert_eq!(holds(&app, Account::Refunds).await, -2_000);
        assert_eq!(holds(&app, Account::Held(producers)).await, sum + 2_000);
        completed(&producer, &placed, "self").await;
        assert_eq!(holds(&app, Account::Earned(producers)).await, -sum);
        assert_eq!(holds(&app, Account::Buyer(of(&placed))).await, 0);

        let ended = app.transfer_order(&listing, 1).await;
        let mut less = dong(total(&ended) - 1_000);
        less["forgive"] = json!(true);
        came(&producer, &ended, less).await.expect(200);
        let decline = json!({"reason_code": "out_of_stock"});
        producer.step(&ended.order, "decline", decline).await;
        assert_eq!(holds(&app, Account::Buyer(of(&ended))).await, 0);
        assert_eq!(holds(&app, borne).await, 0);
        let owed = 2_000 + total(&ended) - 1_000;
        assert_eq!(holds(&app, Account::Refunds).await, -owed);
        let path = "/api/v1/producer/refunds?status=due";
        let due = producer.owner.client.get(path).await.expect(200);
        for refund in due["data"].as_array().unwrap() {
            let send = format!("/api/v1/producer/refunds/{}/send", text(&refund["id"]));
            for _ in 0..2 {
                producer
                    .owner
                    .client
                    .post(&send, json!({}))
                    .await
                    .expect(200);
            }
        }
        assert_eq!(holds(&app, Account::Refunds).await, 0);
        assert_eq!(holds(&app, Account::Held(producers)).await, sum);
    });
}

#[test]
fn an_entry_is_never_changed_and_a_cause_is_posted_once_even_by_two_at_the_same_time() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let placed = app.guest_order(&listing, 1).await;
        for step in ["accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        let ship = json!({ "carrier": "self" });
        producer.step(&placed.order, "ship", ship).await;
        // Everybody says at once that it has come.
        let mut said = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let placed = placed.clone();
            said.spawn(async move { placed.step("confirm-receipt", json!({})).await.status });
        }
        for status in said.join_all().await {
            assert_eq!(status, 200);
        }
        let earned = Account::Earned(own(&producer));
        assert_eq!(holds(&app, earned).await, -total(&placed));
        let posting = Posting {
            debit: Account::Buyer(of(&placed)),
            credit: earned,
            amount: Vnd(total(&placed)),
            cause: Cause::Earned,
            about: ledger::About::order(of(&placed)),
        };
        let post = async |posting: Posting| {
            let tx = store::write(&app.node().db).await.unwrap();
            let posted = ledger::post(&tx, &[posting], app.now()).await;
            tx.rollback().await.unwrap();
            posted
        };
        let twice = post(posting).await;
        let once = store::Error::Rule("posted_once").to_string();
        assert_eq!(twice.unwrap_err().to_string(), once);
        let unsound = Posting {
            amount: Vnd(-5),
            cause: Cause::Taken,
            ..posting
        };
        assert!(post(unsound).await.is_err());
        let unmoved = Posting {
            debit: posting.credit,
            cause: Cause::Taken,
            ..posting
        };
        assert!(post(unmoved).await.is_err());
        let nothing = Posting {
            amount: Vnd(0),
            ..posting
        };
        assert!(post(nothing).await.is_ok(), "it is left out");
        for change in [
            "UPDATE ledger_entries SET amount = amount + 1",
            "DELETE FROM ledger_entries",
        ] {
            let tx = store::write(&app.node().db).await.unwrap();
            let changed = store::execute(&tx, change, vec![]).await;
            assert!(
                matches!(changed, Err(store::Error::Rule("append_only"))),
                "{changed:?}"
            );
            tx.rollback().await.unwrap();
        }
    });
}

#[test]
fn a_balance_is_a_checkpoint_and_what_came_after_it() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let first = app.guest_order(&listing, 1).await;
        completed(&producer, &first, "self").await;
        let day = Day::of(app.now());
        app.advance_hours(24);
        market::work::sweep_once(app.node()).await;
        market::work::sweep_once(app.node()).await;
        let kept = "SELECT COUNT(*) AS n FROM ledger_checkpoints";
        // What the producer holds and has earned; the order's own clearing has none.
        assert_eq!(app.number(kept, vec![]).await, 2);
        let second = app.guest_order(&listing, 2).await;
        completed(&producer, &second, "self").await;
        let held = Account::Held(own(&producer));
        let both = total(&first) + total(&second);
        assert_eq!(holds(&app, held).await, both);
        let db = app.node().db.read();
        let then = ledger::balances(db, &[Account::Bank, held], Some(day)).await;
        assert_eq!(then.unwrap(), [Vnd(0), Vnd(total(&first))]);
        app.advance_hours(24);
        market::work::sweep_once(app.node()).await;
        assert_eq!(app.number(kept, vec![]).await, 4);
        assert_eq!(holds(&app, held).await, both);
    });
}
