//! When Stripe answers late, wrongly or not at all: nobody pays twice, nothing is lost, and nobody is
//! told that it failed.

use scenarios::{
    App, Fails, Fake, Fault, Listing, Placed, lose_webhooks, scenario_with_cards, text,
};

/// A checkout that the card company hinders in some manner, and the same key again once it is back.
async fn hindered(app: &App, fake: &Fake, listing: &Listing, fails: Fails) -> Placed {
    let basket = app.client().basket(&[(&listing.variant, 1)]).await;
    fake.fault(Fault::always("POST /v1/payment_intents", fails));
    let refused = basket.by_card("once").await;
    if refused.status != 201 {
        let problem = refused.expect_problem(503, "unavailable");
        assert!(refused.header("retry-after").is_some(), "{problem}");
    }
    fake.mend();
    lose_webhooks(fake);
    let checkout = basket.by_card("once").await.expect(201);
    Placed {
        client: basket.client.with("order-token", text(&checkout["token"])),
        order: text(&checkout["orders"][0]["id"]).to_owned(),
        code: text(&checkout["orders"][0]["code"]).to_owned(),
        checkout,
    }
}

#[test]
fn an_answer_that_is_lost_makes_no_second_payment() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (_, listing) = app.listing(20).await;
        let all = [
            Fails::CutBefore,
            Fails::CutAfter,
            Fails::TooMany,
            Fails::Html,
            Fails::Truncated,
            Fails::Error,
            Fails::ErrorAfter,
        ];
        for (turn, fails) in all.into_iter().enumerate() {
            let order = hindered(&app, &fake, &listing, fails).await;
            assert_eq!(fake.all("payment_intent").len(), turn + 1, "{fails:?}");
            fake.pay(&order.intent(), "pm_card_visa").unwrap();
            app.work_for(3).await;
            assert_eq!(order.status().await, "placed", "{fails:?}");
        }
        assert_eq!(fake.journal().len(), all.len());
    });
}

#[test]
fn a_card_company_that_is_slow_is_not_waited_for_without_end() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (_, listing) = app.listing(20).await;
        let basket = app.client().basket(&[(&listing.variant, 1)]).await;
        fake.fault(Fault::always("", Fails::Delay { ms: 30_000 }));
        let begun = tokio::time::Instant::now();
        let (refused, ()) = tokio::join!(basket.by_card("once"), async {
            // Whoever only looks around notices nothing.
            let begun = tokio::time::Instant::now();
            app.client().get("/api/v1/products").await.expect(200);
            assert!(begun.elapsed().as_secs() < 2);
        });
        refused.expect_problem(503, "unavailable");
        assert!(begun.elapsed().as_secs() < 15);
    });
}

/// Whoever looks round notices nothing, who waits for their payment included.
async fn browses(app: &App, listing: &Listing, waiting: &Placed) {
    let (anybody, holder) = (app.client(), &waiting.client);
    let product = format!("/api/v1/products/{}", listing.slug);
    let page = format!("/vi/products/{}", listing.slug);
    let order = format!("/api/v1/orders/{}", waiting.order);
    let checkout = format!("/api/v1/checkouts/{}", text(&waiting.checkout["id"]));
    let looks = [
        (&anybody, "/api/v1/products"),
        (&anybody, product.as_str()),
        (&anybody, "/vi"),
        (&anybody, page.as_str()),
        (holder, order.as_str()),
        (holder, checkout.as_str()),
    ];
    for (who, path) in looks {
        let begun = tokio::time::Instant::now();
        assert_eq!(who.get(path).await.status, 200, "{path}");
        let took = begun.elapsed();
        assert!(took.as_secs() < 2, "{path} took {took:?}");
    }
}

#[test]
fn down_for_ten_minutes_it_says_so_the_shop_goes_on_and_it_recovers_without_a_restart() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (_, listing) = app.listing(10).await;
        let before = app.card_order(&listing, 1).await;
        let shown = format!("/api/v1/products/{}", listing.slug);
        app.soon(async || (app.client().get(&shown).await.status == 200).then_some(()))
            .await;
        fake.pay(&before.intent(), "pm_card_visa").unwrap();
        fake.fault(Fault::always("", Fails::CutBefore));
        let basket = app.client().basket(&[(&listing.variant, 2)]).await;
        // What was begun holds its goods, once, however often it is asked for again.
        for _ in 0..10 {
            let refused = basket.by_card("once").await;
            refused.expect_problem(503, "unavailable");
            let again: u32 = refused.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=60).contains(&again), "{again} s");
            assert_eq!(app.available(&listing).await, 7);
            app.work_for(1).await;
            browses(&app, &listing, &before).await;
        }
        // Cash goes on as ever.
        assert_eq!(app.guest_order(&listing, 1).await.status().await, "placed");
        assert_eq!(before.status().await, "awaiting_payment");
        fake.mend();
        lose_webhooks(&fake);
        app.work_for(6).await;
        assert_eq!(before.status().await, "placed");
        // Its buyer never came back: the hold ends at its time.
        app.advance_hours(24);
        app.work_for(6).await;
        assert_eq!(app.available(&listing).await, 8);
        assert!(fake.all("payment_intent").len() == 1);
        let open = "SELECT COUNT(*) AS n FROM payment_attempts WHERE look_at IS NOT NULL";
        assert_eq!(app.number(open, vec![]).await, 0);
        // Afterwards all is as before.
        let after = app.card_order(&listing, 1).await;
        fake.pay(&after.intent(), "pm_card_visa").unwrap();
        app.work_for(3).await;
        assert_eq!(after.status().await, "placed");
    });
}

