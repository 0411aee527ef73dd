//! The program dies at each step on its way to the card company and back, and is started again.

use std::path::Path;
use std::time::Duration;

use scenarios::{Basket, Fails, Fake, Fault, Listing, PrivatePostgres, Value, json, text};

use crate::backed_up::on;
use crate::process::Market;

/// Longer than the program lives, and shorter than it would wait.
const LONG: u64 = 3_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_step_a_card_pays_once_and_is_paid_back_once() {
    let data = tempfile::tempdir().unwrap();
    dies_at_each_step(
        data.path(),
        &format!("sqlite://{}/ocop.db", data.path().display()),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_step_on_postgresql_too() {
    let data = tempfile::tempdir().unwrap();
    let postgres = PrivatePostgres::start();
    dies_at_each_step(data.path(), &postgres.url()).await;
}

async fn dies_at_each_step(data: &Path, url: &str) {
    let app = on(url).await;
    app.set_clock(kernel::Clock::System.now());
    let (_, listing) = app.listing(1_000).await;
    app.finish().await;
    let fake = stand_in().await;
    let steps = [Fails::Delay { ms: LONG }, Fails::DelayAfter { ms: LONG }];
    let mut paid = vec![];
    for (turn, step) in steps.into_iter().enumerate() {
        paid.push(bought(data, url, (&fake, &listing), (turn, step)).await);
    }
    assert_eq!(fake.all("payment_intent").len(), steps.len());
    given_back(data, url, &fake, (&paid, &steps)).await;
    let refunds = fake.all("refund");
    assert_eq!(refunds.len(), steps.len(), "{refunds:?}");
    let db = store::Db::connect(&store::Settings::new(url.to_owned()))
        .await
        .unwrap();
    market::verify(&db).await.unwrap();
}

async fn stand_in() -> Fake {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    Fake::start(listener, fake_stripe::Settings::default())
}

/// The program dies while the payment is made; the buyer's second try makes the same purchase, and
/// what its card paid while the program was dead is found.
async fn bought(
    data: &Path,
    url: &str,
    (fake, listing): (&Fake, &Listing),
    (turn, step): (usize, Fails),
) -> Value {
    let market = Market::serve_cards(data, url, fake).await;
    let basket = market.client.basket(&[(&listing.variant, 1)]).await;
    fake.fault(Fault::once("POST /v1/payment_intents", step));
    let before = fake.all("payment_intent").len();
    let (dying, asked) = (
        basket.clone(),
        tokio::spawn(async move { ask(&basket).await }),
    );
    let answered = || {
        let requests = fake.requests().into_iter();
        let made = requests.filter(|asked| asked["request"] == "POST /v1/payment_intents");
        made.count()
    };
    let reached = answered();
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert_eq!(answered(), reached, "it still waits");
    let made = usize::from(matches!(step, Fails::DelayAfter { .. }));
    assert_eq!(fake.all("payment_intent").len(), before + made);
    drop(market);
    asked.abort();
    fake.mend();

    let market = Market::serve_cards(data, url, fake).await;
    let again = Basket {
        client: market.client.clone(),
        ..dying
    };
    let checkout = goes_on(&again).await;
    assert_eq!(fake.all("payment_intent").len(), turn + 1);
    let intent = text(&fake.all("payment_intent")[turn]["id"]).to_owned();
    // It dies again before it can hear that the card has paid.
    drop(market);
    fake.pay(&intent, "pm_card_visa").unwrap();
    let market = Market::serve_cards(data, url, fake).await;
    let path = format!("/api/v1/checkouts/{}", text(&checkout["id"]));
    let holder = market.client.with("order-token", text(&checkout["token"]));
    let seen = holder.get(&path).await.expect(200);
    assert_eq!(seen["orders"][0]["status"], "placed");
    checkout
}

/// The same key, again and again: what the dead process had begun may still be under way.
async fn goes_on(basket: &Basket) -> Value {
    for _ in 0..60 {
        let answer = ask(basket).await;
        if answer.status == 201 {
            return answer.json();
        }
        answer.expect_problem(503, "unavailable");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("it was not made within a minute");
}

async fn ask(basket: &Basket) -> scenarios::Answer {
    basket.by_card(&basket.cart).await
}

/// All are cancelled, and the program dies while the money goes back: each is sent once, within a
/// minute of the restart.
async fn given_back(data: &Path, url: &str, fake: &Fake, (paid, steps): (&[Value], &[Fails])) {
    let market = Market::serve_cards(data, url, fake).await;
    for step in steps {
        fake.fault(Fault::once("POST /v1/refunds", *step));
    }
    for checkout in paid {
        let (holder, path) = held(&market, checkout);
        let why = json!({"reason_code": "buyer_changed_mind"});
        let path = format!("{path}/cancel");
        holder.post(&path, why).await.expect(200);
    }
    tokio::time::sleep(Duration::from_millis(900)).await;
    drop(market);
    fake.mend();
    // What the dead process had taken up is free again once its lease is over.
    let until = tokio::time::Instant::now() + Duration::from_mins(1);
    let market = Market::serve_cards(data, url, fake).await;
    for checkout in paid {
        let (holder, path) = held(&market, checkout);
        loop {
            let refunds = holder.get(&format!("{path}/refunds")).await.expect(200);
            if refunds["data"][0]["status"] == "sent" {
                break;
            }
            assert!(
                tokio::time::Instant::now() < until,
                "not sent back: {refunds}"
            );
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}

/// A buyer with their token, and the path of their order.
fn held(market: &Market, checkout: &Value) -> (scenarios::Client, String) {
    let holder = market.client.with("order-token", text(&checkout["token"]));
    let path = format!("/api/v1/orders/{}", text(&checkout["orders"][0]["id"]));
    (holder, path)
}
