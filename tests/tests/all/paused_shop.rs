//! A shop that lets orders die rests until its people are back, and says when it is closed.

use scenarios::{App, Listing, Producer, Value, json, scenario, text};

const SHOP: &str = "/api/v1/producer/shop";

pub(crate) async fn pass(app: &App, hours: i64) {
    app.advance_hours(hours);
    let node = app.node();
    let swept = market::sweep(&node.db, node.now()).await.unwrap();
    assert_eq!(swept.failed, 0);
    app.run_jobs().await;
}

/// What is left to sell, once the node's index has followed.
async fn shows(app: &App, listing: &Listing, left: i64) {
    let path = format!("/api/v1/products/{}", listing.slug);
    app.soon(async || {
        let shown = app.client().get(&path).await.expect(200);
        (shown["variants"][0]["available"] == left).then_some(())
    })
    .await;
}

pub(crate) async fn shop(producer: &Producer) -> Value {
    producer.owner.client.get(SHOP).await.expect(200)
}

#[test]
fn a_shop_that_lets_two_orders_die_rests_and_opens_itself_again() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(9).await;
        let first = app.guest_order(&listing, 1).await;
        pass(&app, 36).await;
        assert_eq!(first.status().await, "cancelled");
        // One that is sent wipes out what was missed before.
        let kept = app.guest_order(&listing, 1).await;
        for (step, body) in [
            ("accept", json!({})),
            ("pack", json!({})),
            ("ship", json!({"carrier": "self"})),
        ] {
            producer.step(&kept.order, step, body).await;
        }
        let unanswered = app.guest_order(&listing, 1).await;
        pass(&app, 48).await;
        assert_eq!(unanswered.status().await, "cancelled");
        let own = shop(&producer).await;
        assert_eq!(
            (&own["paused"], &own["missed_orders"]),
            (&json!(false), &json!(1))
        );

        let unsent = app.guest_order(&listing, 1).await;
        producer.step(&unsent.order, "accept", json!({})).await;
        let late = app.client().basket(&[(&listing.variant, 1)]).await;
        pass(&app, 5 * 24).await;
        pass(&app, 3 * 24).await;
        assert_eq!(unsent.read().await["reason_code"], "not_shipped");
        let own = shop(&producer).await;
        assert_eq!(
            (&own["paused"], &own["missed_orders"]),
            (&json!(true), &json!(2))
        );
        shows(&app, &listing, 0).await;
        let refused = late.buy("a key for a shop that rests").await;
        assert!((409..=422).contains(&refused.status), "{}", refused.text());
        let told = app.mail();
        let told: Vec<&String> = told
            .iter()
            .filter(|mail| mail.contains("tạm nghỉ"))
            .collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains(&producer.owner.email) && told[0].contains("Không sao cả"));

        let sheet = "/api/v1/admin/call-sheet";
        let lines = app.admin().await.get(sheet).await.expect(200);
        assert_eq!(lines["data"][0]["reason"], "paused", "{lines}");

        let owner = &producer.owner.client;
        let stranger = app.buyer().await.client;
        let resume = "/api/v1/producer/resume";
        stranger
            .post(resume, json!({}))
            .await
            .expect_problem(403, "forbidden");
        for _ in 0..2 {
            let open = owner.post(resume, json!({})).await.expect(200);
            assert_eq!(
                (&open["paused"], &open["missed_orders"]),
                (&json!(false), &json!(0))
            );
        }
        let lines = app.admin().await.get(sheet).await.expect(200);
        assert_eq!(lines["data"], json!([]));
        shows(&app, &listing, 8).await;
        app.guest_order(&listing, 1).await;
        let audit = app
            .admin()
            .await
            .get("/api/v1/admin/audit")
            .await
            .expect(200);
        let audit = audit["data"].as_array().unwrap().clone();
        let rows: Vec<(&str, &str)> = audit
            .iter()
            .map(|row| (text(&row["action"]), text(&row["capacity"])))
            .filter(|(action, _)| action.ends_with("_shop"))
            .collect();
        assert_eq!(
            rows,
            [
                ("catalog.resume_shop", "member"),
                ("catalog.pause_shop", "system")
            ]
        );
    });
}

