//! Producers are paid what the market took for them: after a hold, by two people, once.

use kernel::{AccountId, Actor, Capacity};
use market::Key;
use payments::ledger::Account;
use payments::payouts::{Rail, waiting_by};
use scenarios::{Answer, App, Client, Placed, Producer, Value, json, scenario, text};
use store::counted;

const PAYOUTS: &str = "/api/v1/admin/payouts";

async fn prepare(admin: &Client, key: &str) -> Answer {
    let admin = admin.with("idempotency-key", key);
    admin.post(PAYOUTS, json!({"rail": "bank_file"})).await
}

async fn step(admin: &Client, batch: &Value, step: &str, body: Value) -> Answer {
    let path = format!("{PAYOUTS}/{}/{step}", text(&batch["id"]));
    admin.post(&path, body).await
}

fn total(placed: &Placed) -> i64 {
    placed.checkout["total"]["amount"].as_i64().unwrap()
}

/// Ten days pass, and both administrators sign in anew.
async fn days_pass(app: &App) -> (Client, Client) {
    app.advance_hours(10 * 24);
    (app.admin().await, app.admin().await)
}

async fn balance(app: &App, producer: &mut Producer) -> Value {
    producer.owner.client = signed_in(app, producer).await;
    let path = "/api/v1/producer/balance";
    producer.owner.client.get(path).await.expect(200)
}

async fn signed_in(app: &App, producer: &Producer) -> Client {
    let client = app.sign_in(&producer.owner.email).await;
    client.with("ocop-producer", &producer.id)
}

#[test]
fn what_was_earned_is_paid_after_its_days_once_and_by_two_people() {
    scenario(|app| async move {
        let (mut producer, listing) = app.banked_listing(10).await;
        producer.owner.client = signed_in(&app, &producer).await;
        let placed = app.at_the_market(&producer, &listing, 2).await;
        let owed = Account::Payable(producer.own());
        assert_eq!(app.holds(owed).await, -total(&placed));
        let early = prepare(&app.admin().await, "early").await;
        early.expect_problem(409, "conflict");

        let (first, second) = days_pass(&app).await;
        let batch = prepare(&first, "k").await.expect(201);
        let again = prepare(&first, "k").await.expect(201);
        assert_eq!(again, batch, "the same key is the same batch");
        let payout = &batch["payouts"][0];
        assert_eq!(
            (
                &batch["count"],
                &payout["amount"]["amount"],
                &payout["account"]
            ),
            (&json!(1), &json!(total(&placed)), &json!("1012345678"))
        );
        let nothing = prepare(&second, "k2").await;
        nothing.expect_problem(409, "conflict");
        let other = second.with("idempotency-key", "k3");
        let unknown = other.post(PAYOUTS, json!({"rail": "gold"})).await;
        assert_eq!(
            unknown.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/rail"
        );
        let keyless = second.post(PAYOUTS, json!({"rail": "bank_file"})).await;
        keyless.expect_problem(422, "idempotency_key_missing");

        // Nobody confirms what they prepared, and nothing leaves before it is confirmed.
        let own = step(&first, &batch, "confirm", json!({})).await;
        own.expect_problem(409, "conflict");
        let unseen = "UPDATE payout_batches SET confirmed_by = prepared_by, status = 'confirmed'";
        let tx = store::write(&app.node().db).await.unwrap();
        let refused = store::execute(&tx, unseen, vec![]).await;
        assert!(matches!(
            refused,
            Err(store::Error::Rule("payout_four_eyes"))
        ));
        tx.rollback().await.unwrap();
        let file = format!("{PAYOUTS}/{}/file.csv", text(&batch["id"]));
        first.get(&file).await.expect_problem(409, "conflict");
        let unpaid = step(&first, &batch, "paid", json!({})).await;
        unpaid.expect_problem(409, "conflict");
        for _ in 0..2 {
            let confirmed = step(&second, &batch, "confirm", json!({}))
                .await
                .expect(200);
            assert_eq!(confirmed["status"], "confirmed");
        }
        let table = first.get(&file).await.expect_text(200);
        let line = format!(
            "1,1012345678,NGUYEN THI HOA,970436,Vietcombank,{},VND,{}",
            total(&placed),
            text(&payout["reference"])
        );
        assert!(table.contains(&line), "{table}");
        // The bank has it, and nobody has written that down: the file is the same, and no other
        // batch can be made of it.
        assert_eq!(first.get(&file).await.expect_text(200), table);
        prepare(&first, "k4").await.expect_problem(409, "conflict");
        for _ in 0..2 {
            let paid = step(&first, &batch, "paid", json!({"bank_ref": "FT77"})).await;
            assert_eq!(paid.expect(200)["status"], "settled");
        }
        assert_eq!(app.holds(owed).await, 0);
        assert_eq!(app.holds(Account::Bank).await, 0);
        let producers = balance(&app, &mut producer).await;
        assert_eq!(producers["balance"]["amount"], 0);
        let path = "/api/v1/producer/payouts";
        let seen = producer.owner.client.get(path).await.expect(200);
        assert_eq!(
            (&seen["data"][0]["status"], &seen["data"][0]["bank_ref"]),
            (&json!("paid"), &json!("FT77"))
        );
        let official = app.official("42").await.client;
        official.get(PAYOUTS).await.expect_problem(403, "forbidden");
    });
}

