//! Producers are paid what cards paid for them: out of the charge of each sale, by Stripe's transfers,
//! once, and by two people. What is owed to a buyer afterwards comes back out of its own transfer.

use std::time::Duration;

use futures_util::future::join_all;
use payments::ledger::Account;
use scenarios::{
    Answer, App, Client, Fails, Fake, Fault, Listing, Placed, Producer, Value, json, lose_webhooks,
    scenario_with_cards, text,
};

const PAYOUTS: &str = "/api/v1/admin/payouts";

async fn prepare(admin: &Client, rail: &str, key: &str) -> Answer {
    let admin = admin.with("idempotency-key", key);
    admin.post(PAYOUTS, json!({"rail": rail})).await
}

async fn step(admin: &Client, batch: &Value, step: &str) -> Answer {
    let path = format!("{PAYOUTS}/{}/{step}", text(&batch["id"]));
    admin.post(&path, json!({})).await
}

async fn read(admin: &Client, batch: &Value) -> Value {
    let path = format!("{PAYOUTS}/{}", text(&batch["id"]));
    admin.get(&path).await.expect(200)
}

async fn waiting(admin: &Client, rail: &str) -> Value {
    let path = format!("{PAYOUTS}/waiting?rail={rail}");
    admin.get(&path).await.expect(200)["data"].clone()
}

/// Ten days pass, and two administrators sign in.
async fn days_pass(app: &App) -> (Client, Client) {
    app.advance_hours(10 * 24);
    (app.admin().await, app.admin().await)
}

/// Minutes pass, and the worker looks around each time as it would.
async fn minutes(app: &App, minutes: i64) {
    for _ in 0..minutes {
        app.advance_minutes(1);
        market::work::sweep_once(app.node()).await;
        app.run_jobs().await;
    }
}

/// A producer with something on sale and an account at the card company.
async fn connected(app: &App, fake: &Fake) -> (Producer, Listing, String) {
    let (producer, listing) = app.listing(50).await;
    let account = producer.connect(fake).await;
    (producer, listing, account)
}

/// A batch of everything that cards paid, prepared and confirmed.
async fn confirmed(app: &App, key: &str) -> (Client, Value) {
    let (first, second) = days_pass(app).await;
    let batch = prepare(&first, "stripe", key).await.expect(201);
    step(&second, &batch, "confirm").await.expect(200);
    (first, batch)
}

/// What of our books lies with the card company is what lies there.
async fn agrees(app: &App, fake: &Fake) {
    assert_eq!(app.holds(Account::Stripe).await, fake.funds());
}

async fn kinds(app: &App) -> Vec<String> {
    let found = payments::differences(app.node().db.read()).await.unwrap();
    found.into_iter().map(|found| found.found.kind).collect()
}

async fn refund(admin: &Client, placed: &Placed, amount: i64, key: &str) -> Value {
    let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
    let body = json!({"amount": {"amount": amount, "currency": "VND"}, "reason": "late"});
    let admin = admin.with("idempotency-key", key);
    admin.post(&path, body).await.expect(201)
}

