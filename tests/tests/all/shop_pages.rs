//! Buying in a browser without a script: by links and forms alone.

use scenarios::{App, Browser, Page, TICKED, json, scenario, text};

/// Goes to a listing by links and puts so many of it into the cart.
async fn into_the_cart(app: &App, browser: &Browser, slug: &str, quantity: &str) -> Page {
    let path = format!("/vi/products/{slug}");
    let page = app
        .soon(async || {
            let page = browser.open(&path).await;
            (page.status == 200 && page.says("/vi/cart/lines")).then_some(page)
        })
        .await;
    let form = page.form("/cart/lines").fill("quantity", quantity);
    browser.send(&form).await.expect(200)
}

/// Fills the checkout in, but for the place.
fn filled(page: &Page) -> scenarios::Form {
    page.form("/checkout")
        .fill("name", "Trần Thị Bích")
        .fill("phone", "0912 345 678")
        .fill("street", "12 thôn Hải Bắc")
        .fill("terms", TICKED)
}

/// At the checkout with a priced delivery, all filled in.
async fn ready(app: &App, browser: &Browser, slug: &str) -> scenarios::Form {
    let cart = into_the_cart(app, browser, slug, "2").await;
    let place = cart.form("/cart/destination");
    let place = place.fill("province", "42").fill("commune", "thien cam");
    let cart = browser.send(&place).await.expect(200);
    filled(&browser.follow(&cart, "Đặt hàng").await.expect(200))
}

#[test]
fn a_guest_buys_by_forms_and_links_alone() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let browser = app.browser();
        let cart = into_the_cart(&app, &browser, &listing.slug, "2").await;
        assert!(cart.says("HTX Nước mắm Cẩm Nhượng") && cart.says("130.000\u{a0}₫"));
        assert!(browser.cookie("cart").is_some());
        let more = format!("q-{}", listing.variant);
        let cart = browser.send(&cart.form("/vi/cart").fill(&more, "3")).await;
        assert!(cart.expect(200).says("195.000\u{a0}₫"));

        let checkout = browser.open("/vi/checkout").await.expect(200);
        let bare = browser.send(&checkout.form("/checkout")).await.expect(422);
        for missing in [
            "name-fault",
            "phone-fault",
            "commune-fault",
            "street-fault",
            "terms-fault",
        ] {
            assert!(bare.says(missing), "{missing}");
        }
        let form = filled(&bare)
            .fill("province", "42")
            .fill("commune", "Thiên Cầm");
        // Nothing is wrong: a note says what to look at, no fault.
        let priced = browser.send(&form).await.expect(200);
        let note = "class=\"bar note\" role=\"status\">Đã tính phí giao hàng";
        assert!(priced.says(note), "{}", priced.html);
        assert!(!priced.says("fault") && !priced.says("role=\"alert\""));
        let form = priced.form("/checkout");
        assert_eq!(form.value("name"), Some("Trần Thị Bích"));
        let bought = browser.send(&form).await.expect(200);
        assert!(bought.path.starts_with("/vi/checkouts/") && bought.path.contains("?token="));
        assert!(browser.cookie("cart").is_none(), "the cart is done with");
        assert_eq!(app.available(&listing).await, 2);
        app.run_jobs().await;
        let order = browser.follow(&bought, "HTX").await.expect(200);
        assert!(order.says("chờ người bán nhận đơn") && order.says("09:00 23/11/2026"));
        let cancelled = browser.send(&order.form("/cancel")).await.expect(200);
        assert!(cancelled.says("đã huỷ: người mua đổi ý (người mua)"));
        assert_eq!(app.available(&listing).await, 5);
        let again = browser.send(&cancelled.form("/again")).await.expect(200);
        assert!(again.says("195.000\u{a0}₫"), "{}", again.html);
        let bare = order.path.split('?').next().unwrap();
        app.browser().open(bare).await.expect(404);
        app.run_jobs().await;
    });
}

#[test]
fn who_has_a_telephone_alone_finds_their_order_by_its_text() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let browser = app.browser();
        let form = ready(&app, &browser, &listing.slug).await;
        browser.send(&form).await.expect(200);
        app.run_jobs().await;
        let texts = app.texts_to("0912345678");
        let link = texts[0]
            .split(' ')
            .find_map(|word| word.strip_prefix("http://localhost:8080"));
        let order = app.browser().open(link.unwrap()).await.expect(200);
        assert!(order.says("chờ người bán nhận đơn") && order.says("Hãy lưu địa chỉ trang này"));
        let cancelled = app.browser().send(&order.form("/cancel")).await.expect(200);
        assert!(cancelled.says("đã huỷ: người mua đổi ý (người mua)"));
        app.run_jobs().await;
    });
}

#[test]
fn a_form_sent_twice_is_one_order() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let browser = app.browser();
        let form = ready(&app, &browser, &listing.slug).await;
        let (one, two) = tokio::join!(browser.send(&form), browser.send(&form));
        let again = browser.send(&form).await;
        assert_eq!(one.clone().expect(200).path, two.expect(200).path);
        assert_eq!(one.path, again.expect(200).path);
        assert_eq!(app.available(&listing).await, 3);
        app.run_jobs().await;
    });
}

