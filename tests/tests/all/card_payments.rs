//! Paying by card: the payment is made once, its orders begin when the card has paid, and what is no
//! longer wanted goes back to the card.

use futures_util::future::join_all;
use scenarios::{App, Fake, Listing, Placed, Producer, Value, json, scenario_with_cards, text};

/// The sum of what of a kind stands in the stand-in's journal.
fn moved(fake: &Fake, what: &str, field: &str) -> i64 {
    let journal = fake.journal();
    let entries = journal.iter().filter(|entry| entry["what"] == what);
    entries.map(|e| e["object"][field].as_i64().unwrap()).sum()
}

/// Two producers with something on sale.
async fn two_sellers(app: &App) -> [(Producer, Listing); 2] {
    [app.listing(10).await, app.listing(10).await]
}

#[test]
fn a_card_pays_and_the_order_begins() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(10).await;
        let client = app.client();
        let basket = client.basket(&[(&listing.variant, 2)]).await;
        let cart = client
            .get(&format!("/api/v1/carts/{}", basket.cart))
            .await
            .expect(200);
        assert!(
            cart["orders"][0]["methods"]
                .as_array()
                .unwrap()
                .contains(&json!("stripe"))
        );
        let first = basket.by_card("once").await;
        let checkout = first.expect(201);
        let payment = &checkout["payments"][0];
        assert_eq!(
            (&payment["method"], &payment["custody"], &payment["status"]),
            (&json!("stripe"), &json!("stripe"), &json!("pending"))
        );
        assert_eq!(payment["stripe"]["publishable_key"], "pk_test_stories");
        assert_eq!(checkout["orders"][0]["status"], "awaiting_payment");
        assert_eq!(app.available(&listing).await, 8);
        // Said again, the same answer, byte for byte, and one payment.
        assert_eq!(basket.by_card("once").await.body, first.body);
        assert_eq!(fake.all("payment_intent").len(), 1);

        let placed = placed(&app, &checkout);
        let declined = fake.pay(&placed.intent(), "pm_card_chargeDeclined");
        assert_eq!(declined.unwrap_err()["error"]["code"], "card_declined");
        app.heard("payment_intent.payment_failed").await;
        assert_eq!(placed.status().await, "awaiting_payment");
        fake.pay(&placed.intent(), "pm_card_visa").unwrap();
        app.heard("payment_intent.succeeded").await;
        let order = placed.read().await;
        assert_eq!(order["status"], "placed");
        let paid = &order["payments"][0];
        assert_eq!(
            (&paid["status"], &paid["received"]),
            (&json!("paid"), &order["total"])
        );
        assert!(paid["stripe"].is_null(), "nobody pays any more: {paid}");
        assert_eq!(
            moved(&fake, "charge", "amount_captured"),
            order["total"]["amount"].as_i64().unwrap()
        );
    });
}

fn placed(app: &App, checkout: &Value) -> Placed {
    Placed {
        client: app.client().with("order-token", text(&checkout["token"])),
        order: text(&checkout["orders"][0]["id"]).to_owned(),
        code: text(&checkout["orders"][0]["code"]).to_owned(),
        checkout: checkout.clone(),
    }
}

#[test]
fn whoever_looks_sees_what_the_card_paid_without_a_webhook() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(10).await;
        let order = app.card_order(&listing, 1).await;
        fake.deliver(scenarios::Delivery {
            lose: true,
            ..Default::default()
        });
        fake.pay(&order.intent(), "pm_card_authenticationRequired")
            .unwrap();
        let path = format!("/api/v1/checkouts/{}", text(&order.checkout["id"]));
        let seen = order.client.get(&path).await.expect(200);
        assert_eq!(seen["orders"][0]["status"], "awaiting_payment");
        assert_eq!(
            seen["payments"][0]["stripe"],
            order.checkout["payments"][0]["stripe"]
        );
        fake.answer(&order.intent(), true).unwrap();
        let seen = order.client.get(&path).await.expect(200);
        assert_eq!(seen["orders"][0]["status"], "placed");
        assert_eq!(seen["payments"][0]["status"], "paid");
        // Who has paid at the counter of another says so in vain.
        order.step("report-payment", json!({})).await.expect(200);
        assert_eq!(order.status().await, "placed");
    });
}

