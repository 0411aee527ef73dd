//! Printed cards: codes for who has no mailbox, from the commune or from the cooperative.

use scenarios::{Client, Value, json, scenario, text};

const PHONE: &str = "0912345678";

async fn try_code(client: &Client, code: &str) -> scenarios::Answer {
    client
        .post("/api/v1/sessions", json!({"login": PHONE, "code": code}))
        .await
}

/// Somebody with a telephone who is a packer of a producer.
async fn packer(app: &scenarios::App) -> (scenarios::Producer, String) {
    let producer = app.producer().await;
    let body = json!({"login": PHONE, "role": "packer"});
    producer
        .owner
        .client
        .post("/api/v1/producer/members", body)
        .await
        .expect(201);
    let code = app.digits_sent_to(PHONE).await;
    let accept = json!({"login": PHONE, "code": code, "name": "Hoàng Thị Sen"});
    let joined = app
        .client()
        .post("/api/v1/invitations/accept", accept)
        .await
        .expect(201);
    let id = text(&joined["account"]["id"]).to_owned();
    (producer, id)
}

#[test]
fn an_official_issues_a_card_and_each_of_its_codes_opens_once() {
    scenario(|app| async move {
        let (_, sen) = packer(&app).await;
        let (near, far) = (app.official("18676").await, app.official("00004").await);
        let path = format!("/api/v1/admin/accounts/{sen}/sign-in-cards");
        far.client
            .post(&path, json!({}))
            .await
            .expect_problem(404, "not_found");
        app.buyer()
            .await
            .client
            .post(&path, json!({}))
            .await
            .expect_problem(403, "forbidden");
        let official = format!("/api/v1/admin/accounts/{}/sign-in-cards", far.id);
        app.admin()
            .await
            .post(&official, json!({}))
            .await
            .expect_problem(403, "forbidden");

        let card = near.client.post(&path, json!({})).await.expect(201);
        let codes: Vec<&str> = card["codes"].as_array().unwrap().iter().map(text).collect();
        assert_eq!(codes.len(), 8);
        let made = try_code(&app.client(), codes[0]).await.expect(201);
        assert_eq!(made["account"]["id"], sen.as_str());
        try_code(&app.client(), codes[0])
            .await
            .expect_problem(401, "invalid_credentials");
        try_code(&app.client(), codes[7]).await.expect(201);
        let holder = app.client().signed_in(text(&made["token"]));
        let mine = holder.get("/api/v1/sign-in-cards").await.expect(200);
        assert_eq!(
            (&mine["data"][0]["id"], &mine["data"][0]["unused"]),
            (&card["id"], &json!(6))
        );
        // The holder hears of it by every channel, and of no code.
        app.run_jobs().await;
        let told = app.texts_to(PHONE).join("\n");
        assert!(told.contains("thẻ mã đăng nhập"), "{told}");
        assert!(codes.iter().all(|code| !told.contains(code)));

        // Another card takes its place; a revoked one opens nothing.
        let next = near.client.post(&path, json!({})).await.expect(201);
        try_code(&app.client(), codes[1])
            .await
            .expect_problem(401, "invalid_credentials");
        let revoke = format!("/api/v1/sign-in-cards/{}", text(&next["id"]));
        holder.delete(&revoke).await.expect(204);
        holder.delete(&revoke).await.expect(204);
        try_code(&app.client(), text(&next["codes"][0]))
            .await
            .expect_problem(401, "invalid_credentials");
        let list = near.client.get(&path).await.expect(200);
        let ended = |row: &Value| row["revoked_at"] != Value::Null;
        assert!(list["data"].as_array().unwrap().iter().all(ended));
        let record = app
            .admin()
            .await
            .get(&format!("/api/v1/admin/audit?subject={sen}"))
            .await
            .expect(200);
        let actions: Vec<(&str, &str)> = record["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (text(&row["action"]), text(&row["capacity"])))
            .collect();
        assert_eq!(
            actions[..3],
            [
                ("accounts.revoke_card", "self"),
                ("accounts.issue_card", "official"),
                ("accounts.issue_card", "official")
            ]
        );
    });
}

#[test]
fn the_printed_page_has_its_codes_no_script_and_no_telephone() {
    scenario(|app| async move {
        let (_, sen) = packer(&app).await;
        let near = app.official("18676").await;
        let path = format!("/api/v1/admin/accounts/{sen}/sign-in-cards?paper=a4");
        let page = near
            .client
            .with("accept", "text/html")
            .post(&path, json!({}))
            .await;
        assert_eq!(page.status, 201);
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let html = page.text();
        assert!(html.contains("size:A4") && html.contains("Hoàng Thị Sen"));
        assert_eq!(html.matches("<svg").count(), 8);
        assert!(!html.contains("<script") && !html.contains(PHONE), "{html}");
        let printed = html.split("<b>").find_map(|part| {
            let digits: String = part.chars().take(9).filter(char::is_ascii_digit).collect();
            (digits.len() == 8).then_some(digits)
        });
        try_code(&app.client(), &printed.unwrap()).await.expect(201);
        let letter = format!("/api/v1/admin/accounts/{sen}/sign-in-cards?paper=letter");
        near.client
            .post(&letter, json!({}))
            .await
            .expect_problem(422, "invalid");
    });
}

#[test]
fn a_cooperative_issues_cards_for_its_own_members_alone() {
    scenario(|app| async move {
        let (producer, sen) = packer(&app).await;
        let path = |account: &str| format!("/api/v1/producer/members/{account}/sign-in-cards");
        let coop = app.buyer().await;
        let mandate = json!({"account": coop.id, "scope": "orders"});
        let mandates = "/api/v1/producer/mandates";
        producer
            .owner
            .client
            .post(mandates, mandate)
            .await
            .expect(201);
        // Who only sends parcels opens nobody's account.
        coop.client
            .post(&path(&sen), json!({}))
            .await
            .expect_problem(403, "forbidden");
        let whole = json!({"account": coop.id, "scope": "all"});
        let list = producer.owner.client.get(mandates).await.expect(200);
        let old = format!("{mandates}/{}", text(&list["data"][0]["id"]));
        producer.owner.client.delete(&old).await.expect(204);
        producer
            .owner
            .client
            .post(mandates, whole)
            .await
            .expect(201);
        let card = coop.client.post(&path(&sen), json!({})).await.expect(201);
        try_code(&app.client(), text(&card["codes"][0]))
            .await
            .expect(201);
        let stranger = app.buyer().await;
        coop.client
            .post(&path(&stranger.id), json!({}))
            .await
            .expect_problem(404, "not_found");
        let shown = coop.client.get(&path(&sen)).await.expect(200);
        assert_eq!(shown["data"][0]["producer"], producer.id.as_str());

        // Once she belongs to another producer too, this one alone has no say over her account.
        let other = app.producer().await;
        let body = json!({"login": PHONE, "role": "packer"});
        other
            .owner
            .client
            .post("/api/v1/producer/members", body)
            .await
            .expect(201);
        let code = app.digits_sent_to(PHONE).await;
        let accept = json!({"login": PHONE, "code": code});
        app.client()
            .post("/api/v1/invitations/accept", accept)
            .await
            .expect(201);
        coop.client
            .post(&path(&sen), json!({}))
            .await
            .expect_problem(403, "forbidden");
        let owner = &producer.owner.client;
        owner
            .post(&path(&sen), json!({}))
            .await
            .expect_problem(403, "forbidden");
    });
}

#[test]
fn a_call_that_an_official_noted_proves_a_telephone() {
    scenario(|app| async move {
        let (sen, id) = app.with_phone(PHONE).await;
        let path = format!("/api/v1/admin/accounts/{id}/phone-proofs");
        let admin = app.admin().await;
        let near = app.official("18676").await;
        near.client
            .post(&path, json!({"outcome": "confirmed"}))
            .await
            .expect_problem(404, "not_found");
        admin
            .post(&path, json!({"outcome": "perhaps"}))
            .await
            .expect_problem(422, "invalid");
        for (outcome, proven) in [("no_answer", false), ("denied", false), ("confirmed", true)] {
            admin
                .post(&path, json!({"outcome": outcome}))
                .await
                .expect(204);
            let me = sen.get("/api/v1/sessions/current").await.expect(200);
            assert_eq!(me["account"]["proven"], proven, "{outcome}");
        }
        let (_, second) = app.with_phone(PHONE).await;
        let path = format!("/api/v1/admin/accounts/{second}/phone-proofs");
        admin
            .post(&path, json!({"outcome": "confirmed"}))
            .await
            .expect_problem(409, "conflict");
    });
}
