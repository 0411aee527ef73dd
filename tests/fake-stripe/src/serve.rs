use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use axum::routing::{any, get, post};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tower::ServiceExt;

use crate::faults::Fault;
use crate::form::Args;
use crate::hooks::{self, Delivery};
use crate::world::{Settings, World};
use crate::{accounts, books, desk, disputes, door, intents, pages, payouts, refunds};

/// The answer to it is that the connection ends.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("cut")]
pub(crate) struct Cut;

/// What all requests share.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<World>>);

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }
}

/// A stand-in that runs.
#[derive(Clone)]
pub struct Fake {
    shared: Shared,
    url: String,
}

impl Fake {
    /// Starts it; it runs as long as its runtime.
    pub fn start(listener: TcpListener, settings: Settings) -> Self {
        Self::open(listener, |url, events| World::new(settings, url, events))
    }

    /// Starts another one, in which the same accounts and payments stand as they do here. Its journal
    /// begins anew.
    #[must_use]
    pub fn copy(&self, listener: TcpListener, settings: Settings) -> Self {
        Self::open(listener, |url, events| {
            self.shared.lock().copy(settings, url, events)
        })
    }

    fn open(
        listener: TcpListener,
        world: impl FnOnce(String, UnboundedSender<Value>) -> World,
    ) -> Self {
        // Nothing here speaks TLS, but the client of its webhooks wants to know how it would.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (events, happened) = unbounded_channel();
        let shared = Shared(Arc::new(Mutex::new(world(url.clone(), events))));
        tokio::spawn(hooks::send_all(shared.clone(), happened));
        let router = router(shared.clone());
        tokio::spawn(accept(listener, router));
        Self { shared, url }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Something will go wrong.
    pub fn fault(&self, fault: Fault) {
        self.shared.lock().faults.push(fault);
    }

    /// Nothing goes wrong any more.
    pub fn mend(&self) {
        let mut world = self.shared.lock();
        world.faults.clear();
        world.delivery = Delivery::default();
    }

    /// What becomes of events from now on.
    pub fn deliver(&self, delivery: Delivery) {
        self.shared.lock().delivery = delivery;
    }

    /// Where events are sent from now on, and what they are signed with.
    pub fn webhook(&self, url: String, secret: String) {
        self.shared.lock().settings.webhook = Some((url, secret));
    }

    /// Waits until every webhook has arrived, or five seconds.
    pub async fn quiet(&self) {
        for _ in 0..500 {
            if self.shared.lock().on_the_way == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// What moved money, in order.
    pub fn journal(&self) -> Vec<Value> {
        self.shared.lock().journal.clone()
    }

    /// The requests that came, and the webhooks that went.
    pub fn requests(&self) -> Vec<Value> {
        self.shared.lock().requests.clone()
    }

    /// Everything of a kind, such as `payment_intent`, the oldest first.
    pub fn all(&self, kind: &str) -> Vec<Value> {
        let world = self.shared.lock();
        let mut all: Vec<Value> = world.of_kind(kind).into_iter().cloned().collect();
        all.reverse();
        all
    }

    /// What stands there under an id.
    pub fn find(&self, id: &str) -> Option<Value> {
        self.shared.lock().find(id).cloned()
    }

    /// What happened after so many events, the oldest first.
    pub fn events_after(&self, many: usize) -> Vec<Value> {
        let world = self.shared.lock();
        let events = world.of_kind("event");
        let news = events.len().saturating_sub(many);
        events.into_iter().take(news).rev().cloned().collect()
    }

    /// The buyer pays by a card; how the payment stands, or Stripe's error.
    pub fn pay(&self, intent: &str, card: &str) -> Result<Value, Value> {
        let form = format!("payment_method={card}");
        let args = Args::read(form.as_bytes());
        let paid = intents::confirm(&mut self.shared.lock(), intent, &args);
        paid.map_err(|refused| refused.body())
    }

    /// The holder of the card answers its bank.
    pub fn answer(&self, intent: &str, agreed: bool) -> Result<Value, Value> {
        let answered = intents::answered(&mut self.shared.lock(), intent, agreed);
        answered.map_err(|refused| refused.body())
    }

    /// Somebody sends money back by hand.
    pub fn send_back(&self, intent: &str, amount: i64) {
        let form = format!("payment_intent={intent}&amount={amount}");
        let args = Args::read(form.as_bytes());
        refunds::create(&mut self.shared.lock(), &args).unwrap();
    }

    /// What was sent back does not arrive.
    pub fn fail_refund(&self, refund: &str) {
        refunds::fail(&mut self.shared.lock(), refund);
    }

    /// What there is, and what is on its way.
    pub fn funds(&self) -> i64 {
        let (available, pending) = books::funds(&self.shared.lock());
        available + pending
    }

    /// What a charge costs from now on, in thousandths.
    pub fn fee(&self, permille: i64) {
        self.shared.lock().settings.fee_permille = permille;
    }

    /// What a connected account holds.
    pub fn holds(&self, account: &str) -> i64 {
        let world = self.shared.lock();
        world.held.get(account).copied().unwrap_or(0)
    }

    /// A connected account is filled in.
    pub fn onboard(&self, account: &str) {
        let _ = accounts::onboarded(&mut self.shared.lock(), account);
    }

    /// A connected account takes no transfers any more.
    pub fn restrict(&self, account: &str) {
        accounts::restricted(&mut self.shared.lock(), account);
    }

    /// A bank takes a charge back.
    pub fn dispute(&self, charge: &str, amount: Option<i64>) -> Value {
        disputes::open(&mut self.shared.lock(), charge, "fraudulent", amount)
    }

    /// It is decided.
    pub fn close_dispute(&self, dispute: &str, won: bool) {
        let _ = disputes::close(&mut self.shared.lock(), dispute, won);
    }

    /// All that there is goes to the platform's bank; what it is called.
    pub fn pay_out(&self) -> Option<String> {
        let made = payouts::all(&mut self.shared.lock())?;
        made["id"].as_str().map(str::to_owned)
    }

    /// The bank does not take it.
    pub fn fail_payout(&self, payout: &str) {
        payouts::fail(&mut self.shared.lock(), payout).unwrap();
    }

    /// A connected account's money goes to its bank.
    pub fn drain(&self, account: &str) {
        self.shared.lock().held.insert(account.to_owned(), 0);
    }
}

fn router(shared: Shared) -> Router {
    Router::new()
        .route("/v1/{*rest}", any(door::v1))
        .route("/v3/", get(pages::script))
        .route("/pay/{intent}", get(pages::pay).post(pages::paid))
        .route("/3ds/{intent}", get(pages::ask).post(pages::answered))
        .route(
            "/onboard/{account}",
            get(pages::onboard).post(pages::onboarded),
        )
        .route("/_fake/journal", get(desk::journal))
        .route("/_fake/requests", get(desk::requests))
        .route(
            "/_fake/faults",
            get(desk::faults).post(desk::fault).delete(desk::mend),
        )
        .route("/_fake/delivery", post(desk::delivery))
        .route("/_fake/webhook", post(desk::webhook))
        .route("/_fake/disputes", post(desk::dispute))
        .route("/_fake/disputes/{dispute}/close", post(desk::close_dispute))
        .route("/_fake/refunds/{refund}/fail", post(desk::fail_refund))
        .route("/_fake/payouts", post(desk::pay_out))
        .route("/_fake/payouts/{payout}/{became}", post(desk::payout))
        .route("/_fake/accounts/{account}/drain", post(desk::drain))
        .with_state(shared)
}

/// Serves each connection; an answer that is `Cut` ends it without a word.
async fn accept(listener: TcpListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request: Request<hyper::body::Incoming>| {
                let router = router.clone();
                async move {
                    let answer = router.oneshot(request.map(Body::new)).await;
                    let response: Response<Body> = answer.unwrap_or_else(|never| match never {});
                    match response.extensions().get::<Cut>() {
                        Some(cut) => Err(*cut),
                        None => Ok(response),
                    }
                }
            });
            let http = hyper::server::conn::http1::Builder::new();
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