#[test]
fn what_a_card_paid_goes_to_each_producer_out_of_its_charge_once_and_by_two_people() {
    scenario_with_cards(|app, fake| async move {
        let (one, sauce, to_one) = connected(&app, &fake).await;
        let (two, rice, to_two) = connected(&app, &fake).await;
        let orders = app.paid_by_card(&fake, &[(&sauce, 1), (&rice, 2)]).await;
        for placed in &orders {
            let own = placed.read().await["producer"]["id"] == one.id.as_str();
            app.completed(if own { &one } else { &two }, placed).await;
        }
        let early = prepare(&app.admin().await, "stripe", "early").await;
        early.expect_problem(409, "conflict");

        let (first, second) = days_pass(&app).await;
        // The bank does not pay what lies with the card company.
        assert_eq!(waiting(&first, "bank_file").await, json!([]));
        let by_bank = prepare(&first, "bank_file", "bank").await;
        by_bank.expect_problem(409, "conflict");
        let waits = waiting(&first, "stripe").await;
        assert_eq!(waits.as_array().unwrap().len(), 2);
        assert_eq!(waits[0]["waits_for"], "batch");
        let batch = prepare(&first, "stripe", "k").await.expect(201);
        assert_eq!(prepare(&first, "stripe", "k").await.expect(201), batch);
        assert_eq!(batch["count"], 2);
        let own = step(&first, &batch, "confirm").await;
        own.expect_problem(409, "conflict");
        assert!(fake.all("transfer").is_empty(), "nobody has confirmed it");
        for answer in join_all((0..5).map(|_| step(&second, &batch, "confirm"))).await {
            answer.expect(200);
        }
        // Nobody says by hand what the card company says itself.
        let by_hand = step(&first, &batch, "paid").await;
        by_hand.expect_problem(409, "conflict");
        let one_of_it = format!("payouts/{}/failed", text(&batch["payouts"][0]["id"]));
        let by_hand = step(&first, &batch, &one_of_it).await;
        by_hand.expect_problem(409, "conflict");
        app.run_jobs().await;
        let paid = read(&first, &batch).await;
        assert_eq!(paid["status"], "settled");
        let (transfers, charge) = (fake.all("transfer"), fake.all("charge")[0].clone());
        assert_eq!(transfers.len(), 2);
        for transfer in &transfers {
            assert_eq!(transfer["transfer_group"], charge["transfer_group"]);
            assert_eq!(transfer["source_transaction"], charge["id"]);
        }
        for (producer, account) in [(&one, &to_one), (&two, &to_two)] {
            let rows = paid["payouts"].as_array().unwrap();
            let row = rows
                .iter()
                .find(|row| row["producer"] == producer.id.as_str());
            let row = row.unwrap();
            assert_eq!(
                (&row["status"], &row["account"]),
                (&json!("paid"), &json!(account))
            );
            assert_eq!(row["amount"]["amount"], fake.holds(account));
            assert!(text(&row["bank_ref"]).starts_with("tr_"));
            assert_eq!(app.holds(Account::Payable(producer.own())).await, 0);
        }
        let sum: i64 = orders.iter().map(Placed::total).sum();
        assert_eq!(fake.holds(&to_one) + fake.holds(&to_two), sum);
        agrees(&app, &fake).await;
        let nothing = prepare(&first, "stripe", "k2").await;
        nothing.expect_problem(409, "conflict");
    });
}

#[test]
fn whatever_becomes_of_the_answers_each_share_moves_once() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (producer, listing, account) = connected(&app, &fake).await;
        let all = [
            Fails::CutBefore,
            Fails::CutAfter,
            Fails::Error,
            Fails::ErrorAfter,
            Fails::Html,
            Fails::Truncated,
            Fails::TooMany,
        ];
        let mut sum = 0;
        for _ in all {
            sum += app
                .sold_by_card(&fake, (&producer, &listing), 1)
                .await
                .total();
        }
        // One try is three calls.
        for fails in all {
            fake.fault(Fault {
                times: Some(3),
                ..Fault::always("POST /v1/transfers", fails)
            });
        }
        let (admin, batch) = confirmed(&app, "k").await;
        minutes(&app, 12).await;
        let paid = read(&admin, &batch).await;
        assert_eq!(paid["status"], "settled", "{paid}");
        assert_eq!(fake.all("transfer").len(), all.len());
        assert_eq!(fake.holds(&account), sum);
        assert_eq!(app.holds(Account::Payable(producer.own())).await, 0);
        agrees(&app, &fake).await;
    });
}

#[test]
fn what_stops_between_the_transfer_and_its_being_written_down_is_found_and_not_made_again() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (producer, listing, account) = connected(&app, &fake).await;
        let placed = app.sold_by_card(&fake, (&producer, &listing), 1).await;
        fake.fault(Fault::always(
            "POST /v1/transfers",
            Fails::DelayAfter { ms: 60_000 },
        ));
        let (admin, batch) = confirmed(&app, "k").await;
        // The node dies while it waits for the answer: nothing of it is written down.
        let dies = Duration::from_secs(1);
        assert!(tokio::time::timeout(dies, app.run_jobs()).await.is_err());
        assert_eq!(fake.all("transfer").len(), 1);
        assert_eq!(
            read(&admin, &batch).await["payouts"][0]["status"],
            "confirmed"
        );
        // The key may be kept there no more when it comes back.
        fake.mend();
        lose_webhooks(&fake);
        prepare(&admin, "stripe", "k2")
            .await
            .expect_problem(409, "conflict");
        minutes(&app, 3).await;
        assert_eq!(read(&admin, &batch).await["status"], "settled");
        assert_eq!(fake.all("transfer").len(), 1);
        let sent = fake.requests();
        let posts = sent.iter().filter(|r| r["request"] == "POST /v1/transfers");
        assert_eq!(
            posts.count(),
            0,
            "after the one that nobody answered there is none"
        );
        assert_eq!(fake.holds(&account), placed.total());
        agrees(&app, &fake).await;
    });
}