#[test]
fn a_household_that_rests_is_asked_on_the_telephone_whether_to_open_again() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(9).await;
        let mut near = app.official("18676").await;
        for _ in 0..2 {
            app.guest_order(&listing, 1).await;
        }
        pass(&app, 36).await;
        assert_eq!(shop(&producer).await["paused"], true);
        near.client = app.sign_in(&near.email).await;
        let sheet = "/api/v1/admin/call-sheet";
        let lines = near.client.get(sheet).await.expect(200);
        let line = &lines["data"][0];
        assert_eq!(lines["data"].as_array().unwrap().len(), 1, "{lines}");
        assert!(
            text(&line["text"]["vi"]).contains("đang tạm nghỉ"),
            "{line}"
        );
        assert_eq!(
            (&line["reason"], &line["order"]),
            (&json!("paused"), &json!(null))
        );
        let path = format!("{sheet}/{}", text(&line["id"]));
        let wrong = json!({"outcome": "accepts", "act": "accept"});
        let refused = near.client.post(&path, wrong).await;
        assert!((409..=422).contains(&refused.status), "{}", refused.text());
        assert_eq!(shop(&producer).await["paused"], true);
        let yes = json!({"outcome": "accepts", "act": "resume"});
        let done = near.client.post(&path, yes).await.expect(200);
        assert_eq!(done["status"], "done");
        assert_eq!(shop(&producer).await["paused"], false);
        shows(&app, &listing, 9).await;
        let row = app.recorded("catalog.resume_shop").await;
        assert_eq!(row["capacity"], "mandate");
        assert!(text(&row["mandate"]).starts_with("man_"), "{row}");
    });
}

#[test]
fn a_closed_day_stops_the_clock_and_more_time_is_given_once() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(9).await;
        let owner = &producer.owner.client;
        let close = "/api/v1/producer/closure-days";
        // It is Monday 23 November; today is too late to be said.
        for days in [json!(["2026-11-23"]), json!(["2028-01-01"])] {
            let refused = owner.put(close, json!({ "days": days })).await;
            refused.expect_problem(422, "invalid");
        }
        let days = json!({"days": ["2026-11-24", "2026-11-25"]});
        let own = owner.put(close, days.clone()).await.expect(200);
        assert_eq!(own["closure_days"], days["days"]);
        let placed = app.guest_order(&listing, 1).await;
        // Twelve of 24 waking hours today, the rest on Thursday from seven.
        let order = placed.read().await;
        assert_eq!(
            text(&order["deadline"]["state_until"]),
            "2026-11-26T12:00:00.000Z"
        );
        // To open on those days after all changes nothing for the order.
        owner.put(close, json!({"days": []})).await.expect(200);
        assert_eq!(placed.read().await["deadline"], order["deadline"]);
        pass(&app, 13).await;
        let sheet = "/api/v1/admin/call-sheet";
        let lines = app.admin().await.get(sheet).await.expect(200);
        assert_eq!(lines["data"].as_array().unwrap().len(), 1);

        let path = format!("/api/v1/producer/orders/{}/extend", placed.order);
        let more = owner.post(&path, json!({})).await.expect(200);
        assert_eq!(
            text(&more["deadline"]["state_until"]),
            "2026-11-28T08:00:00.000Z"
        );
        owner
            .post(&path, json!({}))
            .await
            .expect_problem(409, "conflict");
        app.run_jobs().await;
        let told = |word: &str| app.mail().iter().filter(|mail| mail.contains(word)).count();
        assert_eq!(told("cần thêm thời gian"), 1);
        let lines = app.admin().await.get(sheet).await.expect(200);
        assert!(lines["data"].as_array().unwrap().is_empty(), "it was heard");
        // Half of that time passes too.
        pass(&app, 4 * 24).await;
        let lines = app.admin().await.get(sheet).await.expect(200);
        assert_eq!(lines["data"].as_array().unwrap().len(), 1);
    });
}
