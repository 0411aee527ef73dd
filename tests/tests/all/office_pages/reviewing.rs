//! Listings that are looked at: sent back, approved, side by side, and of another place not there.

use super::*;

#[test]
fn a_new_listing_is_sent_back_mended_and_approved_and_the_next_one_comes() {
    scenario(|app: App| async move {
        let shop = app.producer().await;
        let official = app.official("18676").await.client;
        assert!(
            page(&official, "/vi/office")
                .await
                .contains("Không có việc nào đang chờ")
        );
        let (product, review, path) = handed_in(&shop, &official, fish_sauce()).await;
        let monday = page(&official, "/vi/office").await;
        assert!(
            monday.contains("/vi/office/reviews?kind=listing"),
            "{monday}"
        );
        let queue = page(&official, "/vi/office/reviews?kind=listing").await;
        assert!(queue.contains(&path) && queue.contains("Nước mắm cốt Cẩm Nhượng"));
        let html = page(&official, &path).await;
        for said in [
            "Cá cơm ủ chượp 18 tháng.",
            "Nghề của bà.",
            "Chai 500 ml",
            "65.000\u{a0}₫",
        ] {
            assert!(html.contains(said), "{said}: {html}");
        }

        // A refusal says why; what was typed stays.
        let revision = text(&review["revision"]);
        let mute = [("revision", revision), ("decision", "changes_requested")];
        whole(&official.form(&path, &mute).await, 422, &path);
        let wordless = [
            ("revision", revision),
            ("pointer", "/story"),
            ("code", "other"),
            ("text", ""),
            ("pointer", "/name"),
            ("code", "false_claim"),
            ("text", "Cốt là gì?"),
            ("decision", "changes_requested"),
        ];
        let html = whole(&official.form(&path, &wordless).await, 422, &path);
        assert!(
            html.contains("Cốt là gì?") && html.contains("Cần có mục này."),
            "{html}"
        );
        let said = [
            ("revision", revision),
            ("pointer", "/images"),
            ("code", "picture_unclear"),
            ("text", ""),
            ("pointer", "/name"),
            ("code", ""),
            ("text", ""),
            ("decision", "changes_requested"),
        ];
        let html = whole(&official.form(&path, &said).await, 200, &path);
        assert!(
            html.contains("Đã yêu cầu sửa “Nước mắm cốt Cẩm Nhượng”."),
            "{html}"
        );
        let back = shop.product(&product).await;
        let remark = &back["review"]["remarks"][0];
        assert_eq!(
            (text(&remark["pointer"]), text(&remark["code"])),
            ("/images", "picture_unclear")
        );
        assert!(text(&remark["text"]).starts_with("Ảnh chưa cho thấy rõ"));

        rename(&shop, &product, "Nước mắm Cẩm Nhượng").await;
        let again = waiting(&official, "listing").await;
        let mut other = fish_sauce();
        other["name"] = json!("Mắm tôm Cẩm Nhượng");
        other["variants"][0]["sku"] = json!("MT-200");
        let second = shop.draft(other).await;
        shop.submit_product(text(&second["id"])).await;
        let path = format!("/vi/office/reviews/{}", text(&again["id"]));
        let yes = [
            ("revision", text(&again["revision"])),
            ("kind", "listing"),
            ("decision", "approved"),
        ];
        let next = whole(&official.form(&path, &yes).await, 200, &path);
        assert!(next.contains("Đã duyệt “Nước mắm Cẩm Nhượng”."), "{next}");
        assert!(
            next.contains("<h1>Mắm tôm Cẩm Nhượng</h1>"),
            "the next one is there: {next}"
        );
        assert_eq!(shop.product(&product).await["status"], "live");
        // Seen again, it says who decided.
        let html = page(&official, &path).await;
        assert!(
            html.contains("Đã duyệt: Trần Thị B") || html.contains("Đã duyệt:"),
            "{html}"
        );
    });
}

#[test]
fn an_edited_listing_stands_side_by_side_and_the_second_official_hears_who_decided() {
    scenario(|app: App| async move {
        let (shop, listing) = app.listing(5).await;
        let (one, other) = (app.official("18676").await, app.official("42").await);
        rename(&shop, &listing.product, "Nước mắm hạ thổ Cẩm Nhượng").await;
        let review = waiting(&one.client, "listing").await;
        let path = format!("/vi/office/reviews/{}", text(&review["id"]));
        let html = page(&other.client, &path).await;
        assert!(
            html.contains("<del>cốt </del>") && html.contains("<ins>hạ thổ </ins>"),
            "{html}"
        );
        let revision = text(&review["revision"]);
        let yes = [("revision", revision), ("decision", "approved")];
        whole(&one.client.form(&path, &yes).await, 200, &path);
        let no = [
            ("revision", revision),
            ("pointer", ""),
            ("code", "duplicate"),
            ("text", "Trùng."),
            ("decision", "rejected"),
        ];
        let late = other.client.form(&path, &no).await;
        assert_eq!(late.status, 409);
        assert!(
            late.text().contains("Đã duyệt: Lê Văn Quang"),
            "{}",
            late.text()
        );
    });
}

#[test]
fn an_official_of_another_commune_sees_nothing_and_a_stranger_no_desk() {
    scenario(|app: App| async move {
        let shop = app.producer().await;
        let (near, far) = (
            app.official("18676").await.client,
            app.official("18673").await.client,
        );
        let (_, review, path) = handed_in(&shop, &near, fish_sauce()).await;
        assert_eq!(far.get(&path).await.status, 404);
        let yes = [
            ("revision", text(&review["revision"])),
            ("decision", "approved"),
        ];
        assert_eq!(far.form(&path, &yes).await.status, 404);
        assert_eq!(far.form(&format!("{path}/claim"), &[]).await.status, 404);
        let queue = page(&far, "/vi/office/reviews").await;
        assert!(!queue.contains("Cẩm Nhượng"), "{queue}");
        let done = format!("/vi/office/reviews?done={}", text(&review["id"]));
        assert!(!page(&far, &done).await.contains("Cẩm Nhượng"));
        assert_eq!(shop.owner.client.get("/vi/office").await.status, 403);
        let stranger = app.client().get("/vi/office").await.text();
        assert!(stranger.contains("action=\"/vi/sign-in\""), "{stranger}");
    });
}
