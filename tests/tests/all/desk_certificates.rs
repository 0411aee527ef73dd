//! Certificates, labels and papers on the producer's desk.

use catalog::registry::import;
use scenarios::{App, Producer, json, scenario, text};

use crate::desk_pages::at_desk;

/// What the province's list holds under the producer's name, and under another's.
const LIST: &str = "Tên sản phẩm;Chủ thể;Loại hình;Nhóm;Xã;Huyện;Tỉnh;Hạng sao;Số quyết định;Ngày cấp;\
    Ngày hết hạn;Cơ quan ban hành;Năm tham gia\n\
    Nước mắm cốt Cẩm Nhượng;Hợp tác xã nước mắm Cẩm Nhượng;HTX;Thực phẩm;Cẩm Nhượng;Cẩm Xuyên;Hà Tĩnh;3;\
    8/QĐ-UBND;29/02/2024;28/02/2027;UBND tỉnh Hà Tĩnh;\n\
    Ruốc tôm;Hợp tác xã nước mắm Cẩm Nhượng;HTX;Thực phẩm;Cẩm Nhượng;Cẩm Xuyên;Hà Tĩnh;3;\
    9/QĐ-UBND;01/08/2024;31/07/2027;UBND tỉnh Hà Tĩnh;\n\
    Cu đơ;Hộ KD Lưu Văn Anh;HKD;Thực phẩm;Cẩm Nhượng;Cẩm Xuyên;Hà Tĩnh;3;8/QĐ-UBND;2024;;;\n";

async fn listed(app: &App) -> (Producer, scenarios::Listing) {
    import(&app.node().db, LIST.as_bytes(), false, app.now())
        .await
        .unwrap();
    app.listing(5).await
}

/// The reviews of a kind that wait, as the province sees them.
async fn waiting(app: &App, kind: &str) -> Vec<scenarios::Value> {
    let path = format!("/api/v1/admin/reviews?kind={kind}&status=pending");
    let official = app.official("42").await.client;
    let found = official.get(&path).await.expect(200);
    found["data"].as_array().unwrap().clone()
}

async fn verify(app: &App, certificate: &str, (number, from, until): (&str, &str, &str)) {
    let path = format!("/api/v1/admin/certificates/{certificate}/verify");
    let facts = json!({"decision_no": number, "issued_on": from, "expires_on": until, "stars": 3});
    let official = app.official("42").await.client;
    official.post(&path, facts).await.expect(200);
}

#[test]
fn what_the_province_lists_is_asked_about_claimed_and_its_term_told_day_by_day() {
    scenario(|app| async move {
        let (producer, listing) = listed(&app).await;
        let (browser, desk) = at_desk(&app, &producer.owner).await;
        let page = browser.follow(&desk, "Giấy chứng nhận").await.expect(200);
        assert!(page.says("aria-current=\"page\">Giấy chứng nhận"));
        assert!(page.says("Có thể là của mình") && page.says("Ruốc tôm") && !page.says("Cu đơ"));
        let api = "/api/v1/producer/certificates";
        let client = &producer.owner.client;
        let found = client.get(&format!("{api}/suggestions")).await.expect(200);
        let id = |name: &str| {
            let data = found["data"].as_array().unwrap();
            let one = data.iter().find(|one| one["product_name"] == name).unwrap();
            text(&one["id"]).to_owned()
        };
        let (sauce, shrimp) = (id("Nước mắm cốt Cẩm Nhượng"), id("Ruốc tôm"));
        // The listing of its name is chosen already; what is not listed is claimed without one.
        let form = page.form(&sauce);
        assert_eq!(form.value("product"), Some(&*listing.product));
        let page = browser.send(&form).await.expect(200);
        assert!(page.says("Đang nằm ở tỉnh"), "{}", page.html);
        let page = browser
            .send(&page.form(&shrimp).fill("product", ""))
            .await
            .expect(200);
        assert!(!page.says("Có thể là của mình"), "{}", page.html);
        // 97 days before the end the window has closed; 250 before it there is nothing to do.
        verify(&app, &sauce, ("8/QĐ-UBND", "2024-02-29", "2027-02-28")).await;
        verify(&app, &shrimp, ("9/QĐ-UBND", "2024-08-01", "2027-07-31")).await;
        let page = browser.open(&page.path).await.expect(200);
        assert!(page.says("Còn 97 ngày") && page.says("Đã qua hạn nộp hồ sơ ngày 31/10/2026"));
        assert!(page.says("Chưa phải làm gì. Từ 01/02/2027 đến 02/04/2027"));
        assert!(page.says("Đã được xác nhận"), "{}", page.html);
        let told = client.get(api).await.expect(200);
        let of = |id: &str| {
            let data = told["data"].as_array().unwrap();
            data.iter().find(|one| one["id"] == id).unwrap()["regrading"].clone()
        };
        let late = json!({"days_left": 97, "opens": "2026-09-01", "closes": "2026-10-31", "stage": "late"});
        assert_eq!(of(&sauce), late);
        assert_eq!(of(&shrimp)["stage"], "early");
        assert_eq!(told["claims"].as_array().unwrap().len(), 2);
        // In the window, and a day after the end.
        app.set_clock("2027-03-01".parse::<kernel::Day>().unwrap().start());
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let page = browser.open(&page.path).await.expect(200);
        assert!(page.says("Đã hết hạn ngày 28/02/2027") && page.says("Đang là lúc nộp hồ sơ"));
        let english = browser.open(&page.path.replace("/vi/", "/en/")).await;
        assert!(english.expect(200).says("Now is the time to lodge"));
    });
}