#[test]
fn with_every_webhook_lost_the_books_agree_within_ten_minutes() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (_, listing) = app.listing(20).await;
        let mut orders = vec![];
        for _ in 0..5 {
            orders.push(app.card_order(&listing, 1).await);
        }
        // One is paid at once, the others later and later.
        for order in &orders {
            fake.pay(&order.intent(), "pm_card_visa").unwrap();
            app.work_for(10).await;
            assert_eq!(order.status().await, "placed");
        }
        assert_eq!(fake.journal().len(), 5);
        let open = "SELECT COUNT(*) AS n FROM payment_attempts WHERE look_at IS NOT NULL";
        assert_eq!(app.number(open, vec![]).await, 0);
    });
}

#[test]
fn one_look_reads_all_that_wait_however_many_and_a_refund_that_waits_holds_up_none() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (_, listing) = app.listing(500).await;
        let first = app.card_order(&listing, 1).await;
        fake.pay(&first.intent(), "pm_card_visa").unwrap();
        app.work_for(3).await;
        // It goes back to its card, which is not told of yet.
        let cancel = scenarios::json!({"reason_code": "buyer_changed_mind"});
        first.step("cancel", cancel).await.expect(200);
        fake.fault(Fault::always("POST /v1/refunds", Fails::TooMany));
        let mut orders = vec![];
        while orders.len() < 120 {
            let some = (0..10).map(|_| app.card_order(&listing, 1));
            orders.extend(futures_util::future::join_all(some).await);
        }
        for order in &orders {
            fake.pay(&order.intent(), "pm_card_visa").unwrap();
        }
        app.work_for(2).await;
        let placed = "SELECT COUNT(*) AS n FROM orders WHERE status = 'placed'";
        assert_eq!(app.number(placed, vec![]).await, 120);
        fake.mend();
        lose_webhooks(&fake);
        app.work_for(10).await;
        let back = "SELECT COUNT(*) AS n FROM refunds WHERE status = 'sent'";
        assert_eq!(app.number(back, vec![]).await, 1);
    });
}

#[test]
fn a_webhook_that_comes_before_the_answer_finds_its_payment() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(20).await;
        let basket = app.client().basket(&[(&listing.variant, 1)]).await;
        fake.fault(Fault::always("POST /v1/payment_intents", Fails::CutAfter));
        fake.fault(Fault::always("GET /v1/payment_intents?", Fails::CutBefore));
        fake.fault(Fault::always("GET", Fails::CutBefore));
        basket
            .by_card("once")
            .await
            .expect_problem(503, "unavailable");
        fake.mend();
        // Its buyer pays in a window that was open elsewhere; we do not know the payment's name yet.
        let intent = text(&fake.all("payment_intent")[0]["id"]).to_owned();
        fake.pay(&intent, "pm_card_visa").unwrap();
        app.heard("payment_intent.succeeded").await;
        let placed = "SELECT COUNT(*) AS n FROM orders WHERE status = 'placed'";
        assert_eq!(app.number(placed, vec![]).await, 1);
        assert_eq!(fake.all("payment_intent").len(), 1);
        // Whoever asks again under that key gets the purchase, and nothing to pay with.
        let checkout = basket.by_card("once").await.expect(201);
        assert!(checkout["payments"][0]["stripe"].is_null(), "{checkout}");
    });
}

#[test]
fn money_back_goes_back_once_whatever_becomes_of_the_answer() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (_, listing) = app.listing(20).await;
        let all = [
            Fails::CutBefore,
            Fails::CutAfter,
            Fails::Error,
            Fails::ErrorAfter,
            Fails::Html,
            Fails::Truncated,
        ];
        for (turn, fails) in all.into_iter().enumerate() {
            let order = app.card_order(&listing, 1).await;
            fake.pay(&order.intent(), "pm_card_visa").unwrap();
            app.work_for(3).await;
            let cancel = scenarios::json!({"reason_code": "buyer_changed_mind"});
            order.step("cancel", cancel).await.expect(200);
            fake.fault(Fault::always("POST /v1/refunds", fails));
            app.run_jobs().await;
            fake.mend();
            lose_webhooks(&fake);
            app.work_for(40).await;
            assert_eq!(fake.all("refund").len(), turn + 1, "{fails:?}");
            let path = format!("/api/v1/orders/{}/refunds", order.order);
            let refunds = order.client.get(&path).await.expect(200);
            assert_eq!(refunds["data"][0]["status"], "sent", "{fails:?}: {refunds}");
        }
    });
}
