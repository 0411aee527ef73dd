//! Who is looked for, who signs in, and whom no page names.

use super::*;

#[test]
fn only_an_administrator_looks_for_a_phone_and_it_is_recorded() {
    scenario(|app: App| async move {
        let (_, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 1).await;
        let (admin, official) = (app.admin().await, app.official("42").await.client);
        for path in ["/vi/office/people", "/vi/office/audit"] {
            assert_eq!(official.get(path).await.status, 403);
            page(&admin, path).await;
        }
        let path = "/vi/office/people";
        let seek = [("phone", "0912 345 678"), ("purpose", "dispute")];
        assert_eq!(official.form(path, &seek).await.status, 403);
        let why = admin.form(path, &[("phone", "0912 345 678")]).await;
        assert_eq!(why.status, 422);
        assert!(
            why.text().contains("value=\"0912 345 678\""),
            "{}",
            why.text()
        );
        let found = admin.form(path, &seek).await;
        assert_eq!(found.status, 200);
        assert!(found.text().contains(&placed.code), "{}", found.text());
        let record = page(&admin, "/vi/office/audit?subject=dispute").await;
        assert!(
            record.contains("people.seek") && record.contains(&placed.order),
            "{record}"
        );
    });
}

#[test]
fn who_is_not_signed_in_signs_in_and_comes_back_with_what_was_typed() {
    scenario(|app: App| async move {
        let shop = app.producer().await;
        let official = app.official("18676").await;
        let (_, review, path) = handed_in(&shop, &official.client, fish_sauce()).await;
        let browser = app.client().unfollowing();
        let sent = browser.get(&format!("{path}?kind=listing")).await;
        assert_eq!(sent.status, 303);
        let to = sent.header("location").unwrap();
        assert!(
            to.starts_with("/vi/sign-in?next=%2Fvi%2Foffice%2Freviews"),
            "{to}"
        );

        let wrong = [
            ("login", official.email.as_str()),
            ("password", "sai"),
            ("next", &path),
        ];
        let wrong = browser.form("/vi/sign-in", &wrong).await;
        assert_eq!(wrong.status, 401);
        assert!(wrong.text().contains(&official.email), "{}", wrong.text());
        // A session that has ended takes nothing with it.
        let late = [
            ("revision", text(&review["revision"])),
            ("decision", "approved"),
        ];
        let asked = browser.with("cookie", "sid=gone").form(&path, &late).await;
        assert_eq!(asked.status, 401);
        let html = asked.text();
        let kept = html.split("name=\"kept\" value=\"").nth(1).unwrap();
        let kept = kept.split('"').next().unwrap().replace("&#38;", "&");
        let right = [
            ("login", official.email.as_str()),
            ("password", scenarios::PASSWORD),
            ("next", &path),
            ("kept", &kept),
        ];
        let signed_in = browser.form("/vi/sign-in", &right).await;
        assert_eq!(signed_in.status, 200);
        let again = signed_in.text();
        assert!(again.contains(&format!("action=\"{path}\"")), "{again}");
        assert!(
            again.contains("name=\"decision\" value=\"approved\""),
            "{again}"
        );
        let cookie = signed_in.header("set-cookie").unwrap().to_owned();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        let here = browser.with("cookie", cookie.split(';').next().unwrap());
        assert_eq!(here.form(&path, &late).await.status, 303);
        // The API reads no cookie; another site's form does nothing.
        here.get("/api/v1/admin/reviews")
            .await
            .expect_problem(401, "unauthenticated");
        let foreign = here.with("origin", "https://evil.example");
        assert_eq!(foreign.form("/vi/sign-out", &[]).await.status, 403);
        assert_eq!(here.form("/vi/sign-out", &[]).await.status, 303);
        assert_eq!(here.get("/vi/office").await.status, 303);
    });
}

#[test]
fn whoever_signs_in_finds_where_they_work() {
    scenario(|app: App| async move {
        let (official, buyer) = (app.official("18676").await, app.buyer().await);
        let owner = app.producer().await.owner;
        for (person, to) in [
            (official, "/vi/office"),
            (owner, "/vi/producer"),
            (buyer, "/vi/account"),
        ] {
            let fields = [
                ("login", person.email.as_str()),
                ("password", scenarios::PASSWORD),
            ];
            let signed_in = app
                .client()
                .unfollowing()
                .form("/vi/sign-in", &fields)
                .await;
            assert_eq!(
                signed_in.header("location"),
                Some(to),
                "{}",
                signed_in.text()
            );
            let cookie = signed_in.header("set-cookie").unwrap().to_owned();
            let here = app
                .client()
                .with("cookie", cookie.split(';').next().unwrap());
            let account = here.get("/vi/account").await;
            let way = format!("class=\"more\" href=\"{to}\"");
            assert_eq!(account.text().contains(&way), to != "/vi/account");
        }
    });
}

#[test]
fn no_page_of_the_desk_names_a_buyer() {
    scenario(|app: App| async move {
        let (producer, listing) = app.listing(5).await;
        let near = app.official("18676").await;
        app.guest_order(&listing, 1).await;
        rename(&producer, &listing.product, "Nước mắm hạ thổ Cẩm Nhượng").await;
        pass(&app, 12).await;
        let near = app.sign_in(&near.email).await;
        let review = waiting(&near, "listing").await;
        let pages = [
            "",
            "/reviews",
            "/reviews?status=decided",
            "/calls",
            "/certificates",
            "/papers",
            "/producers",
            "/figures",
            "/collections",
        ];
        let mut pages: Vec<String> = pages.map(str::to_owned).to_vec();
        pages.push(format!("/reviews/{}", text(&review["id"])));
        pages.push(format!("/producers/{}", producer.id));
        for lang in ["vi", "en"] {
            for path in &pages {
                let path = format!("/{lang}/office{path}");
                let html = page(&near, &path).await;
                assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{path}");
                assert!(
                    !html.contains("office-"),
                    "a word is missing: {path}: {html}"
                );
                // As sent, without compression even: a cheap telephone opens it.
                assert!(html.len() < 100_000, "{path}: {}", html.len());
            }
        }
    });
}
