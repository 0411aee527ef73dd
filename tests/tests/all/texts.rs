//! A gateway for text messages that is down for a day, and what it is told when it is back.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::post;
use scenarios::{App, Listing, Producer, SetUp, Value, json, postgres_set_up};

const KEY: &str = "a key of the gateway";

/// A gateway of our own: a real socket that can be down.
#[derive(Clone, Default)]
struct Gateway(Arc<Mutex<Told>>);

#[derive(Default)]
struct Told {
    down: bool,
    /// Every number is one that takes no texts.
    refuses: bool,
    tries: usize,
    taken: Vec<Value>,
}

impl Gateway {
    #[allow(clippy::disallowed_methods, reason = "it lives as long as its story")]
    async fn start() -> (Self, String) {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let gateway = Self::default();
        let own = gateway.clone();
        let take = move |headers: HeaderMap, body: Bytes| {
            let answer = own.take(&headers, &body);
            async move { answer }
        };
        let router = Router::new().route("/texts", post(take));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/texts", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        (gateway, url)
    }

    fn take(&self, headers: &HeaderMap, body: &[u8]) -> axum::response::Response {
        let body = std::str::from_utf8(body).unwrap();
        let header = |name: &str| headers[name].to_str().unwrap().to_owned();
        let second = header("ocop-timestamp").parse().unwrap();
        assert_eq!(
            header("ocop-signature"),
            notifications::signature(KEY, second, body)
        );
        let mut told = self.0.lock().unwrap();
        told.tries += 1;
        if told.down {
            return StatusCode::BAD_GATEWAY.into_response();
        }
        if told.refuses {
            return StatusCode::UNPROCESSABLE_ENTITY.into_response();
        }
        let message: Value = serde_json::from_str(body).unwrap();
        assert_eq!(message["id"], header("idempotency-key"));
        told.taken.push(message);
        axum::Json(json!({"cost": 350})).into_response()
    }
}

#[test]
fn a_gateway_that_is_down_for_a_day_loses_nothing() {
    for set_up in std::iter::once(SetUp::Sqlite).chain(postgres_set_up()) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(down_for_a_day(&set_up));
    }
}

/// A market that texts through the gateway, with the listing of a household without a mailbox.
async fn texting(set_up: &SetUp, url: String) -> (App, Producer, Listing) {
    let app = App::start_with(set_up, |settings| {
        settings.notices.text_gateway = Some(notifications::GatewaySettings {
            url,
            key: KEY.to_owned(),
            sender: "OCOP".to_owned(),
        });
    })
    .await;
    let (producer, listing) = app.listing(5).await;
    app.run_jobs().await;
    app.execute(
        "UPDATE contact_points SET kind = 'phone', value = '0912000003', proven_at = 1, proven_by = 'official' \
         WHERE account_id IN (SELECT account_id FROM members)",
    )
    .await;
    (app, producer, listing)
}

async fn down_for_a_day(set_up: &SetUp) {
    let (gateway, url) = Gateway::start().await;
    let (app, _, listing) = texting(set_up, url).await;
    gateway.0.lock().unwrap().down = true;
    let placed = app.guest_order(&listing, 1).await;
    for _ in 0..24 {
        app.run_jobs().await;
        app.advance_hours(1);
    }
    let tries = gateway.0.lock().unwrap().tries;
    assert!((5..30).contains(&tries), "{tries} tries");
    gateway.0.lock().unwrap().down = false;
    for _ in 0..6 {
        app.advance_hours(1);
        app.run_jobs().await;
    }
    let taken = gateway.0.lock().unwrap().taken.clone();
    let own = taken
        .iter()
        .filter(|text| text["text"].as_str().unwrap().contains(&placed.code));
    assert_eq!(own.count(), 1, "{taken:#?}");
    assert_eq!(taken[0]["to"], "0912000003");
    let sql = "SELECT CAST(COALESCE(SUM(cost), 0) AS BIGINT) AS n FROM deliveries";
    assert_eq!(app.number(sql, vec![]).await, 350);
    app.finish().await;
}

#[test]
fn who_takes_no_texts_is_telephoned_at_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (gateway, url) = Gateway::start().await;
        let (app, producer, listing) = texting(&SetUp::Sqlite, url).await;
        gateway.0.lock().unwrap().refuses = true;
        let placed = app.guest_order(&listing, 1).await;
        app.run_jobs().await;
        assert_eq!(
            gateway.0.lock().unwrap().tries,
            1,
            "that number is not tried again"
        );
        let sheet = "/api/v1/admin/call-sheet";
        let lines = app.admin().await.get(sheet).await.expect(200);
        let line = &lines["data"][0];
        assert_eq!(
            (&line["reason"], &line["order"]["code"]),
            (&json!("unreached"), &json!(placed.code))
        );
        assert_eq!(line["who"]["producer"]["id"], producer.id);
        app.finish().await;
    });
}
