//! Signing in, sessions, new passwords, roles and members.

mod letters;

use ::accounts::{Email, Owner, Password};
use letters::done_with_letters;
use scenarios::{App, Client, Value, json, scenario};

const PASSWORD: &str = "gió biển Thiên Cầm";

async fn register(app: &App, email: &str) -> (Client, Value) {
    let body = json!({"name": "Nguyễn Thị Lan", "email": email, "password": PASSWORD});
    let made = app
        .client()
        .post("/api/v1/accounts", body)
        .await
        .expect(201);
    let client = app.client().signed_in(made["token"].as_str().unwrap());
    (client, made["account"].clone())
}

async fn sign_in(app: &App, login: &str, password: &str) -> Client {
    let body = json!({"login": login, "password": password});
    let answer = app
        .client()
        .post("/api/v1/sessions", body)
        .await
        .expect(201);
    app.client().signed_in(answer["token"].as_str().unwrap())
}

/// The administrator of the command line, signed in.
async fn admin(app: &App) -> Client {
    let (node, password) = (app.node(), "quản trị chợ quê 2026");
    let owner = Owner {
        words: &[],
        admin: true,
    };
    let parsed = Password::parse(password, owner, &node.accounts).unwrap();
    let hash = accounts::hash_password(&parsed).await.unwrap();
    let tx = store::write(&node.db).await.unwrap();
    let email = Email::parse("admin@example.vn").unwrap();
    accounts::create_admin(&tx, &email, &hash, app.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    sign_in(app, "admin@example.vn", password).await
}

#[test]
fn a_person_registers_signs_in_and_out() {
    scenario(|app| async move {
        let body = json!({"name": "Lan", "phone": "+84 912 345 678", "password": PASSWORD});
        let made = app.client().post("/api/v1/accounts", body).await;
        assert_eq!(made.header("cache-control"), Some("no-store"));
        let made = made.expect(201);
        assert_eq!(made["account"]["phone"], "0912345678");
        assert_eq!(made["account"]["email"], Value::Null);
        assert_eq!(made["account"]["roles"], json!(["buyer"]));

        let other = sign_in(&app, "0912.345.678", PASSWORD).await;
        let list = other.get("/api/v1/sessions").await.expect(200);
        assert_eq!(list["data"].as_array().unwrap().len(), 2);
        let first = list["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|s| s["current"] == false)
            .unwrap();
        let path = format!("/api/v1/sessions/{}", first["id"].as_str().unwrap());
        other.delete(&path).await.expect(204);
        let registered = app.client().signed_in(made["token"].as_str().unwrap());
        registered
            .get("/api/v1/sessions")
            .await
            .expect_problem(401, "unauthenticated");

        let me = other.get("/api/v1/sessions/current").await.expect(200);
        assert_eq!(me["account"]["id"], made["account"]["id"]);
        other.delete("/api/v1/sessions/current").await.expect(204);
        other
            .get("/api/v1/sessions")
            .await
            .expect_problem(401, "unauthenticated");
        app.client()
            .get("/api/v1/sessions")
            .await
            .expect_problem(401, "unauthenticated");
    });
}

#[test]
fn who_names_anothers_contact_again_and_again_locks_nobody_out() {
    scenario(|app| async move {
        let intrude = async |n: usize| {
            let body = json!({"name": "Kẻ xấu", "email": "lan@example.vn", "phone": "0912345678",
                "password": format!("kẻ xấu đứng chặn cửa {n}")});
            app.client()
                .post("/api/v1/accounts", body)
                .await
                .expect(201);
        };
        for n in 0..3 {
            intrude(n).await;
        }
        let body = json!({"name": "Lan", "email": "lan@example.vn", "phone": "0912345678", "password": PASSWORD});
        let made = app.client().post("/api/v1/accounts", body).await;
        let lan = made.expect(201)["account"]["id"].clone();
        for n in 3..12 {
            intrude(n).await;
        }
        for login in ["lan@example.vn", "0912345678"] {
            let person = sign_in(&app, login, PASSWORD).await;
            let me = person.get("/api/v1/sessions/current").await.expect(200);
            assert_eq!(me["account"]["id"], lan);
        }
        app.run_jobs().await;
    });
}

#[test]
fn a_form_points_at_each_wrong_field() {
    scenario(|app| async move {
        let body =
            json!({"name": "", "email": "lan", "phone": "01681234567", "password": "12345678"});
        let answer = app
            .client()
            .with("accept-language", "en")
            .post("/api/v1/accounts", body)
            .await;
        let problem = answer.expect_problem(422, "invalid");
        let pointers: Vec<&str> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["pointer"].as_str().unwrap())
            .collect();
        assert_eq!(pointers, ["/name", "/email", "/phone", "/password"]);
        assert!(
            problem["errors"][2]["detail"]
                .as_str()
                .unwrap()
                .contains("0381234567")
        );

        let role = json!({"name": "Lan", "email": "lan@example.vn", "password": PASSWORD, "role": "admin"});
        let answer = app.client().post("/api/v1/accounts", role).await;
        assert_eq!(
            answer.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/role"
        );
        let neither = json!({"login": "lan@example.vn"});
        app.client()
            .post("/api/v1/sessions", neither)
            .await
            .expect_problem(422, "invalid");
    });
}

#[test]
fn an_unknown_login_is_answered_like_a_wrong_password_and_both_are_slowed_down() {
    scenario(|app| async move {
        register(&app, "lan@example.vn").await;
        let mut said = vec![];
        for login in ["lan@example.vn", "nobody@example.vn", "not a login"] {
            let body = json!({"login": login, "password": "not this one"});
            for _ in 0..6 {
                let answer = app.client().post("/api/v1/sessions", body.clone()).await;
                let mut problem = answer.expect_problem(401, "invalid_credentials");
                problem["request_id"] = Value::Null;
                said.push(problem);
            }
            let answer = app.client().post("/api/v1/sessions", body).await;
            answer.expect_problem(429, "rate_limited");
            assert_eq!(answer.header("retry-after"), Some("1"));
        }
        said.dedup();
        assert_eq!(said.len(), 1);
        app.advance_hours(1);
        sign_in(&app, "lan@example.vn", PASSWORD).await;
    });
}

#[test]
fn an_administrator_grants_and_the_record_says_so() {
    scenario(|app| async move {
        let admin = admin(&app).await;
        let (lan, account) = register(&app, "lan@example.vn").await;
        let path = format!(
            "/api/v1/admin/accounts/{}/roles",
            account["id"].as_str().unwrap()
        );
        let official = json!({"role": "official", "area": "18676"});
        lan.put(&path, official.clone())
            .await
            .expect_problem(403, "forbidden");
        app.client()
            .put(&path, official.clone())
            .await
            .expect_problem(401, "unauthenticated");
        for wrong in [
            json!({"role": "official"}),
            json!({"role": "official", "area": "99999"}),
            json!({"role": "king"}),
        ] {
            admin.put(&path, wrong).await.expect_problem(422, "invalid");
        }
        let named = admin.with("x-request-id", "this-grant");
        let granted = named.put(&path, official).await.expect(200);
        assert_eq!(granted["roles"], json!(["buyer", "official"]));
        assert_eq!(
            granted["areas"][0],
            json!({"kind": "commune", "code": "18676"})
        );
        lan.get("/api/v1/sessions")
            .await
            .expect_problem(401, "unauthenticated");
        let lan = sign_in(&app, "lan@example.vn", PASSWORD).await;
        lan.get("/api/v1/admin/audit")
            .await
            .expect_problem(403, "forbidden");

        let id = account["id"].as_str().unwrap();
        let record = admin
            .get(&format!("/api/v1/admin/audit?subject={id}&limit=1"))
            .await
            .expect(200);
        assert_eq!(record["data"][0]["action"], "accounts.set_role");
        assert_eq!(record["data"][0]["capacity"], "admin");
        assert_eq!(record["data"][0]["request"], "this-grant");
        let missing = "/api/v1/admin/accounts/acc_00000000000000000000000001/roles";
        admin
            .put(missing, json!({"role": "buyer"}))
            .await
            .expect_problem(404, "not_found");
        done_with_letters(&app).await;
    });
}

#[test]
fn a_suspended_account_loses_access_on_its_next_request() {
    scenario(|app| async move {
        let admin = admin(&app).await;
        let (lan, account) = register(&app, "lan@example.vn").await;
        let base = format!("/api/v1/admin/accounts/{}", account["id"].as_str().unwrap());
        let reason = json!({"reason_code": "fraud"});
        admin
            .post(&format!("{base}/suspend"), reason.clone())
            .await
            .expect(204);
        lan.get("/api/v1/sessions")
            .await
            .expect_problem(401, "unauthenticated");
        let body = json!({"login": "lan@example.vn", "password": PASSWORD});
        app.client()
            .post("/api/v1/sessions", body)
            .await
            .expect_problem(401, "invalid_credentials");
        admin
            .post(&format!("{base}/restore"), reason)
            .await
            .expect(204);
        sign_in(&app, "lan@example.vn", PASSWORD).await;
        done_with_letters(&app).await;
    });
}

#[test]
fn a_code_from_an_administrator_lets_a_person_in() {
    scenario(|app| async move {
        let admin = admin(&app).await;
        let body = json!({"name": "Lan", "phone": "0912000001", "password": PASSWORD});
        let made = app
            .client()
            .post("/api/v1/accounts", body)
            .await
            .expect(201);
        let path = format!(
            "/api/v1/admin/accounts/{}/sign-in-codes",
            made["account"]["id"].as_str().unwrap()
        );
        let code = admin.post(&path, json!({})).await.expect(201);
        let body = json!({"login": "+84 912 000 001", "code": code["code"]});
        let signed_in = app
            .client()
            .post("/api/v1/sessions", body.clone())
            .await
            .expect(201);
        assert_eq!(signed_in["account"]["proven"], true);
        app.client()
            .post("/api/v1/sessions", body)
            .await
            .expect_problem(401, "invalid_credentials");
    });
}
