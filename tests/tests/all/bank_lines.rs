//! What comes to the market's own account: told by a statement or by a bank's messenger, each line
//! once; found by its code however it is written, and never guessed without one.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use scenarios::{Answer, App, Client, Placed, Value, json, licensed, scenario_with, text};
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

#[test]
fn a_line_places_all_the_orders_of_its_checkout_however_its_code_is_written_and_once() {
    scenario_with(licensed, |app| async move {
        let (sellers, placed) = app.shared_transfer().await;
        let admin = app.admin().await;
        let (left, right) = code(&placed).split_at(5);
        let wrapped = format!(
            "MBVCB.77 ck {}\n{} thanh toan",
            left.to_lowercase(),
            right.to_lowercase()
        );
        let lines = [
            ("FT1", total(&placed), wrapped.as_str()),
            ("FT2", -50_000, "phi"),
        ];
        let taken = bring(&admin, &lines).await;
        assert_eq!((&taken["matched"], &taken["noted"]), (&json!(1), &json!(1)));
        assert_eq!(states(&placed).await, ["placed", "placed"]);
        let again = bring(&admin, &lines).await;
        assert_eq!((&again["matched"], &again["known"]), (&json!(0), &json!(2)));
        // The bank's number with another amount is told, and nothing is done about it.
        let other = bring(&admin, &[("FT1", 5, code(&placed))]).await;
        assert_eq!(other["differ"], json!(["FT1"]));
        assert_eq!(payment(&placed).await["received"]["amount"], total(&placed));
        // Each producer goes on with its own; what falls due for one is the market's to pay.
        for (producer, _) in &sellers {
            let own = placed.checkout["orders"].as_array().unwrap().iter();
            let own = own
                .clone()
                .find(|o| o["producer"]["id"] == json!(producer.id))
                .unwrap();
            producer.step(text(&own["id"]), "accept", json!({})).await;
        }
        let (producer, _) = &sellers[0];
        let own = placed.checkout["orders"].as_array().unwrap().iter();
        let own = own
            .clone()
            .find(|o| o["producer"]["id"] == json!(producer.id))
            .unwrap();
        let why = json!({"reason_code": "out_of_stock"});
        producer.step(text(&own["id"]), "decline", why).await;
        let owed = admin.get("/api/v1/admin/refunds").await.expect(200);
        assert_eq!(
            (&owed["data"][0]["payer"], &owed["data"][0]["amount"]),
            (&json!("market"), &own["total"])
        );
    });
}

#[test]
fn ten_thousand_too_little_keeps_the_hold_and_asks_for_exactly_the_rest() {
    scenario_with(licensed, |app| async move {
        let (sellers, placed) = app.shared_transfer().await;
        let admin = app.admin().await;
        bring(&admin, &[("FT1", total(&placed) - 10_000, code(&placed))]).await;
        app.advance_hours(24 * 5);
        sweep(&app).await;
        // Who serves the market signs in each day.
        let admin = app.admin().await;
        assert_eq!(
            states(&placed).await,
            ["awaiting_payment", "awaiting_payment"]
        );
        let rest = payment(&placed).await;
        assert_eq!(rest["status"], "partly_paid");
        let read = payments::Read::of(text(&rest["qr"]["payload"])).unwrap();
        assert_eq!(
            (read.amount.unwrap().0, read.account.as_str()),
            (10_000, "9990000001")
        );
        for (_, listing) in &sellers {
            assert!(app.available(listing).await < 10, "the hold is kept");
        }
        app.run_jobs().await;
        let mails = app.mail();
        let asked = mails
            .iter()
            .filter(|mail| mail.contains("còn thiếu") && mail.contains("10.000"));
        assert_eq!(asked.count(), 1, "the buyer is asked for the rest once");
        // So much is not let go of; the last of it is, and all the orders begin.
        let forgive = format!("/api/v1/admin/payments/{}/forgive", text(&rest["id"]));
        let refused = admin.post(&forgive, json!({})).await;
        assert_eq!(
            refused.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/forgive"
        );
        let line = admin
            .get(&format!("{BIN}?problem=too_little"))
            .await
            .expect(200);
        assert_eq!(line["data"][0]["remedy"], "ask_for_the_rest");
        bring(&admin, &[("FT2", 7_000, code(&placed))]).await;
        let done = admin.post(&forgive, json!({})).await.expect(200);
        assert_eq!(
            (&done["status"], &done["forgiven"]["amount"]),
            (&json!("paid"), &json!(3_000))
        );
        assert_eq!(states(&placed).await, ["placed", "placed"]);
    });
}

