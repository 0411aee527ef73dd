//! The layers round every route, few on purpose: one that accompanies each request, one that
//! catches panics, one that bounds bodies.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use metrics::{Counter, Histogram};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

use crate::extract::lang;
use crate::problem::{Code, Problem};
use crate::respond::finish;

/// The header that carries a request's id, in and out.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The largest JSON body; routes that take pictures set their own.
pub(crate) const BODY_LIMIT: usize = 256 * 1024;

/// Puts the layers round a router.
pub fn wrap(router: Router) -> Router {
    // In one: a router makes a copy of each route for each of its layers and each request.
    let all = ServiceBuilder::new()
        .layer(from_fn(accompany))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    router.layer(all)
}

/// Gives every answer its words and the id of its request, and logs it.
async fn accompany(request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(&REQUEST_ID)
        .filter(|id| is_clean(id))
        .cloned()
        .unwrap_or_else(mint);
    let lang = lang(request.headers());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let started = Instant::now();
    let answer = if method == Method::GET {
        next.run(request).await
    } else {
        let named = id.to_str().unwrap_or_default().to_owned();
        audit::for_request(named, next.run(request)).await
    };
    let mut response = finish(answer, lang, &id);
    log(&method, route.as_ref(), &response, started, &id);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The route's pattern is logged, never the path itself: codes and ids in it are people's.
fn log(
    method: &Method,
    route: Option<&MatchedPath>,
    response: &Response,
    started: Instant,
    id: &HeaderValue,
) {
    let status = response.status().as_u16();
    let route = route.map_or("-", MatchedPath::as_str);
    let took = started.elapsed();
    count(route, status, took);
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let id = id.to_str().unwrap_or_default();
    if method == Method::GET && response.status().is_success() {
        tracing::debug!(http.method = %method, http.route = route, http.status = status, duration_ms, request.id = id);
    } else {
        tracing::info!(http.method = %method, http.route = route, http.status = status, duration_ms, request.id = id);
    }
}

/// What is counted of a route's answers of one status.
struct Counted {
    requests: Counter,
    seconds: Histogram,
}

impl Counted {
    fn new(route: &str, status: u16) -> Self {
        let (route, status) = (route.to_owned(), status.to_string());
        Self {
            requests: metrics::counter!("http_requests_total",
                "route" => route.clone(), "status" => status),
            seconds: metrics::histogram!("http_request_seconds", "route" => route),
        }
    }
}

/// Counts an answer. Looking a counter up costs more than many an answer, so each thread remembers
/// its own.
fn count(route: &str, status: u16, took: Duration) {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, HashMap<u16, Counted>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        let counted = match known.get(route).and_then(|statuses| statuses.get(&status)) {
            Some(counted) => counted,
            None => known
                .entry(route.to_owned())
                .or_default()
                .entry(status)
                .or_insert_with(|| Counted::new(route, status)),
        };
        counted.requests.increment(1);
        counted.seconds.record(took);
    });
}

fn is_clean(id: &HeaderValue) -> bool {
    (1..=64).contains(&id.len())
        && id
            .as_bytes()
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// An id that no other request of this process has. It has to tell requests apart and to keep no
/// secret, so the system is asked for randomness once.
fn mint() -> HeaderValue {
    static FIRST: LazyLock<u64> = LazyLock::new(|| u64::from_be_bytes(kernel::random::bytes()));
    static COUNT: AtomicU64 = AtomicU64::new(0);
    // An odd step goes through all numbers before it repeats one, and looks like no count.
    let step = COUNT
        .fetch_add(1, Ordering::Relaxed)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let id = kernel::text::hex(&FIRST.wrapping_add(step).to_be_bytes());
    HeaderValue::try_from(id).unwrap_or_else(|_invalid| HeaderValue::from_static("-"))
}

#[expect(clippy::needless_pass_by_value, reason = "the layer's signature")]
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a word");
    tracing::error!(panic = said, "a handler panicked");
    Problem::new(Code::Internal).into_response()
}
