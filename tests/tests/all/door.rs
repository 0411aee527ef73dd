//! The door: who says nothing holds nothing, and who has begun is let end.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use scenarios::{App, SetUp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use web::door::{Patience, serve};

const PATIENCE: Patience = Patience {
    head: Duration::from_millis(300),
    body: Duration::from_millis(300),
    drain: Duration::from_secs(5),
};

#[allow(
    clippy::disallowed_methods,
    reason = "the door lives as long as its story"
)]
/// A door of its own before a node.
async fn open(app: &App) -> (SocketAddr, CancellationToken, tokio::task::JoinHandle<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let router = api::router(web::State::new(app.node().clone()));
    let served = tokio::spawn(serve(listener, router, PATIENCE, stop.clone()));
    (address, stop, served)
}

async fn said(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer));
    let _reset = read.await.expect("the connection stays open");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_connection_that_never_ends_its_head_is_closed() {
    let app = App::start(&SetUp::Sqlite).await;
    let (address, _stop, _served) = open(&app).await;
    for begun in ["", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(begun.as_bytes()).await.unwrap();
        let since = Instant::now();
        let answer = said(&mut stream).await;
        assert!(since.elapsed() < Duration::from_secs(5), "{begun}");
        assert!(!answer.contains("200 OK"), "{answer}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_body_that_falls_silent_is_refused_and_nothing_is_written() {
    let app = App::start(&SetUp::Sqlite).await;
    let (address, _stop, _served) = open(&app).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
                Content-Type: application/json\r\nContent-Length: 200\r\n\r\n{\"name\":";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = said(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    app.finish().await;
}

#[tokio::test]
async fn a_request_that_has_begun_is_answered_after_the_door_was_told_to_close() {
    let app = App::start(&SetUp::Sqlite).await;
    let (address, stop, served) = open(&app).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "POST /api/v1/carts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                Content-Length: 2\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.cancel();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(
        TcpStream::connect(address).await.is_err(),
        "it still takes new ones"
    );
    stream.write_all(b"}").await.unwrap();
    let answer = said(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(served.await.unwrap(), "every request ended");
    app.finish().await;
}
