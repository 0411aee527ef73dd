//! Becoming a producer, and writing listings, in a browser without a script.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use scenarios::{
    App, Browser, Form, PASSWORD, Page, Person, Producer, Value, fish_sauce, json, scenario, text,
};

/// Somebody at their desk.
async fn at_desk(app: &App, person: &Person) -> (Browser, Page) {
    let browser = app.browser();
    let asked = browser.open("/vi/producer").await.expect(200);
    let desk = browser.send(&signing_in(&asked, person)).await.expect(200);
    (browser, desk)
}

fn signing_in(asked: &Page, person: &Person) -> Form {
    let form = asked.form("/sign-in");
    form.fill("login", &person.email).fill("password", PASSWORD)
}

fn png(width: u32, shade: u8) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    let picture = RgbImage::from_pixel(width, 300, Rgb([shade, 120, 40]));
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

/// What a form holds under these names.
fn holds(form: &Form, names: &[&str]) -> Vec<String> {
    let values = names
        .iter()
        .map(|name| form.value(name).unwrap_or_default().to_owned());
    values.collect()
}

/// Where a step of a listing is written.
fn step(product: &str, step: &str) -> String {
    format!("/vi/producer/products/{product}/edit/{step}")
}

fn id_of(product: &Value) -> String {
    text(&product["id"]).to_owned()
}

/// The official of Xã Thiên Cầm sends back what waits, with remarks.
async fn send_back(app: &App, review: &Value, remarks: Value) {
    let official = app.official("18676").await.client;
    let path = format!(
        "/api/v1/admin/reviews/{}/request-changes",
        text(&review["id"])
    );
    let decision = json!({"revision": review["revision"], "remarks": remarks});
    official.post(&path, decision).await.expect(200);
}

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
fn a_remark_stands_beside_the_field_that_it_concerns() {
    scenario(|app| async move {
        let shop = app.applicant().await;
        let review = shop.submit().await;
        let street = json!([{"pointer": "/street", "code": "other", "text": "Ghi rõ số nhà."}]);
        send_back(&app, &review, street).await;
        let (browser, page) = at_desk(&app, &shop.owner).await;
        let after_label = page.html.split("for=\"street\"").nth(1).unwrap();
        let beside = after_label.split("<input").next().unwrap();
        assert!(beside.contains("Ghi rõ số nhà."), "{beside}");
        let mended = page
            .form("/producer/apply")
            .fill("street", "Số 5, thôn Hải Nam")
            .fill("then", "submit");
        let waits = browser.send(&mended).await.expect(200);
        assert!(waits.says("Đã nộp"), "{}", waits.html);

        let producer = app.producer().await;
        let product = producer.draft(fish_sauce()).await;
        let id = id_of(&product);
        let review = producer.submit_product(&id).await;
        let remarks = json!([
            {"pointer": "/facts/origin", "code": "label_incomplete", "text": "Thiếu tên thôn."},
            {"pointer": "/variants/0", "code": "price_unit", "text": "Xem lại giá."},
            {"pointer": "", "code": "other", "text": "Gần xong rồi."},
        ]);
        send_back(&app, &review, remarks).await;
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let page = browser
            .open(&format!("/vi/producer/products/{id}"))
            .await
            .expect(200);
        assert!(
            page.says("Gần xong rồi.") && page.says("cần sửa"),
            "{}",
            page.html
        );
        assert!(!page.says("Thiếu tên thôn."), "{}", page.html);
        let label = browser.open(&step(&id, "label")).await.expect(200);
        let beside = label.html.split("for=\"fact-origin\"").nth(1).unwrap();
        assert!(
            beside
                .split("<input")
                .next()
                .unwrap()
                .contains("Thiếu tên thôn.")
        );
        // The size moves to the second row, and its remark with it.
        let sizes = browser.open(&step(&id, "sizes")).await.expect(200);
        assert!(sizes.says("Xem lại giá."));
        let form = sizes.form("/edit/sizes");
        let swapped = form
            .fill("name-0", "Chai 1 lít")
            .fill("amount-0", "1")
            .fill("unit-0", "l")
            .fill("weight-0", "1.600")
            .fill("price-0", "120.000")
            .fill("sku-0", "NM-1000")
            .fill("id-0", "")
            .fill("name-1", "Chai 500 ml")
            .fill("amount-1", "500")
            .fill("unit-1", "ml")
            .fill("weight-1", "900")
            .fill("sku-1", "NM-500")
            .fill("then", "stay");
        let sizes = browser.send(&swapped).await.expect(200);
        let second = sizes.html.split("Quy cách 2").nth(1).unwrap();
        assert!(second.contains("Xem lại giá."), "{}", sizes.html);
        let page = browser.open(&page.path).await.expect(200);
        let waits = browser.send(&page.form("/submit")).await.expect(200);
        assert!(waits.says("cán bộ Xã Thiên Cầm"), "{}", waits.html);
    });
}

