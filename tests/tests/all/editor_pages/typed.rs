//! What was typed is kept, and every fault of it told at once.

use super::*;

#[test]
fn a_stale_form_says_so_and_keeps_what_was_typed() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let id = id_of(&producer.draft(fish_sauce()).await);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let path = step(&id, "text");
        let (mine, theirs) = (browser.open(&path).await, browser.open(&path).await);
        let theirs = theirs
            .form("/edit/text")
            .fill("description", "Của người kia.");
        browser.send(&theirs).await.expect(200);
        let mine = mine.form("/edit/text").fill("description", "Của tôi.");
        let told = browser.send(&mine).await.expect(412);
        assert!(told.says("Của người kia."), "{}", told.html);
        let form = told.form("/edit/text");
        assert_eq!(form.value("description"), Some("Của tôi."));
        browser.send(&form).await.expect(200);
        assert_eq!(producer.product(&id).await["description"], "Của tôi.");
        // What was seen before it changed is not handed in unseen.
        let page = format!("/vi/producer/products/{id}");
        let seen = browser.open(&page).await.expect(200).form("/submit");
        let text_step = browser.open(&path).await.expect(200);
        let other = text_step.form("/edit/text").fill("story", "Khác.");
        browser.send(&other).await.expect(200);
        browser.send(&seen).await.expect(412);
        assert_eq!(producer.product(&id).await["revision_status"], "draft");
        // The same form twice is no trouble.
        let text_step = browser.open(&path).await.expect(200);
        let twice = text_step.form("/edit/text").fill("story", "Một lần.");
        browser.send(&twice).await.expect(200);
        browser.send(&twice).await.expect(200);

        let applicant = app.applicant().await;
        let (browser, page) = at_desk(&app, &applicant.owner).await;
        let form = page.form("/producer/apply");
        browser
            .send(&form.clone().fill("street", "Thôn Một"))
            .await
            .expect(200);
        let told = browser
            .send(&form.fill("street", "Thôn Hai"))
            .await
            .expect(412);
        assert!(told.says("Thôn Một"), "{}", told.html);
        assert_eq!(
            told.form("/producer/apply").value("street"),
            Some("Thôn Hai")
        );
    });
}

#[test]
fn what_was_typed_outlives_the_session() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let id = id_of(&producer.draft(fish_sauce()).await);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let text_step = browser.open(&step(&id, "text")).await.expect(200);
        let typed = text_step
            .form("/edit/text")
            .fill("story", "Một buổi tối dài.");
        browser.keep("sid", "lapsed");
        let asked = browser.send(&typed).await.expect(401);
        let again = browser
            .send(&signing_in(&asked, &producer.owner))
            .await
            .expect(200);
        let sent = browser.send(&again.form("/edit/text")).await.expect(200);
        assert_eq!(sent.path, step(&id, "label"));
        assert_eq!(producer.product(&id).await["story"], "Một buổi tối dài.");
    });
}

#[test]
fn every_wrong_size_is_told_at_once_and_nothing_is_half_written() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let id = id_of(&producer.draft(fish_sauce()).await);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let sizes = browser.open(&step(&id, "sizes")).await.expect(200);
        let wrong = sizes
            .form("/edit/sizes")
            .fill("name-0", "")
            .fill("weight-0", "nặng")
            .fill("name-1", "Can 5 lít")
            .fill("amount-1", "nhiều")
            .fill("unit-1", "l")
            .fill("weight-1", "5.200")
            .fill("price-1", "0")
            .fill("sku-1", "NM-500");
        let told = browser.send(&wrong).await.expect(422);
        for fault in ["name-0", "weight-0", "amount-1", "price-1", "sku-1"] {
            assert!(
                told.says(&format!("id=\"{fault}-fault\"")),
                "{fault}: {}",
                told.html
            );
        }
        let form = told.form("/edit/sizes");
        assert_eq!(
            holds(&form, &["weight-0", "name-1", "amount-1"]),
            ["nặng", "Can 5 lít", "nhiều"]
        );
        let now = producer.product(&id).await;
        assert_eq!(now["variants"].as_array().unwrap().len(), 1, "{now}");
        // A size can be dropped, and the faults of the others still stand in their own rows.
        let dropped = form
            .fill("gone-0", "yes")
            .fill("amount-1", "5")
            .fill("price-1", "0")
            .fill("sku-1", "NM-5000");
        let told = browser.send(&dropped).await.expect(422);
        assert!(told.says("id=\"price-1-fault\"") && !told.says("id=\"weight-0-fault\""));
        let right = told
            .form("/edit/sizes")
            .fill("gone-0", "yes")
            .fill("price-1", "450.000");
        browser.send(&right).await.expect(200);
        let now = producer.product(&id).await;
        let variants = now["variants"].as_array().unwrap();
        assert_eq!(
            (variants.len(), &variants[0]["sku"]),
            (1, &json!("NM-5000")),
            "{now}"
        );
        assert_eq!(variants[0]["price"]["amount"], 450_000);
    });
}

#[test]
fn another_set_takes_its_own_label_and_alcohol_needs_its_strength() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let id = id_of(&producer.draft(fish_sauce()).await);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let name = browser.open(&step(&id, "name")).await.expect(200);
        let wine = name
            .form("/edit/name")
            .fill("set", "14")
            .fill("then", "over");
        let page = browser.send(&wine).await.expect(200);
        assert!(
            page.says("Nồng độ cồn") && page.says("giấy tờ"),
            "{}",
            page.html
        );
        let label = browser.open(&step(&id, "label")).await.expect(200);
        let strong = label
            .form("/edit/label")
            .fill("abv", "40")
            .fill("fact-warnings", "18+");
        let told = browser.send(&strong).await.expect(422);
        assert!(told.says("abv-fault"), "{}", told.html);
        let form = told.form("/edit/label");
        assert_eq!(holds(&form, &["abv", "fact-warnings"]), ["40", "18+"]);
        browser.send(&form.fill("abv", "12,5")).await.expect(200);
        assert_eq!(producer.product(&id).await["abv"], "12.5");
        let name = browser.open(&step(&id, "name")).await.expect(200);
        let cloth = name.form("/edit/name").fill("set", "21");
        browser.send(&cloth).await.expect(200);
        let now = producer.product(&id).await;
        assert_eq!(now["abv"], Value::Null);
        assert_eq!(now["facts"], json!({"origin": "Xã Thiên Cầm, Hà Tĩnh"}));
    });
}
