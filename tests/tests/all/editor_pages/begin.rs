//! The way in: an account, an application, a first listing.

use super::*;

#[test]
fn who_has_no_producer_finds_the_way_in_and_is_told_all_that_is_wrong_at_once() {
    scenario(|app| async move {
        let (browser, desk) = at_desk(&app, &app.person("Nguyễn Thị Hoa").await).await;
        let page = browser.follow(&desk, "Đăng ký bán hàng").await.expect(200);
        let empty = page.form("/producer/apply");
        assert_eq!(empty.value("representative"), Some("Nguyễn Thị Hoa"));
        let wrong = empty
            .fill("name", "HTX Nước mắm Cẩm Nhượng")
            .fill("phone", "12")
            .fill("tax_id", "300")
            .fill("commune", "cam khong co")
            .fill("story", "Nghề của bà.\r\nỦ chượp 18 tháng.");
        let told = browser.send(&wrong).await.expect(422);
        for fault in [
            "entity_type-fault",
            "phone-fault",
            "tax_id-fault",
            "commune-fault",
            "street-fault",
        ] {
            assert!(told.says(fault), "{fault}: {}", told.html);
        }
        let form = told.form("/producer/apply");
        assert_eq!(
            holds(&form, &["name", "phone", "commune", "story"]),
            [
                "HTX Nước mắm Cẩm Nhượng",
                "12",
                "cam khong co",
                "Nghề của bà.\r\nỦ chượp 18 tháng."
            ]
        );
        // The commune of before 2025, without tones.
        let right = form
            .fill("entity_type", "hop_tac_xa")
            .fill("phone", "0912 000 003")
            .fill("tax_id", "3001234567")
            .fill("province", "42")
            .fill("commune", "cam nhuong")
            .fill("street", "Thôn Hải Nam");
        let saved = browser.send(&right).await.expect(200);
        assert!(saved.says("mới lưu, chưa nộp"), "{}", saved.html);
        let form = saved.form("/producer/apply");
        assert_eq!(
            holds(&form, &["commune", "commune_code"]),
            ["Xã Thiên Cầm", "18676"]
        );
        // Sent twice it opens one application, and whoever comes back finds it.
        let twice = browser.send(&right).await.expect(200);
        assert_eq!(twice.path, saved.path);
        let again = browser.open("/vi/producer/apply").await.expect(200);
        assert_eq!(again.path, saved.path);
        let desk = browser.open("/vi/producer").await.expect(200);
        assert_eq!(desk.path, saved.path);
    });
}

