//! Money by VietQR straight to the producer's account: asked for, said to be sent, looked for, and
//! what is done where it is too little, too much, too late or not there.

mod accounts;
mod amounts;

use scenarios::{App, Browser, Listing, Placed, Producer, Value, json, scenario, text};

async fn sweep(app: &App) {
    let node = app.node();
    let swept = market::sweep(&node.db, node.now()).await.unwrap();
    assert_eq!(swept.failed, 0);
}

async fn stands(placed: &Placed, status: &str, owner: &str, payment: &str) -> Value {
    let order = placed.read().await;
    assert_eq!(
        (
            text(&order["status"]),
            text(&order["deadline"]["owner"]),
            text(&order["payments"][0]["status"]),
        ),
        (status, owner, payment)
    );
    order
}

fn total(placed: &Placed) -> i64 {
    placed.checkout["total"]["amount"].as_i64().unwrap()
}

/// The producer says how much came.
async fn came(producer: &Producer, placed: &Placed, said: Value) -> scenarios::Answer {
    let path = format!("/api/v1/producer/orders/{}/payment-received", placed.order);
    producer.owner.client.post(&path, said).await
}

fn dong(amount: i64) -> Value {
    json!({ "amount": { "amount": amount, "currency": "VND" } })
}

/// What a bank's app reads off a picture.
fn scanned(png: &[u8]) -> payments::Read {
    let picture = image::load_from_memory(png).unwrap().to_luma8();
    let side = |of: u32| usize::try_from(of).unwrap();
    let (width, height) = (side(picture.width()), side(picture.height()));
    let dots = picture.into_raw();
    let shade = |x: usize, y: usize| dots[y * width + x];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, shade);
    let (_, payload) = picture.detect_grids()[0].decode().unwrap();
    payments::Read::of(&payload).unwrap()
}

async fn bought(app: &App) -> (Producer, Listing, Placed) {
    let (producer, listing) = app.banked_listing(10).await;
    let placed = app.transfer_order(&listing, 2).await;
    (producer, listing, placed)
}

