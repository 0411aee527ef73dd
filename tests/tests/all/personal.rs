//! What the market holds about somebody: taken away as a file, and erased.

use scenarios::{App, PASSWORD, Value, json, scenario, text};

const EXPORT: &str = "/api/v1/accounts/current/export";
const ACCOUNT: &str = "/api/v1/accounts/current";

/// What of a person stands in the order of their own that they placed.
const WRITTEN: [&str; 2] = ["0912345678", "12 thôn Hải Bắc"];

/// All that the tables hold which could name a buyer.
async fn held(app: &App) -> String {
    let mut held = String::new();
    for (table, column) in [
        (
            "accounts",
            "name || name_sort || COALESCE(password_hash, '')",
        ),
        ("contact_points", "value"),
        (
            "checkouts",
            "contact_name || contact_phone || COALESCE(contact_email, '')",
        ),
        (
            "orders",
            "recipient_name || recipient_phone || street || COALESCE(note, '')",
        ),
        ("notices", "params"),
        ("deliveries", "address"),
        ("audit_log", "detail"),
        ("jobs", "payload"),
    ] {
        held += &app.kept(table, column).await;
        held += "\n";
    }
    held
}

#[test]
fn a_buyer_takes_their_data_away_and_is_erased() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let buyer = app.buyer().await;
        let me = &buyer.client;
        me.post(
            "/api/v1/consents",
            json!({"kind": "privacy", "version": policy(&app).await}),
        )
        .await
        .expect(201);
        let basket = me.basket(&[(&listing.variant, 2)]).await;
        let checkout = basket.buy("once").await.expect(201);
        let order = text(&checkout["orders"][0]["id"]).to_owned();
        app.run_jobs().await;

        let file = me.get(EXPORT).await;
        assert!(
            file.header("content-disposition")
                .unwrap()
                .starts_with("attachment")
        );
        let file = file.expect(200);
        assert_eq!(file["contacts"][0]["value"], buyer.email.as_str());
        assert_eq!(file["orders"][0]["id"], order.as_str());
        assert_eq!(file["sessions"]["data"].as_array().unwrap().len(), 1);
        assert_eq!(file["consents"]["data"][0]["kind"], "privacy");
        assert!(!file["notices"].as_array().unwrap().is_empty());
        for written in WRITTEN {
            assert!(file.to_string().contains(written), "{written}");
        }
        for secret in [PASSWORD, "argon2", "token_hash"] {
            assert!(!file.to_string().contains(secret), "{secret}");
        }
        // Nobody else's, not even the producer's.
        assert!(!file.to_string().contains(&producer.owner.email));

        // While the order is under way somebody has to know whose it is.
        me.delete(ACCOUNT).await.expect_problem(409, "conflict");
        let why = json!({"reason_code": "buyer_changed_mind"});
        me.post(&format!("/api/v1/orders/{order}/cancel"), why)
            .await
            .expect(200);
        app.advance_hours(1);
        me.delete(ACCOUNT)
            .await
            .expect_problem(403, "reauthentication_required");
        me.get(EXPORT)
            .await
            .expect_problem(403, "reauthentication_required");
        let me = app.sign_in(&buyer.email).await;
        app.run_jobs().await;
        me.delete(ACCOUNT).await.expect(204);

        me.get("/api/v1/sessions")
            .await
            .expect_problem(401, "unauthenticated");
        let again = json!({"login": buyer.email, "password": PASSWORD});
        app.client()
            .post("/api/v1/sessions", again)
            .await
            .expect_problem(401, "invalid_credentials");
        let left = held(&app).await;
        for written in WRITTEN.iter().copied().chain([buyer.email.as_str()]) {
            assert!(!left.contains(written), "{written} is left");
        }
        let named = "SELECT COUNT(*) AS n FROM accounts WHERE name <> '' AND status = 'erased'";
        assert_eq!(app.number(named, vec![]).await, 0);
        // The order stays, with its sums and its history, without a name.
        let path = "/api/v1/producer/orders?limit=5";
        let orders = app
            .sign_in(&producer.owner.email)
            .await
            .get(path)
            .await
            .expect(200);
        assert_eq!(
            (&orders["data"][0]["id"], &orders["data"][0]["status"]),
            (&json!(order), &json!("cancelled"))
        );
        let given = app
            .number("SELECT COUNT(*) AS n FROM consents", vec![])
            .await;
        assert!(given >= 1);
        let admin = app.admin().await;
        let record = admin
            .get(&format!("/api/v1/admin/audit?subject={}", buyer.id))
            .await
            .expect(200);
        assert_eq!(record["data"][0]["action"], "accounts.erase");
        // The address is free for a new beginning.
        let body = json!({"name": "Lan", "email": buyer.email, "password": PASSWORD});
        app.client()
            .post("/api/v1/accounts", body)
            .await
            .expect(201);
    });
}

#[test]
fn who_others_depend_on_hands_over_first() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let owner = &producer.owner.client;
        owner.delete(ACCOUNT).await.expect_problem(409, "conflict");
        let official = app.official("18676").await;
        official
            .client
            .delete(ACCOUNT)
            .await
            .expect_problem(409, "conflict");
        owner.get("/api/v1/producer/members").await.expect(200);

        let heir = app.buyer().await;
        let path = format!("/api/v1/admin/producers/{}/hand-overs", producer.id);
        let fields = [("reason_code", "sale"), ("account", heir.id.as_str())];
        official
            .client
            .hand_in(&path, &fields, b"%PDF-1.7".to_vec())
            .await
            .expect(201);
        app.run_jobs().await;
        owner.delete(ACCOUNT).await.expect(204);
        let list = heir
            .client
            .get("/api/v1/producer/members")
            .await
            .expect(200);
        assert_eq!(list["data"].as_array().unwrap().len(), 1);
    });
}

/// The version of the privacy policy that holds.
async fn policy(app: &App) -> Value {
    let list = app.client().get("/api/v1/policies").await.expect(200);
    let privacy = list["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["kind"] == "privacy");
    privacy.unwrap()["version"].clone()
}
