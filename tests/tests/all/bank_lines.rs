//! What comes to the market's own account: told by a statement or by a bank's messenger, each line
//! once; found by its code however it is written, and never guessed without one.

mod back;
mod found;
mod messenger;
mod missing;

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use scenarios::{Answer, App, Client, Placed, Value, json, licensed, text};
use sha2::Sha256;

const KEY: &str = "what SePay signs its messages with";
const BIN: &str = "/api/v1/admin/bank-lines";

fn heard(settings: &mut market::Settings) {
    licensed(settings);
    if let market::Transfers::ToMarket(market) = &mut settings.transfers {
        market.messenger = Some(market::Messenger {
            scheme: payments::bank::Scheme::Sepay,
            key: KEY.to_owned(),
        });
    }
}

/// A statement of one line each: number, amount, text.
fn statement(lines: &[(&str, i64, &str)]) -> Vec<u8> {
    let mut csv = "Sao kê tài khoản;;;\nNgày giao dịch;Số tham chiếu;Số tiền;Nội dung\n".to_owned();
    for (number, amount, text) in lines {
        writeln!(csv, "23/11/2026 09:30;{number};{amount};\"{text}\"").unwrap();
    }
    csv.into_bytes()
}

async fn bring(admin: &Client, lines: &[(&str, i64, &str)]) -> Value {
    let path = "/api/v1/admin/bank-statements";
    admin
        .upload(path, "statement", statement(lines))
        .await
        .expect(200)
}

/// What `SePay` would send, and its signature at that second.
fn message(number: &str, amount: i64, content: &str) -> String {
    json!({
        "id": 92_704, "gateway": "Vietcombank", "transactionDate": "2026-11-23 09:30:00",
        "accountNumber": "9990000001", "code": null, "content": content, "transferType": "in",
        "transferAmount": amount, "accumulated": 0, "subAccount": null, "referenceCode": number,
    })
    .to_string()
}

fn signed(app: &App, body: &str, key: &str, age_s: i64) -> Client {
    let at = app.now().0 / 1_000 - age_s;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(format!("{at}.{body}").as_bytes());
    let signature = kernel::text::hex(&mac.finalize().into_bytes());
    app.client()
        .with("x-sepay-signature", &format!("sha256={signature}"))
        .with("x-sepay-timestamp", &at.to_string())
}

async fn hear(client: &Client, body: &str) -> Answer {
    let bytes = body.as_bytes().to_vec();
    client
        .send(http::Method::POST, "/api/v1/webhooks/bank", Some(bytes))
        .await
}

fn total(placed: &Placed) -> i64 {
    placed.checkout["total"]["amount"].as_i64().unwrap()
}

fn code(placed: &Placed) -> &str {
    text(&placed.checkout["code"])
}

/// The states of all the orders of a checkout.
async fn states(placed: &Placed) -> Vec<String> {
    let mut states = vec![];
    for order in placed.checkout["orders"].as_array().unwrap() {
        let path = format!("/api/v1/orders/{}", text(&order["id"]));
        states.push(text(&placed.client.get(&path).await.expect(200)["status"]).to_owned());
    }
    states
}

async fn payment(placed: &Placed) -> Value {
    placed.read().await["payments"][0].clone()
}

/// The page of the market's money.
async fn office(admin: &Client, tag: &str) -> String {
    let page = admin.get(&format!("{tag}/office/money")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.text()
}

async fn sweep(app: &App) {
    let node = app.node();
    assert_eq!(market::sweep(&node.db, node.now()).await.unwrap().failed, 0);
}

async fn count(app: &App, table: &str) -> i64 {
    app.number(&format!("SELECT COUNT(*) AS n FROM {table}"), vec![])
        .await
}
