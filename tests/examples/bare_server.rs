//! What a bare axum server can answer on this machine: `bare_server PORT ANSWERS.json`, a map of
//! paths to bodies. No layers, no routes, no cache: a look into the map and the headers that the
//! market sends too.

#![allow(
    clippy::unwrap_used,
    reason = "a program of the bench: what goes wrong ends it"
)]

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;
use bytes::Bytes;

type Answers = Arc<HashMap<String, Bytes>>;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().unwrap().parse().unwrap();
    let file = std::fs::read(arguments.next().unwrap()).unwrap();
    let answers: HashMap<String, String> = serde_json::from_slice(&file).unwrap();
    let answers = answers.into_iter().map(|(k, body)| (k, Bytes::from(body)));
    let router = Router::new()
        .fallback(answer)
        .with_state(Arc::new(answers.collect()));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
        .await
        .unwrap();
    axum::serve(listener, router).await.unwrap();
}

async fn answer(State(answers): State<Answers>, uri: Uri) -> Response {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let body = answers.get(path).cloned().unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/json"),
        (header::ETAG, "\"0123456789abcdef01234567\""),
        (header::CACHE_CONTROL, "public, no-cache"),
        (
            header::VARY,
            "accept-encoding, accept-language, age-declaration",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
