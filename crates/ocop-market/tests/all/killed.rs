//! The program dies in the middle of a storm of checkouts, and is started again.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use scenarios::{Client, PrivatePostgres, Value, text};
use tokio::task::JoinSet;

use crate::backed_up::on;
use crate::process::{Market, something};

/// How many buyers ask at the same time, and how many answers there are before the end.
const BUYERS: usize = 4;
const ANSWERS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_survives_kill_9_in_a_storm_of_checkouts() {
    let data = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/ocop.db", data.path().display());
    let market = Market::start(data.path()).await;
    let variant = something(&market.client).await;
    let again = async || Market::start(data.path()).await;
    survives(data.path(), market, &variant, again).await;
    balanced(&url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_survives_kill_9_on_postgresql_too() {
    let data = tempfile::tempdir().unwrap();
    let postgres = PrivatePostgres::start();
    let url = postgres.url();
    let app = on(&url).await;
    // The program itself goes by the clock on the wall.
    app.set_clock(kernel::Clock::System.now());
    let (_, listing) = app.listing(1_000).await;
    app.finish().await;
    let start = async || Market::serve(data.path(), &url).await;
    let market = start().await;
    survives(data.path(), market, &listing.variant, start).await;
    balanced(&url).await;
}

/// A storm, its sudden end, and what is there once the program is back.
async fn survives(data: &Path, market: Market, variant: &str, again: impl AsyncFn() -> Market) {
    let answered = Arc::new(Mutex::new(vec![]));
    let mut storm = JoinSet::new();
    for _ in 0..BUYERS {
        let (client, variant) = (market.client.clone(), variant.to_owned());
        storm.spawn(buy_on(client, variant, Arc::clone(&answered)));
    }
    while answered.lock().unwrap().len() < ANSWERS {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(market);
    // Each buyer's next request finds nobody there, which ends the task.
    while storm.join_next().await.is_some() {}

    let market = again().await;
    let answered = answered.lock().unwrap().clone();
    for checkout in &answered {
        let holder = market.client.with("order-token", text(&checkout["token"]));
        let path = format!("/api/v1/orders/{}", text(&checkout["orders"][0]["id"]));
        assert_eq!(holder.get(&path).await.expect(200)["status"], "placed");
    }
    let codes = answered
        .iter()
        .map(|c| text(&c["orders"][0]["code"]).to_owned());
    told(data, codes.collect()).await;
}

/// The books of a database that nobody serves any more.
async fn balanced(url: &str) {
    let db = store::Db::connect(&store::Settings::new(url.to_owned()))
        .await
        .unwrap();
    market::verify(&db).await.unwrap();
}

/// Buys one, again and again, and notes every answer that says yes.
async fn buy_on(client: Client, variant: String, answered: Arc<Mutex<Vec<Value>>>) {
    loop {
        let basket = client.basket(&[(&variant, 1)]).await;
        let answer = basket.buy(&basket.cart).await;
        if answer.status == 201 {
            answered.lock().unwrap().push(answer.json());
        }
    }
}

/// Waits until a mail names each of these codes.
async fn told(data: &Path, mut codes: Vec<String>) {
    // What the dead process had taken up is free again once its lease is over.
    for _ in 0..900 {
        // A mail is written under another name first, which may be gone once it is read.
        let mails: Vec<String> = std::fs::read_dir(data.join("mail"))
            .into_iter()
            .flatten()
            .filter_map(|file| std::fs::read(file.unwrap().path()).ok())
            .map(|mail| String::from_utf8_lossy(&mail).into_owned())
            .collect();
        codes.retain(|code| !mails.iter().any(|mail| mail.contains(code)));
        if codes.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nobody was told of {codes:?}");
}