#[test]
fn a_revision_waits_while_the_live_text_sells_on_and_can_be_taken_back() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let page = format!("/vi/producer/products/{}", listing.product);
        let stands = browser.open(&page).await.expect(200);
        assert!(
            !stands.says("/submit"),
            "nothing is changed: {}",
            stands.html
        );
        let text_step = browser
            .open(&step(&listing.product, "text"))
            .await
            .expect(200);
        let changed = text_step
            .form("/edit/text")
            .fill("description", "Ủ chượp 24 tháng.")
            .fill("then", "over");
        let changed = browser.send(&changed).await.expect(200);
        assert!(
            changed.says("Người mua vẫn thấy") && changed.says("Mô tả"),
            "{}",
            changed.html
        );
        let shown = format!("/vi/products/{}", listing.slug);
        assert!(browser.open(&shown).await.says("18 tháng"));
        let preview = browser.follow(&changed, "Xem như").await.expect(200);
        assert!(preview.says("24 tháng"), "{}", preview.html);
        let form = changed.form("/submit");
        let waits = browser.send(&form).await.expect(200);
        assert!(
            waits.says("chờ duyệt") && waits.says("cán bộ Xã Thiên Cầm"),
            "{}",
            waits.html
        );
        let twice = browser.send(&form).await.expect(200);
        assert!(twice.says("chờ duyệt"), "{}", twice.html);
        let official = app.official("18676").await.client;
        let reviews = "/api/v1/admin/reviews?kind=listing&status=pending";
        let review = official.get(reviews).await.expect(200)["data"][0].clone();
        let back = browser.send(&waits.form("/withdraw")).await.expect(200);
        assert!(
            !back.says("chờ duyệt") && !back.says("Người mua vẫn thấy"),
            "{}",
            back.html
        );
        assert_eq!(official.get(reviews).await.expect(200)["data"], json!([]));
        let path = format!("/api/v1/admin/reviews/{}/approve", text(&review["id"]));
        let late = json!({"revision": review["revision"], "remarks": []});
        official
            .post(&path, late)
            .await
            .expect_problem(409, "conflict");
        let now = producer.product(&listing.product).await;
        assert_eq!(now["description"], "Cá cơm ủ chượp 18 tháng.");
    });
}

