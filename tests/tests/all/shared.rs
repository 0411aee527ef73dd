//! Nodes of one market beside one Redis: what they share, and that they can lose it.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a server lives as long as its story; a story that fails says where it was told"
)]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use scenarios::{App, Client, Listing, Redis, SetUp, fish_sauce, json, postgres_set_up, text};
use tower::ServiceExt as _;
use web::limits::Settings;

/// Longer than any story: a node that looks before was woken.
const NEVER: Duration = Duration::from_mins(10);

/// Two nodes of one market on each database, with a Redis of the story's own.
fn with_two_nodes<Told: Future<Output = ()>>(
    look_again: Duration,
    story: impl Fn(App, App, Redis) -> Told,
) {
    for set_up in std::iter::once(SetUp::Sqlite).chain(postgres_set_up()) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        eprintln!("told on {set_up:?}");
        runtime.block_on(async {
            let redis = Redis::start().await;
            let change = |settings: &mut market::Settings| {
                settings.redis = Some(redis.url());
                settings.look_again = look_again;
            };
            let one = App::start_with(&set_up, change).await;
            let other = one.another(change).await;
            linked(&one).await;
            linked(&other).await;
            story(one.clone(), other.clone(), redis.clone()).await;
            other.leave().await;
            one.finish().await;
        });
    }
}

/// Waits until a node uses Redis.
async fn linked(app: &App) {
    app.soon(async || app.node().shared.is_linked().then_some(()))
        .await;
}

/// The node with limits.
fn limited(app: &App, settings: Settings) -> web::State {
    web::State::open(
        app.node().clone(),
        settings,
        web::answers::Answers::default(),
    )
}

/// A front door that lets a device in so often within a minute.
fn door(app: &App, most: u32) -> axum::Router {
    let settings = Settings {
        door_per_minute: most,
        ..Settings::default()
    };
    api::router(limited(app, settings))
}

/// Whether a device is let in, and how long the answer took.
async fn ask(door: &axum::Router, token: &str) -> (bool, Duration) {
    let peer: SocketAddr = "192.0.2.1:9".parse().unwrap();
    let request = Request::post("/api/v1/contact-proofs")
        .header("authorization", format!("Bearer {token}"))
        .extension(ConnectInfo(peer))
        .body(Body::empty())
        .unwrap();
    let begun = Instant::now();
    let status = door.clone().oneshot(request).await.unwrap().status();
    let let_in = match status {
        StatusCode::UNAUTHORIZED => true,
        StatusCode::TOO_MANY_REQUESTS => false,
        other => panic!("{other}"),
    };
    (let_in, begun.elapsed())
}

async fn let_in(door: &axum::Router, token: &str, times: usize) -> usize {
    let mut let_in = 0;
    for _ in 0..times {
        let_in += usize::from(ask(door, token).await.0);
    }
    let_in
}

async fn shows(app: &App, listing: &Listing, status: u16) -> Option<()> {
    let path = "/api/v1/products?limit=100";
    let page = app.client().get(path).await.expect(200);
    let found = page["data"].as_array().unwrap();
    let there = found.iter().any(|one| one["id"] == listing.product);
    (there == (status == 200)).then_some(())
}

#[test]
fn two_nodes_count_one_limit_together() {
    with_two_nodes(market::LOOK_AGAIN, |one, other, _redis| async move {
        let (here, there) = (door(&one, 5), door(&other, 5));
        assert_eq!(let_in(&here, "device", 3).await, 3);
        assert_eq!(let_in(&there, "device", 3).await, 2, "the sum is limited");
        assert_eq!(let_in(&here, "device", 1).await, 0);
        assert_eq!(let_in(&there, "another", 1).await, 1);
        one.advance_hours(1);
        assert_eq!(let_in(&here, "device", 1).await, 1);
    });
}

