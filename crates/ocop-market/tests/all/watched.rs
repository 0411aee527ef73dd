//! What a supervisor reads of a node, at a door of its own.

use scenarios::text;

use crate::process::{Market, something};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_counted_is_read_at_its_own_door_and_names_nobody() {
    let data = tempfile::tempdir().unwrap();
    let (market, reader) = Market::watched(&data.path().join("market")).await;
    let variant = something(&market.client).await;
    let basket = market.client.basket(&[(&variant, 1)]).await;
    let placed = basket.buy(&basket.cart).await.expect(201);
    let order = text(&placed["orders"][0]["id"]).to_owned();
    let path = format!("/api/v1/orders/{order}");
    market
        .client
        .get(&path)
        .await
        .expect_problem(404, "not_found");

    let told = reader.get("/metrics").await;
    assert_eq!(told.status, 200);
    let told = told.text();
    let counted = |route: &str, status: u16| {
        let line = format!("http_requests_total{{route=\"{route}\",status=\"{status}\"}} 1");
        assert!(told.lines().any(|told| told == line), "{line}: {told}");
    };
    counted("/api/v1/checkouts", 201);
    counted("/api/v1/orders/{id}", 404);
    assert!(told.contains("http_request_seconds_count{route=\"/api/v1/checkouts\"} 1"));
    for personal in [order.as_str(), basket.cart.as_str(), "0912"] {
        assert!(!told.contains(personal), "{personal}: {told}");
    }
    // Nobody reads them where everybody comes, nor anything else at their door.
    assert_eq!(market.client.get("/metrics").await.status, 404);
    assert_eq!(reader.get("/api/v1/products").await.status, 404);
}