#[test]
fn taking_back_what_waits_does_not_end_a_second_look_at_the_text_on_sale() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        // The text on sale has come to claim stars that are not held, and is looked at again.
        let set = "UPDATE product_revisions SET body = replace(body, 'Nghề của bà.', 'Ngon 4 sao.') \
                   WHERE status = 'approved'";
        app.execute(set).await;
        let path = format!("/api/v1/producer/products/{}", listing.product);
        let client = &producer.owner.client;
        let read = client.get(&path).await;
        let writer = client.with("if-match", read.header("etag").unwrap());
        writer
            .patch(&path, json!({"story": "Nghề của mẹ."}))
            .await
            .expect(200);
        client
            .post(&format!("{path}/submit"), json!({}))
            .await
            .expect(200);
        client
            .post(&format!("{path}/withdraw"), json!({}))
            .await
            .expect(200);
        let official = app.official("18676").await.client;
        let reviews = "/api/v1/admin/reviews?kind=listing&status=pending";
        let waiting = official.get(reviews).await.expect(200);
        let live = producer.product(&listing.product).await["live_revision"].clone();
        assert_eq!(waiting["data"][0]["revision"], live, "{waiting}");
        // Once more, with nothing open: the second look goes on.
        client
            .post(&format!("{path}/withdraw"), json!({}))
            .await
            .expect(200);
        assert_eq!(official.get(reviews).await.expect(200), waiting);
    });
}

#[test]
fn a_stale_form_says_so_and_keeps_what_was_typed() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let id = id_of(&producer.draft(fish_sauce()).await);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let path = step(&id, "text");
        let (mine, theirs) = (browser.open(&path).await, browser.open(&path).await);
        let theirs = theirs
            .form("/edit/text")
            .fill("description", "Của người kia.");
        browser.send(&theirs).await.expect(200);
        let mine = mine.form("/edit/text").fill("description", "Của tôi.");
        let told = browser.send(&mine).await.expect(412);
        assert!(told.says("Của người kia."), "{}", told.html);
        let form = told.form("/edit/text");
        assert_eq!(form.value("description"), Some("Của tôi."));
        browser.send(&form).await.expect(200);
        assert_eq!(producer.product(&id).await["description"], "Của tôi.");
        // What was seen before it changed is not handed in unseen.
        let page = format!("/vi/producer/products/{id}");
        let seen = browser.open(&page).await.expect(200).form("/submit");
        let text_step = browser.open(&path).await.expect(200);
        let other = text_step.form("/edit/text").fill("story", "Khác.");
        browser.send(&other).await.expect(200);
        browser.send(&seen).await.expect(412);
        assert_eq!(producer.product(&id).await["revision_status"], "draft");
        // The same form twice is no trouble.
        let text_step = browser.open(&path).await.expect(200);
        let twice = text_step.form("/edit/text").fill("story", "Một lần.");
        browser.send(&twice).await.expect(200);
        browser.send(&twice).await.expect(200);

        let applicant = app.applicant().await;
        let (browser, page) = at_desk(&app, &applicant.owner).await;
        let form = page.form("/producer/apply");
        browser
            .send(&form.clone().fill("street", "Thôn Một"))
            .await
            .expect(200);
        let told = browser
            .send(&form.fill("street", "Thôn Hai"))
            .await
            .expect(412);
        assert!(told.says("Thôn Một"), "{}", told.html);
        assert_eq!(
            told.form("/producer/apply").value("street"),
            Some("Thôn Hai")
        );
    });
}

#[test]
fn what_was_typed_outlives_the_session() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let id = id_of(&producer.draft(fish_sauce()).await);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let text_step = browser.open(&step(&id, "text")).await.expect(200);
        let typed = text_step
            .form("/edit/text")
            .fill("story", "Một buổi tối dài.");
        browser.keep("sid", "lapsed");
        let asked = browser.send(&typed).await.expect(401);
        let again = browser
            .send(&signing_in(&asked, &producer.owner))
            .await
            .expect(200);
        let sent = browser.send(&again.form("/edit/text")).await.expect(200);
        assert_eq!(sent.path, step(&id, "label"));
        assert_eq!(producer.product(&id).await["story"], "Một buổi tối dài.");
    });
}

