//! The producer's desk in a browser without a script.

use scenarios::{App, Browser, Page, Person, TICKED, json, scenario, text};

/// Somebody at their desk.
pub(crate) async fn at_desk(app: &App, person: &Person) -> (Browser, Page) {
    let browser = app.browser();
    let asked = browser.open("/vi/producer").await.expect(200);
    let form = asked
        .form("/sign-in")
        .fill("login", &person.email)
        .fill("password", scenarios::PASSWORD);
    let desk = browser.send(&form).await.expect(200);
    (browser, desk)
}

#[test]
fn each_page_of_the_desk_leads_to_itself_in_the_other_language() {
    scenario(|app| async move {
        let (producer, _) = app.listing(5).await;
        let (browser, desk) = at_desk(&app, &producer.owner).await;
        let ways = desk.html.split("<nav class=\"desk-ways\"").nth(1).unwrap();
        let ways = ways
            .split("</nav>")
            .next()
            .unwrap()
            .split("href=\"")
            .skip(1);
        let mut seen = 0;
        for way in ways.map(|link| link.split('"').next().unwrap()) {
            let page = browser.open(way).await.expect(200);
            let other = browser.open(&page.link("English")).await.expect(200);
            assert!(other.path.starts_with("/en/producer"), "{}", other.path);
            assert_eq!(
                browser.follow(&other, "Tiếng Việt").await.expect(200).path,
                page.path
            );
            seen += 1;
        }
        assert!(seen > 9, "{seen}");
    });
}

#[test]
fn an_order_is_accepted_packed_sent_and_paid_by_big_buttons() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let placed = app.guest_order(&listing, 2).await;
        let (browser, desk) = at_desk(&app, &producer.owner).await;
        assert!(
            desk.says("Đang làm cho") && desk.says("chủ cơ sở"),
            "{}",
            desk.html
        );
        assert!(desk.says(&placed.code) && desk.says("còn"), "{}", desk.html);
        let order = browser
            .follow(&desk, &format!("<b>{}", placed.code))
            .await
            .expect(200);
        assert!(order.says("Trần Thị Bích") && order.says("12 thôn Hải Bắc"));
        let label = browser
            .follow(&order, "Nhãn và danh sách")
            .await
            .expect(200);
        assert!(label.says("Thu hộ") && label.says("<svg") && label.says(&placed.code));
        let accept = order.form("/accept");
        let order = browser.send(&accept).await.expect(200);
        let order = browser.send(&order.form("/pack")).await.expect(200);
        // Another carrier without a name says what is missing, and keeps the page.
        let nameless = order.form("/ship").fill("carrier", "");
        let told = browser.send(&nameless).await.expect(422);
        let coach = told
            .form("/ship")
            .fill("carrier", "coach")
            .fill("phone", "0912000009");
        let order = browser.send(&coach).await.expect(200);
        assert!(order.says("0912000009"), "{}", order.html);
        let order = browser.send(&order.form("/deliver")).await.expect(200);
        assert_eq!(placed.status().await, "delivered");
        // The cash of the door is written down; then there is nothing more to look for.
        let cash = order.form("/payment-received");
        let order = browser.send(&cash).await.expect(200);
        assert!(!order.says("Ghi đã nhận tiền"), "{}", order.html);
        let desk = browser.open("/vi/producer").await.expect(200);
        assert!(!desk.says(&placed.code));
        // A step that is no longer admitted says so.
        let late = browser.send(&accept).await.expect(409);
        assert!(late.says("đã giao"), "{}", late.html);
    });
}

