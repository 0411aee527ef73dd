//! A producer's money, and the payouts of whoever runs the market, in a browser without a script.

use scenarios::{
    App, Browser, Form, Page, Person, fish_sauce, json, licensed, scenario, scenario_with,
    scenario_with_cards, text,
};

use crate::desk_pages::at_desk;

/// An administrator at a browser, in front of a page of the office.
pub(crate) async fn administrator(app: &App, path: &str) -> (Browser, Page) {
    let person = app.person("Quản trị").await;
    let roles = format!("/api/v1/admin/accounts/{}/roles", person.id);
    let role = json!({"role": "admin"});
    app.admin().await.put(&roles, role).await.expect(200);
    signed_in(app, &person, path).await
}

async fn signed_in(app: &App, person: &Person, path: &str) -> (Browser, Page) {
    let browser = app.browser();
    let asked = browser.open(path).await;
    let form = asked.form("/sign-in").fill("login", &person.email);
    let page = browser
        .send(&form.fill("password", scenarios::PASSWORD))
        .await;
    (browser, page.expect(200))
}

/// Ten thousand as a page writes it.
pub(crate) fn dong(amount: i64) -> String {
    let (thousands, rest) = (amount / 1_000, amount % 1_000);
    format!("{thousands}.{rest:03}\u{a0}₫")
}

#[test]
fn an_owner_sees_how_the_shop_stands_and_what_a_sale_would_bring() {
    scenario(|app| async move {
        let (producer, listing) = app.banked_listing(10).await;
        let client = app.sign_in(&producer.owner.email).await;
        let mut producer = producer;
        producer.owner.client = client.with("ocop-producer", &producer.id);
        let placed = app.at_the_market(&producer, &listing, 2).await;
        let total = placed.checkout["total"]["amount"].as_i64().unwrap();
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let path = format!("/vi/producer/money?for={}", producer.id);
        let page = browser.open(&path).await.expect(200);
        assert!(
            page.says(&dong(total)) && page.says("Chợ phải trả mình"),
            "{}",
            page.html
        );
        assert!(
            page.says(text(&placed.checkout["orders"][0]["code"])),
            "the statement names the order"
        );
        let form = page.form("/producer/money#sale").fill("set", "9");
        let wrong = browser
            .send(&form.clone().fill("price", "nhiều"))
            .await
            .expect(422);
        assert!(wrong.says("nhiều"), "what was typed is kept");
        let told = browser
            .send(&form.fill("price", "65.000"))
            .await
            .expect(200);
        assert!(told.says("Nhận được"), "{}", told.html);
        let rests = told.says("Quy định của chợ: không thu hoa hồng");
        assert!(rests && !told.says("Policy of the market"), "{}", told.html);
        let file = browser.follow(&page, "Tải sao kê CSV").await.expect(200);
        assert!(
            file.says("Tiền về") || file.says("Đơn hoàn tất"),
            "{}",
            file.html
        );
        browser
            .open(&path.replace("/money?", "/money/statement.pdf?"))
            .await
            .expect(404);

        let editor = app.member(&producer, "editor").await;
        let (browser, desk) = at_desk(&app, &editor).await;
        assert!(!desk.says("/producer/money"));
        browser.open(&path).await.expect(403);
        let other = app.producer().await;
        let (browser, _) = at_desk(&app, &other.owner).await;
        browser.open(&path).await.expect(404);
    });
}

#[test]
fn a_batch_is_prepared_on_one_page_confirmed_on_anothers_and_paid() {
    scenario(|app| async move {
        let (mut producer, listing) = app.banked_listing(10).await;
        let client = app.sign_in(&producer.owner.email).await;
        producer.owner.client = client.with("ocop-producer", &producer.id);
        app.at_the_market(&producer, &listing, 2).await;
        app.advance_hours(10 * 24);
        let (first, page) = administrator(&app, "/vi/office/payouts").await;
        let prepare = page.form("/office/payouts");
        let batch = first.send(&prepare).await.expect(200);
        assert!(
            batch.says("HTX Nước mắm Cẩm Nhượng") && !batch.says("/confirm"),
            "{}",
            batch.html
        );
        let again = first.send(&prepare).await.expect(200);
        assert_eq!(
            again.path, batch.path,
            "a form sent twice prepares one batch"
        );
        first
            .open(&format!("{}/file.csv", batch.path))
            .await
            .expect(409);

        let (second, page) = administrator(&app, &batch.path).await;
        let confirmed = second.send(&page.form("/confirm")).await.expect(200);
        let file = second
            .follow(&confirmed, "Tải tệp cho ngân hàng")
            .await
            .expect(200);
        assert!(file.says("1012345678"), "{}", file.html);
        let paid = confirmed.form("/paid").fill("bank_ref", "FT99");
        let paid = second.send(&paid).await.expect(200);
        assert!(paid.says("FT99") && paid.says("xong"), "{}", paid.html);
        let empty = first.open("/vi/office/payouts").await.expect(200);
        assert!(empty.says("Chưa có cơ sở nào"), "{}", empty.html);

        let official = app.official("42").await;
        let asked = app.browser();
        let door = asked.open("/vi/office/payouts").await;
        let form = door.form("/sign-in").fill("login", &official.email);
        asked
            .send(&form.fill("password", scenarios::PASSWORD))
            .await
            .expect(403);
    });
}