#[test]
fn every_wrong_size_is_told_at_once_and_nothing_is_half_written() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let id = id_of(&producer.draft(fish_sauce()).await);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let sizes = browser.open(&step(&id, "sizes")).await.expect(200);
        let wrong = sizes
            .form("/edit/sizes")
            .fill("name-0", "")
            .fill("weight-0", "nặng")
            .fill("name-1", "Can 5 lít")
            .fill("amount-1", "nhiều")
            .fill("unit-1", "l")
            .fill("weight-1", "5.200")
            .fill("price-1", "0")
            .fill("sku-1", "NM-500");
        let told = browser.send(&wrong).await.expect(422);
        for fault in ["name-0", "weight-0", "amount-1", "price-1", "sku-1"] {
            assert!(
                told.says(&format!("id=\"{fault}-fault\"")),
                "{fault}: {}",
                told.html
            );
        }
        let form = told.form("/edit/sizes");
        assert_eq!(
            holds(&form, &["weight-0", "name-1", "amount-1"]),
            ["nặng", "Can 5 lít", "nhiều"]
        );
        let now = producer.product(&id).await;
        assert_eq!(now["variants"].as_array().unwrap().len(), 1, "{now}");
        // A size can be dropped, and the faults of the others still stand in their own rows.
        let dropped = form
            .fill("gone-0", "yes")
            .fill("amount-1", "5")
            .fill("price-1", "0")
            .fill("sku-1", "NM-5000");
        let told = browser.send(&dropped).await.expect(422);
        assert!(told.says("id=\"price-1-fault\"") && !told.says("id=\"weight-0-fault\""));
        let right = told
            .form("/edit/sizes")
            .fill("gone-0", "yes")
            .fill("price-1", "450.000");
        browser.send(&right).await.expect(200);
        let now = producer.product(&id).await;
        let variants = now["variants"].as_array().unwrap();
        assert_eq!(
            (variants.len(), &variants[0]["sku"]),
            (1, &json!("NM-5000")),
            "{now}"
        );
        assert_eq!(variants[0]["price"]["amount"], 450_000);
    });
}

#[test]
fn another_set_takes_its_own_label_and_alcohol_needs_its_strength() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let id = id_of(&producer.draft(fish_sauce()).await);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let name = browser.open(&step(&id, "name")).await.expect(200);
        let wine = name
            .form("/edit/name")
            .fill("set", "14")
            .fill("then", "over");
        let page = browser.send(&wine).await.expect(200);
        assert!(
            page.says("Nồng độ cồn") && page.says("giấy tờ"),
            "{}",
            page.html
        );
        let label = browser.open(&step(&id, "label")).await.expect(200);
        let strong = label
            .form("/edit/label")
            .fill("abv", "40")
            .fill("fact-warnings", "18+");
        let told = browser.send(&strong).await.expect(422);
        assert!(told.says("abv-fault"), "{}", told.html);
        let form = told.form("/edit/label");
        assert_eq!(holds(&form, &["abv", "fact-warnings"]), ["40", "18+"]);
        browser.send(&form.fill("abv", "12,5")).await.expect(200);
        assert_eq!(producer.product(&id).await["abv"], "12.5");
        let name = browser.open(&step(&id, "name")).await.expect(200);
        let cloth = name.form("/edit/name").fill("set", "21");
        browser.send(&cloth).await.expect(200);
        let now = producer.product(&id).await;
        assert_eq!(now["abv"], Value::Null);
        assert_eq!(now["facts"], json!({"origin": "Xã Thiên Cầm, Hà Tĩnh"}));
    });
}