#[test]
fn an_application_is_handed_in_with_a_first_listing_that_was_written_step_by_step() {
    scenario(|app| async move {
        let shop = app.applicant().await;
        let (browser, page) = at_desk(&app, &shop.owner).await;
        let new = browser.follow(&page, "Thêm sản phẩm").await.expect(200);
        let bare = browser.send(&new.form("/products/new")).await.expect(422);
        assert!(
            bare.says("name-fault") && bare.says("set-fault"),
            "{}",
            bare.html
        );
        let begun = bare
            .form("/products/new")
            .fill("name", "Nước mắm cốt")
            .fill("set", "9");
        let text_step = browser.send(&begun).await.expect(200);
        let twice = browser.send(&begun).await.expect(200);
        assert_eq!(twice.path, text_step.path, "sent twice it is one product");
        let written = text_step
            .form("/edit/text")
            .fill("description", "Cá cơm ủ chượp 18 tháng.");
        let label = browser.send(&written).await.expect(200);
        let filled = label
            .form("/edit/label")
            .fill("fact-origin", "Xã Thiên Cầm, Hà Tĩnh")
            .fill("fact-ingredients", "Cá cơm, muối")
            .fill("fact-storage", "Nơi khô mát")
            .fill("fact-shelf_life_days", "365")
            .fill("fact-vegetarian", "no");
        let sizes = browser.send(&filled).await.expect(200);
        let filled = sizes
            .form("/edit/sizes")
            .fill("name-0", "Chai nửa lít")
            .fill("amount-0", "0,5")
            .fill("unit-0", "l")
            .fill("weight-0", "900")
            .fill("price-0", "65.000")
            .fill("then", "stay");
        let sizes = browser.send(&filled).await.expect(200);
        assert!(
            sizes.says("65.000") && sizes.says("130.000"),
            "{}",
            sizes.html
        );
        let form = sizes.form("/edit/sizes");
        assert_eq!(
            holds(&form, &["amount-0", "unit-0", "amount-1"]),
            ["500", "ml", ""]
        );
        let travel = browser.send(&form).await.expect(200);
        let pictures = browser.send(&travel.form("/edit/travel")).await.expect(200);
        let whole = browser.follow(&pictures, "Xong").await.expect(200);
        assert!(!whole.says("còn thiếu"), "{}", whole.html);
        let preview = browser.follow(&whole, "Xem như").await.expect(200);
        assert!(
            preview.says("Xem trước") && preview.says("65.000"),
            "{}",
            preview.html
        );
        assert!(!preview.says("/cart/lines"));
        let apply = browser.open("/vi/producer").await.expect(200);
        let handed_in = apply.form("/producer/apply").fill("then", "submit");
        let waits = browser.send(&handed_in).await.expect(200);
        assert!(waits.says("cán bộ Xã Thiên Cầm"), "{}", waits.html);
        assert!(waits.says("chờ duyệt"), "{}", waits.html);
        let twice = browser.send(&handed_in).await.expect(200);
        assert_eq!(twice.path, waits.path);
        // One sitting decides on both.
        let official = app.official("18676").await.client;
        let reviews = "/api/v1/admin/reviews?kind=producer&status=pending";
        let review = official.get(reviews).await.expect(200)["data"][0].clone();
        app.approve(&review).await;
        let listings = format!("/vi/producer/products?for={}", shop.id);
        let listings = browser.open(&listings).await.expect(200);
        assert!(
            listings.says("Nước mắm cốt") && listings.says("đang bán"),
            "{}",
            listings.html
        );
    });
}

#[test]
fn somebody_new_makes_an_account_on_the_way_to_the_application() {
    scenario(|app| async move {
        let browser = app.browser();
        let asked = browser.open("/vi/producer").await.expect(200);
        let page = browser
            .follow(&asked, "Chưa có tài khoản")
            .await
            .expect(200);
        let wrong = page
            .form("/register")
            .fill("name", "Lê Thị Sen")
            .fill("password", "123");
        let told = browser.send(&wrong).await.expect(422);
        assert!(
            told.says("email-fault") && told.says("password-fault"),
            "{}",
            told.html
        );
        let form = told.form("/register");
        assert_eq!(form.value("name"), Some("Lê Thị Sen"));
        let right = form
            .fill("phone", "0912 000 077")
            .fill("password", PASSWORD);
        let desk = browser.send(&right).await.expect(200);
        assert!(desk.says("chưa thuộc cơ sở nào"), "{}", desk.html);
        let elsewhere = page.form("/register").fill("next", "https://evil.example/");
        let right = elsewhere
            .fill("name", "Lê Thị Sen")
            .fill("email", "sen@example.vn")
            .fill("password", PASSWORD);
        assert_eq!(browser.send(&right).await.expect(200).path, "/vi/account");
    });
}

#[test]
fn a_product_and_an_application_are_made_once_under_a_key() {
    scenario(|app| async move {
        let shop = app.producer().await;
        let client = shop.owner.client.with("idempotency-key", "mot-lan");
        let path = "/api/v1/producer/products";
        let (one, two) = tokio::join!(
            client.post(path, fish_sauce()),
            client.post(path, fish_sauce())
        );
        assert_eq!(one.expect(201)["id"], two.expect(201)["id"]);
        let mut other = fish_sauce();
        other["name"] = json!("Nước mắm khác");
        client
            .post(path, other)
            .await
            .expect_problem(422, "idempotency_mismatch");
        let listed = client.get(path).await.expect(200);
        assert_eq!(listed["data"].as_array().unwrap().len(), 1, "{listed}");
        let missing = shop.product(text(&listed["data"][0]["id"])).await["missing"].clone();
        assert_eq!(missing, json!([]));
    });
}
