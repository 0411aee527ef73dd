//! Members come by invitation, and a producer always keeps an owner.

use scenarios::{App, PASSWORD, Value, json, scenario, text};

const MEMBERS: &str = "/api/v1/producer/members";
const ACCEPT: &str = "/api/v1/invitations/accept";
const PHONE: &str = "0912345678";

fn invited(role: &str) -> Value {
    json!({"login": PHONE, "role": role})
}

#[test]
fn an_owner_invites_by_phone_and_the_invited_makes_an_account() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let owner = producer.owner.client.clone();
        let stranger = app.buyer().await;
        stranger
            .client
            .post(MEMBERS, invited("packer"))
            .await
            .expect_problem(403, "forbidden");
        owner
            .post(MEMBERS, json!({"login": "lan", "role": "packer"}))
            .await
            .expect_problem(422, "invalid");
        owner
            .post(MEMBERS, invited("king"))
            .await
            .expect_problem(422, "invalid");

        let list = owner.post(MEMBERS, invited("packer")).await.expect(201);
        assert_eq!(list["data"].as_array().unwrap().len(), 1);
        assert_eq!(list["invitations"][0]["login"], PHONE);
        let code = app.digits_sent_to(PHONE).await;
        assert!(app.texts_to(PHONE)[0].contains("HTX Nước mắm Cẩm Nhượng"));
        let accept = json!({"login": "+84 912.345.678", "code": code});
        app.client()
            .post(ACCEPT, accept.clone())
            .await
            .expect_problem(422, "invalid");
        let named = json!({"login": PHONE, "code": code, "name": "Hoàng Thị Sen"});
        let joined = app.client().post(ACCEPT, named.clone()).await.expect(201);
        assert_eq!(
            (&joined["role"], &joined["producer"]),
            (&json!("packer"), &json!(producer.id))
        );
        assert_eq!(
            (&joined["account"]["phone"], &joined["account"]["proven"]),
            (&json!(PHONE), &json!(true))
        );
        app.client()
            .post(ACCEPT, named)
            .await
            .expect_problem(404, "not_found");

        let sen = app.client().signed_in(text(&joined["token"]));
        let list = sen.get(MEMBERS).await.expect(200);
        assert_eq!(list["data"].as_array().unwrap().len(), 2);
        sen.post(MEMBERS, invited("owner"))
            .await
            .expect_problem(403, "forbidden");
        let record = app
            .admin()
            .await
            .get(&format!("/api/v1/admin/audit?subject={}", producer.id))
            .await
            .expect(200);
        let actions: Vec<&str> = record["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| text(&row["action"]))
            .collect();
        assert_eq!(
            actions[..3],
            [
                "accounts.add_member",
                "accounts.accept_invitation",
                "accounts.invite"
            ]
        );
        assert!(!record.to_string().contains(PHONE));
    });
}

#[test]
fn an_invitation_dies_of_age_of_wrong_tries_and_with_its_owners_word() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let (sen, _) = app.proven_phone(PHONE).await;
        let invite = async |role: &str| {
            app.advance_hours(2);
            let owner = app.sign_in(&producer.owner.email).await;
            let list = owner.post(MEMBERS, invited(role)).await.expect(201);
            let code = app.digits_sent_to(PHONE).await;
            (owner, text(&list["invitations"][0]["id"]).to_owned(), code)
        };
        let accept = async |code: &str| {
            sen.post(ACCEPT, json!({"login": PHONE, "code": code}))
                .await
        };

        let (_, _, first) = invite("editor").await;
        let (owner, id, second) = invite("packer").await;
        accept(&first).await.expect_problem(404, "not_found");
        owner
            .delete(&format!("{MEMBERS}/invitations/{id}"))
            .await
            .expect(204);
        accept(&second).await.expect_problem(404, "not_found");

        let (_, _, guessed) = invite("packer").await;
        let wrong = if guessed == "00000000" {
            "00000001"
        } else {
            "00000000"
        };
        for _ in 0..5 {
            accept(wrong).await.expect_problem(404, "not_found");
            app.advance_minutes(1);
        }
        accept(&guessed).await.expect_problem(404, "not_found");

        let (owner, _, old) = invite("packer").await;
        app.advance_hours(7 * 24 + 1);
        let sen = app.sign_in(PHONE).await;
        let late = json!({"login": PHONE, "code": old});
        sen.post(ACCEPT, late)
            .await
            .expect_problem(404, "not_found");
        let list = owner.get(MEMBERS).await.expect(200);
        assert_eq!(list["invitations"], json!([]));

        let (_, _, code) = invite("packer").await;
        let joined = app
            .sign_in(PHONE)
            .await
            .post(ACCEPT, json!({"login": PHONE, "code": code}))
            .await
            .expect(201);
        assert_eq!(
            (&joined["role"], &joined["token"]),
            (&json!("packer"), &Value::Null)
        );
    });
}