#[test]
fn one_payment_for_all_orders_of_a_checkout_and_asked_for_less_when_one_is_cancelled() {
    scenario_with_cards(|app, fake| async move {
        let sellers = two_sellers(&app).await;
        let lines = [
            (sellers[0].1.variant.as_str(), 1),
            (sellers[1].1.variant.as_str(), 2),
        ];
        let order = app.card_order_of(&app.client(), &lines).await;
        let checkout = &order.checkout;
        assert_eq!(checkout["payments"].as_array().unwrap().len(), 1);
        assert_eq!(checkout["payments"][0]["amount"], checkout["total"]);
        let cancel = json!({"reason_code": "buyer_changed_mind"});
        order.step("cancel", cancel).await.expect(200);
        app.run_jobs().await;
        let other = &checkout["orders"][1];
        assert_eq!(
            fake.all("payment_intent")[0]["amount"],
            other["total"]["amount"]
        );
        fake.pay(&order.intent(), "pm_card_visa").unwrap();
        app.heard("payment_intent.succeeded").await;
        let path = format!("/api/v1/orders/{}", text(&other["id"]));
        let seen = order.client.get(&path).await.expect(200);
        assert_eq!(
            (&seen["status"], &seen["payments"][0]["status"]),
            (&json!("placed"), &json!("paid"))
        );
        assert_eq!(order.status().await, "cancelled");
        assert_eq!(moved(&fake, "refund", "amount"), 0);
    });
}

#[test]
fn what_a_card_paid_for_a_cancelled_order_goes_back_to_it_and_the_other_orders_share_stays() {
    scenario_with_cards(|app, fake| async move {
        let sellers = two_sellers(&app).await;
        let lines = [
            (sellers[0].1.variant.as_str(), 1),
            (sellers[1].1.variant.as_str(), 2),
        ];
        let order = app.card_order_of(&app.client(), &lines).await;
        fake.pay(&order.intent(), "pm_card_visa").unwrap();
        app.heard("payment_intent.succeeded").await;
        let cancel = json!({"reason_code": "buyer_changed_mind"});
        order.step("cancel", cancel).await.expect(200);
        app.run_jobs().await;
        let own = &order.checkout["orders"][0]["total"]["amount"];
        assert_eq!(moved(&fake, "refund", "amount"), own.as_i64().unwrap());
        let seen = order.read().await;
        let path = format!("/api/v1/orders/{}/refunds", order.order);
        let refunds = order.client.get(&path).await.expect(200);
        assert_eq!(refunds["data"][0]["status"], "sent", "{refunds}");
        assert_eq!(seen["status"], "cancelled");
        let other = format!(
            "/api/v1/orders/{}",
            text(&order.checkout["orders"][1]["id"])
        );
        assert_eq!(
            order.client.get(&other).await.expect(200)["status"],
            "placed"
        );
    });
}

#[test]
fn many_at_once_under_one_key_make_one_payment() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(10).await;
        let client = app.client();
        let basket = client.basket(&[(&listing.variant, 1)]).await;
        let all = join_all((0..20).map(|_| basket.by_card("once"))).await;
        let good: Vec<_> = all.iter().filter(|answer| answer.status == 201).collect();
        assert!(!good.is_empty());
        assert!(good.iter().all(|answer| answer.body == good[0].body));
        let others = all.iter().filter(|answer| answer.status != 201);
        for other in others {
            assert!([409, 503].contains(&other.status), "{}", other.status);
        }
        let after = basket.by_card("once").await;
        assert_eq!(after.body, good[0].body);
        assert_eq!(fake.all("payment_intent").len(), 1);
        assert_eq!(
            app.number("SELECT COUNT(*) AS n FROM orders", vec![]).await,
            1
        );
    });
}