#[test]
fn who_has_no_account_or_one_that_takes_nothing_waits_and_is_told_why() {
    scenario_with_cards(|app, fake| async move {
        let (none, theirs) = app.listing(10).await;
        let (ready, listing, account) = connected(&app, &fake).await;
        app.sold_by_card(&fake, (&none, &theirs), 1).await;
        let placed = app.sold_by_card(&fake, (&ready, &listing), 1).await;
        let (first, second) = days_pass(&app).await;
        let waits = waiting(&first, "stripe").await;
        let of = |producer: &Producer| {
            let rows = waits.as_array().unwrap().iter();
            let row = rows
                .clone()
                .find(|row| row["producer"] == producer.id.as_str());
            text(&row.unwrap()["waits_for"]).to_owned()
        };
        assert_eq!(
            (of(&none), of(&ready)),
            ("account".to_owned(), "batch".to_owned())
        );
        let batch = prepare(&first, "stripe", "k").await.expect(201);
        assert_eq!(batch["count"], 1);
        // Between the two people its account is closed.
        fake.restrict(&account);
        step(&second, &batch, "confirm").await.expect(200);
        app.run_jobs().await;
        let failed = read(&first, &batch).await;
        assert_eq!(failed["payouts"][0]["status"], "failed");
        assert!(fake.all("transfer").is_empty());
        assert_eq!(kinds(&app).await, ["transfer"]);
        let waits = waiting(&first, "stripe").await;
        let last = waits
            .as_array()
            .unwrap()
            .iter()
            .map(|row| text(&row["waits_for"]));
        assert!(last.clone().any(|why| why == "readiness"), "{waits}");
        fake.onboard(&account);
        let owner = app.sign_in(&ready.owner.email).await;
        let owner = owner.with("ocop-producer", &ready.id);
        owner.get("/api/v1/producer/card-account").await.expect(200);
        let batch = prepare(&first, "stripe", "k2").await.expect(201);
        step(&second, &batch, "confirm").await.expect(200);
        app.run_jobs().await;
        assert_eq!(fake.holds(&account), placed.total());
    });
}

#[test]
fn a_charge_with_too_little_left_is_made_good_by_what_there_is_or_waits() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (producer, listing, account) = connected(&app, &fake).await;
        let placed = app.sold_by_card(&fake, (&producer, &listing), 2).await;
        // Somebody sends most of it back by hand, behind our books.
        fake.send_back(&placed.intent(), placed.total() - 1_000);
        let (admin, batch) = confirmed(&app, "k").await;
        app.run_jobs().await;
        let refused = read(&admin, &batch).await;
        assert_eq!(refused["payouts"][0]["status"], "failed", "{refused}");
        assert_eq!(kinds(&app).await, ["transfer"]);
        assert_eq!(
            app.holds(Account::Payable(producer.own())).await,
            -placed.total()
        );
        // Later others have paid more: what there is pays it.
        let (_, other) = app.listing(10).await;
        app.paid_by_card(&fake, &[(&other, 5)]).await;
        let (admin, batch) = confirmed(&app, "k2").await;
        app.run_jobs().await;
        let paid = read(&admin, &batch).await;
        assert_eq!(paid["payouts"][0]["status"], "paid", "{paid}");
        assert!(fake.all("transfer")[0]["source_transaction"].is_null());
        assert_eq!(fake.holds(&account), placed.total());
    });
}