#[test]
fn roles_change_after_a_fresh_sign_in_and_the_last_owner_stays() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let owner = producer.owner.client.clone();
        let hoa = app.buyer().await;
        let nobody = json!({"account": hoa.id, "role": "packer"});
        owner
            .post(MEMBERS, nobody)
            .await
            .expect_problem(404, "not_found");
        owner
            .post(MEMBERS, json!({"login": hoa.email, "role": "packer"}))
            .await
            .expect(201);
        let code = mailed(&app).await;
        let accept = json!({"login": hoa.email, "code": code});
        hoa.client.post(ACCEPT, accept).await.expect(201);
        let own = json!({"account": producer.owner.id, "role": "editor"});
        owner
            .post(MEMBERS, own.clone())
            .await
            .expect_problem(409, "conflict");
        owner
            .delete(&format!("{MEMBERS}/{}", producer.owner.id))
            .await
            .expect_problem(409, "conflict");

        let raised = json!({"account": hoa.id, "role": "owner"});
        let list = owner.post(MEMBERS, raised.clone()).await.expect(201);
        assert_eq!(list["data"][1]["role"], "owner");
        app.advance_hours(1);
        owner
            .post(MEMBERS, raised)
            .await
            .expect_problem(403, "reauthentication_required");

        // Two owners who remove each other at once: one of them stays.
        let (one, other) = (
            app.sign_in(&producer.owner.email).await,
            app.sign_in(&hoa.email).await,
        );
        let (a, b) = (
            format!("{MEMBERS}/{}", hoa.id),
            format!("{MEMBERS}/{}", producer.owner.id),
        );
        let (a, b) = tokio::join!(one.delete(&a), other.delete(&b));
        let mut ended = [a.status, b.status];
        ended.sort_unstable();
        assert!(ended == [204, 403] || ended == [204, 409], "{ended:?}");
        let left = if a.status == 204 { one } else { other };
        let list = left.get(MEMBERS).await.expect(200);
        assert_eq!(list["data"].as_array().unwrap().len(), 1);
        assert_eq!(list["data"][0]["role"], "owner");
        app.client()
            .post(
                "/api/v1/sessions",
                json!({"login": hoa.email, "password": PASSWORD}),
            )
            .await
            .expect(201);
    });
}

/// The code in the letter of the newest invitation.
async fn mailed(app: &App) -> String {
    app.run_jobs().await;
    let node = app.node();
    let sql = "SELECT id FROM member_invitations ORDER BY created_at DESC, id DESC LIMIT 1";
    let row = store::first(node.db.read(), sql, vec![])
        .await
        .unwrap()
        .unwrap();
    let (id, secret) = (row.try_get("", "id").unwrap(), node.secret.expose());
    let letter = accounts::find_invitation(node.db.read(), secret, id, app.now()).await;
    let code = letter.unwrap().unwrap().code;
    let soft_breaks_gone = |mail: &String| mail.replace("=\r\n", "").contains(&code);
    assert!(app.mail().iter().any(soft_breaks_gone));
    code
}
