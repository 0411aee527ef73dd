//! Letters of an account: new passwords and proven addresses.

use super::*;

/// The code of the newest letter of a kind, and the job that would carry it is done.
async fn letter(app: &App, kind: &str) -> String {
    let node = app.node();
    let sql = "SELECT payload FROM jobs WHERE kind = $1 ORDER BY created_at DESC, id DESC";
    let row = store::first(node.db.read(), sql, vec![kind.into()])
        .await
        .unwrap()
        .unwrap();
    let payload: Value =
        serde_json::from_str(&row.try_get::<String>("", "payload").unwrap()).unwrap();
    let id = payload["code_id"].as_str().unwrap().parse().unwrap();
    let secret = node.secret.expose();
    let letter = accounts::find_letter(node.db.read(), secret, id, app.now())
        .await
        .unwrap();
    letter.unwrap().code
}

#[test]
fn the_letters_of_an_account_lead_to_pages_that_do_nothing_until_a_button_is_pressed() {
    scenario(|app| async move {
        register(&app, "lan@example.vn").await;
        let reader = app.client();
        let proof = format!(
            "/vi/contact-proofs/{}",
            letter(&app, "accounts.prove_contact").await
        );
        for _ in 0..2 {
            assert!(
                reader
                    .get(&proof)
                    .await
                    .expect_text(200)
                    .contains("<button")
            );
        }
        let proven = reader.form(&proof, &[]).await.expect_text(200);
        assert!(proven.contains("Đã xác nhận"), "{proven}");
        reader.form(&proof, &[]).await.expect_text(404);

        let login = [("login", "lan@example.vn")];
        reader
            .form("/vi/password-resets", &login)
            .await
            .expect_text(200);
        let code = letter(&app, "accounts.reset_password").await;
        let reset = format!("/en/password-resets/{code}");
        reader.get(&reset).await.expect_text(200);
        let weak = reader
            .form(&reset, &[("password", "12345678")])
            .await
            .expect_text(422);
        assert!(weak.contains("id=\"password-fault\""), "{weak}");
        let new = "sóng vỗ bờ cát";
        reader
            .form(&reset, &[("password", new)])
            .await
            .expect_text(200);
        sign_in(&app, "lan@example.vn", new).await;
        done_with_letters(&app).await;
    });
}

#[test]
fn a_new_password_ends_every_session() {
    scenario(|app| async move {
        let (before, _) = register(&app, "lan@example.vn").await;
        let ask = |login: &str| {
            let body = json!({"login": login});
            let client = app.client();
            async move {
                client
                    .post("/api/v1/password-resets", body)
                    .await
                    .expect(202)
            }
        };
        let known = ask("lan@example.vn").await;
        assert_eq!(known, ask("nobody@example.vn").await);
        let path = format!(
            "/api/v1/password-resets/{}",
            letter(&app, "accounts.reset_password").await
        );
        let weak = app
            .client()
            .put(&path, json!({"password": "matkhau123"}))
            .await;
        weak.expect_problem(422, "invalid");
        let new = json!({"password": "sóng vỗ bờ cát"});
        app.client().put(&path, new.clone()).await.expect(204);
        app.client()
            .put(&path, new)
            .await
            .expect_problem(404, "not_found");
        before
            .get("/api/v1/sessions")
            .await
            .expect_problem(401, "unauthenticated");
        sign_in(&app, "lan@example.vn", "sóng vỗ bờ cát").await;
        done_with_letters(&app).await;
    });
}

#[test]
fn an_address_is_proven_by_the_letter_that_went_there() {
    scenario(|app| async move {
        let (lan, account) = register(&app, "lan@example.vn").await;
        assert_eq!(account["proven"], false);
        let path = format!(
            "/api/v1/contact-proofs/{}",
            letter(&app, "accounts.prove_contact").await
        );
        app.client().post(&path, json!({})).await.expect(204);
        app.client()
            .post(&path, json!({}))
            .await
            .expect_problem(404, "not_found");
        let me = lan.get("/api/v1/sessions/current").await.expect(200);
        assert_eq!(me["account"]["proven"], true);
        done_with_letters(&app).await;
    });
}

/// These stories read the letters themselves.
pub(super) async fn done_with_letters(app: &App) {
    let tx = store::write(&app.node().db).await.unwrap();
    store::execute(&tx, "DELETE FROM jobs WHERE kind LIKE 'accounts.%'", vec![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
