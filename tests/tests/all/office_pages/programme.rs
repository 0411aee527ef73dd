//! The programme in figures, and collections of its goods.

use super::*;

#[test]
fn the_programmes_figures_are_charts_with_their_tables() {
    scenario(|app: App| async move {
        let (producer, listing) = app.listing(5).await;
        let claim = json!({
            "product": listing.product, "decision_no": "12/QĐ-UBND", "stars": 4,
            "issuer": "UBND tỉnh Hà Tĩnh",
        });
        let claimed = producer
            .owner
            .client
            .post("/api/v1/producer/certificates", claim)
            .await;
        claimed.expect(201);
        let (here, far) = (
            app.official("42").await.client,
            app.official("38").await.client,
        );
        let html = page(&here, "/vi/office/figures").await;
        assert!(
            html.contains("<svg class=\"chart\"") && html.contains("0/1</text>"),
            "{html}"
        );
        assert!(html.contains("/vi/office/figures?province=42"), "{html}");
        let narrowed = page(&here, "/vi/office/figures?province=42&stars=3").await;
        assert!(
            narrowed.contains("Hạng sao: 3") && !narrowed.contains("<svg"),
            "{narrowed}"
        );
        let csv = here.get("/vi/office/figures.csv?province=42").await;
        assert!(
            csv.text().contains("province,42,Tỉnh Hà Tĩnh,1"),
            "{}",
            csv.text()
        );
        assert!(!page(&far, "/vi/office/figures").await.contains("<svg"));
    });
}

#[test]
fn a_collection_is_put_together_and_stands_on_the_first_page() {
    scenario(|app: App| async move {
        let (producer, listing) = app.listing(5).await;
        let province = app.official("42").await.client;
        let far = app.official("38").await.client;
        let path = "/vi/office/collections";
        let none = province
            .form(path, &[("kind", "regional_brand"), ("title", "")])
            .await;
        assert_eq!(none.status, 422);
        let new = [
            ("kind", "regional_brand"),
            ("title", "Đặc sản Cẩm Xuyên"),
            ("from", ""),
            ("until", ""),
        ];
        whole(&province.form(path, &new).await, 200, path);
        let list = page(&province, path).await;
        let id = list.split("/vi/office/collections/col_").nth(1).unwrap();
        let id = format!("col_{}", id.split('"').next().unwrap());
        let one = format!("{path}/{id}");
        assert_eq!(far.get(&one).await.status, 404);
        let found = page(&province, &format!("{one}?q=Cẩm")).await;
        assert!(
            found.contains(&format!("name=\"put\" value=\"{}\"", listing.product)),
            "{found}"
        );
        // Without a star that holds it does not belong there.
        let put = [("put", listing.product.as_str())];
        assert_eq!(province.form(&one, &put).await.status, 422);
        let claim = json!({
            "product": listing.product, "decision_no": "12/QĐ-UBND", "stars": 4,
            "issuer": "UBND tỉnh Hà Tĩnh",
        });
        let claimed = producer
            .owner
            .client
            .post("/api/v1/producer/certificates", claim)
            .await;
        let verify = format!(
            "/vi/office/certificates/{}/verify",
            text(&claimed.expect(201)["id"])
        );
        let right = [
            ("decision_no", "12/QĐ-UBND"),
            ("issued_on", "2024-06-20"),
            ("expires_on", "2027-06-20"),
            ("stars", "4"),
        ];
        whole(&province.form(&verify, &right).await, 200, &verify);
        assert_eq!(far.form(&one, &put).await.status, 404);
        let html = whole(&province.form(&one, &put).await, 200, &one);
        assert!(html.contains("Bỏ ra"), "{html}");
        let shown = format!("/vi/collections/{id}");
        app.soon(async || {
            let home = app.client().get("/vi").await.text();
            let page = app.client().get(&shown).await.text();
            (home.contains(&shown) && page.contains(&listing.slug)).then_some(())
        })
        .await;
        let take = [("take", listing.product.as_str())];
        whole(&province.form(&one, &take).await, 200, &one);
        app.soon(async || (!app.client().get("/vi").await.text().contains(&shown)).then_some(()))
            .await;
    });
}
