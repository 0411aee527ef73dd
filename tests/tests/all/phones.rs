//! People with a telephone and no mailbox: they prove it, sign in with it and are found again.

use scenarios::{PASSWORD, Value, digits, json, scenario};

const PHONE: &str = "0912345678";

fn with_code(code: &str) -> Value {
    json!({"login": "+84 912 345 678", "code": code})
}

#[test]
fn who_has_a_telephone_and_no_mailbox_signs_in_with_a_code() {
    scenario(|app| async move {
        let (sen, id) = app.with_phone(PHONE).await;
        let ask = json!({"login": PHONE});
        let sessions = "/api/v1/sessions";
        // An unproven number opens nothing: it is answered like an unknown one, and nothing is sent.
        app.client()
            .post("/api/v1/sign-in-codes", ask.clone())
            .await
            .expect(202);
        let nobody = json!({"login": "0912000099"});
        app.client()
            .post("/api/v1/sign-in-codes", nobody)
            .await
            .expect(202);
        app.run_jobs().await;
        assert!(app.texts_to(PHONE).is_empty());

        sen.post("/api/v1/contact-proofs", json!({}))
            .await
            .expect(202);
        let code = app.digits_sent_to(PHONE).await;
        let path = format!("/api/v1/contact-proofs/{code}");
        app.client()
            .post(&path, json!({}))
            .await
            .expect_problem(401, "unauthenticated");
        let (other, _) = app.with_phone(PHONE).await;
        other
            .post(&path, json!({}))
            .await
            .expect_problem(404, "not_found");
        app.client()
            .post(sessions, with_code(&code))
            .await
            .expect_problem(401, "invalid_credentials");
        sen.post(&path, json!({})).await.expect(204);
        sen.post(&path, json!({}))
            .await
            .expect_problem(404, "not_found");
        // Nobody else proves it now, and nobody else learns why.
        other
            .post("/api/v1/contact-proofs", json!({}))
            .await
            .expect(202);
        app.run_jobs().await;
        assert_eq!(app.texts_to(PHONE).len(), 1);

        app.advance_hours(1);
        app.client()
            .post("/api/v1/sign-in-codes", ask)
            .await
            .expect(202);
        let code = app.digits_sent_to(PHONE).await;
        let spaced = {
            let (head, tail) = code.split_at(4);
            format!("{head} {tail}")
        };
        let made = app
            .client()
            .post(sessions, with_code(&spaced))
            .await
            .expect(201);
        assert_eq!(made["account"]["id"], id.as_str());
        assert_eq!(made["account"]["proven"], true);
        app.client()
            .post(sessions, with_code(&code))
            .await
            .expect_problem(401, "invalid_credentials");
    });
}

#[test]
fn a_sent_code_dies_of_age_and_of_wrong_tries() {
    scenario(|app| async move {
        app.proven_phone(PHONE).await;
        app.advance_hours(1);
        let ask = async || {
            let body = json!({"login": PHONE});
            app.client()
                .post("/api/v1/sign-in-codes", body)
                .await
                .expect(202);
            app.digits_sent_to(PHONE).await
        };
        let try_it =
            async |code: &str| app.client().post("/api/v1/sessions", with_code(code)).await;
        let old = ask().await;
        app.advance_hours(1);
        try_it(&old)
            .await
            .expect_problem(401, "invalid_credentials");

        let guessed = ask().await;
        let wrong = if guessed == "00000000" {
            "00000001"
        } else {
            "00000000"
        };
        for _ in 0..5 {
            try_it(wrong)
                .await
                .expect_problem(401, "invalid_credentials");
            app.advance_minutes(1);
        }
        try_it(&guessed)
            .await
            .expect_problem(401, "invalid_credentials");
        app.advance_hours(25);
        let fresh = ask().await;
        try_it(&fresh).await.expect(201);
    });
}

#[test]
fn codes_are_rare_and_nowhere_to_be_read() {
    scenario(|app| async move {
        let (_, id) = app.proven_phone(PHONE).await;
        app.advance_hours(25);
        let body = json!({"login": PHONE});
        for _ in 0..4 {
            app.client()
                .post("/api/v1/sign-in-codes", body.clone())
                .await
                .expect(202);
        }
        let answer = app.client().post("/api/v1/sign-in-codes", body).await;
        answer.expect_problem(429, "rate_limited");
        assert_eq!(answer.header("retry-after"), Some("60"));
        app.run_jobs().await;
        let sent: Vec<String> = app
            .texts_to(PHONE)
            .iter()
            .map(|text| digits(text))
            .collect();
        assert_eq!(sent.len(), 5);
        // Neither what is kept nor what people read of it holds a code.
        let mut kept = String::new();
        for (table, column) in [
            ("one_time_codes", "code_hash"),
            ("jobs", "payload"),
            ("notices", "params"),
            ("audit_log", "detail"),
        ] {
            kept += &app.kept(table, column).await;
        }
        let inbox = app
            .sign_in(PHONE)
            .await
            .get("/api/v1/inbox")
            .await
            .expect(200)
            .to_string();
        for code in &sent {
            assert!(!kept.contains(code.as_str()) && !inbox.contains(code.as_str()));
        }
        let path = format!("/api/v1/admin/audit?subject={id}");
        let record = app.admin().await.get(&path).await.expect(200);
        assert_eq!(record["data"][0]["action"], "accounts.prove_contact");
        assert!(!record.to_string().contains(PHONE));
    });
}

#[test]
fn who_serves_the_market_signs_in_with_a_password() {
    scenario(|app| async move {
        let (sen, id) = app.proven_phone(PHONE).await;
        let admin = app.admin().await;
        let given = admin
            .post(
                &format!("/api/v1/admin/accounts/{id}/sign-in-codes"),
                json!({}),
            )
            .await
            .expect(201);
        let role = json!({"role": "official", "area": "18676"});
        admin
            .put(&format!("/api/v1/admin/accounts/{id}/roles"), role)
            .await
            .expect(200);
        sen.get("/api/v1/sessions")
            .await
            .expect_problem(401, "unauthenticated");
        app.advance_hours(1);
        let ask = json!({"login": PHONE});
        app.client()
            .post("/api/v1/sign-in-codes", ask)
            .await
            .expect(202);
        app.run_jobs().await;
        assert_eq!(app.texts_to(PHONE).len(), 1);
        // Nor does a code that was given before.
        let code = given["code"].as_str().unwrap();
        app.client()
            .post("/api/v1/sessions", with_code(code))
            .await
            .expect_problem(401, "invalid_credentials");
        let body = json!({"login": PHONE, "password": PASSWORD});
        app.client()
            .post("/api/v1/sessions", body)
            .await
            .expect(201);
    });
}
