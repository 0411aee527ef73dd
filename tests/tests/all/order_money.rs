//! An administrator gives money back on one order's page, and the page of a purchase asks for what
//! is to be transferred, in a browser without a script.

use scenarios::{App, Browser, Page, Placed, json, licensed, scenario, scenario_with, text};

use crate::money_pages::{administrator, dong};

/// An order that came, for cash: nobody has written the cash down yet.
async fn delivered(app: &App, quantity: i64) -> Placed {
    let (producer, listing) = app.listing(10).await;
    let placed = app.guest_order(&listing, quantity).await;
    for step in ["accept", "pack"] {
        producer.step(&placed.order, step, json!({})).await;
    }
    let ship = json!({"carrier": "self"});
    producer.step(&placed.order, "ship", ship).await;
    producer.step(&placed.order, "deliver", json!({})).await;
    placed
}

/// The page of an order, found by its code.
async fn found(browser: &Browser, money: &Page, placed: &Placed) -> Page {
    let form = money.form("/office/orders").fill("order", &placed.code);
    browser.send(&form).await.expect(200)
}

async fn owed(placed: &Placed) -> Vec<i64> {
    let path = format!("/api/v1/orders/{}/refunds", placed.order);
    let refunds = placed.client.get(&path).await.expect(200);
    let refunds = refunds["data"].as_array().unwrap().iter();
    let mut owed: Vec<i64> = refunds
        .map(|one| one["amount"]["amount"].as_i64().unwrap())
        .collect();
    owed.sort_unstable();
    owed
}

#[test]
fn an_administrator_finds_an_order_by_its_code_and_gives_back_lines_an_amount_and_the_rest() {
    scenario(|app| async move {
        let placed = delivered(&app, 3).await;
        let order = placed.read().await;
        let (line, total) = (&order["lines"][0], &order["total"]["amount"]);
        let (price, total) = (
            line["price"]["amount"].as_i64().unwrap(),
            total.as_i64().unwrap(),
        );
        let (admin, money) = administrator(&app, "/vi/office/money").await;
        let none = money.form("/office/orders").fill("order", "OC không có");
        let none = admin.send(&none).await.expect(422);
        assert!(
            none.says("Không có đơn nào mang mã này") && none.says("OC không có"),
            "{}",
            none.html
        );
        let page = found(&admin, &money, &placed).await;
        for hidden in ["Bích", "912345678", "912 345 678", "Hải Bắc"] {
            assert!(!page.says(hidden), "{hidden}: {}", page.html);
        }

        let path = page.path.clone();
        let bare = admin.send(&page.form(&path)).await.expect(422);
        assert!(bare.says("what-fault"), "{}", bare.html);
        let quantity = format!("q-{}", text(&line["id"]));
        let lines = |page: &Page, count: &str| {
            let form = page.form(&path).fill("what", "parts");
            form.fill(&quantity, count).fill("reason", "missing")
        };
        let many = admin.send(&lines(&page, "4")).await.expect(422);
        assert!(
            many.says("mỗi dòng không hoàn quá số đã đặt"),
            "{}",
            many.html
        );
        assert_eq!(many.form(&path).value(&quantity), Some("4"));
        assert_eq!(many.form(&path).value("reason"), Some("missing"));
        assert_eq!(many.form(&path).value("key"), page.form(&path).value("key"));
        let mixed = lines(&page, "1").fill("amount", "1.000");
        let mixed = admin.send(&mixed).await.expect(422);
        assert!(mixed.says("Chọn một cách"), "{}", mixed.html);
        let idle = lines(&page, "1").fill("reason", "");
        assert!(admin.send(&idle).await.expect(422).says("reason-fault"));
        assert_eq!(owed(&placed).await, [0; 0]);

        // A form sent twice gives back once, also at once.
        let one = lines(&page, "1");
        let (first, second) = tokio::join!(admin.send(&one), admin.send(&one));
        let (first, _) = (first.expect(200), second.expect(200));
        admin.send(&one).await.expect(200);
        assert_eq!(owed(&placed).await, [price]);
        assert!(
            first.says(&dong(price)) && first.says("Thiếu hàng") && first.says("chờ chuyển"),
            "{}",
            first.html
        );
        let changed = admin.send(&lines(&page, "2")).await.expect(422);
        assert_eq!(owed(&placed).await, [price], "{}", changed.html);

        let page = admin.open(&path).await.expect(200);
        let amount = |page: &Page, typed: &str| {
            let form = page.form(&path).fill("what", "amount");
            form.fill("amount", typed).fill("reason", "goodwill")
        };
        let much = amount(&page, &format!("{} ₫", total - price + 1));
        let much = admin.send(&much).await.expect(422);
        assert!(
            much.says("amount-fault") && much.says(&(total - price).to_string()),
            "{}",
            much.html
        );
        assert!(
            admin
                .send(&amount(&page, "nhiều"))
                .await
                .expect(422)
                .says("nhiều")
        );
        admin.send(&amount(&much, "1.000")).await.expect(200);
        let english = admin.open(&path.replace("/vi/", "/en/")).await.expect(200);
        assert!(english.says("Goodwill") && english.says("the producer pays"));
        let page = admin.open(&path).await.expect(200);
        let rest = page
            .form(&path)
            .fill("what", "all")
            .fill("reason", "agreed");
        let done = admin.send(&rest).await.expect(200);
        let mut wanted = vec![1_000, price, total - price - 1_000];
        wanted.sort_unstable();
        assert_eq!(owed(&placed).await, wanted);
        assert!(done.says("Không còn khoản nào để hoàn"), "{}", done.html);
        admin
            .follow(&done, "Các khoản chợ phải hoàn")
            .await
            .expect(200);
        app.run_jobs().await;
    });
}