#[test]
fn a_refund_after_the_payout_is_a_debt_of_the_next_batch_and_too_little_waits() {
    scenario(|app| async move {
        let (mut producer, listing) = app.banked_listing(20).await;
        producer.owner.client = signed_in(&app, &producer).await;
        let placed = app.at_the_market(&producer, &listing, 1).await;
        let (first, second) = days_pass(&app).await;
        let batch = prepare(&first, "k").await.expect(201);
        step(&second, &batch, "confirm", json!({}))
            .await
            .expect(200);
        step(&second, &batch, "paid", json!({})).await.expect(200);
        let owing = first.with("idempotency-key", "r");
        let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
        let back = json!({"amount": {"amount": 60_000, "currency": "VND"}, "reason": "late"});
        let refund = owing.post(&path, back).await.expect(201);
        assert_eq!(refund["data"][0]["payer"], "market");
        let own = producer.own();
        assert_eq!(app.holds(Account::Claim(own)).await, 60_000);
        assert_eq!(app.holds(Account::Payable(own)).await, 0);
        let producers = balance(&app, &mut producer).await;
        assert_eq!(
            (
                &producers["claim"]["amount"],
                &producers["balance"]["amount"],
                &producers["next_payout"]["amount"]
            ),
            (&json!(60_000), &json!(-60_000), &json!(0))
        );
        // One more sale, less the debt, comes to less than is paid out: it waits with it.
        let more = app.at_the_market(&producer, &listing, 1).await;
        let (first, _) = days_pass(&app).await;
        assert!(total(&more) - 60_000 < 50_000);
        prepare(&first, "k5").await.expect_problem(409, "conflict");
        producer.owner.client = signed_in(&app, &producer).await;
        let most = app.at_the_market(&producer, &listing, 3).await;
        let (first, second) = days_pass(&app).await;
        let batch = prepare(&first, "k6").await.expect(201);
        let payout = &batch["payouts"][0];
        let sum = total(&more) + total(&most);
        assert_eq!(
            (
                &payout["payable"]["amount"],
                &payout["claim"]["amount"],
                &payout["amount"]["amount"]
            ),
            (&json!(sum), &json!(60_000), &json!(sum - 60_000))
        );
        step(&second, &batch, "confirm", json!({}))
            .await
            .expect(200);
        step(&second, &batch, "paid", json!({})).await.expect(200);
        assert_eq!(app.holds(Account::Claim(own)).await, 0);
        assert_eq!(app.holds(Account::Payable(own)).await, 0);
    });
}