#[test]
fn a_transfer_is_asked_for_said_to_be_sent_found_and_the_order_begins() {
    scenario(|app| async move {
        let (producer, listing, placed) = bought(&app).await;
        let asked = &placed.checkout["payments"][0];
        assert_eq!(
            (&asked["method"], &asked["custody"]),
            (&json!("vietqr"), &json!("producer"))
        );
        let qr = &asked["qr"];
        assert_eq!(qr["bank_name"], "Vietcombank");
        assert_eq!(
            (
                text(&qr["account"]),
                text(&qr["account_name"]),
                text(&qr["text"])
            ),
            ("1012345678", "NGUYEN THI HOA", placed.code.as_str())
        );
        let read = payments::Read::of(text(&qr["payload"])).unwrap();
        assert_eq!(read.amount.unwrap().0, total(&placed));
        assert_eq!(read.text.as_deref(), Some(placed.code.as_str()));
        assert!(
            text(&qr["svg"]).starts_with("<svg")
                && text(&qr["png"]).starts_with("data:image/png;base64,")
        );
        stands(&placed, "awaiting_payment", "buyer", "pending").await;
        // Nobody sends what is not paid.
        let path = format!("/api/v1/producer/orders/{}/accept", placed.order);
        let early = producer.owner.client.post(&path, json!({})).await;
        early.expect_problem(409, "conflict");
        app.run_jobs().await;
        let mail = app.mail().join("\n");
        assert!(
            mail.contains("1012345678") && mail.contains(&placed.code),
            "{mail}"
        );

        placed.step("report-payment", json!({})).await.expect(200);
        placed.step("report-payment", json!({})).await.expect(200);
        let waits = stands(&placed, "awaiting_payment", "payee", "reported").await;
        assert!(waits["deadline"]["state_until"].is_string());
        app.run_jobs().await;
        let told = app
            .mail()
            .into_iter()
            .filter(|mail| mail.contains("Xem tiền về"));
        assert_eq!(told.count(), 1, "the producer is told once");

        let all = dong(total(&placed));
        came(&producer, &placed, all.clone()).await.expect(200);
        came(&producer, &placed, all).await.expect(200);
        let order = stands(&placed, "placed", "producer", "paid").await;
        assert_eq!(order["history"][1]["from"], "awaiting_payment");
        assert!(order["payments"][0]["qr"].is_null());
        for step in ["accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        assert_eq!(app.available(&listing).await, 8);
    });
}

#[test]
fn nothing_heard_expires_and_what_was_held_is_free_again() {
    scenario(|app| async move {
        let (_, listing, placed) = bought(&app).await;
        assert_eq!(app.available(&listing).await, 8);
        app.advance_hours(12);
        sweep(&app).await;
        app.run_jobs().await;
        let reminded = app
            .mail()
            .iter()
            .any(|mail| mail.contains("chờ chuyển khoản"));
        assert!(reminded, "the buyer is reminded at half time");
        app.advance_hours(12);
        sweep(&app).await;
        let order = stands(&placed, "expired", "nobody", "cancelled").await;
        assert_eq!(order["reason_code"], "payment_missing");
        assert_eq!(app.available(&listing).await, 10);
    });
}

#[test]
fn what_is_said_to_be_sent_never_expires_it_is_called_about_and_then_the_operators() {
    scenario(|app| async move {
        let (mut producer, _, placed) = bought(&app).await;
        placed.step("report-payment", json!({})).await.expect(200);
        app.advance_hours(24);
        sweep(&app).await;
        let order = stands(&placed, "awaiting_payment", "payee", "reported").await;
        assert!(order["deadline"]["state_until"].is_string());
        let sheet = app
            .admin()
            .await
            .get("/api/v1/admin/call-sheet")
            .await
            .expect(200);
        let line = &sheet["data"][0];
        assert_eq!(
            (&line["reason"], &line["order"]["code"]),
            (&json!("unchecked"), &json!(placed.code))
        );
        app.advance_hours(24);
        sweep(&app).await;
        let order = stands(&placed, "awaiting_payment", "operator", "reported").await;
        assert!(order["deadline"]["state_until"].is_null());
        app.advance_hours(24 * 60);
        sweep(&app).await;
        stands(&placed, "awaiting_payment", "operator", "reported").await;

        // The producer looks at last and finds nothing: the buyer's day begins anew.
        producer.owner.client = app.sign_in(&producer.owner.email).await;
        producer
            .step(&placed.order, "payment-missing", json!({}))
            .await;
        stands(&placed, "awaiting_payment", "buyer", "pending").await;
        let sheet = app
            .admin()
            .await
            .get("/api/v1/admin/call-sheet")
            .await
            .expect(200);
        assert_eq!(sheet["data"], json!([]));
        app.advance_hours(24);
        sweep(&app).await;
        stands(&placed, "expired", "nobody", "cancelled").await;
    });
}

#[test]
fn a_buyer_pays_by_the_picture_on_the_orders_page_and_says_so() {
    scenario(|app| async move {
        let (producer, _, placed) = bought(&app).await;
        let browser: Browser = app.browser();
        let token = text(&placed.checkout["token"]);
        let at = format!("/vi/orders/{}?token={token}", placed.order);
        let page = browser.open(&at).await.expect(200);
        assert!(
            page.says("1012345678") && page.says("chợ không giữ tiền của bạn"),
            "{}",
            page.html
        );
        let png = app
            .client()
            .get(&format!("/vi/orders/{}/qr.png?token={token}", placed.order))
            .await
            .body;
        let read = scanned(&png);
        assert_eq!(
            (read.account.as_str(), read.amount.unwrap().0),
            ("1012345678", total(&placed))
        );
        assert_eq!(read.text.as_deref(), Some(placed.code.as_str()));
        let strangers = format!("/vi/orders/{}/qr.png?token=x", placed.order);
        app.browser().open(&strangers).await.expect(404);
        let said = browser.send(&page.form("/payment")).await.expect(200);
        assert!(said.says("Bạn đã báo chuyển khoản"), "{}", said.html);
        came(&producer, &placed, dong(total(&placed)))
            .await
            .expect(200);
        let paid = browser.open(&at).await.expect(200);
        assert!(!paid.says("Mã VietQR"), "{}", paid.html);
    });
}
