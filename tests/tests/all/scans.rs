//! Scans of the decisions that certificates rest on.

use scenarios::{App, Client, Producer, fish_sauce, json, scenario, text};

use crate::desk_pages::at_desk;

/// A producer's claim of what no register holds.
async fn claimed(app: &App) -> (Producer, String) {
    let producer = app.producer().await;
    let listing = app.listing_of(&producer, fish_sauce(), 1).await;
    let claim = json!({
        "product": listing.product, "decision_no": "99/QĐ-UBND", "issuer": "UBND tỉnh Hà Tĩnh",
        "issued_on": "2026-10-01", "stars": 4,
    });
    let path = "/api/v1/producer/certificates";
    let told = producer.owner.client.post(path, claim).await.expect(201);
    assert_eq!(told["scanned"], false);
    (producer, text(&told["id"]).to_owned())
}

async fn verify(official: &Client, id: &str) {
    let path = format!("/api/v1/admin/certificates/{id}/verify");
    let facts = json!({
        "decision_no": "99/QĐ-UBND", "issued_on": "2026-10-01", "expires_on": "2029-10-01", "stars": 4,
    });
    official.post(&path, facts).await.expect(200);
}

#[test]
fn a_decision_is_verified_against_its_scan_which_its_two_sides_alone_read() {
    scenario(|app| async move {
        let (producer, id) = claimed(&app).await;
        let (own, theirs) = (
            format!("/api/v1/producer/certificates/{id}/scan"),
            format!("/api/v1/admin/certificates/{id}/scan"),
        );
        let (maker, province) = (&producer.owner.client, app.official("42").await.client);
        province.get(&theirs).await.expect_problem(404, "not_found");
        let scan = b"%PDF-1.7 quyet dinh".to_vec();
        let page = maker.upload(&own, "file", b"<html>".to_vec()).await;
        page.expect_problem(415, "unsupported_media_type");
        maker.upload(&own, "file", scan.clone()).await.expect(204);
        let read = province.get(&theirs).await;
        assert_eq!((read.status, read.body), (200, scan.clone()));
        assert_eq!(maker.get(&own).await.body, scan);

        let other = app.producer().await.owner.client;
        other
            .upload(&own, "file", scan.clone())
            .await
            .expect_problem(404, "not_found");
        other.get(&own).await.expect_problem(404, "not_found");
        let elsewhere = app.official("38").await.client;
        elsewhere
            .get(&theirs)
            .await
            .expect_problem(404, "not_found");
        elsewhere
            .upload(&theirs, "file", scan.clone())
            .await
            .expect_problem(404, "not_found");
        let commune = app.official("18676").await.client;
        commune
            .upload(&theirs, "file", scan.clone())
            .await
            .expect_problem(403, "forbidden");
        let packer = app.member(&producer, "packer").await.client;
        let packer = packer.with("ocop-producer", &producer.id);
        packer
            .upload(&own, "file", scan.clone())
            .await
            .expect_problem(403, "forbidden");

        verify(&province, &id).await;
        maker
            .upload(&own, "file", scan)
            .await
            .expect_problem(409, "conflict");
        let better = b"\x89PNG\r\n\x1a\n ro hon".to_vec();
        province
            .upload(&theirs, "file", better.clone())
            .await
            .expect(204);
        assert_eq!(maker.get(&own).await.body, better);
    });
}

#[test]
fn a_scan_is_handed_in_and_opened_on_pages() {
    scenario(|app| async move {
        let (producer, id) = claimed(&app).await;
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let path = format!("/vi/producer/certificates?for={}", producer.id);
        let page = browser.open(&path).await.expect(200);
        let form = page.form("/scan");
        let told = browser
            .upload(&form, "file", b"GIF89a".to_vec())
            .await
            .expect(415);
        assert!(told.says("/scan"), "{}", told.html);
        let page = browser
            .upload(&form, "file", b"%PDF-1.7 giay".to_vec())
            .await
            .expect(200);
        browser.follow(&page, "Mở bản chụp").await.expect(200);

        let province = app.official("42").await;
        let official = app.browser();
        let asked = official
            .open(&format!("/vi/office/certificates/{id}"))
            .await;
        let form = asked.form("/sign-in").fill("login", &province.email);
        let page = official
            .send(&form.fill("password", scenarios::PASSWORD))
            .await
            .expect(200);
        official.follow(&page, "Mở bản chụp").await.expect(200);
        let form = page.form("/scan");
        let kept = official
            .upload(&form, "file", b"%PDF-1.7 ro hon".to_vec())
            .await
            .expect(200);
        assert!(kept.says("Đã lưu bản chụp"), "{}", kept.html);
    });
}
