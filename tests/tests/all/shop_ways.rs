//! Ways into the shop, and what smooths them where there is a script.

use scenarios::{App, SetUp, json, scenario, text};

#[test]
fn the_first_page_leads_by_region_star_season_and_place_to_what_is_sold() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let official = app.official("42").await.client;
        let client = &producer.owner.client;
        let claim = json!({
            "product": listing.product, "decision_no": "8/QĐ-UBND", "stars": 4,
            "issuer": "UBND tỉnh Hà Tĩnh",
        });
        let path = "/api/v1/producer/certificates";
        let claimed = client.post(path, claim).await.expect(201);
        let verify = format!("/api/v1/admin/certificates/{}/verify", text(&claimed["id"]));
        let facts = json!({"decision_no": "8/QĐ-UBND", "issued_on": "2026-03-01", "expires_on": "2029-03-01", "stars": 4});
        official.post(&verify, facts).await.expect(200);
        let season = json!({"kind": "season", "title": "Mùa cá cơm"});
        let made = official
            .post("/api/v1/admin/collections", season)
            .await
            .expect(201);
        let put = format!(
            "/api/v1/admin/collections/{}/products/{}",
            text(&made["id"]),
            listing.product
        );
        official.put(&put, json!({})).await.expect(200);
        let browser = app.browser();
        let home = app
            .soon(async || {
                let home = browser.open("/vi").await;
                (home.says("Đang mùa") && home.says("từ ngày 01/03/2026")).then_some(home)
            })
            .await;
        assert!(
            home.says("Mùa cá cơm") && home.says("★★★★"),
            "{}",
            home.html
        );
        let central = browser.follow(&home, "Miền Trung").await.expect(200);
        assert!(central.says("Nước mắm cốt Cẩm Nhượng"), "{}", central.html);
        let commune = browser.follow(&central, "Xã Thiên Cầm").await.expect(200);
        assert!(commune.path.contains("commune=18676"), "{}", commune.path);
        let elsewhere = browser.open("/vi/products?commune=18673").await.expect(200);
        assert!(!elsewhere.says("Nước mắm cốt Cẩm Nhượng"));
        let makers = browser.open("/vi/producers?province=42").await.expect(200);
        assert!(makers.says("HTX Nước mắm Cẩm Nhượng") && !makers.says("Ngay xã"));
        let form = makers.form("/producers").fill("commune", "thien cam");
        let near = browser.send(&form).await.expect(200);
        assert!(near.says("Ngay xã, phường bạn"), "{}", near.html);
        let none = browser.open("/en/producers?province=01").await.expect(200);
        assert!(none.says("Nobody sells from there yet"));
        let product = browser
            .open(&format!("/vi/products/{}", listing.slug))
            .await;
        assert!(product.says("/assets/htmx.js?") && product.says("\"@type\":\"BreadcrumbList\""));
    });
}

#[test]
fn a_script_is_there_for_good_and_what_it_fetches_is_a_piece_or_a_page() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let client = app.client();
        let home = client.get("/vi").await;
        let policy = home.header("content-security-policy").unwrap();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"));
        let html = home.text();
        let at = html.split("<script src=\"").nth(1).unwrap();
        let script = client.get(at.split('"').next().unwrap()).await;
        assert!(
            script
                .header("cache-control")
                .unwrap()
                .contains("immutable")
        );
        assert_eq!(
            script.header("content-type"),
            Some("text/javascript; charset=utf-8")
        );
        assert!(
            script.text().starts_with("var htmx=") && html.contains("includeIndicatorCSS:false")
        );
        let found = app
            .soon(async || {
                let found = client.get("/vi/suggestions?q=nuoc%20mam").await.text();
                found.contains(&listing.slug).then_some(found)
            })
            .await;
        assert!(
            found.starts_with("<ul>") && found.contains("/vi/producers/"),
            "{found}"
        );
        let nothing = client.get("/vi/suggestions?q=").await.text();
        assert!(!nothing.contains("<li>"), "{nothing}");
        let communes = client.get("/vi/communes?province=42").await.text();
        let names: Vec<&str> = communes.split("value=\"").skip(1).collect();
        assert!(
            names.len() > 60 && communes.contains("Xã Thiên Cầm"),
            "{communes}"
        );
        let unknown = client.get("/vi/communes?province=99").await;
        assert!(unknown.status == 200 && !unknown.text().contains("<option"));
    });
}

#[test]
fn the_design_is_shown_by_a_market_of_sample_data_alone() {
    scenario(|app| async move {
        app.browser().open("/vi/components").await.expect(404);
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let demo = |settings: &mut market::Settings| settings.accounts.any_password = true;
        let app = App::start_with(&SetUp::Sqlite, demo).await;
        for lang in ["vi", "en"] {
            let page = app.browser().open(&format!("/{lang}/components")).await;
            let page = page.expect(200);
            assert!(page.says("class=\"theme light\"") && page.says("class=\"theme dark\""));
            assert!(page.says("aria-invalid=\"true\"") && page.says("<svg class=\"chart\""));
        }
        app.leave().await;
    });
}