#[test]
fn an_order_of_which_nothing_came_gives_nothing_back_and_an_official_sees_no_such_page() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 1).await;
        let (admin, money) = administrator(&app, "/vi/office/money").await;
        let page = found(&admin, &money, &placed).await;
        assert!(page.says("Không còn khoản nào để hoàn"), "{}", page.html);
        let official = app.official("42").await;
        let browser = app.browser();
        let door = browser.open(&page.path).await;
        let form = door.form("/sign-in").fill("login", &official.email);
        let form = form.fill("password", scenarios::PASSWORD);
        browser.send(&form).await.expect(403);
        app.run_jobs().await;
    });
}

/// Where the page of a purchase is, with the token that opens it.
fn purchase(placed: &Placed) -> String {
    let checkout = &placed.checkout;
    let (id, token) = (text(&checkout["id"]), text(&checkout["token"]));
    format!("/vi/checkouts/{id}?token={token}")
}

#[test]
fn the_page_of_a_purchase_asks_for_each_transfer_until_its_buyer_has_paid() {
    scenario(|app| async move {
        let (_, listing) = app.banked_listing(10).await;
        let placed = app.transfer_order(&listing, 2).await;
        let total = placed.checkout["total"]["amount"].as_i64().unwrap();
        let browser = app.browser();
        let page = browser.open(&purchase(&placed)).await.expect(200);
        assert!(
            page.says("giữ hàng chờ bạn chuyển khoản") && page.says(&dong(total)),
            "{}",
            page.html
        );
        let order = browser.follow(&page, "Mở mã VietQR").await.expect(200);
        assert!(order.says("qr.png"), "{}", order.html);
        browser.send(&order.form("/payment")).await.expect(200);
        let page = browser.open(&purchase(&placed)).await.expect(200);
        assert!(
            page.says("Bạn đã báo chuyển khoản") && !page.says("Mở mã VietQR"),
            "{}",
            page.html
        );
        app.run_jobs().await;
    });
}

#[test]
fn one_transfer_to_the_market_for_several_orders_is_asked_for_once() {
    scenario_with(licensed, |app| async move {
        let (_, placed) = app.shared_transfer().await;
        let total = placed.checkout["total"]["amount"].as_i64().unwrap();
        let page = app.browser().open(&purchase(&placed)).await.expect(200);
        assert_eq!(
            page.html.matches("Mở mã VietQR").count(),
            1,
            "{}",
            page.html
        );
        assert!(
            page.says("một lần chuyển cho các đơn này") && page.says(&dong(total)),
            "{}",
            page.html
        );
        app.run_jobs().await;
    });
}