#[test]
fn one_transfer_for_two_codes_two_for_one_too_much_and_twice() {
    scenario_with(licensed, |app| async move {
        let admin = app.admin().await;
        let (_, listing) = app.listing(20).await;
        let one = app.transfer_order(&listing, 1).await;
        let two = app.transfer_order(&listing, 2).await;
        let both = format!("{} va {}", code(&one), code(&two));
        bring(&admin, &[("FT1", total(&one) + total(&two), &both)]).await;
        assert_eq!(
            [states(&one).await, states(&two).await].concat(),
            ["placed", "placed"]
        );
        // Not exactly both: nobody guesses which of them is short.
        let (three, four) = (
            app.transfer_order(&listing, 1).await,
            app.transfer_order(&listing, 2).await,
        );
        let both = format!("{} {}", code(&three), code(&four));
        let sum = total(&three) + total(&four);
        let taken = bring(&admin, &[("FT2", sum - 1_000, &both)]).await;
        assert_eq!(taken["waiting"], 1);
        assert_eq!(states(&three).await, ["awaiting_payment"]);
        let line = admin
            .get(&format!("{BIN}?status=waiting"))
            .await
            .expect(200)["data"][0]
            .clone();
        let id = text(&line["id"]);
        let part = |placed: &Placed, amount: i64| json!({"payment": placed.checkout["payments"][0]["id"], "amount": {"amount": amount, "currency": "VND"}});
        let assign = format!("{BIN}/{id}/assign");
        let wrong = json!({"parts": [part(&three, total(&three)), part(&four, total(&four))]});
        let refused = admin
            .post(&assign, wrong)
            .await
            .expect_problem(422, "invalid");
        assert_eq!(refused["errors"][0]["pointer"], "/parts");
        let right =
            json!({"parts": [part(&three, total(&three)), part(&four, total(&four) - 1_000)]});
        admin.post(&assign, right.clone()).await.expect(200);
        admin
            .post(&assign, right)
            .await
            .expect_problem(409, "conflict");
        assert_eq!(states(&three).await, ["placed"]);
        assert_eq!(payment(&four).await["remaining"]["amount"], 1_000);
        // Two for one, the second too much; then all of it once more.
        let lines = [
            ("FT3", 6_000, code(&four)),
            ("FT4", total(&four), code(&four)),
        ];
        bring(&admin, &lines).await;
        assert_eq!(states(&four).await, ["placed"]);
        let owed = admin.get("/api/v1/admin/refunds").await.expect(200);
        let amounts = owed["data"].as_array().unwrap().iter();
        let amounts: Vec<i64> = amounts
            .map(|refund| refund["amount"]["amount"].as_i64().unwrap())
            .collect();
        assert_eq!(amounts.iter().sum::<i64>(), 5_000 + total(&four));
        assert!(
            owed["data"]
                .as_array()
                .unwrap()
                .iter()
                .all(|refund| refund["payer"] == "market")
        );
        for problem in ["too_much", "twice"] {
            let found = admin
                .get(&format!("{BIN}?problem={problem}"))
                .await
                .expect(200);
            assert_eq!(found["data"][0]["remedy"], "send_refund", "{problem}");
        }
    });
}

