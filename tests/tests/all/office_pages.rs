//! The officials' desk in a browser without a script.

mod calling;
mod certificates;
mod people;
mod producers;
mod programme;
mod reviewing;

use scenarios::{Answer, App, Client, Producer, Value, fish_sauce, json, scenario, text};

/// A page of the desk: nobody keeps it, and it names no buyer.
async fn page(official: &Client, path: &str) -> String {
    whole(&official.get(path).await, 200, path)
}

#[track_caller]
fn whole(answer: &Answer, status: u16, path: &str) -> String {
    let html = answer.text();
    assert_eq!(answer.status, status, "{path}: {html}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    let policy = answer.header("content-security-policy").unwrap();
    assert!(!policy.contains("unsafe"), "{path}");
    // The house's own script from its own file, and none in the page.
    let own = html.matches("<script src=\"/assets/htmx").count();
    assert_eq!((own, html.matches("<script").count()), (1, 1), "{path}");
    assert!(!html.contains(" style="), "{path}");
    for private in ["Bích", "0912345678", "12 thôn Hải Bắc"] {
        assert!(!html.contains(private), "{path} names a buyer: {private}");
    }
    html
}

async fn waiting(official: &Client, kind: &str) -> Value {
    let path = format!("/api/v1/admin/reviews?kind={kind}&status=pending");
    official.get(&path).await.expect(200)["data"][0].clone()
}

/// A product handed in, and the page of its review.
async fn handed_in(shop: &Producer, official: &Client, body: Value) -> (String, Value, String) {
    let product = shop.draft(body).await;
    let id = text(&product["id"]).to_owned();
    shop.submit_product(&id).await;
    let review = waiting(official, "listing").await;
    let path = format!("/vi/office/reviews/{}", text(&review["id"]));
    (id, review, path)
}

async fn rename(shop: &Producer, product: &str, name: &str) {
    let path = format!("/api/v1/producer/products/{product}");
    let read = shop.owner.client.get(&path).await;
    let writer = shop
        .owner
        .client
        .with("if-match", read.header("etag").unwrap());
    writer.patch(&path, json!({"name": name})).await.expect(200);
    shop.submit_product(product).await;
}

/// The deadlines are looked at, and what follows is done.
async fn pass(app: &App, hours: i64) {
    app.advance_hours(hours);
    let node = app.node();
    market::sweep(&node.db, node.now()).await.unwrap();
    app.run_jobs().await;
}
