//! What is owed to a buyer who paid by card goes back once: by the card company or by a person, and what
//! went back before a card's bank took the rest is not what that bank took.

use payments::ledger::Account;
use scenarios::{
    App, Client, Fails, Fake, Fault, Placed, json, lose_webhooks, scenario_with_cards, text,
};

async fn owe(admin: &Client, placed: &Placed, amount: i64) -> kernel::RefundId {
    let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
    let body = json!({"amount": {"amount": amount, "currency": "VND"}, "reason": "late"});
    let admin = admin.with("idempotency-key", &format!("{}-{amount}", placed.order));
    let owed = admin.post(&path, body).await.expect(201);
    text(&owed["data"][0]["id"]).parse().unwrap()
}

fn sent_to_cards(fake: &Fake) -> i64 {
    let sent = fake.all("refund");
    sent.iter()
        .map(|refund| refund["amount"].as_i64().unwrap())
        .sum()
}

async fn paid(app: &App, fake: &Fake) -> Placed {
    let (_, listing) = app.listing(50).await;
    app.paid_by_card(fake, &[(&listing, 3)]).await.remove(0)
}

#[test]
fn a_person_and_the_card_company_at_once_send_it_once() {
    scenario_with_cards(|app, fake| async move {
        let (admin, mut owed) = (app.admin().await, 0);
        for turn in 0..12 {
            let placed = paid(&app, &fake).await;
            let refund = owe(&admin, &placed, 10_000).await;
            owed += 10_000;
            let path = format!("/api/v1/admin/refunds/{refund}/send");
            let by_hand = async {
                // Sooner or later, beside the other.
                for _ in 0..turn {
                    tokio::task::yield_now().await;
                }
                admin.post(&path, json!({"bank_ref": "FT1"})).await.status
            };
            let by_card = market::cards::give_back(app.node(), refund, app.now());
            let (by_hand, by_card) = tokio::join!(by_hand, by_card);
            by_card.unwrap();
            assert!([200, 409].contains(&by_hand), "{by_hand}");
            app.run_jobs().await;
            let by_bank = -app.holds(Account::Bank).await;
            assert_eq!(sent_to_cards(&fake) + by_bank, owed, "turn {turn}");
            assert_eq!(app.holds(Account::Refunds).await, 0);
            assert_eq!(app.holds(Account::Stripe).await, fake.funds());
        }
        market::verify(&app.node().db).await.unwrap();
    });
}

#[test]
fn what_went_back_unheard_is_not_what_a_bank_took() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let placed = paid(&app, &fake).await;
        let admin = app.admin().await;
        let refund = owe(&admin, &placed, 20_000).await;
        fake.fault(Fault::always("POST /v1/refunds", Fails::CutAfter));
        fake.fault(Fault::always("GET /v1/refunds", Fails::CutBefore));
        let unheard = market::cards::give_back(app.node(), refund, app.now()).await;
        assert!(unheard.is_err(), "nobody knows what became of it");
        assert_eq!(sent_to_cards(&fake), 20_000);
        // The card's bank takes the rest, and keeps it.
        fake.mend();
        let charge = text(&fake.all("charge")[0]["id"]).to_owned();
        let dispute = text(&fake.dispute(&charge, None)["id"]).to_owned();
        fake.close_dispute(&dispute, false);
        fake.quiet().await;
        // The refund's own job and the dispute's may ask at once under one key: one is told that it is
        // busy, and comes again a moment later.
        app.work_for(2).await;
        assert_eq!(app.holds(Account::Disputes).await, 0);
        assert_eq!(app.holds(Account::Refunds).await, 0);
        assert_eq!(app.holds(Account::Stripe).await, fake.funds());
        assert_eq!(app.holds(Account::Stripe).await, 0);
        let path = format!("/api/v1/orders/{}/refunds", placed.order);
        let refunds = placed.client.get(&path).await.expect(200);
        let refunds = refunds["data"].as_array().unwrap().clone();
        let amounts: i64 = refunds
            .iter()
            .map(|refund| refund["amount"]["amount"].as_i64().unwrap())
            .sum();
        assert_eq!((refunds.len(), amounts), (2, placed.total()), "{refunds:?}");
        market::verify(&app.node().db).await.unwrap();
    });
}
