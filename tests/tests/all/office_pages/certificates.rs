//! Certificates held against their decisions, and papers.

use super::*;

#[test]
fn a_certificate_is_held_against_its_decision_extended_and_revoked() {
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
        let id = text(&claimed.expect(201)["id"]).to_owned();
        let province = app.official("42").await.client;
        let elsewhere = app.official("38").await.client;
        let path = format!("/vi/office/certificates/{id}");
        assert_eq!(elsewhere.get(&path).await.status, 404);
        let list = page(&province, "/vi/office/certificates?part=claimed").await;
        assert!(list.contains(&path), "{list}");
        let review = waiting(&province, "certificate").await;
        let dossier = page(
            &province,
            &format!("/vi/office/reviews/{}", text(&review["id"])),
        )
        .await;
        assert!(dossier.contains(&path), "{dossier}");

        let verify = format!("{path}/verify");
        let wrong = [
            ("decision_no", "13/QĐ-UBND"),
            ("issued_on", "2024-06-20"),
            ("expires_on", ""),
            ("stars", "4"),
        ];
        let html = whole(&province.form(&verify, &wrong).await, 422, &verify);
        assert!(
            html.contains("value=\"13/QĐ-UBND\""),
            "what was typed stays: {html}"
        );
        let wrong = [
            ("decision_no", "13/QĐ-UBND"),
            ("issued_on", "2024-06-20"),
            ("expires_on", "2027-06-20"),
            ("stars", "5"),
        ];
        let html = whole(&province.form(&verify, &wrong).await, 422, &verify);
        assert!(html.contains("Khác với nội dung đã ghi nhận."), "{html}");
        let right = [
            ("decision_no", "12/QĐ-UBND"),
            ("issued_on", "2024-06-20"),
            ("expires_on", "2027-06-20"),
            ("stars", "4"),
        ];
        assert_eq!(elsewhere.form(&verify, &right).await.status, 404);
        let html = whole(&province.form(&verify, &right).await, 200, &verify);
        assert!(
            html.contains("Đã đối chiếu.") && html.contains("từ 20/06/2024 đến 20/06/2027"),
            "{html}"
        );
        let revoke = format!("{path}/revoke");
        let html = whole(&province.form(&revoke, &[]).await, 422, &revoke);
        assert!(html.contains("Cần có mục này."), "{html}");
        let html = whole(
            &province.form(&revoke, &[("cause", "law_breached")]).await,
            200,
            &revoke,
        );
        assert!(html.contains("Đã thu hồi."), "{html}");
        let shown = app
            .client()
            .get(&format!("/api/v1/products/{}", listing.slug))
            .await;
        assert_eq!(shown.expect(200)["certificate_state"], "revoked");
    });
}

#[test]
fn a_paper_is_read_and_approved_and_told_of_before_it_ends() {
    scenario(|app: App| async move {
        let producer = app.producer().await;
        let fields = [
            ("kind", "food_facility_certificate"),
            ("number", "12/ATTP"),
            ("issued_on", "2026-01-15"),
            ("expires_on", "2026-12-10"),
        ];
        let scan = b"%PDF-1.7 certificate".to_vec();
        let path = "/api/v1/producer/documents";
        let paper = producer
            .owner
            .client
            .hand_in(path, &fields, scan)
            .await
            .expect(201);
        let file = format!("/vi/office/papers/{}/file", text(&paper["id"]));
        let (near, far) = (
            app.official("18676").await.client,
            app.official("18673").await.client,
        );
        let review = waiting(&near, "document").await;
        let path = format!("/vi/office/reviews/{}", text(&review["id"]));
        assert!(page(&near, &path).await.contains(&file));
        assert_eq!(near.get(&file).await.body, b"%PDF-1.7 certificate");
        assert_eq!(far.get(&file).await.status, 404);
        whole(
            &near.form(&path, &[("decision", "approved")]).await,
            200,
            &path,
        );
        let ending = page(&near, "/vi/office/papers").await;
        assert!(ending.contains("10/12/2026 (còn 17 ngày)"), "{ending}");
        assert!(!page(&far, "/vi/office/papers").await.contains("12/ATTP"));
    });
}