#[test]
fn a_refund_after_the_payout_comes_out_of_its_own_transfer_alone() {
    scenario_with_cards(|app, fake| async move {
        let (one, sauce, to_one) = connected(&app, &fake).await;
        let (two, rice, to_two) = connected(&app, &fake).await;
        let orders = app.paid_by_card(&fake, &[(&sauce, 2), (&rice, 2)]).await;
        let mine = usize::from(orders[0].read().await["producer"]["id"] != one.id.as_str());
        app.completed(&one, &orders[mine]).await;
        app.completed(&two, &orders[1 - mine]).await;
        let (admin, _) = confirmed(&app, "k").await;
        app.run_jobs().await;
        let (own, theirs) = (fake.holds(&to_one), fake.holds(&to_two));
        refund(&admin, &orders[mine], 60_000, "r").await;
        app.run_jobs().await;
        assert_eq!(fake.holds(&to_one), own - 60_000);
        assert_eq!(fake.holds(&to_two), theirs);
        assert_eq!(app.holds(Account::Claim(one.own())).await, 0);
        agrees(&app, &fake).await;
        // All the rest of it, in many hands at once: never more than was transferred.
        let rest = orders[mine].total() - 60_000;
        let path = format!("/api/v1/admin/orders/{}/refunds", orders[mine].order);
        let parts = (0..6).map(|n| {
            let admin = admin.with("idempotency-key", &format!("part-{n}"));
            let body = json!({"amount": {"amount": rest / 4, "currency": "VND"}, "reason": "late"});
            let path = path.clone();
            async move { admin.post(&path, body).await.status }
        });
        join_all(parts).await;
        app.run_jobs().await;
        assert!(fake.holds(&to_one) >= 0);
        let sql = "SELECT CAST(SUM(refunded) AS BIGINT) AS n FROM payment_orders";
        let refunded = app.number(sql, vec![]).await;
        assert_eq!(fake.holds(&to_one), own - refunded);
        assert_eq!(fake.holds(&to_two), theirs);
        agrees(&app, &fake).await;
        let more = "UPDATE payouts SET reversed = amount + 1";
        let tx = store::write(&app.node().db).await.unwrap();
        let refused = store::execute(&tx, more, vec![]).await;
        assert!(matches!(
            refused,
            Err(store::Error::Rule("reversed_within_payout"))
        ));
        tx.rollback().await.unwrap();
    });
}

#[test]
fn what_cannot_be_taken_back_is_told_and_is_a_debt_of_the_next_batch() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (mut producer, listing, account) = connected(&app, &fake).await;
        let placed = app.sold_by_card(&fake, (&producer, &listing), 2).await;
        let (admin, _) = confirmed(&app, "k").await;
        app.run_jobs().await;
        // Its money has gone to its bank.
        fake.drain(&account);
        refund(&admin, &placed, 60_000, "r").await;
        app.run_jobs().await;
        assert_eq!(kinds(&app).await, ["reversal"]);
        assert_eq!(app.holds(Account::Claim(producer.own())).await, 60_000);
        agrees(&app, &fake).await;
        let client = app.sign_in(&producer.owner.email).await;
        producer.owner.client = client.with("ocop-producer", &producer.id);
        let more = app.sold_by_card(&fake, (&producer, &listing), 3).await;
        let (admin, batch) = confirmed(&app, "k2").await;
        let row = read(&admin, &batch).await["payouts"][0].clone();
        assert_eq!(
            (&row["payable"]["amount"], &row["claim"]["amount"]),
            (&json!(more.total()), &json!(60_000))
        );
        app.run_jobs().await;
        assert_eq!(fake.holds(&account), more.total() - 60_000);
        assert_eq!(app.holds(Account::Claim(producer.own())).await, 0);
        assert_eq!(app.holds(Account::Payable(producer.own())).await, 0);
        agrees(&app, &fake).await;
    });
}

#[test]
fn money_back_is_taken_back_once_whatever_becomes_of_the_answer() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (producer, listing, account) = connected(&app, &fake).await;
        let all = [
            Fails::CutBefore,
            Fails::CutAfter,
            Fails::ErrorAfter,
            Fails::Html,
            Fails::Truncated,
        ];
        let mut sales = vec![];
        for _ in all {
            sales.push(app.sold_by_card(&fake, (&producer, &listing), 1).await);
        }
        let (admin, _) = confirmed(&app, "k").await;
        app.run_jobs().await;
        let before = fake.holds(&account);
        for (turn, (placed, fails)) in (1i64..).zip(sales.iter().zip(all)) {
            refund(&admin, placed, 10_000, &format!("r{turn}")).await;
            // The paths of reversals bear their transfer's name.
            fake.fault(Fault::always("POST /v1/transfers/", fails));
            app.run_jobs().await;
            fake.mend();
            lose_webhooks(&fake);
            minutes(&app, 8).await;
            assert_eq!(fake.holds(&account), before - turn * 10_000, "{fails:?}");
        }
        assert_eq!(app.holds(Account::Claim(producer.own())).await, 0);
        agrees(&app, &fake).await;
    });
}

