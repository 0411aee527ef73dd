//! Producers: found, suspended and restored, let in by a card, passed to a new owner.

use super::*;

#[test]
fn a_producer_is_found_its_goods_suspended_and_restored_and_its_owner_let_in_by_a_card() {
    scenario(|app: App| async move {
        let (producer, listing) = app.listing(5).await;
        let (near, far) = (
            app.official("18676").await.client,
            app.official("18673").await.client,
        );
        let path = format!("/vi/office/producers/{}", producer.id);
        assert!(
            page(&near, "/vi/office/producers?q=Nhượng")
                .await
                .contains(&path)
        );
        assert!(!page(&far, "/vi/office/producers").await.contains(&path));
        assert_eq!(far.get(&path).await.status, 404);
        let html = page(&near, &path).await;
        for said in [
            "Nguyễn Thị Hoa",
            "tel:0912000003",
            "Nước mắm cốt Cẩm Nhượng",
            "Đang bán",
        ] {
            assert!(html.contains(said), "{said}: {html}");
        }

        let suspend = format!("/vi/office/products/{}/suspend", listing.product);
        let wrong = [("producer", producer.id.as_str()), ("reason_code", "Xấu!")];
        whole(&near.form(&suspend, &wrong).await, 422, &suspend);
        let order = [
            ("producer", producer.id.as_str()),
            ("reason_code", "food_safety"),
            ("note", "Lô có mùi lạ."),
            ("open_orders", "finish"),
        ];
        assert_eq!(far.form(&suspend, &order).await.status, 404);
        let html = whole(&near.form(&suspend, &order).await, 200, &suspend);
        assert!(
            html.contains("Đã tạm ngừng bán.") && html.contains("Bị tạm ngừng bán"),
            "{html}"
        );
        let restore = suspend.replace("suspend", "restore");
        let back = [("producer", producer.id.as_str())];
        let html = whole(&near.form(&restore, &back).await, 200, &restore);
        assert!(html.contains("Đã cho bán lại."), "{html}");

        let card = format!("/vi/office/accounts/{}/card", producer.owner.id);
        assert_eq!(far.form(&card, &[]).await.status, 404);
        let html = whole(&near.form(&card, &[]).await, 200, &card);
        let code = html.split("</svg><b>").nth(1).unwrap();
        let code = code.split('<').next().unwrap().replace(' ', "");
        let body = json!({"login": producer.owner.email, "code": code});
        let let_in = app.client().post("/api/v1/sessions", body).await;
        let_in.expect(201);
        assert!(page(&near, &path).await.contains("Thẻ dùng đến"));
    });
}

#[test]
fn a_producer_passes_to_a_new_owner_with_a_paper() {
    scenario(|app: App| async move {
        let producer = app.producer().await;
        let near = app.official("18676").await.client;
        let path = format!("/vi/office/producers/{}/hand-overs", producer.id);
        let fields = [
            ("login", "0912000077"),
            ("name", "Hồ Thị Thu"),
            ("reason_code", "death"),
        ];
        let none = near.hand_in(&path, &fields, vec![]).await;
        assert_eq!(none.status, 422, "{}", none.text());
        let passed = near
            .hand_in(&path, &fields, b"%PDF-1.7 paper".to_vec())
            .await;
        let html = whole(&passed, 200, &path);
        assert!(
            html.contains("Chuyển cho Hồ Thị Thu") && html.contains("Chủ cũ qua đời"),
            "{html}"
        );
        let file = html
            .split("/hand-overs/")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert_eq!(
            near.get(&format!("{path}/{file}")).await.body,
            b"%PDF-1.7 paper"
        );
    });
}