#[test]
fn money_is_looked_for_found_missing_and_written_down() {
    scenario(|app| async move {
        let (producer, listing) = app.banked_listing(10).await;
        let placed = app.transfer_order(&listing, 2).await;
        let (browser, desk) = at_desk(&app, &producer.owner).await;
        assert!(
            !desk.says(&placed.code),
            "nobody has said anything of the money yet"
        );
        placed.step("report-payment", json!({})).await.expect(200);
        let desk = browser.open("/vi/producer").await.expect(200);
        let order = browser
            .follow(&desk, &format!("<b>{}", placed.code))
            .await
            .expect(200);
        assert!(order.says("Người mua báo đã chuyển") && order.says("1012345678"));
        let order = browser
            .send(&order.form("/payment-missing"))
            .await
            .expect(200);
        assert!(!order.says("Chưa thấy tiền về</button>"), "{}", order.html);
        placed.step("report-payment", json!({})).await.expect(200);
        let order = browser.open(&order.path).await.expect(200);
        let wrong = order.form("/payment-received").fill("amount", "nhiều");
        browser.send(&wrong).await.expect(422);
        let total = placed.checkout["total"]["amount"].as_i64().unwrap();
        let less = order
            .form("/payment-received")
            .fill("amount", &format!("{}", total - 3_000))
            .fill("forgive", TICKED);
        let order = browser.send(&less).await.expect(200);
        assert!(order.says("Nhận đơn"), "{}", order.html);
        assert_eq!(placed.status().await, "placed");
    });
}

#[test]
fn a_problem_is_answered_and_its_refund_sent_by_the_code_on_the_page() {
    scenario(|app| async move {
        let (producer, listing) = app.banked_listing(10).await;
        let placed = app.transfer_order(&listing, 2).await;
        let total = placed.checkout["total"].clone();
        producer
            .step(&placed.order, "payment-received", json!({"amount": total}))
            .await;
        for step in ["accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        producer
            .step(&placed.order, "ship", json!({"carrier": "self"}))
            .await;
        producer.step(&placed.order, "deliver", json!({})).await;
        let leak = json!({"kind": "leaking", "wish": "refund", "note": "Chảy hết nửa chai."});
        let case = placed.step("problems", leak).await.expect(201);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let path = format!("/vi/producer/orders/{}", placed.order);
        let order = browser.open(&path).await.expect(200);
        assert!(order.says("Chảy hết nửa chai."), "{}", order.html);
        let answer = order
            .form(text(&case["id"]))
            .fill("answer", "refund")
            .fill("note", "Xin lỗi bạn.");
        browser.send(&answer).await.expect(200);
        let refunds = format!("/api/v1/orders/{}/refunds", placed.order);
        let owed = placed.client.get(&refunds).await.expect(200)["data"][0].clone();
        let to = json!({"bank_bin": "970436", "account": "0071000123456", "account_name": "TRAN THI BICH"});
        let destination = format!("{refunds}/{}/destination", text(&owed["id"]));
        placed.client.put(&destination, to).await.expect(200);
        let order = browser.open(&path).await.expect(200);
        assert!(
            order.says("0071000123456") && order.says("qr.png"),
            "{}",
            order.html
        );
        let sent = order.form(text(&owed["id"]));
        browser
            .send(&sent.fill("bank_ref", "FT9"))
            .await
            .expect(200);
        let refund = placed.client.get(&refunds).await.expect(200)["data"][0].clone();
        assert_eq!(refund["status"], "sent");
    });
}

#[test]
fn anothers_order_is_not_there_and_who_serves_several_chooses() {
    scenario(|app| async move {
        let (first, listing) = app.listing(10).await;
        let placed = app.guest_order(&listing, 1).await;
        let second = app.producer().await;
        let path = format!("/vi/producer/orders/{}", placed.order);
        let (stranger, _) = at_desk(&app, &second.owner).await;
        stranger.open(&path).await.expect(404);
        stranger
            .open(&format!("/vi/producer?for={}", first.id))
            .await
            .expect(404);
        // A buyer has no desk, and is told so.
        let (_, none) = at_desk(&app, &app.buyer().await).await;
        assert!(none.says("chưa thuộc cơ sở nào"), "{}", none.html);
    });
}

#[test]
fn stock_and_price_are_on_one_page_and_less_than_promised_shows_two_ways_out() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let placed = app.guest_order(&listing, 4).await;
        let (browser, desk) = at_desk(&app, &producer.owner).await;
        let shelf = browser.follow(&desk, "Kho và giá").await.expect(200);
        let form = shelf.form(&format!("{0}#{0}", listing.variant));
        assert_eq!(
            (form.value("on_hand"), form.value("price")),
            (Some("10"), Some("65000"))
        );
        let refused = browser
            .send(&form.clone().fill("on_hand", "3"))
            .await
            .expect(409);
        assert!(
            refused.says(&placed.order) && refused.says("Đã hứa 4"),
            "{}",
            refused.html
        );
        let kept = browser
            .send(&refused.form(&listing.variant))
            .await
            .expect(200);
        assert!(kept.says("value=\"4\""), "{}", kept.html);
        assert_eq!(app.available(&listing).await, 0);
        // What went out meanwhile is not put back: neither by a field that nobody touched, nor by
        // a count from before.
        producer.set_stock(&listing.variant, 9).await;
        let dearer = form.clone().fill("price", "66000");
        let untouched = browser.send(&dearer).await.expect(200);
        assert!(untouched.says("value=\"9\""), "{}", untouched.html);
        let stale = form.clone().fill("on_hand", "12");
        let before = browser.send(&stale).await.expect(409);
        assert!(before.says("đã là 9"), "{}", before.html);
        let form = before.form(&format!("{0}#{0}", listing.variant));
        // A leap of the price is asked about once, and nothing of the form is lost.
        let dear = form.fill("on_hand", "12").fill("price", "650.000");
        let asked = browser.send(&dear).await.expect(422);
        let again = asked.form(&format!("{0}#{0}", listing.variant));
        assert_eq!(again.value("price"), Some("650.000"));
        browser
            .send(&again.fill("confirm", TICKED))
            .await
            .expect(200);
        assert_eq!(app.available(&listing).await, 8);
        let shelf = browser.open(&shelf.path).await.expect(200);
        let off = browser.send(&shelf.form("/pause")).await.expect(200);
        assert!(off.says("tạm nghỉ bán"));
        let on = browser.send(&off.form("/resume")).await.expect(200);
        assert!(on.says("đang bán"));
    });
}