#[test]
fn a_lost_argument_with_a_cards_bank_is_borne_by_each_order_for_itself() {
    scenario_with_cards(|app, fake| async move {
        let (one, sauce, to_one) = connected(&app, &fake).await;
        let (two, rice, to_two) = connected(&app, &fake).await;
        let orders = app.paid_by_card(&fake, &[(&sauce, 1), (&rice, 1)]).await;
        let mine = usize::from(orders[0].read().await["producer"]["id"] != one.id.as_str());
        app.completed(&one, &orders[mine]).await;
        let (admin, _) = confirmed(&app, "k").await;
        app.run_jobs().await;
        assert_eq!(fake.holds(&to_one), orders[mine].total());
        let charge = text(&fake.all("charge")[0]["id"]).to_owned();
        let dispute = text(&fake.dispute(&charge, None)["id"]).to_owned();
        app.heard("charge.dispute.funds_withdrawn").await;
        assert_eq!(kinds(&app).await, ["dispute"]);
        fake.close_dispute(&dispute, false);
        app.heard("charge.dispute.closed").await;
        app.run_jobs().await;
        // The first had earned it and was paid: its transfer comes back. The second never earned it.
        assert_eq!(app.holds(Account::Disputes).await, 0);
        assert_eq!(app.holds(Account::Claim(one.own())).await, 0);
        assert_eq!((fake.holds(&to_one), fake.holds(&to_two)), (0, 0));
        assert_eq!(app.holds(Account::Payable(two.own())).await, 0);
        agrees(&app, &fake).await;
        for placed in &orders {
            let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
            let body = json!({"amount": {"amount": 1_000, "currency": "VND"}, "reason": "late"});
            let admin = admin.with("idempotency-key", &placed.order);
            let again = admin.post(&path, body).await;
            assert_eq!(again.status, 409, "its buyer has it already");
        }
    });
}

#[test]
fn what_is_argued_about_is_not_paid_out_and_what_waited_to_go_back_went_with_it() {
    scenario_with_cards(|app, fake| async move {
        let (producer, listing, account) = connected(&app, &fake).await;
        let sold = app.sold_by_card(&fake, (&producer, &listing), 1).await;
        let (first, second) = days_pass(&app).await;
        let batch = prepare(&first, "stripe", "k").await.expect(201);
        let charge = text(&fake.all("charge")[0]["id"]).to_owned();
        let dispute = text(&fake.dispute(&charge, None)["id"]).to_owned();
        app.heard("charge.dispute.funds_withdrawn").await;
        step(&second, &batch, "confirm").await.expect(200);
        app.run_jobs().await;
        assert_eq!(read(&first, &batch).await["payouts"][0]["status"], "failed");
        assert_eq!(fake.holds(&account), 0);
        // The operator had promised some of it; while it is argued about it cannot go.
        refund(&first, &sold, 20_000, "r").await;
        app.run_jobs().await;
        fake.close_dispute(&dispute, false);
        app.heard("charge.dispute.closed").await;
        assert_eq!(app.holds(Account::Disputes).await, 0);
        assert_eq!(app.holds(Account::Refunds).await, 0);
        assert_eq!(app.holds(Account::Payable(producer.own())).await, 0);
        agrees(&app, &fake).await;
        prepare(&first, "stripe", "k2")
            .await
            .expect_problem(409, "conflict");
    });
}

#[test]
fn many_who_prepare_confirm_and_work_at_once_pay_nobody_twice() {
    scenario_with_cards(|app, fake| async move {
        let (producer, listing, account) = connected(&app, &fake).await;
        let mut sum = 0;
        for _ in 0..3 {
            sum += app
                .sold_by_card(&fake, (&producer, &listing), 1)
                .await
                .total();
        }
        let (first, second) = days_pass(&app).await;
        let keys: Vec<String> = (0..6).map(|n| format!("k{n}")).collect();
        let answers = join_all(keys.iter().map(|key| prepare(&first, "stripe", key))).await;
        let made: Vec<Value> = answers
            .iter()
            .filter(|answer| answer.status == 201)
            .map(Answer::json)
            .collect();
        assert_eq!(made.len(), 1);
        join_all((0..6).map(|_| step(&second, &made[0], "confirm"))).await;
        let id = text(&made[0]["payouts"][0]["id"]).parse().unwrap();
        let pays = || market::cards::pay_out(app.node(), id, app.now());
        let _at_once = join_all((0..6).map(|_| pays())).await;
        minutes(&app, 3).await;
        assert_eq!(read(&first, &made[0]).await["status"], "settled");
        assert_eq!(fake.all("transfer").len(), 3);
        assert_eq!(fake.holds(&account), sum);
        agrees(&app, &fake).await;
    });
}
