//! Producers are paid what cards paid for them: out of the charge of each sale, by Stripe's transfers,
//! once, and by two people. What is owed to a buyer afterwards comes back out of its own transfer.

mod answers;
mod back;

use futures_util::future::join_all;
use payments::ledger::Account;
use scenarios::{
    Answer, App, Client, Fake, Listing, Placed, Producer, Value, json, lose_webhooks,
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

/// A producer with something on sale and an account at the card company.
async fn connected(app: &App, fake: &Fake) -> (Producer, Listing, String) {
    let (producer, listing) = app.listing(50).await;
    let account = producer.connect(fake).await;
    (producer, listing, account)
}

/// Who sold something by card: the producer, its account at the card company, its order.
struct Sale {
    producer: Producer,
    account: String,
    order: Placed,
}

/// Two producers who sold to one card so much each; nobody has it yet.
async fn sold_together(app: &App, fake: &Fake, quantities: [i64; 2]) -> [Sale; 2] {
    let (one, sauce, to_one) = connected(app, fake).await;
    let (two, rice, to_two) = connected(app, fake).await;
    let lines = [(&sauce, quantities[0]), (&rice, quantities[1])];
    let mut orders = app.paid_by_card(fake, &lines).await;
    if orders[0].read().await["producer"]["id"] != one.id.as_str() {
        orders.reverse();
    }
    let [first, second]: [Placed; 2] = orders.try_into().unwrap();
    let sale = |producer, account, order| Sale {
        producer,
        account,
        order,
    };
    [sale(one, to_one, first), sale(two, to_two, second)]
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
        let sales = sold_together(&app, &fake, [1, 2]).await;
        for sale in &sales {
            app.completed(&sale.producer, &sale.order).await;
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
        for Sale {
            producer,
            account,
            order,
        } in &sales
        {
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
            assert_eq!(fake.holds(account), order.total());
            assert!(text(&row["bank_ref"]).starts_with("tr_"));
            assert_eq!(app.holds(Account::Payable(producer.own())).await, 0);
        }
        agrees(&app, &fake).await;
        let nothing = prepare(&first, "stripe", "k2").await;
        nothing.expect_problem(409, "conflict");
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
        app.work_for(3).await;
        assert_eq!(read(&first, &made[0]).await["status"], "settled");
        assert_eq!(fake.all("transfer").len(), 3);
        assert_eq!(fake.holds(&account), sum);
        agrees(&app, &fake).await;
    });
}