#[test]
fn late_money_brings_all_the_orders_back_or_is_owed_back_for_all() {
    scenario_with(licensed, |app| async move {
        let (sellers, late) = app.shared_transfer().await;
        let (_, too_late) = {
            app.advance_hours(24);
            sweep(&app).await;
            assert_eq!(states(&late).await, ["expired", "expired"]);
            let admin = app.admin().await;
            bring(&admin, &[("FT1", total(&late), code(&late))]).await;
            assert_eq!(states(&late).await, ["placed", "placed"]);
            app.shared_transfer_of(&sellers).await
        };
        app.advance_hours(24);
        sweep(&app).await;
        // One of the two is gone: neither begins.
        sellers[0].0.set_stock(&sellers[0].1.variant, 1).await;
        let admin = app.admin().await;
        bring(&admin, &[("FT2", total(&too_late), code(&too_late))]).await;
        assert_eq!(states(&too_late).await, ["expired", "expired"]);
        let owed = admin.get("/api/v1/admin/refunds").await.expect(200);
        let amounts = owed["data"].as_array().unwrap().iter();
        let amounts: i64 = amounts
            .map(|refund| refund["amount"]["amount"].as_i64().unwrap())
            .sum();
        assert_eq!(amounts, total(&too_late));
        let found = admin.get(&format!("{BIN}?problem=late")).await.expect(200);
        assert_eq!(found["data"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn a_line_without_a_code_is_suggested_to_a_person_and_two_persons_assign_it_once() {
    scenario_with(licensed, |app| async move {
        let admin = app.admin().await;
        let (_, listing) = app.listing(20).await;
        let one = app.transfer_order(&listing, 1).await;
        app.transfer_order(&listing, 2).await;
        let taken = bring(
            &admin,
            &[
                ("FT1", total(&one), "TRAN THI BICH chuyen tien"),
                ("FT2", 9, "la"),
            ],
        )
        .await;
        assert_eq!(taken["waiting"], 2);
        assert_eq!(states(&one).await, ["awaiting_payment"]);
        let lines = admin
            .get(&format!("{BIN}?status=waiting"))
            .await
            .expect(200);
        let lines = lines["data"].as_array().unwrap().clone();
        let of = |number: &str| {
            lines
                .iter()
                .find(|line| line["bank_ref"] == number)
                .unwrap()
        };
        let shown = admin
            .get(&format!("{BIN}/{}", text(&of("FT1")["id"])))
            .await
            .expect(200);
        let suggested = &shown["suggestions"];
        assert_eq!(suggested.as_array().unwrap().len(), 1, "{suggested}");
        assert_eq!(suggested[0]["because"], json!(["amount"]));
        let part = json!({"payment": suggested[0]["payment"], "amount": of("FT1")["amount"]});
        let assign = format!("{BIN}/{}/assign", text(&of("FT1")["id"]));
        let body = json!({ "parts": [part] });
        let answers = tokio::join!(
            admin.post(&assign, body.clone()),
            admin.post(&assign, body.clone()),
            admin.post(&assign, body)
        );
        let mut statuses = [answers.0.status, answers.1.status, answers.2.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409]);
        assert_eq!(payment(&one).await["received"]["amount"], total(&one));
        assert_eq!(states(&one).await, ["placed"]);
        let aside = format!("{BIN}/{}/set-aside", text(&of("FT2")["id"]));
        admin
            .post(&aside, json!({"note": ""}))
            .await
            .expect_problem(422, "invalid");
        let done = admin
            .post(&aside, json!({"note": "lãi tiền gửi"}))
            .await
            .expect(200);
        assert_eq!(
            (&done["status"], &done["note"]),
            (&json!("set_aside"), &json!("lãi tiền gửi"))
        );
        // An official of a province does not see the market's money.
        let official = app.official("42").await.client;
        official.get(BIN).await.expect_problem(403, "forbidden");
    });
}

#[test]
fn a_messenger_is_believed_where_it_signs_and_each_line_is_taken_once() {
    scenario_with(heard, |app| async move {
        let (_, placed) = app.shared_transfer().await;
        let body = message("MBVCB.1", total(&placed), code(&placed));
        // Forged, unsigned, altered, old, huge, of another account, not a message: nothing.
        let altered = message("MBVCB.1", total(&placed) + 1, code(&placed));
        hear(
            &signed(&app, &body, "another key, as long as that", 0),
            &body,
        )
        .await
        .expect_problem(401, "unauthenticated");
        hear(&app.client(), &body)
            .await
            .expect_problem(401, "unauthenticated");
        hear(&signed(&app, &body, KEY, 0), &altered)
            .await
            .expect_problem(401, "unauthenticated");
        hear(&signed(&app, &body, KEY, 301), &body)
            .await
            .expect_problem(401, "unauthenticated");
        hear(&signed(&app, &body, KEY, -301), &body)
            .await
            .expect_problem(401, "unauthenticated");
        let huge = message("MBVCB.1", total(&placed), &"x".repeat(70_000));
        hear(&signed(&app, &huge, KEY, 0), &huge)
            .await
            .expect_problem(413, "too_large");
        let foreign = body.replace("9990000001", "1112223334");
        hear(&signed(&app, &foreign, KEY, 0), &foreign)
            .await
            .expect_problem(400, "malformed");
        hear(&signed(&app, "[]", KEY, 0), "[]")
            .await
            .expect_problem(400, "malformed");
        assert_eq!(
            (
                count(&app, "bank_lines").await,
                count(&app, "payment_receipts").await
            ),
            (0, 0)
        );
        // Told six times at once, and by the statement.
        let client = signed(&app, &body, KEY, 0);
        let admin = app.admin().await;
        let lines = [("MBVCB.1", total(&placed), code(&placed))];
        let told = futures_util::future::join_all((0..5).map(|_| hear(&client, &body)));
        let (answers, taken) = tokio::join!(told, bring(&admin, &lines));
        for answer in answers {
            assert_eq!(answer.expect(200)["success"], true);
        }
        assert!(taken["known"] == 1 || taken["matched"] == 1);
        assert_eq!(
            (
                count(&app, "bank_lines").await,
                count(&app, "payment_receipts").await
            ),
            (1, 1)
        );
        assert_eq!(states(&placed).await, ["placed", "placed"]);
        assert_eq!(payment(&placed).await["status"], "paid");
    });
}

#[test]
fn a_statement_with_one_wrong_row_is_not_begun_and_a_market_without_an_account_takes_none() {
    scenario_with(licensed, |app| async move {
        let admin = app.admin().await;
        let path = "/api/v1/admin/bank-statements";
        let mut bytes = statement(&[("FT1", 5_000, "x")]);
        bytes.extend_from_slice("gestern;FT2;viel;\"y\"\n".as_bytes());
        let refused = admin.upload(path, "statement", bytes).await;
        let problem = refused.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/statement/4/amount");
        let nothing = admin.upload(path, "statement", b"hello".to_vec()).await;
        assert_eq!(
            nothing.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/statement"
        );
        assert_eq!(count(&app, "bank_lines").await, 0);
        // No messenger is configured.
        hear(&app.client(), "{}")
            .await
            .expect_problem(404, "not_found");
    });
    scenario_with(
        |_usual| (),
        |app| async move {
            let admin = app.admin().await;
            let path = "/api/v1/admin/bank-statements";
            let refused = admin
                .upload(path, "statement", statement(&[("FT1", 5_000, "x")]))
                .await;
            refused.expect_problem(409, "conflict");
            hear(&app.client(), "{}")
                .await
                .expect_problem(404, "not_found");
        },
    );
}

#[test]
fn what_is_said_to_be_sent_to_the_market_is_the_operators_to_look_for_and_no_producers() {
    scenario_with(licensed, |app| async move {
        let (_, placed) = app.shared_transfer().await;
        placed.step("report-payment", json!({})).await.expect(200);
        app.run_jobs().await;
        assert!(!app.mail().iter().any(|mail| mail.contains("Xem tiền về")));
        app.advance_hours(24);
        sweep(&app).await;
        let order = placed.read().await;
        assert_eq!(
            (text(&order["status"]), text(&order["deadline"]["owner"])),
            ("awaiting_payment", "operator")
        );
        let admin = app.admin().await;
        let sheet = admin.get("/api/v1/admin/call-sheet").await.expect(200);
        assert_eq!(sheet["data"], json!([]), "no producer is called about it");
        let path = format!(
            "/api/v1/admin/payments/{}/missing",
            text(&order["payments"][0]["id"])
        );
        admin.post(&path, json!({})).await.expect(200);
        assert_eq!(placed.read().await["deadline"]["owner"], "buyer");
        app.advance_hours(24);
        sweep(&app).await;
        assert_eq!(states(&placed).await, ["expired", "expired"]);
    });
}

#[test]
fn refunds_and_a_cancel_at_once_never_give_back_more_than_came_nor_anothers_share() {
    scenario_with(licensed, |app| async move {
        let (_, placed) = app.shared_transfer().await;
        let admin = app.admin().await;
        bring(&admin, &[("FT1", total(&placed), code(&placed))]).await;
        let first = &placed.checkout["orders"][0];
        let own = first["total"]["amount"].as_i64().unwrap();
        let path = format!("/api/v1/admin/orders/{}/refunds", text(&first["id"]));
        let part = own * 2 / 5;
        let owe = async |key: &str| {
            let body = json!({"amount": {"amount": part, "currency": "VND"}, "reason": "goodwill"});
            admin.with("idempotency-key", key).post(&path, body).await
        };
        let all =
            futures_util::future::join_all((1..=5).map(async |n: u8| owe(&n.to_string()).await));
        let cancel = placed.step("cancel", json!({"reason_code": "buyer_changed_mind"}));
        let (answers, cancelled) = tokio::join!(all, cancel);
        cancelled.expect(200);
        for answer in answers {
            assert!([201, 409].contains(&answer.status), "{}", answer.text());
        }
        let owed = admin.get("/api/v1/admin/refunds").await.expect(200);
        let refunds = owed["data"].as_array().unwrap();
        let sum: i64 = refunds
            .iter()
            .map(|r| r["amount"]["amount"].as_i64().unwrap())
            .sum();
        assert_eq!(
            sum, own,
            "all of the first order's and nothing of the second's: {owed}"
        );
        let captured = app
            .number(
                "SELECT CAST(SUM(refunded) AS BIGINT) AS n FROM payment_orders",
                vec![],
            )
            .await;
        assert_eq!(captured, own);
    });
}

#[test]
fn the_markets_money_is_seen_to_on_one_page_and_the_buyer_reads_who_holds_theirs() {
    scenario_with(licensed, |app| async move {
        let admin = app.admin().await;
        let (_, listing) = app.listing(20).await;
        let one = app.transfer_order(&listing, 1).await;
        let two = app.transfer_order(&listing, 2).await;
        let at = format!(
            "/vi/orders/{}?token={}",
            one.order,
            text(&one.checkout["token"])
        );
        let page = app.browser().open(&at).await.expect(200);
        assert!(
            page.says("GP 01/2026/GP-NHNN") && page.says("9990000001"),
            "{}",
            page.html
        );
        assert!(!page.says("chợ không giữ tiền của bạn"), "{}", page.html);
        bring(
            &admin,
            &[
                ("FT1", total(&one), "quen ghi ma"),
                ("FT2", 9, "lai"),
                ("FT3", total(&two) + 1, code(&two)),
            ],
        )
        .await;
        let desk = office(&admin, "/vi").await;
        assert!(
            desk.contains("quen ghi ma") && desk.contains("đúng số tiền còn thiếu"),
            "{desk}"
        );
        assert!(
            desk.contains("Thừa: phần thừa nằm trong khoản phải hoàn"),
            "{desk}"
        );
        assert!(
            desk.contains("Người mua chưa cho biết tài khoản nhận"),
            "{desk}"
        );
        let id = admin
            .get(&format!("{BIN}?status=waiting"))
            .await
            .expect(200);
        let id_of = |number: &str| {
            let lines = id["data"].as_array().unwrap().iter();
            text(
                &lines
                    .clone()
                    .find(|line| line["bank_ref"] == number)
                    .unwrap()["id"],
            )
            .to_owned()
        };
        let form = |number: &str| format!("/vi/office/money/lines/{}", id_of(number));
        let wrong = admin.form(&form("FT1"), &[("code", "OC00000000X")]).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        assert_eq!(
            admin
                .form(&form("FT1"), &[("code", code(&one))])
                .await
                .status,
            200
        );
        assert_eq!(
            admin
                .form(&form("FT2"), &[("note", "lãi tiền gửi")])
                .await
                .status,
            200
        );
        assert_eq!(states(&one).await, ["placed"]);
        let desk = office(&admin, "/vi").await;
        assert!(desk.contains("Không có khoản nào đang chờ"), "{desk}");
        // The refund of one đồng: the buyer names an account, the page shows the code that sends it.
        let owed = admin.get("/api/v1/admin/refunds").await.expect(200)["data"][0].clone();
        let to = json!({"bank_bin": "970436", "account": "0071000123456", "account_name": "TRAN THI BICH"});
        let path = format!(
            "/api/v1/orders/{}/refunds/{}/destination",
            two.order,
            text(&owed["id"])
        );
        two.client.put(&path, to).await.expect(200);
        let desk = office(&admin, "/vi").await;
        assert!(desk.contains("0071000123456"), "{desk}");
        let sent = format!("/vi/office/money/refunds/{}", text(&owed["id"]));
        assert_eq!(admin.form(&sent, &[("bank_ref", "FT9")]).await.status, 200);
        let desk = office(&admin, "/en").await;
        assert!(desk.contains("The market owes nobody"), "{desk}");
    });
}
