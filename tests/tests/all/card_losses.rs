//! Who bears what a card's bank keeps is a dated rule: the sale of an order placed while it held stands,
//! or does not.

use payments::ledger::Account;
use scenarios::{App, Fake, Placed, json, scenario_with_cards, text};

async fn rule(app: &App, value: &str) {
    let sql = format!(
        "INSERT INTO rules (name, scope, value, legal_basis, from_on) \
         VALUES ('dispute.borne', '*', '{value}', 'Điều 9 của thử nghiệm', '2026-11-01')"
    );
    app.execute(&sql).await;
}

/// A card's bank takes all of a payment back, and keeps it.
async fn lost(app: &App, fake: &Fake, placed: &Placed) {
    let intent = placed.intent();
    let charges = fake.all("charge");
    let mut own = charges.iter();
    let charge = own.find(|charge| charge["payment_intent"] == intent.as_str());
    let dispute = text(&fake.dispute(text(&charge.unwrap()["id"]), None)["id"]).to_owned();
    fake.close_dispute(&dispute, false);
    fake.quiet().await;
    app.run_jobs().await;
}

#[test]
fn what_the_market_bears_by_a_rule_costs_its_seller_nothing() {
    scenario_with_cards(|app, fake| async move {
        // The stand-in's disputes are of fraud.
        rule(&app, r#"[{"reason": "fraudulent", "by": "market"}]"#).await;
        let (producer, listing) = app.listing(20).await;
        let account = producer.connect(&fake).await;
        let sold = app.sold_by_card(&fake, (&producer, &listing), 2).await;
        lost(&app, &fake, &sold).await;
        assert_eq!(app.holds(Account::Losses).await, sold.total());
        assert_eq!(app.holds(Account::Disputes).await, 0);
        let payable = || app.holds(Account::Payable(producer.own()));
        assert_eq!(payable().await, -sold.total());
        // One that is on its way goes on, and is earned as any other.
        let open = app.paid_by_card(&fake, &[(&listing, 1)]).await.remove(0);
        lost(&app, &fake, &open).await;
        app.completed(&producer, &open).await;
        assert_eq!(payable().await, -sold.total() - open.total());
        // One that is cancelled sold nothing: its loss is nobody's, for its goods are here.
        let mut gone = app.paid_by_card(&fake, &[(&listing, 1)]).await;
        let gone = gone.remove(0);
        lost(&app, &fake, &gone).await;
        let why = json!({"reason_code": "buyer_changed_mind"});
        gone.step("cancel", why).await.expect(200);
        app.run_jobs().await;
        let borne = sold.total() + open.total();
        assert_eq!(app.holds(Account::Losses).await, borne);
        // Its buyers have it already; its seller is paid as ever.
        let admin = app.admin().await;
        let path = format!("/api/v1/admin/orders/{}/refunds", sold.order);
        let body = json!({"amount": {"amount": 1_000, "currency": "VND"}, "reason": "late"});
        let again = admin
            .with("idempotency-key", "again")
            .post(&path, body)
            .await;
        assert_eq!(again.status, 409, "{}", again.text());
        app.advance_hours(8 * 24);
        let (first, second) = (app.admin().await, app.admin().await);
        let prepared = first
            .with("idempotency-key", "k")
            .post("/api/v1/admin/payouts", json!({"rail": "stripe"}))
            .await
            .expect(201);
        let confirm = format!("/api/v1/admin/payouts/{}/confirm", text(&prepared["id"]));
        second.post(&confirm, json!({})).await.expect(200);
        app.run_jobs().await;
        assert_eq!(fake.holds(&account), borne);
        assert_eq!(payable().await, 0);
        assert_eq!(app.holds(Account::Stripe).await, fake.funds());
        market::verify(&app.node().db).await.unwrap();
    });
}

#[test]
fn a_rule_holds_for_the_orders_of_its_days_and_without_one_the_seller_bears_it() {
    scenario_with_cards(|app, fake| async move {
        let (mut producer, listing) = app.listing(20).await;
        let before = app.sold_by_card(&fake, (&producer, &listing), 1).await;
        app.execute(
            "INSERT INTO rules (name, scope, value, legal_basis, from_on) \
             VALUES ('dispute.borne', '*', '[{\"by\": \"market\"}]', 'Điều 9 của thử nghiệm', '2026-11-24')",
        )
        .await;
        app.advance_hours(24);
        let client = app.sign_in(&producer.owner.email).await;
        producer.owner.client = client.with("ocop-producer", &producer.id);
        let after = app.sold_by_card(&fake, (&producer, &listing), 1).await;
        lost(&app, &fake, &before).await;
        lost(&app, &fake, &after).await;
        assert_eq!(app.holds(Account::Losses).await, after.total());
        let payable = app.holds(Account::Payable(producer.own())).await;
        assert_eq!(payable, -after.total());
        market::verify(&app.node().db).await.unwrap();
    });
}
