//! The door: accepts connections and gives each its time, so that one who says nothing holds nothing.
//!
//! HTTP/1.1 alone: browsers speak HTTP/2 and TLS with the proxy before it.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use tower_http::timeout::TimeoutBody;

/// How patient a door is.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the head of a request, and for the next one of a connection that stays open.
    pub head: Duration,
    /// Between two parts of a body: a picture over a bad line takes minutes, but it comes.
    pub body: Duration,
    /// For requests that have begun, once the door is told to close.
    pub drain: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(20),
            body: Duration::from_secs(30),
            drain: Duration::from_secs(30),
        }
    }
}

/// Serves until told to stop, then lets requests that have begun end. Whether all of them did.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: CancellationToken,
) -> bool {
    let mut connections = http1::Builder::new();
    connections
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head);
    let open = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                // An answer is one write: waiting for more of it only delays it.
                let _without = stream.set_nodelay(true);
                let router = router.clone();
                let answers = service_fn(move |request| {
                    router.clone().oneshot(known(request, peer, patience.body))
                });
                let answered = connections.serve_connection(TokioIo::new(stream), answers);
                let watched = open.watch(answered);
                #[expect(
                    clippy::disallowed_methods,
                    reason = "a connection lives by itself; the door waits for all of them below"
                )]
                tokio::spawn(async move {
                    // A reader who hung up is no event of ours.
                    let _gone = watched.await;
                });
            }
            Err(err) => rest(&err).await,
        }
    }
    drop(listener);
    tokio::time::timeout(patience.drain, open.shutdown())
        .await
        .is_ok()
}

/// A request that knows its peer, and whose body may not fall silent.
fn known(request: hyper::Request<Incoming>, peer: SocketAddr, patience: Duration) -> Request {
    let mut request = request.map(|body| Body::new(TimeoutBody::new(patience, body)));
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

/// A peer that hung up costs nothing; when there is nothing left to open, a moment is waited for.
async fn rest(err: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(
        err.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::error!(error = %err, "a connection cannot be accepted");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
