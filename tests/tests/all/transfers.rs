//! Money by VietQR straight to the producer's account: asked for, said to be sent, looked for, and
//! what is done where it is too little, too much, too late or not there.

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
fn ten_thousand_too_little_is_kept_and_a_second_code_asks_for_exactly_the_rest() {
    scenario(|app| async move {
        let (producer, listing, placed) = bought(&app).await;
        came(&producer, &placed, dong(total(&placed) - 10_000))
            .await
            .expect(200);
        let order = stands(&placed, "awaiting_payment", "payee", "partly_paid").await;
        let qr = &order["payments"][0]["qr"];
        assert_eq!(qr["amount"]["amount"], 10_000);
        assert_eq!(
            payments::Read::of(text(&qr["payload"]))
                .unwrap()
                .amount
                .unwrap()
                .0,
            10_000
        );
        app.advance_hours(24 * 5);
        sweep(&app).await;
        stands(&placed, "awaiting_payment", "payee", "partly_paid").await;
        assert_eq!(app.available(&listing).await, 8);
        app.run_jobs().await;
        let asked = app
            .mail()
            .iter()
            .any(|mail| mail.contains("còn thiếu") && mail.contains("10.000"));
        assert!(asked, "the buyer is asked for the rest");
        // More than the rule allows is not let go of; the rest is, by two transfers for one order.
        let generous = |amount: i64| {
            let mut said = dong(amount);
            said["forgive"] = json!(true);
            said
        };
        let refused = came(&producer, &placed, generous(1_000)).await;
        assert_eq!(
            refused.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/forgive"
        );
        came(&producer, &placed, generous(7_000)).await.expect(200);
        let order = stands(&placed, "placed", "producer", "paid").await;
        let payment = &order["payments"][0];
        assert_eq!(payment["received"]["amount"], total(&placed) - 3_000);
        assert_eq!(payment["remaining"]["amount"], 0);
    });
}

