//! What is taken off sale while people have ordered it.

use scenarios::{App, Client, Listing, Placed, Value, json, scenario};

/// Takes something off sale, or puts it back: `products/ID`, `producers/ID`.
async fn act(official: &Client, subject: &str, what: &str, open_orders: &str) -> Value {
    let order =
        json!({"reason_code": "recall", "note": "Lô có mùi lạ.", "open_orders": open_orders});
    let path = format!("/api/v1/admin/{subject}/{what}");
    official.post(&path, order).await.expect(200)
}

/// Whether the public can see a listing, once the node has followed.
async fn is_shown(app: &App, listing: &Listing, shown: bool) {
    let path = format!("/api/v1/products/{}", listing.slug);
    let wanted = if shown { 200 } else { 404 };
    app.soon(async || (app.client().get(&path).await.status == wanted).then_some(()))
        .await;
    app.soon(async || {
        let page = app
            .client()
            .get("/api/v1/products?q=nuoc%20mam")
            .await
            .expect(200);
        (page.to_string().contains(&listing.slug) == shown).then_some(())
    })
    .await;
}

/// How many mails to the buyer name the order and say this.
fn told(app: &App, order: &Placed, word: &str) -> usize {
    let mails = app.mail().into_iter();
    let theirs =
        mails.filter(|mail| mail.contains("bich@example.vn") && mail.contains(&order.code));
    theirs.filter(|mail| mail.contains(word)).count()
}

async fn suspended_story(app: App, subject: &str) {
    let (shop, listing) = app.listing(20).await;
    let official = app.official("42").await.client;
    let (placed, packed) = (
        app.guest_order(&listing, 2).await,
        app.guest_order(&listing, 3).await,
    );
    let shipped = app.guest_order(&listing, 4).await;
    for order in [&packed, &shipped] {
        shop.step(&order.order, "accept", json!({})).await;
        shop.step(&order.order, "pack", json!({})).await;
    }
    shop.step(&shipped.order, "ship", json!({"carrier": "self"}))
        .await;
    is_shown(&app, &listing, true).await;
    assert_eq!(app.available(&listing).await, 11);
    let late = app.client().basket(&[(&listing.variant, 1)]).await;

    let id = if subject == "products" {
        &listing.product
    } else {
        &shop.id
    };
    let subject = format!("{subject}/{id}");
    assert_eq!(
        act(&official, &subject, "suspend", "cancel").await["status"],
        "suspended"
    );
    app.run_jobs().await;
    for order in [&placed, &packed] {
        let read = order.read().await;
        assert_eq!(read["status"], "cancelled", "{read}");
        let last = read["history"].as_array().unwrap().last().unwrap();
        assert_eq!(
            (&last["to"], &last["reason"]),
            (&json!("cancelled"), &json!("suspended"))
        );
        assert_eq!(
            told(&app, order, "tạm dừng bán"),
            1,
            "the buyer is told why"
        );
    }
    assert_eq!(shipped.status().await, "shipped", "what has left goes on");
    assert_eq!(app.available(&listing).await, 16);
    is_shown(&app, &listing, false).await;
    let refused = late.buy("late").await;
    assert!((400..500).contains(&refused.status), "{}", refused.text());

    act(&official, &subject, "restore", "cancel").await;
    is_shown(&app, &listing, true).await;
    assert_eq!(placed.status().await, "cancelled");
    late.buy("late").await.expect(201);
    assert_eq!(app.available(&listing).await, 15);
}

#[test]
fn a_suspended_listing_ends_its_open_orders_with_the_reason() {
    scenario(|app| suspended_story(app, "products"));
}

#[test]
fn a_suspended_producer_ends_its_open_orders_with_the_reason() {
    scenario(|app| suspended_story(app, "producers"));
}

#[test]
fn open_orders_of_what_is_suspended_may_be_finished() {
    scenario(|app| async move {
        let (shop, listing) = app.listing(20).await;
        let official = app.official("42").await.client;
        let placed = app.guest_order(&listing, 2).await;
        let subject = format!("products/{}", listing.product);
        act(&official, &subject, "suspend", "finish").await;
        app.run_jobs().await;
        assert_eq!(placed.status().await, "placed");
        for step in ["accept", "pack"] {
            shop.step(&placed.order, step, json!({})).await;
        }
        shop.step(&placed.order, "ship", json!({"carrier": "self"}))
            .await;
        shop.step(&placed.order, "deliver", json!({})).await;
        assert_eq!(placed.status().await, "delivered");
        let unknown = json!({"reason_code": "recall", "open_orders": "burn"});
        let path = format!("/api/v1/admin/{subject}/suspend");
        official
            .post(&path, unknown)
            .await
            .expect_problem(422, "invalid");
    });
}
