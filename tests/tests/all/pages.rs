//! The shop's pages, as a browser without a script gets them.

use scenarios::{Answer, App, json, scenario, text};

/// As sent to a browser that takes gzip, which all do.
async fn page(app: &App, path: &str) -> Answer {
    let page = app.client().get(path).await;
    assert_eq!(page.status, 200, "{path}");
    assert!(
        page.header("content-type")
            .unwrap()
            .starts_with("text/html"),
        "{path}"
    );
    assert!(page.header("set-cookie").is_none(), "{path} knows nobody");
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{path}"
    );
    let html = page.text();
    assert!(
        !html.contains(" style=") && !html.contains("<style"),
        "{path}"
    );
    let elsewhere = ["src=\"http", "src=\"//"];
    assert!(
        elsewhere.iter().all(|e| !html.contains(e)),
        "{path} asks nobody else"
    );
    page
}

#[test]
fn the_first_page_is_in_the_readers_language() {
    scenario(|app| async move {
        for (accepted, lang) in [("vi-VN,en;q=0.5", "vi"), ("en-GB", "en"), ("fr", "vi")] {
            let client = app.client().with("accept-language", accepted);
            let chosen = client.get("/").await.text();
            assert!(chosen.contains(&format!("<html lang=\"{lang}\">")));
        }
        let vi = page(&app, "/vi").await;
        assert!(vi.text().contains("<html lang=\"vi\">"));
        assert!(
            page(&app, "/en")
                .await
                .text()
                .contains("<html lang=\"en\">")
        );
        let tag = vi.header("etag").unwrap();
        let again = app.client().with("if-none-match", tag).get("/vi").await;
        assert_eq!(again.status, 304);
    });
}

#[test]
fn a_listing_is_found_and_read_in_both_languages_without_a_script() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let path = format!("/api/v1/products/{}", listing.product);
        let product = app.client().get(&path).await.expect(200);
        let slug = text(&product["slug"]);
        for lang in ["vi", "en"] {
            let address = format!("/{lang}/products/{slug}");
            for list in [
                "",
                "/products?q=nuoc%20mam",
                "/products?group=I&in_stock=true&sort=price",
            ] {
                let (list, link) = (format!("/{lang}{list}"), format!("href=\"{address}\""));
                app.soon(async || page(&app, &list).await.text().contains(&link).then_some(()))
                    .await;
            }
            let detail = page(&app, &address).await;
            let html = detail.text();
            assert!(
                html.contains("\u{a0}₫"),
                "a price as it is written in Vietnam"
            );
            assert!(html.contains("application/ld+json") && html.contains("og:title"));
            let maker = format!("/{lang}/producers/{}", text(&product["producer"]["slug"]));
            assert!(html.contains(&maker));
            assert!(page(&app, &maker).await.text().contains(&address));
            // As sent; pictures are asked for apart.
            assert!(detail.body.len() < 50_000, "{}", detail.body.len());
        }
        let style = app.client().get("/assets/shop.css").await;
        assert_eq!(style.status, 200);
        assert!(style.header("cache-control").unwrap().contains("immutable"));
    });
}

#[test]
fn what_a_producer_wrote_cannot_break_out_of_its_place() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let mut draft = scenarios::fish_sauce();
        draft["story"] = json!("</script><script>alert(1)</script> & <b>");
        draft["description"] = json!("<img src=x onerror=alert(1)> \"'</script>");
        let draft = producer.draft(draft).await;
        let review = producer.submit_product(text(&draft["id"])).await;
        app.approve(&review).await;
        let path = format!("/api/v1/products/{}", text(&draft["id"]));
        let product = app.client().get(&path).await.expect(200);
        let address = format!("/vi/products/{}", text(&product["slug"]));
        let html = page(&app, &address).await.text();
        assert!(!html.contains("<script>") && !html.contains("<img src=x"));
        assert_eq!(
            html.matches("</script>").count(),
            2,
            "the ends of the house's script and of its data alone"
        );
    });
}

#[test]
fn a_page_that_is_not_there_says_what_to_do_next() {
    scenario(|app| async move {
        for path in [
            "/vi/products/khong-co",
            "/vi/khong-co",
            "/vi/producers/khong-co",
        ] {
            let gone = app.client().get(path).await;
            assert_eq!(gone.status, 404, "{path}");
            assert!(gone.text().contains("href=\"/vi/products\""), "{path}");
        }
        // A filter that means nothing, in a link that somebody wrote, is left out.
        let broken = "/en/products?price_min=cheap&set=x&utm_source=zalo";
        let kind = app.client().get(broken).await;
        assert!(kind.expect_text(200).contains("<html lang=\"en\">"));
        let long = format!("/en/products?q={}", "a".repeat(101));
        let wrong = app.client().get(&long).await;
        assert!(wrong.expect_text(422).contains("<html lang=\"en\">"));
    });
}
