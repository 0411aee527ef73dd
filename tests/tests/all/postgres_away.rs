//! PostgreSQL goes away and comes back, in order and by a crash, under a crowd of buyers.

use std::time::{Duration, Instant};

use scenarios::{Answer, App, Basket, Client, PrivatePostgres, SetUp, Value, json, text};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How long the market may take to be well again once the database is.
const WELL_WITHIN: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_market_whose_database_was_away_is_well_within_5_s_and_lost_nothing() {
    let postgres = PrivatePostgres::start();
    let database = store::Settings::new(postgres.url());
    let app = App::start_with(&SetUp::Sqlite, |settings| settings.database = database).await;
    let stop = CancellationToken::new();
    let worker = market::work::run(app.node().clone(), stop.clone());
    let told = async {
        for mode in ["fast", "immediate"] {
            away_and_back(&app, &postgres, mode).await;
        }
        stop.cancel();
    };
    tokio::join!(worker, told);
    // What was begun when the database fell is free again after its lease.
    app.advance_hours(1);
    app.finish().await;
}

async fn away_and_back(app: &App, postgres: &PrivatePostgres, mode: &str) {
    let (shop, listing) = app.listing(1_000).await;
    let client = app.client();
    let mut crowd = JoinSet::new();
    for _ in 0..8 {
        let mut baskets = vec![];
        for _ in 0..10 {
            baskets.push(client.basket(&[(&listing.variant, 1)]).await);
        }
        crowd.spawn(buy_all(baskets));
    }
    let late = client.basket(&[(&listing.variant, 1)]).await;
    let shelf = "/api/v1/products?sort=newest";
    app.soon(async || {
        client
            .get(shelf)
            .await
            .text()
            .contains(&listing.slug)
            .then_some(())
    })
    .await;

    postgres.fall(mode);
    let (order, cart, ready) = tokio::join!(
        late.buy("late"),
        client.post("/api/v1/carts", json!({})),
        client.get("/readyz"),
    );
    for answer in [order, cart, ready] {
        is_away(&answer);
    }
    assert_eq!(client.get("/healthz").await.status, 200);
    assert_eq!(
        client.get(shelf).await.status,
        200,
        "what is kept in memory is still shown"
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    postgres.rise();

    let back = Instant::now();
    let order = until_well(&late, back).await;
    while client.get("/readyz").await.status != 200 {
        assert!(back.elapsed() < WELL_WITHIN, "it is not ready again");
    }
    let mut acknowledged = crowd.join_all().await.concat();
    acknowledged.push(order);
    assert_eq!(
        app.available(&listing).await,
        1_000 - 81,
        "each bought once"
    );
    for checkout in &acknowledged {
        exists(&client, checkout).await;
    }
    // The follower and the worker are back as well.
    shop.set_stock(&listing.variant, 81).await;
    let mine = format!("/api/v1/products?in_stock=true&producer={}", shop.id);
    app.soon(async || (client.get(&mine).await.expect(200)["data"] == json!([])).then_some(()))
        .await;
    let code = text(&acknowledged[80]["orders"][0]["code"]);
    app.soon(async || {
        app.mail()
            .iter()
            .any(|mail| mail.contains(code))
            .then_some(())
    })
    .await;
}

/// 503, with the time to come again.
#[track_caller]
fn is_away(answer: &Answer) {
    answer.expect_problem(503, "unavailable");
    assert!(answer.header("retry-after").is_some());
}

/// Asks with one key until the order is placed.
async fn until_well(late: &Basket, back: Instant) -> Value {
    loop {
        let answer = late.buy("late").await;
        if answer.status == 201 {
            return answer.json();
        }
        is_away(&answer);
        assert!(back.elapsed() < WELL_WITHIN, "orders do not work again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Buys every basket, coming again for as long as the market is away.
async fn buy_all(baskets: Vec<Basket>) -> Vec<Value> {
    let mut placed = vec![];
    for basket in baskets {
        loop {
            let answer = basket.buy(&basket.cart).await;
            match answer.status {
                201 => break placed.push(answer.json()),
                409 => drop(answer.expect_problem(409, "in_flight")),
                _ => is_away(&answer),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    placed
}

async fn exists(client: &Client, checkout: &Value) {
    let holder = client.with("order-token", text(&checkout["token"]));
    let path = format!("/api/v1/orders/{}", text(&checkout["orders"][0]["id"]));
    assert_eq!(holder.get(&path).await.expect(200)["status"], "placed");
}