#[test]
fn what_did_not_arrive_or_was_given_up_is_in_the_next_batch() {
    scenario(|app| async move {
        let (mut producer, listing) = app.banked_listing(10).await;
        producer.owner.client = signed_in(&app, &producer).await;
        let placed = app.at_the_market(&producer, &listing, 2).await;
        let (first, second) = days_pass(&app).await;
        let given_up = prepare(&first, "k1").await.expect(201);
        for _ in 0..2 {
            let cancelled = step(&first, &given_up, "cancel", json!({}))
                .await
                .expect(200);
            assert_eq!(cancelled["status"], "cancelled");
        }
        let late = step(&second, &given_up, "confirm", json!({})).await;
        late.expect_problem(409, "conflict");
        let failing = prepare(&first, "k2").await.expect(201);
        step(&second, &failing, "confirm", json!({}))
            .await
            .expect(200);
        let late = step(&second, &failing, "cancel", json!({})).await;
        late.expect_problem(409, "conflict");
        let one = format!("payouts/{}/failed", text(&failing["payouts"][0]["id"]));
        for _ in 0..2 {
            let failed = step(&first, &failing, &one, json!({})).await.expect(200);
            assert_eq!(failed["status"], "settled");
        }
        let paid = format!("payouts/{}/paid", text(&failing["payouts"][0]["id"]));
        let refused = step(&first, &failing, &paid, json!({})).await;
        refused.expect_problem(409, "conflict");
        let nobodys = format!("payouts/{}/paid", text(&given_up["payouts"][0]["id"]));
        let strange = step(&first, &failing, &nobodys, json!({})).await;
        strange.expect_problem(404, "not_found");
        let batch = prepare(&second, "k3").await.expect(201);
        assert_eq!(batch["total"]["amount"], total(&placed));
        let batches = first.get(PAYOUTS).await.expect(200);
        let states: Vec<&str> = batches["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|batch| text(&batch["status"]))
            .collect();
        assert_eq!(states, ["prepared", "settled", "cancelled"]);
    });
}

#[test]
fn many_who_prepare_and_pay_at_once_pay_nobody_twice() {
    scenario(|app| async move {
        let (mut producer, listing) = app.banked_listing(20).await;
        producer.owner.client = signed_in(&app, &producer).await;
        let mut sum = 0;
        for _ in 0..3 {
            sum += total(&app.at_the_market(&producer, &listing, 1).await);
        }
        let (first, second) = days_pass(&app).await;
        let mut preparing = tokio::task::JoinSet::new();
        for n in 0..8 {
            let admin = if n % 2 == 0 {
                first.clone()
            } else {
                second.clone()
            };
            // Two of them under one key each.
            let key = format!("k{}", n / 2 * 2 + n % 2);
            preparing.spawn(async move { prepare(&admin, &key).await });
        }
        let answers = preparing.join_all().await;
        let made: Vec<Value> = answers
            .iter()
            .filter(|answer| answer.status == 201)
            .map(Answer::json)
            .collect();
        let others = answers.iter().filter(|answer| answer.status != 201);
        assert!(
            others.clone().all(|answer| answer.status == 409),
            "{:?}",
            others.map(|a| a.status).collect::<Vec<_>>()
        );
        assert_eq!(made.len(), 1);
        let batch = made[0].clone();
        let by_first = batch["prepared_by"] == whoami(&first).await;
        let confirming = if by_first { &second } else { &first };
        step(confirming, &batch, "confirm", json!({}))
            .await
            .expect(200);
        let mut paying = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (admin, batch) = (first.clone(), batch.clone());
            paying.spawn(async move { step(&admin, &batch, "paid", json!({})).await.status });
        }
        for status in paying.join_all().await {
            assert_eq!(status, 200);
        }
        assert_eq!(app.holds(Account::Payable(producer.own())).await, 0);
        assert_eq!(app.holds(Account::Bank).await, 0);
        let paid =
            "SELECT CAST(SUM(amount) AS BIGINT) AS n FROM ledger_entries WHERE cause = 'paid_out'";
        assert_eq!(app.number(paid, vec![]).await, sum);
    });
}

/// Who waits to be paid, and how many statements it takes to say so and to prepare their batch.
async fn asked(app: &App, key: &str) -> (usize, [u64; 2]) {
    let (db, now) = (&app.node().db, app.now());
    let (waiting, looked) = counted(Box::pin(waiting_by(db.read(), Rail::BankFile, now))).await;
    let key = Key::new(
        "admin".to_owned(),
        "admin.payouts",
        key.to_owned(),
        key.as_bytes(),
    );
    let by = Actor::new(AccountId::new(now), Capacity::Admin);
    let prepare = market::prepare_payouts(db, Rail::BankFile, (&key, by), now);
    let (batch, prepared) = counted(Box::pin(prepare)).await;
    batch.unwrap();
    (waiting.unwrap().len(), [looked, prepared])
}

#[test]
fn however_many_wait_to_be_paid_the_database_is_asked_as_often() {
    scenario(|app| async move {
        let mut few = None;
        for many in [1, 4] {
            for _ in 0..many {
                let (mut producer, listing) = app.banked_listing(10).await;
                producer.owner.client = signed_in(&app, &producer).await;
                app.at_the_market(&producer, &listing, 1).await;
            }
            days_pass(&app).await;
            let (waiting, asked) = asked(&app, &format!("k{many}")).await;
            assert_eq!(waiting, many);
            assert_eq!(*few.get_or_insert(asked), asked, "of {many} producers");
        }
    });
}

async fn whoami(admin: &Client) -> Value {
    let current = admin.get("/api/v1/sessions/current").await.expect(200);
    current["account"]["id"].clone()
}
