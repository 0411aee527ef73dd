//! The program is told to end in the middle of a storm of checkouts.

use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use scenarios::{Basket, Client, Value, text};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;

use crate::process::{Market, something};

/// How long requests that have begun are given.
const DRAIN: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_is_told_to_end_answers_what_it_has_begun_and_loses_nothing() {
    let data = tempfile::tempdir().unwrap();
    let mut market = Market::start(data.path()).await;
    let variant = something(&market.client).await;
    let mut baskets = vec![];
    for _ in 0..60 {
        baskets.push(market.client.basket(&[(&variant, 1)]).await);
    }
    let before = orders(data.path()).await;
    let address = market
        .client
        .address()
        .trim_start_matches("http://")
        .to_owned();
    let told = Arc::new(AtomicBool::new(false));
    let mut storm = JoinSet::new();
    for some in baskets.chunks(10) {
        storm.spawn(buy_all(some.to_vec(), address.clone(), Arc::clone(&told)));
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    told.store(true, Ordering::SeqCst);
    let begun = Instant::now();
    tell_to_end(&market);
    let answered = storm.join_all().await.concat();
    assert!(!answered.is_empty(), "some were served");
    let ended = end_of(&mut market, begun).await;
    assert!(ended.success(), "{ended}");

    let placed = orders(data.path()).await - before;
    assert_eq!(
        usize::try_from(placed).unwrap(),
        answered.len(),
        "what was placed was answered"
    );

    let market = Market::start(data.path()).await;
    for checkout in &answered {
        let holder = market.client.with("order-token", text(&checkout["token"]));
        let path = format!("/api/v1/orders/{}", text(&checkout["orders"][0]["id"]));
        assert_eq!(holder.get(&path).await.expect(200)["status"], "placed");
    }
}

#[tokio::test]
async fn a_program_that_is_told_to_end_is_not_ready_and_still_answers_for_a_while() {
    let data = tempfile::tempdir().unwrap();
    let mut market = Market::start_with(data.path(), "2").await;
    let address = market.client.address().to_owned();
    let answer = async |path: &str| Client::new(&address).get(path).await.status;
    assert_eq!(answer("/readyz").await, 200);
    let begun = Instant::now();
    tell_to_end(&market);
    while answer("/readyz").await == 200 {
        assert!(begun.elapsed() < Duration::from_secs(1), "still ready");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(answer("/readyz").await, 503, "a proxy is to turn away");
    assert_eq!(answer("/healthz").await, 200, "it lives");
    assert_eq!(
        answer("/api/v1/products").await,
        200,
        "whoever comes is served"
    );
    assert!(end_of(&mut market, begun).await.success());
    assert!(
        begun.elapsed() >= Duration::from_secs(2),
        "the time was given"
    );
}

/// SIGTERM.
fn tell_to_end(market: &Market) {
    let pid = market.child.id().to_string();
    let told = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    assert!(told.success());
}

/// How many orders there are.
async fn orders(data: &Path) -> i64 {
    let url = format!("sqlite://{}/ocop.db", data.display());
    let db = store::Db::connect(&store::Settings::new(url))
        .await
        .unwrap();
    let sql = "SELECT COUNT(*) AS n FROM orders";
    let row = store::first(db.read(), sql, vec![]).await.unwrap();
    db.close().await;
    row.unwrap().try_get("", "n").unwrap()
}

async fn end_of(market: &mut Market, begun: Instant) -> ExitStatus {
    loop {
        if let Some(status) = market.child.try_wait().unwrap() {
            return status;
        }
        assert!(begun.elapsed() < DRAIN, "it does not end");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Buys basket after basket, each over a connection of its own, until nobody listens any more.
async fn buy_all(baskets: Vec<Basket>, address: String, told: Arc<AtomicBool>) -> Vec<Value> {
    let mut answers = vec![];
    for basket in baskets {
        match buy(&basket, &address).await {
            Ok(answer) => answers.push(answer),
            // Nothing of a request that was not taken was answered; one that was taken is.
            Err(refused) => {
                assert!(told.load(Ordering::SeqCst), "before the end: {refused}");
                break;
            }
        }
    }
    answers
}

/// The order, or why the request was not taken: refused, or closed before it was read.
async fn buy(basket: &Basket, address: &str) -> std::io::Result<Value> {
    let mut socket = tokio::net::TcpStream::connect(address).await?;
    let body = basket.draft().to_string();
    let request = format!(
        "POST /api/v1/checkouts HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nidempotency-key: {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        basket.cart,
        body.len()
    );
    socket.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await?;
    let Some((head, body)) = answer.split_once("\r\n\r\n") else {
        return Err(std::io::Error::other("closed before it was read"));
    };
    assert!(head.starts_with("HTTP/1.1 201 "), "{answer}");
    Ok(body.parse().unwrap())
}
