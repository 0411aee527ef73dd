//! The walk of the contract: from a producer's application to an order that is completed.

use scenarios::{App, Listing, Placed, Producer, Value, fish_sauce, json, scenario, text};

#[test]
fn a_producer_applies_lists_sells_and_ships() {
    scenario(|app| async move {
        let (producer, listing) = one_sitting(&app).await;
        found(&app, &listing).await;
        let placed = app.guest_order(&listing, 2).await;
        shipped(&app, &producer, &placed).await;
        completed(&app, &producer, &placed).await;
        told(&app, &placed);
        producer.set_stock(&listing.variant, 48).await;
    });
}

/// The application with its first listing, decided together.
async fn one_sitting(app: &App) -> (Producer, Listing) {
    let producer = app.applicant().await;
    let draft = producer.draft(fish_sauce()).await;
    let (product, variant) = (text(&draft["id"]), text(&draft["variants"][0]["id"]));
    producer.submit_product(product).await;
    let waits = producer.submit().await;
    let official = app.official("18676").await.client;
    let pending = official
        .get("/api/v1/admin/reviews?status=pending")
        .await
        .expect(200);
    let seen = pending["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|review| review["id"] == waits["id"]);
    assert!(seen.is_some(), "{pending}");
    let elsewhere = app.official("18673").await.client;
    let path = format!("/api/v1/admin/reviews/{}", text(&waits["id"]));
    elsewhere.get(&path).await.expect_problem(404, "not_found");
    official
        .post(&format!("{path}/claim"), json!({}))
        .await
        .expect(200);
    app.approve(seen.unwrap()).await;
    producer.set_stock(variant, 50).await;
    let live = producer.product(product).await;
    assert_eq!(live["status"], "live");
    let listing = Listing {
        product: product.to_owned(),
        variant: variant.to_owned(),
        slug: text(&live["slug"]).to_owned(),
    };
    (producer, listing)
}

/// Everybody finds it within a second.
async fn found(app: &App, listing: &Listing) {
    let client = app.client();
    let card = app
        .soon(async || {
            let page = client
                .get("/api/v1/products?q=nuoc+mam&set=9")
                .await
                .expect(200);
            let cards = page["data"].as_array().unwrap().clone();
            cards.into_iter().find(|card| card["id"] == listing.product)
        })
        .await;
    assert_eq!(card["price"]["amount"], 65_000);
    assert_eq!(card["stars"], Value::Null);
    let detail = client
        .get(&format!("/api/v1/products/{}", listing.slug))
        .await
        .expect(200);
    assert_eq!(detail["certificate_state"], "none");
    assert_eq!(detail["variants"][0]["available"], 50);
}

async fn shipped(app: &App, producer: &Producer, placed: &Placed) {
    let list = producer
        .owner
        .client
        .get("/api/v1/producer/orders?status=placed")
        .await
        .expect(200);
    assert_eq!(list["data"][0]["id"], placed.order);
    let (_, stranger) = (app, app.producer().await);
    let path = format!("/api/v1/producer/orders/{}/accept", placed.order);
    stranger
        .owner
        .client
        .post(&path, json!({}))
        .await
        .expect_problem(404, "not_found");
    let early = producer
        .owner
        .client
        .post(&path.replace("accept", "ship"), json!({"carrier": "self"}))
        .await;
    early.expect_problem(409, "conflict");
    for (step, body, status) in [
        ("accept", json!({}), "accepted"),
        ("pack", json!({}), "packed"),
        (
            "ship",
            json!({"carrier": "Viettel Post", "tracking_code": "VTP123456"}),
            "shipped",
        ),
        ("deliver", json!({}), "delivered"),
    ] {
        for _ in 0..2 {
            let order = producer.step(&placed.order, step, body.clone()).await;
            assert_eq!(order["status"], status);
        }
    }
}

async fn completed(app: &App, producer: &Producer, placed: &Placed) {
    let total = placed.checkout["total"].clone();
    producer
        .step(&placed.order, "payment-received", json!({"amount": total}))
        .await;
    let done = placed.step("confirm-receipt", json!({})).await.expect(200);
    assert_eq!(done["status"], "completed");
    let path: Vec<&str> = done["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| text(&step["to"]))
        .collect();
    assert_eq!(
        path,
        [
            "placed",
            "accepted",
            "packed",
            "shipped",
            "delivered",
            "completed"
        ]
    );
    app.run_jobs().await;
}

/// Each notice of the walk lies in its folder.
fn told(app: &App, placed: &Placed) {
    let mail = app.mail();
    let to_buyer: Vec<&String> = mail
        .iter()
        .filter(|m| m.contains("bich@example.vn"))
        .collect();
    assert!(
        to_buyer.iter().any(|m| m.contains(&placed.code)),
        "{mail:?}"
    );
    assert!(to_buyer.iter().any(|m| m.contains("VTP123456")), "{mail:?}");
    assert!(
        to_buyer.len() >= 3,
        "placed, accepted, shipped: {to_buyer:?}"
    );
}