#[test]
fn what_changed_meanwhile_is_said_and_what_was_typed_is_kept() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let browser = app.browser();
        let form = ready(&app, &browser, &listing.slug).await;
        producer.set_stock(&listing.variant, 1).await;
        let short = browser.send(&form).await.expect(422);
        assert!(short.says("Chỉ còn 1") && short.says("12 thôn Hải Bắc"));
        producer.set_stock(&listing.variant, 9).await;

        // Another tab changes the cart: the total is another than the form says.
        let cart = browser.open("/vi/cart").await;
        let line = format!("q-{}", listing.variant);
        browser
            .send(&cart.form("/vi/cart").fill(&line, "3"))
            .await
            .expect(200);
        let changed = browser.send(&form).await.expect(422);
        assert!(changed.says("Tổng tiền đã đổi từ") && changed.says("12 thôn Hải Bắc"));

        // And another empties it.
        let cart = browser.open("/vi/cart").await;
        browser
            .send(&cart.form("/vi/cart").fill(&line, "0"))
            .await
            .expect(200);
        let empty = browser.send(&changed.form("/checkout")).await.expect(422);
        assert!(empty.says("Giỏ hàng đang trống") && empty.says("12 thôn Hải Bắc"));
    });
}

#[test]
fn a_form_on_another_site_changes_nothing() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let fields = [("variant", listing.variant.as_str()), ("quantity", "1")];
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
        ] {
            let elsewhere = app.client().with(name, value);
            let refused = elsewhere.form("/vi/cart/lines", &fields).await;
            assert_eq!(refused.status, 403, "{name}: {value}");
            assert!(refused.header("set-cookie").is_none());
        }
    });
}

#[test]
fn a_problem_is_reported_shown_and_settled_on_the_orders_page() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 2).await;
        for step in ["accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        let parcel = json!({"carrier": "self", "tracking_code": null, "phone": "0912000003"});
        producer.step(&placed.order, "ship", parcel).await;
        let browser = app.browser();
        let token = text(&placed.checkout["token"]);
        let path = format!("/vi/orders/{}?token={token}", placed.order);
        let order = browser.open(&path).await.expect(200);
        assert!(order.says("đang giao"));
        let form = browser.follow(&order, "Hàng có vấn đề").await.expect(200);
        let bare = browser.send(&form.form("/problems")).await.expect(422);
        let form = bare.form("/problems");
        let form = form
            .fill("kind", "damaged")
            .fill("wish", "refund")
            .fill("note", "Vỡ nắp.");
        let order = browser.send(&form).await.expect(200);
        assert!(order.says("Hàng bị hỏng, vỡ") && order.says("Vỡ nắp."));
        let picture = picture();
        let order = browser
            .upload(&order.form("/pictures"), "image", picture)
            .await
            .expect(200);
        assert!(order.says("/320.webp"));
        let case = order.form("/pictures").action.replace("/pictures", "");
        let back = order.form(&case).fill("say", "withdraw");
        let order = browser.send(&back).await.expect(200);
        assert!(order.says("Đã giải quyết"));
        let done = browser.send(&order.form("/receipt")).await.expect(200);
        assert!(done.says("hoàn tất") && !done.says("/receipt"));
        app.run_jobs().await;
    });
}

#[test]
fn what_delivery_costs_is_known_before_the_cart() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let browser = app.browser();
        let path = format!("/vi/products/{}", listing.slug);
        let form = browser.open(&path).await.expect(200).form("#reach");
        let many = form.clone().fill("commune", "Tân Thành");
        let many = browser.send(&many).await.expect(200);
        assert!(many.says("Nhiều nơi trùng tên này"));
        let near = form.fill("province", "42").fill("commune", "thien cam");
        let near = browser.send(&near).await.expect(200);
        assert!(near.says("Giao 1 × Chai 500 ml đến Xã Thiên Cầm, Tỉnh Hà Tĩnh"));
        let cart = browser.send(&near.form("/cart/lines")).await.expect(200);
        assert!(!cart.says("chưa gồm phí giao hàng"));
    });
}

#[test]
fn search_engines_find_listings_and_nobodys_business() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let browser = app.browser();
        let robots = browser.open("/robots.txt").await.expect(200);
        assert!(robots.says("Disallow: /vi/orders") && robots.says("/sitemap.xml"));
        assert!(
            browser
                .open("/sitemap.xml")
                .await
                .expect(200)
                .says("/sitemap/0.xml</loc>")
        );
        let map = browser.open("/sitemap/0.xml").await.expect(200);
        for lang in ["vi", "en"] {
            assert!(map.says(&format!("/{lang}/products/{}</loc>", listing.slug)));
        }
        assert_eq!(browser.open("/vi/").await.expect(200).path, "/vi");
    });
}