#[test]
fn too_much_or_twice_is_owed_back_at_once_and_the_order_goes_on() {
    scenario(|app| async move {
        let (producer, _, placed) = bought(&app).await;
        let first = json!({"amount": {"amount": total(&placed) + 15_000, "currency": "VND"}, "bank_ref": "FT1"});
        came(&producer, &placed, first.clone()).await.expect(200);
        stands(&placed, "placed", "producer", "overpaid").await;
        // The same line of the statement again is the same money; another line is more.
        came(&producer, &placed, first).await.expect(200);
        let second = json!({"amount": {"amount": 20_000, "currency": "VND"}, "bank_ref": "FT2"});
        came(&producer, &placed, second).await.expect(200);
        let path = "/api/v1/producer/refunds";
        let owed = producer.owner.client.get(path).await.expect(200);
        let amounts: Vec<i64> = owed["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|refund| refund["amount"]["amount"].as_i64().unwrap())
            .collect();
        assert_eq!(amounts.iter().sum::<i64>(), 35_000, "{owed}");
        for refund in owed["data"].as_array().unwrap() {
            let destination = json!({"bank_bin": "970436", "account": "0071000123456", "account_name": "TRAN THI BICH"});
            let to = format!(
                "/api/v1/orders/{}/refunds/{}/destination",
                placed.order,
                text(&refund["id"])
            );
            placed.client.put(&to, destination).await.expect(200);
            let send = format!("/api/v1/producer/refunds/{}/send", text(&refund["id"]));
            producer
                .owner
                .client
                .post(&send, json!({}))
                .await
                .expect(200);
        }
        stands(&placed, "placed", "producer", "paid").await;
    });
}

#[test]
fn late_money_brings_the_order_back_where_the_goods_are_there_and_is_owed_back_where_not() {
    scenario(|app| async move {
        let (producer, listing) = app.banked_listing(2).await;
        let late = app.transfer_order(&listing, 2).await;
        let too_late = {
            app.advance_hours(24);
            sweep(&app).await;
            stands(&late, "expired", "nobody", "cancelled").await;
            came(&producer, &late, dong(total(&late))).await.expect(200);
            stands(&late, "placed", "producer", "paid").await;
            assert_eq!(app.available(&listing).await, 0);
            producer.set_stock(&listing.variant, 4).await;
            app.transfer_order(&listing, 2).await
        };
        app.advance_hours(24);
        sweep(&app).await;
        // Somebody else was faster.
        app.transfer_order(&listing, 2).await;
        came(&producer, &too_late, dong(total(&too_late)))
            .await
            .expect(200);
        stands(&too_late, "expired", "nobody", "paid").await;
        let owed = producer
            .owner
            .client
            .get("/api/v1/producer/refunds")
            .await
            .expect(200);
        assert_eq!(owed["data"][0]["amount"]["amount"], total(&too_late));
    });
}

/// The owner's telephone, proven.
async fn has_phone(app: &App, producer: &Producer, phone: &str) {
    let sql = format!(
        "INSERT INTO contact_points (id, account_id, kind, value, proven_at, proven_by, created_at) \
         SELECT c.account_id, c.account_id, 'phone', '{phone}', 1, 'official', 1 FROM contact_points c \
         WHERE c.kind = 'email' AND c.value = '{}'",
        producer.owner.email
    );
    app.execute(&sql).await;
}

#[test]
fn a_new_bank_account_waits_two_days_tells_everybody_and_leaves_old_orders_theirs() {
    scenario(|app| async move {
        let (mut producer, listing) = app.listing(10).await;
        // Without an account a transfer is not offered.
        let basket = app.client().basket(&[(&listing.variant, 1)]).await;
        let mut draft = basket.draft();
        draft["payment_method"] = json!("vietqr");
        let refused = basket.send("k", draft).await;
        let problem = refused.expect_problem(422, "method_not_allowed");
        assert_eq!(
            (&problem["rule"], &problem["allowed_methods"]),
            (&json!("payments.account"), &json!(["cod"]))
        );

        producer.name_account("970436", "1012345678").await;
        app.advance_hours(48);
        let before = app.transfer_order(&listing, 1).await;
        let path = "/api/v1/producer/bank-accounts";
        let other = json!({"bank_bin": "970415", "account": "222", "account_name": "Kẻ lạ"});
        let stale = producer.owner.client.post(path, other.clone()).await;
        stale.expect_problem(403, "reauthentication_required");
        producer.owner.client = app.sign_in(&producer.owner.email).await;
        has_phone(&app, &producer, "0912000099").await;
        let wrong = producer.owner.client.post(path, other).await;
        assert_eq!(
            wrong.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/account"
        );
        let versions = producer.name_account("970415", "2222000011").await;
        assert_eq!(
            (&versions[0]["state"], &versions[1]["state"]),
            (&json!("waiting"), &json!("current"))
        );
        // By every channel that they have: by mail, by text, and where they sign in.
        app.run_jobs().await;
        let mails = app.mail();
        let told = |mail: &&String| mail.contains("đổi tài khoản") && mail.contains("0011");
        assert_eq!(mails.iter().filter(told).count(), 1, "{mails:#?}");
        let texts = app.texts_to("0912000099");
        let told = |text: &&String| text.contains("đổi tài khoản") && text.contains("0011");
        assert_eq!(texts.iter().filter(told).count(), 1, "{texts:#?}");
        let inbox = producer.owner.client.get("/api/v1/inbox").await.expect(200);
        let notices = inbox["data"].as_array().unwrap().iter();
        let told = |notice: &&Value| {
            notice["kind"] == "bank-account-changed" && notice.to_string().contains("0011")
        };
        assert_eq!(notices.filter(told).count(), 1, "{inbox}");
        let same = app.transfer_order(&listing, 1).await;
        assert_eq!(same.checkout["payments"][0]["qr"]["account"], "1012345678");
        // Taken back while it waits, it never holds.
        producer.owner.client.delete(path).await.expect(200);
        app.advance_hours(48);
        let same = app.transfer_order(&listing, 1).await;
        assert_eq!(same.checkout["payments"][0]["qr"]["account"], "1012345678");
        producer.owner.client = app.sign_in(&producer.owner.email).await;
        producer.name_account("970415", "2222000011").await;
        app.advance_hours(48);
        let after = app.transfer_order(&listing, 1).await;
        assert_eq!(after.checkout["payments"][0]["qr"]["account"], "2222000011");
        let asked = before.read().await;
        assert_eq!(asked["payments"][0]["qr"]["account"], "1012345678");
        let old = came(&producer, &before, dong(total(&before)))
            .await
            .expect(200);
        assert_eq!(old["payments"][0]["reference"], json!(before.code));
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