#[test]
fn a_refused_claim_says_why_and_a_certificate_of_no_list_is_told_by_hand() {
    scenario(|app| async move {
        let (producer, listing) = listed(&app).await;
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let path = format!("/vi/producer/certificates?for={}", producer.id);
        let page = browser.open(&path).await.expect(200);
        let form = page
            .form("/producer/certificates")
            .fill("product", &listing.product)
            .fill("stars", "4")
            .fill("issuer", "UBND tỉnh Hà Tĩnh")
            .fill("issued_on", "hôm qua");
        let told = browser.send(&form).await.expect(422);
        let form = told.form("/producer/certificates");
        assert!(told.says("hoặc 2026.") && form.value("issued_on") == Some("hôm qua"));
        assert_eq!(form.value("stars"), Some("4"));
        let told = browser
            .send(&form.fill("issued_on", "08/2026"))
            .await
            .expect(422);
        let form = told.form("/producer/certificates");
        let done = browser
            .send(&form.fill("decision_no", "77/QĐ-UBND"))
            .await
            .expect(200);
        assert!(
            done.says("từ 08/2026") && done.says("Đang nằm ở tỉnh"),
            "{}",
            done.html
        );
        let review = waiting(&app, "certificate").await.remove(0);
        let reject = format!("/api/v1/admin/reviews/{}/reject", text(&review["id"]));
        let remark = json!({"pointer": "", "code": "other", "text": "Không có quyết định số này."});
        let ruling = json!({"revision": null, "remarks": [remark]});
        let official = app.official("42").await.client;
        official.post(&reject, ruling).await.expect(200);
        let page = browser.open(&path).await.expect(200);
        assert!(page.says("Không được chấp nhận") && page.says("Không có quyết định số này."));
        let held = page.html.split("id=\"held\"").nth(1).unwrap();
        assert!(!held.contains("08/2026 –"), "it is nobody's again: {held}");
    });
}

#[test]
fn a_missing_paper_is_named_handed_in_and_read_by_its_own_people_alone() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let (browser, desk) = at_desk(&app, &producer.owner).await;
        let page = browser.follow(&desk, "Giấy tờ").await.expect(200);
        assert!(page.says("Chưa nộp giấy nào"), "{}", page.html);
        let wrong = page.form("/producer/papers").fill("number", "5/ATTP");
        let told = browser.upload(&wrong, "file", vec![]).await.expect(422);
        assert_eq!(
            told.form("/producer/papers").value("number"),
            Some("5/ATTP")
        );
        let form = told
            .form("/producer/papers")
            .fill("kind", "food_facility_certificate")
            .fill("issued_on", "2026-02-01");
        let picture = b"not a paper".to_vec();
        browser.upload(&form, "file", picture).await.expect(415);
        let scan = b"%PDF-1.7 giay".to_vec();
        let page = browser.upload(&form, "file", scan).await.expect(200);
        assert!(page.says("5/ATTP") && page.says("Chờ xem") && page.says("Đang nằm ở xã"));
        let file = page.link("Giấy chứng nhận cơ sở đủ điều kiện");
        let got = browser.open(&file).await.expect(200);
        assert!(got.html.starts_with("%PDF-1.7"));
        let other = app.producer().await;
        let (stranger, _) = at_desk(&app, &other.owner).await;
        stranger.open(&file).await.expect(404);
        let foreign = file.replace(&producer.id, &other.id);
        stranger.open(&foreign).await.expect(404);
        let review = waiting(&app, "document").await.remove(0);
        let reject = format!("/api/v1/admin/reviews/{}/reject", text(&review["id"]));
        let remark = json!({"pointer": "", "code": "other", "text": "Bản chụp mờ."});
        let official = app.official("18676").await.client;
        let ruling = json!({"revision": null, "remarks": [remark]});
        official.post(&reject, ruling).await.expect(200);
        let page = browser.open(&page.path).await.expect(200);
        assert!(page.says("Không được chấp nhận") && page.says("Bản chụp mờ."));
        // A sheet of labels is one button away.
        let labels = browser.follow(&page, "Tem nhãn").await.expect(200);
        let own = producer.product(&listing.product).await;
        let sheet = labels.form(&format!("/q/{}/labels", text(&own["public_code"])));
        let sheet = browser.send(&sheet.fill("count", "8")).await.expect(200);
        assert_eq!(sheet.html.matches("<svg").count(), 8);
    });
}

#[test]
fn a_packer_reads_certificates_and_papers_and_neither_claims_nor_hands_in() {
    scenario(|app| async move {
        let (producer, _) = listed(&app).await;
        let packer = app.member(&producer, "packer").await;
        let (browser, desk) = at_desk(&app, &packer).await;
        let page = browser.follow(&desk, "Giấy chứng nhận").await.expect(200);
        assert!(page.says("Ruốc tôm") && !page.says("Đúng, của cơ sở tôi"));
        let papers = browser.follow(&page, "Giấy tờ").await.expect(200);
        assert!(!papers.says("Nộp cho cán bộ"), "{}", papers.html);
        let (owner, desk) = at_desk(&app, &producer.owner).await;
        let page = owner.follow(&desk, "Giấy chứng nhận").await.expect(200);
        let claim = page.html.split("/producer/certificates/").nth(1).unwrap();
        let claim = claim.split('"').next().unwrap();
        browser.send(&page.form(claim)).await.expect(403);
        let papers = owner.follow(&page, "Giấy tờ").await.expect(200);
        let form = papers.form("/producer/papers");
        let form = form.fill("number", "1").fill("issued_on", "2026-02-01");
        let scan = b"%PDF-1.7 giay".to_vec();
        browser.upload(&form, "file", scan).await.expect(403);
    });
}