#[test]
fn an_owner_names_a_bank_account_and_takes_it_back_and_says_when_the_shop_is_closed() {
    scenario(|app| async move {
        let (producer, _) = app.banked_listing(10).await;
        let (browser, desk) = at_desk(&app, &producer.owner).await;
        let page = browser.follow(&desk, "Cài đặt").await.expect(200);
        assert!(
            page.says("Vietcombank 1012345678") && page.says("Đang dùng"),
            "{}",
            page.html
        );
        let wrong = page
            .form("/bank-account")
            .fill("bank_bin", "970415")
            .fill("account", "12")
            .fill("account_name", "Nguyễn Thị Hoa");
        let told = browser.send(&wrong).await.expect(422);
        let form = told.form("/bank-account");
        assert_eq!(
            (form.value("bank_bin"), form.value("account")),
            (Some("970415"), Some("12"))
        );
        let waits = browser
            .send(&form.fill("account", "2222 000011"))
            .await
            .expect(200);
        assert!(
            waits.says("2222000011") && waits.says("Dùng từ"),
            "{}",
            waits.html
        );
        let back = browser
            .send(&waits.form("/bank-account-withdraw"))
            .await
            .expect(200);
        assert!(!back.says("2222000011"));
        let wrong = back.form("/closures").fill("days", "mai nghỉ");
        browser.send(&wrong).await.expect(422);
        let tet = back
            .form("/closures")
            .fill("days", "05/02/2027\r\n06/02/2027");
        let closed = browser.send(&tet).await.expect(200);
        assert_eq!(
            closed.form("/closures").value("days"),
            Some("05/02/2027\n06/02/2027")
        );
        // A session that has grown old signs in once more before it touches the account.
        app.advance_hours(2);
        let page = browser.open(&closed.path).await.expect(200);
        assert!(page.says("Đăng nhập lại để đổi tài khoản"), "{}", page.html);
    });
}