#[test]
fn pictures_come_one_by_one_and_each_says_beside_its_field_what_is_wrong() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let id = id_of(&producer.draft(fish_sauce()).await);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let page = browser.open(&step(&id, "pictures")).await.expect(200);
        let form = page.form("/pictures/add").fill("alt", "Chai và nhãn");
        for (bytes, status, said) in [
            (b"<svg/>".to_vec(), 415, "không phải ảnh"),
            (png(12_001, 1), 422, "điểm ảnh"),
            (vec![0; 16 * 1024 * 1024 + 1], 413, "MB"),
            (vec![], 422, "image-fault"),
        ] {
            let told = browser.upload(&form, "image", bytes).await.expect(status);
            assert!(
                told.says("image-fault") && told.says(said),
                "{said}: {}",
                told.html
            );
            assert_eq!(
                told.form("/pictures/add").value("alt"),
                Some("Chai và nhãn")
            );
        }
        let first = browser
            .upload(&form, "image", png(400, 10))
            .await
            .expect(200);
        // The answer was lost, so it is sent once more: it is there once.
        let twice = browser
            .upload(&form, "image", png(400, 10))
            .await
            .expect(412);
        assert!(twice.says("có lẽ ảnh này đã gửi rồi"), "{}", twice.html);
        let next = first.form("/pictures/add");
        let second = browser
            .upload(&next, "image", png(400, 200))
            .await
            .expect(200);
        let order = producer.product(&id).await["images"].clone();
        assert_eq!(order.as_array().unwrap().len(), 2, "{order}");
        let last = second.form(text(&order[1])).fill("move", "up");
        let moved = browser.send(&last).await.expect(200);
        let swapped = json!([order[1], order[0]]);
        assert_eq!(producer.product(&id).await["images"], swapped);
        browser.send(&last).await.expect(412);
        assert_eq!(producer.product(&id).await["images"], swapped);
        let gone = moved.form(text(&order[0])).fill("move", "remove");
        browser.send(&gone).await.expect(200);
        assert_eq!(producer.product(&id).await["images"], json!([order[1]]));
    });
}

#[test]
fn anothers_listing_is_not_there_and_a_packer_writes_nothing() {
    scenario(|app| async move {
        let shop = app.producer().await;
        let id = id_of(&shop.draft(fish_sauce()).await);
        let (own, _) = at_desk(&app, &shop.owner).await;
        let pages = [
            format!("/vi/producer/products/{id}"),
            format!("/vi/producer/products/{id}/preview"),
            step(&id, "name"),
            step(&id, "pictures"),
        ];
        let forms = forms(&own, &id, &pages[0]).await;
        let (stranger, _) = at_desk(&app, &app.producer().await.owner).await;
        for page in &pages {
            stranger.open(page).await.expect(404);
        }
        for page in ["products", "products/new", "apply"] {
            let path = format!("/vi/producer/{page}?for={}", shop.id);
            stranger.open(&path).await.expect(404);
        }
        for form in &forms {
            stranger.send(form).await.expect(404);
        }
        let added = own.open(&pages[3]).await.form("/pictures/add");
        stranger
            .upload(&added, "image", png(10, 1))
            .await
            .expect(404);

        app.execute("UPDATE members SET role = 'packer'").await;
        own.open(&pages[0]).await.expect(200);
        own.open(&pages[2]).await.expect(403);
        for form in &forms {
            own.send(form).await.expect(403);
        }
        own.upload(&added, "image", png(10, 1)).await.expect(403);
        app.execute("UPDATE members SET role = 'owner'").await;
        assert_eq!(untouched(&shop, &id).await, fish_sauce()["name"]);
    });
}

/// The forms of a listing's pages, each as it stands.
async fn forms(browser: &Browser, id: &str, page: &str) -> Vec<Form> {
    let mut forms = vec![];
    for one in ["name", "text", "label", "sizes", "travel"] {
        let shown = browser.open(&step(id, one)).await.expect(200);
        let form = shown.form(&format!("/edit/{one}"));
        forms.push(if one == "name" {
            form.fill("name", "Của người lạ")
        } else {
            form
        });
    }
    let shown = browser.open(page).await.expect(200);
    forms.extend(["/submit", "/retire"].map(|step| shown.form(step)));
    let mut withdraw = shown.form("/submit");
    withdraw.action = withdraw.action.replace("/submit", "/withdraw");
    forms.push(withdraw);
    forms
}

/// The name of a listing that is still a draft.
async fn untouched(shop: &Producer, id: &str) -> Value {
    let now = shop.product(id).await;
    assert_eq!(
        (&now["status"], &now["revision_status"]),
        (&json!("draft"), &json!("draft"))
    );
    now["name"].clone()
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
