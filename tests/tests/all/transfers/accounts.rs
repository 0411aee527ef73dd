//! The accounts that transfers go to.

use scenarios::{App, Producer, Value, json, scenario};

use super::{came, dong, total};

/// The owner's telephone, proven.
async fn has_phone(app: &App, producer: &Producer, phone: &str) {
    let sql = format!(
        "INSERT INTO contact_points (id, account_id, kind, value, proven_at, proven_by, created_at) \
         SELECT c.account_id, c.account_id, 'phone', '{phone}', 1, 'official', 1 FROM contact_points c \
         WHERE c.kind = 'email' AND c.value = '{}'",
        producer.owner.email
    );
    app.execute(&sql).await;
}

#[test]
fn a_new_bank_account_waits_two_days_tells_everybody_and_leaves_old_orders_theirs() {
    scenario(|app| async move {
        let (mut producer, listing) = app.listing(10).await;
        // Without an account a transfer is not offered.
        let basket = app.client().basket(&[(&listing.variant, 1)]).await;
        let mut draft = basket.draft();
        draft["payment_method"] = json!("vietqr");
        let refused = basket.send("k", draft).await;
        let problem = refused.expect_problem(422, "method_not_allowed");
        assert_eq!(
            (&problem["rule"], &problem["allowed_methods"]),
            (&json!("payments.account"), &json!(["cod"]))
        );

        producer.name_account("970436", "1012345678").await;
        app.advance_hours(48);
        let before = app.transfer_order(&listing, 1).await;
        let path = "/api/v1/producer/bank-accounts";
        let other = json!({"bank_bin": "970415", "account": "222", "account_name": "Kẻ lạ"});
        let stale = producer.owner.client.post(path, other.clone()).await;
        stale.expect_problem(403, "reauthentication_required");
        producer.owner.client = app.sign_in(&producer.owner.email).await;
        has_phone(&app, &producer, "0912000099").await;
        let wrong = producer.owner.client.post(path, other).await;
        assert_eq!(
            wrong.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/account"
        );
        let versions = producer.name_account("970415", "2222000011").await;
        assert_eq!(
            (&versions[0]["state"], &versions[1]["state"]),
            (&json!("waiting"), &json!("current"))
        );
        // By every channel that they have: by mail, by text, and where they sign in.
        app.run_jobs().await;
        let mails = app.mail();
        let told = |mail: &&String| mail.contains("đổi tài khoản") && mail.contains("0011");
        assert_eq!(mails.iter().filter(told).count(), 1, "{mails:#?}");
        let texts = app.texts_to("0912000099");
        let told = |text: &&String| text.contains("đổi tài khoản") && text.contains("0011");
        assert_eq!(texts.iter().filter(told).count(), 1, "{texts:#?}");
        let inbox = producer.owner.client.get("/api/v1/inbox").await.expect(200);
        let notices = inbox["data"].as_array().unwrap().iter();
        let told = |notice: &&Value| {
            notice["kind"] == "bank-account-changed" && notice.to_string().contains("0011")
        };
        assert_eq!(notices.filter(told).count(), 1, "{inbox}");
        let same = app.transfer_order(&listing, 1).await;
        assert_eq!(same.checkout["payments"][0]["qr"]["account"], "1012345678");
        // Taken back while it waits, it never holds.
        producer.owner.client.delete(path).await.expect(200);
        app.advance_hours(48);
        let same = app.transfer_order(&listing, 1).await;
        assert_eq!(same.checkout["payments"][0]["qr"]["account"], "1012345678");
        producer.owner.client = app.sign_in(&producer.owner.email).await;
        producer.name_account("970415", "2222000011").await;
        app.advance_hours(48);
        let after = app.transfer_order(&listing, 1).await;
        assert_eq!(after.checkout["payments"][0]["qr"]["account"], "2222000011");
        let asked = before.read().await;
        assert_eq!(asked["payments"][0]["qr"]["account"], "1012345678");
        let old = came(&producer, &before, dong(total(&before)))
            .await
            .expect(200);
        assert_eq!(old["payments"][0]["reference"], json!(before.code));
    });
}
