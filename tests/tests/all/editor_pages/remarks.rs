//! What officials say of a text, and what waits meanwhile.

use super::*;

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
