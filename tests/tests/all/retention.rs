//! What must go: an authority's order, a consent taken back, and what its rule no longer keeps.

use scenarios::{json, scenario, text};

#[test]
fn an_authority_takes_a_listing_down_on_every_node_within_a_second() {
    scenario(|app| async move {
        let (_, listing) = app.listing(10).await;
        let open = app.guest_order(&listing, 1).await;
        let beside = app.another(|_usual| ()).await;
        let second = beside.client();
        let path = format!("/api/v1/products/{}", listing.slug);
        app.soon(async || (second.get(&path).await.status == 200).then_some(()))
            .await;
        app.soon(async || (app.client().get(&path).await.status == 200).then_some(()))
            .await;

        let admin = app.admin().await;
        let orders = "/api/v1/admin/authority-orders";
        let letter = json!({"product": listing.product, "authority": "Sở Công Thương Hà Tĩnh", "number": "77/SCT-QLTM"});
        let official = app.official("42").await.client;
        official
            .post(orders, letter.clone())
            .await
            .expect_problem(403, "forbidden");
        let order = admin.post(orders, letter.clone()).await.expect(201);
        admin
            .post(orders, letter)
            .await
            .expect_problem(422, "invalid");
        // Nobody acts for a day: the alarm goes off, once.
        app.advance_hours(25);
        market::work::sweep_once(app.node()).await;
        app.run_jobs().await;
        let admin = app.admin().await;
        let waiting = admin.get(orders).await.expect(200);
        assert!(waiting["data"][0]["alarmed_at"].is_string(), "{waiting}");
        assert!(app.mail().iter().any(|mail| mail.contains("77/SCT-QLTM")));

        let carry = format!("{orders}/{}/carry-out", text(&order["id"]));
        admin.post(&carry, json!({})).await.expect(200);
        admin.post(&carry, json!({})).await.expect(200);
        for node in [&app.client(), &second] {
            app.soon(async || (node.get(&path).await.status == 410).then_some(()))
                .await;
            node.get(&path).await.expect_problem(410, "gone");
            app.soon(async || {
                let list = node.get("/api/v1/products?q=nước mắm").await.expect(200);
                list["data"].as_array().unwrap().is_empty().then_some(())
            })
            .await;
        }
        app.run_jobs().await;
        let cancelled = open.read().await;
        assert_eq!(
            (&cancelled["status"], &cancelled["reason_code"]),
            (&json!("cancelled"), &json!("suspended"))
        );
        beside.leave().await;
        let restore = format!("/api/v1/admin/products/{}/restore", listing.product);
        admin
            .post(&restore, json!({}))
            .await
            .expect_problem(409, "conflict");
    });
}

#[test]
fn a_consent_names_the_version_that_was_read_and_can_be_taken_back() {
    scenario(|app| async move {
        let held = app.client().get("/api/v1/policies").await.expect(200);
        let privacy = held["data"][0].clone();
        assert_eq!(privacy["kind"], "privacy");
        let person = app.buyer().await;
        let path = "/api/v1/consents";
        // Nothing is agreed to by signing up: it is never assumed.
        assert_eq!(person.client.get(path).await.expect(200)["data"], json!([]));
        let old = json!({"kind": "privacy", "version": "2019-01"});
        person
            .client
            .post(path, old)
            .await
            .expect_problem(422, "invalid");
        let body = json!({"kind": "privacy", "version": privacy["version"]});
        person.client.post(path, body.clone()).await.expect(201);
        let given = person.client.post(path, body).await.expect(201);
        assert_eq!(given["data"].as_array().unwrap().len(), 1);
        person
            .client
            .delete(&format!("{path}/privacy"))
            .await
            .expect(204);
        let after = person.client.get(path).await.expect(200);
        assert!(after["data"][0]["withdrawn_at"].is_string());
    });
}

#[test]
fn what_its_rule_no_longer_keeps_is_dropped() {
    scenario(|app| async move {
        let (_, listing) = app.listing(10).await;
        let declared = json!({"name": "Trần Thị Bích", "birth_year": 1980});
        app.client()
            .post("/api/v1/age-declarations", declared)
            .await
            .expect(201);
        app.client().basket(&[(&listing.variant, 1)]).await;
        let placed = app.guest_order(&listing, 1).await;
        placed
            .step("cancel", json!({"reason_code": "buyer_changed_mind"}))
            .await
            .expect(200);
        app.run_jobs().await;
        let years = async |hours: i64| {
            app.advance_hours(hours);
            market::work::sweep_once(app.node()).await;
            app.run_jobs().await;
        };
        let count = async |sql: &str| app.number(sql, vec![]).await;
        years(100 * 24).await;
        assert_eq!(count("SELECT COUNT(*) AS n FROM carts WHERE used_at IS NULL AND id NOT IN (SELECT cart_id FROM checkouts)").await, 0);
        assert_eq!(count("SELECT COUNT(*) AS n FROM age_declarations").await, 1);
        years(300 * 24).await;
        assert_eq!(count("SELECT COUNT(*) AS n FROM age_declarations").await, 0);
        assert_eq!(
            count("SELECT COUNT(*) AS n FROM orders WHERE street <> ''").await,
            1
        );
        years(3 * 366 * 24).await;
        assert_eq!(
            count("SELECT COUNT(*) AS n FROM orders WHERE street <> '' OR recipient_phone <> ''")
                .await,
            0
        );
        assert_eq!(
            count("SELECT COUNT(*) AS n FROM checkouts WHERE contact_phone <> ''").await,
            0
        );
    });
}