#[test]
fn an_order_is_tracked_by_its_code_and_a_phone() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 1).await;
        let browser = app.browser();
        let form = browser
            .open("/vi/tracking")
            .await
            .expect(200)
            .form("/tracking");
        let known = form
            .clone()
            .fill("code", &placed.code)
            .fill("phone", "0912345678");
        let found = browser.send(&known).await.expect(200);
        assert!(found.says("chờ người bán nhận đơn") && !found.says("12 thôn Hải Bắc"));
        let other = form.fill("code", &placed.code).fill("phone", "0912345679");
        let none = browser.send(&other).await.expect(422);
        assert!(none.says(&placed.code) && !none.says("chờ người bán"));
        app.run_jobs().await;
    });
}

#[test]
fn alcohol_is_unseen_without_a_declaration() {
    scenario(|app| async move {
        let producer = app.producer().await;
        app.licensed(&producer, "2028-01-15").await;
        let mut wine = scenarios::fish_sauce();
        wine["name"] = json!("Rượu nếp Cẩm Nhượng");
        wine["set"] = json!(15);
        wine["abv"] = json!("14.5");
        wine["facts"]["warnings"] = json!("Không dùng cho người dưới 18 tuổi.");
        let listing = app.listing_of(&producer, wine, 5).await;
        let browser = app.browser();
        let path = format!("/vi/products/{}", listing.slug);
        let asked = browser.open(&path).await.expect(403);
        assert!(!asked.says("Rượu nếp") && asked.says("Năm sinh"));
        let form = asked.form("/age").fill("name", "Trần Thị Bích");
        let young = browser
            .send(&form.clone().fill("birth_year", "2015"))
            .await
            .expect(422);
        assert!(young.says("Chỉ dành cho người từ"));
        let seen = browser
            .send(&form.fill("birth_year", "1980"))
            .await
            .expect(200);
        assert_eq!(seen.path, path);
        assert!(seen.says("Rượu nếp"));
        for header in ["no-store", "noindex"] {
            let found = seen
                .headers
                .values()
                .any(|v| v.to_str().unwrap().contains(header));
            assert!(found, "{header}");
        }
        app.browser().open(&path).await.expect(403);
        app.soon(async || {
            browser
                .open("/vi/alcohol")
                .await
                .says("Rượu nếp")
                .then_some(())
        })
        .await;
        assert!(!app.browser().open("/vi/alcohol").await.says("Rượu nếp"));
        assert!(!browser.open("/vi/products").await.says("Rượu nếp"));
        let map = browser.open("/sitemap/0.xml").await.expect(200);
        assert!(!map.says(&listing.slug));
    });
}

fn picture() -> Vec<u8> {
    let mut png = std::io::Cursor::new(vec![]);
    let white = image::DynamicImage::new_rgb8(640, 640);
    white.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

#[test]
fn what_is_paid_back_goes_to_the_account_that_the_buyer_names() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 2).await;
        for step in ["accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        let parcel = json!({"carrier": "self"});
        producer.step(&placed.order, "ship", parcel).await;
        producer.step(&placed.order, "deliver", json!({})).await;
        let problem = json!({"kind": "damaged", "wish": "refund"});
        let case = placed.step("problems", problem).await.expect(201);
        let answer = format!("/api/v1/producer/cases/{}/answer", text(&case["id"]));
        let refund = json!({"answer": "refund"});
        producer
            .owner
            .client
            .post(&answer, refund)
            .await
            .expect(200);
        let token = text(&placed.checkout["token"]);
        let browser = app.browser();
        let order = browser
            .open(&format!("/vi/orders/{}?token={token}", placed.order))
            .await;
        let form = order.expect(200).form("/destination");
        let wrong = browser.send(&form).await;
        assert_eq!(wrong.status, 422);
        let form = wrong.form("/destination").fill("bank", "970436");
        let form = form
            .fill("account", "0123456789")
            .fill("name", "TRAN THI BICH");
        let given = browser.send(&form).await.expect(200);
        assert!(given.says("Chờ chuyển tiền") && !given.says("/destination"));
        app.run_jobs().await;
    });
}

#[test]
fn a_buyer_with_an_account_finds_their_orders_and_signs_devices_out() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let buyer = app.buyer().await;
        let browser = app.browser();
        let asked = browser.open("/vi/account").await;
        let form = asked.form("/sign-in").fill("login", &buyer.email);
        let account = browser
            .send(&form.fill("password", scenarios::PASSWORD))
            .await;
        assert!(account.expect(200).says("Bạn chưa đặt đơn hàng nào"));
        let form = ready(&app, &browser, &listing.slug).await;
        browser.send(&form).await.expect(200);
        let account = browser.open("/vi/account").await.expect(200);
        let order = browser.follow(&account, "HTX").await.expect(200);
        assert!(!order.path.contains("token") && order.says("chờ người bán nhận đơn"));
        app.browser().open(&order.path).await.expect(404);
        let other = account.form("/sign-out");
        let sessions = account.html.matches("/account/sessions/").count();
        assert_eq!(sessions, 1, "the other device can be signed out");
        browser.send(&other).await.expect(200);
        assert!(browser.open("/vi/account").await.path.contains("/sign-in"));
        app.run_jobs().await;
    });
}
