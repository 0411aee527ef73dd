//! Every webhook is lost: what a card's bank takes back, how that ends, and that a producer's account can
//! be paid to stand in the books within ten minutes all the same.

use futures_util::future::join_all;
use payments::ledger::Account;
use scenarios::{
    Answer, App, Client, Fails, Fake, Fault, Placed, Producer, json, lose_webhooks,
    scenario_with_cards, text,
};

const PAYOUTS: &str = "/api/v1/admin/payouts";

async fn prepare(admin: &Client, key: &str) -> Answer {
    let admin = admin.with("idempotency-key", key);
    admin.post(PAYOUTS, json!({"rail": "stripe"})).await
}

/// The bank of a card takes all of a payment back; what the dispute is called.
fn taken_back(fake: &Fake, placed: &Placed) -> String {
    let (intent, charges) = (placed.intent(), fake.all("charge"));
    let mut own = charges.iter();
    let charge = own.find(|charge| charge["payment_intent"] == intent.as_str());
    text(&fake.dispute(text(&charge.unwrap()["id"]), None)["id"]).to_owned()
}

/// A sale that could be paid out, and the morning's comparison is done.
async fn sold(app: &App, fake: &Fake) -> (Producer, String, Placed) {
    lose_webhooks(fake);
    let (producer, listing) = app.listing(20).await;
    let account = producer.connect(fake).await;
    let placed = app.sold_by_card(fake, (&producer, &listing), 2).await;
    app.advance_hours(10 * 24);
    app.work_for(1).await;
    (producer, account, placed)
}

/// It is argued about for a quarter of an hour; then it ends, and ten minutes pass.
async fn argued(app: &App, fake: &Fake, placed: &Placed, won: bool) -> (Client, Client) {
    let dispute = taken_back(fake, placed);
    app.work_for(10).await;
    assert_eq!(app.holds(Account::Disputes).await, placed.total());
    assert_eq!(app.holds(Account::Stripe).await, fake.funds());
    market::verify(&app.node().db).await.unwrap();
    let early = prepare(&app.admin().await, "early").await;
    early.expect_problem(409, "conflict");
    app.work_for(5).await;
    fake.close_dispute(&dispute, won);
    app.work_for(10).await;
    assert_eq!(app.events().await, 0, "no word has come");
    assert_eq!(app.holds(Account::Disputes).await, 0);
    assert_eq!(app.holds(Account::Stripe).await, fake.funds());
    market::verify(&app.node().db).await.unwrap();
    // What they signed in with is too old by now.
    (app.admin().await, app.admin().await)
}

#[test]
fn a_dispute_that_is_won_unheard_is_known_and_its_sale_is_paid_out_after_it() {
    scenario_with_cards(|app, fake| async move {
        let (producer, account, placed) = sold(&app, &fake).await;
        let (first, second) = argued(&app, &fake, &placed, true).await;
        let payable = app.holds(Account::Payable(producer.own())).await;
        assert_eq!(payable, -placed.total());
        let batch = prepare(&first, "late").await.expect(201);
        let path = format!("{PAYOUTS}/{}/confirm", text(&batch["id"]));
        second.post(&path, json!({})).await.expect(200);
        app.run_jobs().await;
        assert_eq!(fake.holds(&account), placed.total());
    });
}

#[test]
fn a_dispute_that_is_lost_unheard_is_borne_and_its_sale_is_not_paid_out() {
    scenario_with_cards(|app, fake| async move {
        let (producer, account, placed) = sold(&app, &fake).await;
        let (first, _) = argued(&app, &fake, &placed, false).await;
        let payable = app.holds(Account::Payable(producer.own())).await;
        assert_eq!(payable, 0);
        prepare(&first, "late")
            .await
            .expect_problem(409, "conflict");
        assert_eq!(fake.holds(&account), 0);
    });
}

#[test]
fn a_dispute_that_began_and_ended_while_the_card_company_was_away_is_found_once_it_is_back() {
    scenario_with_cards(|app, fake| async move {
        let (producer, _, placed) = sold(&app, &fake).await;
        fake.fault(Fault::always("GET", Fails::CutBefore));
        let dispute = taken_back(&fake, &placed);
        app.work_for(7).await;
        fake.close_dispute(&dispute, false);
        app.work_for(4).await;
        assert_eq!(app.holds(Account::Stripe).await, placed.total());
        fake.mend();
        lose_webhooks(&fake);
        app.work_for(4).await;
        assert_eq!(app.holds(Account::Stripe).await, fake.funds());
        assert_eq!(app.holds(Account::Disputes).await, 0);
        assert_eq!(app.holds(Account::Payable(producer.own())).await, 0);
    });
}

#[test]
fn of_nodes_that_look_at_once_one_asks_and_not_again_before_minutes_have_passed() {
    scenario_with_cards(|app, fake| async move {
        sold(&app, &fake).await;
        let asked = || {
            let sent = fake.requests();
            let lists = sent.iter().filter_map(|r| r["request"].as_str());
            lists.filter(|r| r.starts_with("GET /v1/disputes")).count()
        };
        let before = asked();
        assert!(before > 0);
        app.advance_minutes(5);
        for _ in 0..2 {
            let looks = (0..5).map(|_| market::cards::sweep(app.node(), app.now()));
            for look in join_all(looks).await {
                look.unwrap();
            }
            assert_eq!(asked(), before + 1);
        }
    });
}

#[test]
fn an_account_that_is_filled_in_unheard_is_paid_to_without_its_holder() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (producer, listing) = app.listing(20).await;
        let (owner, path) = (&producer.owner.client, "/api/v1/producer/card-account");
        owner.post(path, json!({})).await.expect(200);
        app.sold_by_card(&fake, (&producer, &listing), 2).await;
        app.advance_hours(10 * 24);
        app.work_for(10).await;
        let admin = app.admin().await;
        let waits_for = async || {
            let path = format!("{PAYOUTS}/waiting?rail=stripe");
            let waiting = admin.get(&path).await.expect(200);
            text(&waiting["data"][0]["waits_for"]).to_owned()
        };
        assert_eq!(waits_for().await, "readiness");
        let account = text(&fake.all("account")[0]["id"]).to_owned();
        fake.onboard(&account);
        app.work_for(10).await;
        assert_eq!(app.events().await, 0, "no word has come");
        assert_eq!(waits_for().await, "batch");
        prepare(&admin, "k").await.expect(201);
    });
}

#[test]
fn what_does_not_arrive_at_its_card_unheard_is_due_again() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (_, listing) = app.listing(20).await;
        let placed = app.paid_by_card(&fake, &[(&listing, 2)]).await.remove(0);
        let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
        let body = json!({"amount": {"amount": 20_000, "currency": "VND"}, "reason": "late"});
        let admin = app.admin().await.with("idempotency-key", "back");
        admin.post(&path, body).await.expect(201);
        app.run_jobs().await;
        let own = format!("/api/v1/orders/{}/refunds", placed.order);
        let status = async || {
            let refunds = placed.client.get(&own).await.expect(200);
            text(&refunds["data"][0]["status"]).to_owned()
        };
        assert_ne!(status().await, "due");
        fake.fail_refund(text(&fake.all("refund")[0]["id"]));
        app.work_for(10).await;
        assert_eq!(app.events().await, 0, "no word has come");
        assert_eq!(status().await, "due");
        assert_eq!(app.holds(Account::Stripe).await, fake.funds());
        market::verify(&app.node().db).await.unwrap();
    });
}