#[test]
fn what_cards_paid_is_paid_out_on_the_same_page_by_transfers() {
    scenario_with_cards(|app, fake| async move {
        let (producer, listing) = app.listing(10).await;
        let orders = app.paid_by_card(&fake, &[(&listing, 2)]).await;
        app.completed(&producer, &orders[0]).await;
        app.advance_hours(10 * 24);
        let (first, page) = administrator(&app, "/vi/office/payouts").await;
        assert!(
            page.says("chưa có tài khoản nhận được tiền") && !page.says("Lập đợt chi trả"),
            "who waits for an account is named: {}",
            page.html
        );
        let mut owner = producer.owner.clone();
        owner.client = app.sign_in(&owner.email).await;
        owner.client = owner.client.with("ocop-producer", &producer.id);
        let producer = scenarios::Producer { owner, ..producer };
        let account = producer.connect(&fake).await;
        let page = first.open("/vi/office/payouts").await.expect(200);
        let batch = first.send(&page.form("/office/payouts")).await.expect(200);
        assert!(batch.says(&account), "{}", batch.html);
        let (second, page) = administrator(&app, &batch.path).await;
        let confirmed = second.send(&page.form("/confirm")).await.expect(200);
        assert!(
            !confirmed.says("/file.csv") && !confirmed.says("/paid"),
            "Stripe says what became of it: {}",
            confirmed.html
        );
        app.run_jobs().await;
        assert_eq!(fake.all("transfer").len(), 1);
        let paid = second.open(&batch.path).await.expect(200);
        assert!(paid.says("tr_"), "{}", paid.html);
    });
}

/// The form of a payment that is looked for.
fn sought(page: &Page, step: &str) -> Form {
    page.form(&format!("/{step}"))
}

#[test]
fn what_is_missing_of_a_transfer_is_let_go_of_and_nothing_is_said_to_have_come() {
    scenario_with(licensed, |app| async move {
        let producer = app.producer().await;
        let listing = app.listing_of(&producer, fish_sauce(), 10).await;
        let (short, empty) = (
            app.transfer_order(&listing, 1).await,
            app.transfer_order(&listing, 2).await,
        );
        for placed in [&short, &empty] {
            placed.step("report-payment", json!({})).await.expect(200);
        }
        let (admin, page) = administrator(&app, "/vi/office/money").await;
        assert!(
            page.says("Chờ thấy trong tài khoản của chợ"),
            "{}",
            page.html
        );
        let lacks = short.checkout["total"]["amount"].as_i64().unwrap() - 1_000;
        let reference = text(&short.checkout["payments"][0]["reference"]);
        let statement = format!(
            "Mã giao dịch,Ngày giao dịch,Nội dung,Số tiền\nFT1,23/11/2026 10:00,CT {reference},{lacks}\n"
        );
        let form = page.form("/money/statement");
        let page = admin
            .upload(&form, "statement", statement.into_bytes())
            .await
            .expect(200);
        let page = admin.send(&sought(&page, "forgive")).await.expect(200);
        let path = format!("/api/v1/orders/{}", short.order);
        assert_eq!(
            short.client.get(&path).await.expect(200)["status"],
            "placed"
        );
        let page = admin.send(&sought(&page, "missing")).await.expect(200);
        assert!(
            !page.says("Chờ thấy trong tài khoản của chợ"),
            "{}",
            page.html
        );
        let path = format!("/api/v1/orders/{}", empty.order);
        let order = empty.client.get(&path).await.expect(200);
        assert_eq!(order["payments"][0]["status"], "pending", "{order}");
    });
}