#[test]
fn what_is_approved_or_suspended_on_one_node_wakes_the_other() {
    with_two_nodes(NEVER, |one, other, _redis| async move {
        let (producer, first) = one.listing(5).await;
        other.soon(async || shows(&other, &first, 200).await).await;
        let mut draft = fish_sauce();
        draft["variants"][0]["sku"] = json!("NM-2");
        let draft = producer.draft(draft).await;
        let review = producer.submit_product(text(&draft["id"])).await;
        one.approve(&review).await;
        let approved = Instant::now();
        let second = Listing {
            product: text(&draft["id"]).to_owned(),
            ..first
        };
        other.soon(async || shows(&other, &second, 200).await).await;
        let mut took = vec![approved.elapsed()];
        let official = one.official("42").await.client;
        let order =
            json!({"reason_code": "recall", "note": "Lô có mùi lạ.", "open_orders": "cancel"});
        for (step, body, status) in [
            ("suspend", &order, 404),
            ("restore", &json!({}), 200),
            ("suspend", &order, 404),
            ("restore", &json!({}), 200),
        ] {
            let path = format!("/api/v1/admin/products/{}/{step}", second.product);
            official.post(&path, body.clone()).await.expect(200);
            let told = Instant::now();
            other
                .soon(async || shows(&other, &second, status).await)
                .await;
            took.push(told.elapsed());
        }
        took.sort();
        eprintln!("seen by the other node after {took:?}");
        // The promise, by the middle one: a machine that runs every test at once stops now and then.
        assert!(took[2] < Duration::from_secs(1), "{took:?}");
    });
}

#[test]
fn a_node_that_was_away_catches_up() {
    with_two_nodes(NEVER, |one, other, redis| async move {
        redis.stop();
        one.soon(async || (!one.node().shared.is_linked()).then_some(()))
            .await;
        other
            .soon(async || (!other.node().shared.is_linked()).then_some(()))
            .await;
        let (_, listing) = one.listing(5).await;
        assert!(
            shows(&other, &listing, 404).await.is_some(),
            "nobody told it"
        );
        redis.go_on().await;
        other
            .soon(async || shows(&other, &listing, 200).await)
            .await;
    });
}

#[test]
fn redis_that_is_down_or_hung_slows_no_order_and_limits_count_on_each_node() {
    with_two_nodes(market::LOOK_AGAIN, |one, other, redis| async move {
        let (_, listing) = one.listing(500).await;
        let (alone, shop) = (door(&one, 4), counted(&one).await);
        redis.hang();
        orders_go_on(&shop, &listing).await;
        assert!(!one.node().shared.is_linked());
        assert_eq!(let_in(&alone, "alone", 6).await, 4, "counted here");
        assert_eq!(let_in(&door(&other, 4), "alone", 6).await, 4, "and there");
        redis.wake();
        linked(&one).await;
        redis.stop();
        orders_go_on(&shop, &listing).await;
        assert!(!one.node().shared.is_linked());
        assert_eq!(let_in(&alone, "down", 6).await, 4);
        redis.go_on().await;
        linked(&one).await;
        linked(&other).await;
        let there = door(&other, 4);
        assert_eq!(let_in(&alone, "back", 3).await, 3);
        assert_eq!(let_in(&there, "back", 3).await, 1, "together again");
    });
}

/// The node behind a door that counts what comes from an address, as `serve` opens it.
async fn counted(app: &App) -> Client {
    let settings = Settings {
        checkouts_per_minute: 1_000,
        ..Settings::default()
    };
    let router = api::router(limited(app, settings));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::new(&format!("http://{}", listener.local_addr().unwrap()));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    client
}

/// Twenty checkouts beside a Redis that does not answer.
async fn orders_go_on(client: &Client, listing: &Listing) {
    let mut took = vec![];
    for _ in 0..20 {
        let basket = client.basket(&[(&listing.variant, 1)]).await;
        let begun = Instant::now();
        basket.buy(&basket.cart).await.expect(201);
        took.push(begun.elapsed());
    }
    // As fast as ever but for who meets the silence first and waits for it.
    took.sort();
    assert!(took[18] < Duration::from_millis(800), "{took:?}");
    assert!(took[19] < Duration::from_millis(1_500), "{took:?}");
}
