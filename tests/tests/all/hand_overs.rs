//! A producer passes to a new owner, with a paper, and everybody hears of it.

use scenarios::{json, scenario, text};

const PHONE: &str = "0912345678";
const PAPER: &[u8] = b"%PDF-1.7 bien ban ban giao";

#[test]
fn an_official_hands_a_producer_to_a_new_owner_with_a_paper() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let (near, far) = (app.official("18676").await, app.official("00004").await);
        let coop = app.buyer().await;
        let mandate = json!({"account": coop.id, "scope": "all"});
        producer
            .owner
            .client
            .post("/api/v1/producer/mandates", mandate)
            .await
            .expect(201);
        let path = format!("/api/v1/admin/producers/{}/hand-overs", producer.id);
        let to_phone = [
            ("reason_code", "death"),
            ("login", PHONE),
            ("name", "Hoàng Thị Sen"),
        ];

        far.client
            .hand_in(&path, &to_phone, PAPER.to_vec())
            .await
            .expect_problem(404, "not_found");
        coop.client
            .hand_in(&path, &to_phone, PAPER.to_vec())
            .await
            .expect_problem(403, "forbidden");
        let html = b"<html>".to_vec();
        near.client
            .hand_in(&path, &to_phone, html)
            .await
            .expect_problem(415, "unsupported_media_type");
        let known = format!("/api/v1/admin/producers/{}/members", producer.id);
        let list = near.client.get(&known).await.expect(200);
        assert_eq!(list["data"][0]["account"], producer.owner.id.as_str());
        far.client
            .get(&known)
            .await
            .expect_problem(404, "not_found");
        let sought = format!("/api/v1/admin/accounts?login={}", producer.owner.email);
        near.client
            .get(&sought)
            .await
            .expect_problem(403, "forbidden");
        let found = app.admin().await.get(&sought).await.expect(200);
        assert_eq!(found["data"][0]["id"], producer.owner.id.as_str());
        let no_reason = [("login", PHONE)];
        near.client
            .hand_in(&path, &no_reason, PAPER.to_vec())
            .await
            .expect_problem(422, "invalid");
        let own = [("reason_code", "sale"), ("account", near.id.as_str())];
        near.client
            .hand_in(&path, &own, PAPER.to_vec())
            .await
            .expect_problem(403, "forbidden");
        let same = [
            ("reason_code", "sale"),
            ("account", producer.owner.id.as_str()),
        ];
        near.client
            .hand_in(&path, &same, PAPER.to_vec())
            .await
            .expect_problem(409, "conflict");

        let list = near
            .client
            .hand_in(&path, &to_phone, PAPER.to_vec())
            .await
            .expect(201);
        let passed = &list["data"][0];
        assert_eq!(passed["from"][0]["account"], producer.owner.id.as_str());
        assert_eq!(
            (&passed["to"]["name"], &passed["decided_by"]["account"]),
            (&json!("Hoàng Thị Sen"), &json!(near.id))
        );
        let file = near.client.get(text(&passed["file"])).await;
        assert_eq!((file.status, file.text().as_bytes()), (200, PAPER));
        far.client
            .get(text(&passed["file"]))
            .await
            .expect_problem(404, "not_found");

        // The old owner and the mandate are out at once; the new one comes in with a card.
        for out in [
            &producer.owner.client,
            &coop.client.with("ocop-producer", &producer.id),
        ] {
            out.get("/api/v1/producer/orders")
                .await
                .expect_problem(404, "not_found");
        }
        let to = text(&passed["to"]["account"]);
        let cards = format!("/api/v1/admin/accounts/{to}/sign-in-cards");
        let card = near.client.post(&cards, json!({})).await.expect(201);
        let body = json!({"login": PHONE, "code": card["codes"][0]});
        let made = app
            .client()
            .post("/api/v1/sessions", body)
            .await
            .expect(201);
        let sen = app.client().signed_in(text(&made["token"]));
        let members = sen.get("/api/v1/producer/members").await.expect(200);
        assert_eq!(members["data"].as_array().unwrap().len(), 1);
        assert_eq!(
            sen.get("/api/v1/producer/hand-overs").await.expect(200)["data"][0]["id"],
            passed["id"]
        );

        app.run_jobs().await;
        assert!(
            app.mail()
                .iter()
                .any(|mail| mail.contains(&producer.owner.email))
        );
        let inbox = app
            .sign_in(&producer.owner.email)
            .await
            .get("/api/v1/inbox")
            .await
            .expect(200);
        assert!(inbox.to_string().contains("có chủ mới"), "{inbox}");
        let inbox = sen.get("/api/v1/inbox").await.expect(200);
        assert!(inbox.to_string().contains("nay là của bạn"), "{inbox}");
        let record = app
            .admin()
            .await
            .get(&format!("/api/v1/admin/audit?subject={}", producer.id))
            .await
            .expect(200);
        assert_eq!(
            (&record["data"][0]["action"], &record["data"][0]["capacity"]),
            (&json!("accounts.hand_over"), &json!("official"))
        );
        assert!(!record.to_string().contains(PHONE) && !record.to_string().contains("Sen"));
    });
}
