//! What payments by card cost, at the stand-in for Stripe: `cards webhooks URL OTHER MANY` prints how
//! many webhooks a second the market hears and follows, each a payment that places its order, and how
//! often a second a bare sqlx loop does the same statements on the other, equal database; `cards
//! reconcile URL MANY` lets so many payments wait and prints how long (s) a look at all of them takes
//! and how many requests each, and the same once all are paid and no word of it came.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a program of the bench: what goes wrong ends it"
)]

#[path = "cards/fill.rs"]
mod fill;
#[path = "cards/replay.rs"]
mod replay;
#[path = "books/rows.rs"]
mod rows;
#[path = "cards/webhooks.rs"]
mod webhooks;

use std::time::Instant;

use scenarios::{App, Fake, SetUp, keys, lose_webhooks};

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["webhooks", url, other, many] => {
            let (market, bare) = webhooks::compared([url, other], many.parse().unwrap()).await;
            println!("{market:.1} {bare:.1}");
        }
        ["reconcile", url, many] => {
            let [open, paid] = reconcile(url, many.parse().unwrap()).await;
            println!("{:.1} {:.2} {:.1} {:.2}", open.0, open.1, paid.0, paid.1);
        }
        _ => panic!("webhooks URL OTHER MANY | reconcile URL MANY"),
    }
}

/// A stand-in that nobody hears of.
async fn stand_in() -> Fake {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let fake = Fake::start(listener, fake_stripe::Settings::default());
    lose_webhooks(&fake);
    fake
}

/// A market on a database, with so many orders that wait for their cards.
async fn market(url: &str, fake: &Fake, intents: &[String]) -> App {
    let database = store::Settings::new(url);
    let app = App::start_with(&SetUp::Sqlite, |settings| {
        settings.database = database;
        settings.cards = Some(keys(fake));
    });
    let app = app.await;
    fill::orders(&app.node().db, intents, app.now()).await;
    app
}

/// Of so many open payments: how long a look at all of them takes, and requests for each; and again
/// once all of them are paid.
async fn reconcile(url: &str, many: usize) -> [(f64, f64); 2] {
    let fake = stand_in().await;
    let intents = fill::intents(&fake, many).await;
    let app = market(url, &fake, &intents).await;
    let open = looked(&app, &fake, many).await;
    for intent in &intents {
        fake.pay(intent, "pm_card_visa").unwrap();
    }
    app.advance_minutes(6);
    let paid = looked(&app, &fake, many).await;
    let placed = "SELECT COUNT(*) AS n FROM orders WHERE status = 'placed'";
    let placed = app.number(placed, vec![]).await;
    assert_eq!(usize::try_from(placed).unwrap(), many);
    market::verify(&app.node().db).await.unwrap();
    [open, paid]
}

async fn looked(app: &App, fake: &Fake, many: usize) -> (f64, f64) {
    let (before, begun) = (fake.requests().len(), Instant::now());
    let node = app.node();
    while market::cards::sweep(node, node.now()).await.unwrap() {}
    let took = begun.elapsed().as_secs_f64();
    let due = payments::due(node.db.read(), 1, node.now()).await.unwrap();
    assert!(due.is_empty(), "all were looked at");
    let asked = fake.requests().len() - before;
    let each = |of: usize| f64::from(u32::try_from(of).unwrap());
    (took, each(asked) / each(many))
}
