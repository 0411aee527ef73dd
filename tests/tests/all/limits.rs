//! Limits: one device is held long before its address is.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use scenarios::scenario;
use std::net::SocketAddr;
use tower::ServiceExt as _;
use web::limits::Settings;

fn request(token: &str, from: &str) -> Request<Body> {
    let peer: SocketAddr = from.parse().unwrap();
    Request::post("/api/v1/contact-proofs")
        .header("authorization", format!("Bearer {token}"))
        .extension(ConnectInfo(peer))
        .body(Body::empty())
        .unwrap()
}

#[test]
fn a_device_that_asks_too_often_is_told_when_to_come_back() {
    scenario(|app| async move {
        let settings = Settings {
            door_per_minute: 3,
            ..Settings::default()
        };
        let router = api::router(web::State::open(
            app.node().clone(),
            settings,
            web::answers::Answers::default(),
        ));
        let ask = async |token: &str, from: &str| {
            let answer = router.clone().oneshot(request(token, from)).await.unwrap();
            (
                answer.status(),
                answer.headers().contains_key("retry-after"),
            )
        };
        for _ in 0..3 {
            let (status, _) = ask("one", "192.0.2.1:9").await;
            assert_eq!(status, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(
            ask("one", "192.0.2.1:9").await,
            (StatusCode::TOO_MANY_REQUESTS, true)
        );
        let (neighbour, _) = ask("two", "192.0.2.1:9").await;
        assert_eq!(neighbour, StatusCode::UNAUTHORIZED);
        app.advance_hours(1);
        let (later, _) = ask("one", "192.0.2.1:9").await;
        assert_eq!(later, StatusCode::UNAUTHORIZED);
    });
}