#[test]
fn money_that_comes_after_the_hold_takes_the_goods_again_or_goes_back() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(3).await;
        let [again, gone] = [
            app.card_order(&listing, 1).await,
            app.card_order(&listing, 2).await,
        ];
        // The card company does not answer while the hold ends, so nothing is cancelled there.
        fake.deliver(scenarios::Delivery {
            lose: true,
            ..Default::default()
        });
        let down = scenarios::Fault::always("", scenarios::Fails::CutBefore);
        fake.fault(down);
        app.advance_hours(25);
        market::work::sweep_once(app.node()).await;
        assert_eq!(again.status().await, "expired");
        assert_eq!(app.available(&listing).await, 3);
        let other = app.guest_order(&listing, 2).await;
        fake.mend();
        fake.pay(&again.intent(), "pm_card_visa").unwrap();
        fake.pay(&gone.intent(), "pm_card_visa").unwrap();
        app.run_jobs().await;
        app.advance_minutes(6);
        market::work::sweep_once(app.node()).await;
        app.run_jobs().await;
        assert_eq!(other.status().await, "placed");
        assert_eq!(again.status().await, "placed");
        assert_eq!(gone.status().await, "expired");
        let back = gone.checkout["total"]["amount"].as_i64().unwrap();
        assert_eq!(moved(&fake, "refund", "amount"), back);
        assert_eq!(app.available(&listing).await, 0);
    });
}

#[test]
fn what_a_cards_bank_takes_back_is_booked_once_and_what_is_won_comes_back() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(10).await;
        let order = app.card_order(&listing, 2).await;
        fake.pay(&order.intent(), "pm_card_visa").unwrap();
        app.heard("payment_intent.succeeded").await;
        let total = order.checkout["total"]["amount"].as_i64().unwrap();
        let charge = text(&fake.all("charge")[0]["id"]).to_owned();
        let dispute = text(&fake.dispute(&charge, None)["id"]).to_owned();
        app.heard("charge.dispute.funds_withdrawn").await;
        let disputed = || balance(&app, "disputes");
        assert_eq!(disputed().await, total);
        assert_eq!(balance(&app, "stripe").await, 0);
        let listed = app
            .admin()
            .await
            .get("/api/v1/admin/discrepancies")
            .await
            .expect(200);
        assert_eq!(listed["data"][0]["subject"], dispute.as_str(), "{listed}");
        // While it is argued about, the card company gives nothing back; it stays due.
        order
            .step("cancel", json!({"reason_code": "buyer_changed_mind"}))
            .await
            .expect(200);
        app.run_jobs().await;
        assert_eq!(moved(&fake, "refund", "amount"), 0);
        fake.close_dispute(&dispute, true);
        app.heard("charge.dispute.closed").await;
        assert_eq!(disputed().await, 0);
        assert_eq!(moved(&fake, "refund", "amount"), total);
        assert_eq!(balance(&app, "stripe").await, 0);
    });
}

/// What an account of the ledger holds.
async fn balance(app: &App, account: &str) -> i64 {
    let sql = "SELECT CAST(COALESCE(SUM(CASE WHEN debit = $1 THEN amount ELSE -amount END), 0) AS BIGINT) AS n \
        FROM ledger_entries WHERE debit = $1 OR credit = $1";
    app.number(sql, vec![account.into()]).await
}

#[test]
fn a_producer_opens_its_own_account_at_the_card_company_and_fills_it_in_there() {
    scenario_with_cards(|app, fake| async move {
        let producer = app.producer().await;
        let owner = &producer.owner.client;
        let path = "/api/v1/producer/card-account";
        owner.get(path).await.expect_problem(404, "not_found");
        let link = owner.post(path, json!({})).await.expect(200);
        assert!(text(&link["url"]).starts_with(fake.url()));
        assert_eq!(owner.get(path).await.expect(200)["ready"], false);
        let account = text(&fake.all("account")[0]["id"]).to_owned();
        fake.onboard(&account);
        let now = owner.get(path).await.expect(200);
        assert_eq!(
            (&now["account"], &now["ready"]),
            (&json!(account), &json!(true))
        );
        owner.post(path, json!({})).await.expect(200);
        assert_eq!(fake.all("account").len(), 1);
        app.client()
            .get(path)
            .await
            .expect_problem(401, "unauthenticated");
    });
}
