//! No order dies in silence: who is telephoned, by whom, and what comes of it.

use scenarios::{App, Client, Value, json, scenario, text};

const SHEET: &str = "/api/v1/admin/call-sheet";

/// The deadlines are looked at, and what follows is done.
async fn pass(app: &App, hours: i64) {
    app.advance_hours(hours);
    let node = app.node();
    let swept = market::sweep(&node.db, node.now()).await.unwrap();
    assert_eq!(swept.failed, 0);
    app.run_jobs().await;
}

async fn lines(caller: &Client) -> Vec<Value> {
    let sheet = caller.get(SHEET).await.expect(200);
    sheet["data"].as_array().unwrap().clone()
}

async fn answer(caller: &Client, line: &Value, said: Value) -> scenarios::Answer {
    let path = format!("{SHEET}/{}", text(&line["id"]));
    caller.post(&path, said).await
}

#[test]
fn an_unanswered_order_is_on_the_communes_sheet_at_half_time_and_accepted_there() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let (mut near, mut far) = (app.official("18676").await, app.official("00004").await);
        let placed = app.guest_order(&listing, 2).await;
        app.run_jobs().await;
        assert!(lines(&near.client).await.is_empty());
        pass(&app, 12).await;
        // An official's session is over after half an hour without a request.
        near.client = app.sign_in(&near.email).await;
        far.client = app.sign_in(&far.email).await;

        let sheet = lines(&near.client).await;
        let line = &sheet[0];
        assert_eq!(sheet.len(), 1, "{sheet:?}");
        assert_eq!(
            (text(&line["reason"]), text(&line["level"])),
            ("unanswered", "commune")
        );
        assert_eq!(line["who"]["phone"], "0912000003");
        assert_eq!(line["order"]["code"], placed.code);
        assert!(text(&line["text"]["vi"]).contains(&placed.code));
        assert!(text(&line["text"]["en"]).contains("Do you take it?"));
        let said = line.to_string();
        for private in ["Bích", "0912345678", "12 thôn Hải Bắc"] {
            assert!(!said.contains(private), "{said}");
        }
        assert!(lines(&far.client).await.is_empty());
        let path = format!("{SHEET}/{}", text(&line["id"]));
        let strange = far.client.post(&path, json!({"outcome": "accepts"})).await;
        strange.expect_problem(404, "not_found");
        app.buyer()
            .await
            .client
            .get(SHEET)
            .await
            .expect_problem(403, "forbidden");

        let again = answer(&near.client, line, json!({"outcome": "no_answer"}))
            .await
            .expect(200);
        assert_eq!(
            (&again["status"], &again["calls"]),
            (&json!("open"), &json!(1))
        );
        let wrong = json!({"outcome": "no_answer", "act": "accept"});
        answer(&near.client, line, wrong)
            .await
            .expect_problem(422, "invalid");
        let yes = json!({"outcome": "accepts", "act": "accept"});
        let done = answer(&near.client, line, yes.clone()).await.expect(200);
        assert_eq!(done["status"], "done");
        answer(&near.client, line, yes).await.expect(200);
        let late = json!({"outcome": "declines", "act": "decline"});
        answer(&near.client, line, late)
            .await
            .expect_problem(409, "conflict");

        // The buyer sees the producer; the producer sees who it was, and under what.
        let order = placed.read().await;
        assert_eq!(order["status"], "accepted");
        let last = order["history"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["by"], json!({"role": "producer"}));
        let path = format!("/api/v1/producer/orders/{}", placed.order);
        let own = producer.owner.client.get(&path).await.expect(200);
        let by = own["history"].as_array().unwrap().last().unwrap()["by"].clone();
        assert_eq!(by["capacity"], "mandate");
        assert!(text(&by["mandate"]).starts_with("man_"), "{by}");
        let row = app.recorded("calls.answer").await;
        assert_eq!(row["capacity"], "mandate");
        assert_eq!(row["mandate"], by["mandate"]);

        // The mandate covered this one act: the official reads no order of the producer.
        let as_producer = near.client.with("ocop-producer", &producer.id);
        as_producer
            .get("/api/v1/producer/orders")
            .await
            .expect_problem(404, "not_found");
    });
}

#[test]
fn an_order_that_nobody_answers_is_cancelled_and_its_buyer_told_everywhere() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 1).await;
        pass(&app, 14).await;
        assert_eq!(lines(&app.admin().await).await.len(), 1);
        // 24 waking hours from Monday at nine end on Tuesday at seven in the evening.
        pass(&app, 24).await;
        let order = placed.read().await;
        assert_eq!(order["status"], "cancelled");
        assert_eq!(order["reason_code"], "producer_no_answer");
        assert!(
            lines(&app.admin().await).await.is_empty(),
            "the line ended with the order"
        );
        let mail = app.mail();
        let told = mail
            .iter()
            .any(|mail| mail.contains("bich@example.vn") && mail.contains("đã huỷ"));
        assert!(told, "{mail:#?}");
        let texts = app.texts();
        let told = texts
            .iter()
            .any(|sent| sent.contains("0912345678") && sent.contains(&placed.code));
        assert!(told, "{texts:#?}");
    });
}

#[test]
fn what_reaches_nobody_is_a_line_at_once_and_ends_when_the_order_moves() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let mut near = app.official("18676").await;
        app.run_jobs().await;
        // A household whose number nobody has proven.
        app.execute(
            "DELETE FROM contact_points WHERE account_id IN (SELECT account_id FROM members)",
        )
        .await;
        let placed = app.guest_order(&listing, 1).await;
        app.run_jobs().await;
        let sheet = lines(&near.client).await;
        assert_eq!(sheet.len(), 1, "{sheet:?}");
        assert_eq!(sheet[0]["reason"], "unreached");
        assert!(
            text(&sheet[0]["text"]["vi"]).contains("đơn mới"),
            "{sheet:?}"
        );
        pass(&app, 14).await;
        near.client = app.sign_in(&near.email).await;
        let sheet = lines(&near.client).await;
        assert_eq!(sheet.len(), 1, "{sheet:?}");
        assert_eq!(sheet[0]["reason"], "unanswered");
        producer.step(&placed.order, "accept", json!({})).await;
        app.run_jobs().await;
        assert!(lines(&near.client).await.is_empty());
    });
}
