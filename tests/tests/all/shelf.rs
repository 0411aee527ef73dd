//! What a producer has on the shelf: stock, prices and certificates, in the sample market.

use kernel::{Actor, Day, OrderId, VariantId};
use scenarios::{App, Client, Value, json, scenario};

/// The sample market, and somebody of it signed in.
async fn signed_in(app: &App, login: &str) -> Client {
    sample::fill(&app.node().db, None, app.now()).await.unwrap();
    let body = json!({"login": login, "password": sample::PASSWORD});
    let session = app
        .client()
        .post("/api/v1/sessions", body)
        .await
        .expect(201);
    app.client().signed_in(session["token"].as_str().unwrap())
}

/// A variant of a product, by the product's name.
async fn variant(app: &App, product: &str) -> VariantId {
    let sql = "SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id \
               WHERE p.name = $1 ORDER BY v.position LIMIT 1";
    let row = store::first(app.node().db.read(), sql, vec![product.into()]);
    VariantId(row.await.unwrap().unwrap().try_get("", "id").unwrap())
}

#[test]
fn what_is_promised_to_orders_cannot_be_counted_away() {
    scenario(|app| async move {
        let owner = signed_in(&app, "producer@demo.test").await;
        let variant = variant(&app, "Nước mắm Thu Hùng").await;
        let stock = format!("/api/v1/producer/variants/{variant}/stock");
        let counted = owner.put(&stock, json!({"on_hand": 20})).await.expect(200);
        assert_eq!(
            (&counted["on_hand"], &counted["available"]),
            (&json!(20), &json!(20))
        );

        let order = OrderId::new(app.now());
        let tx = store::write(&app.node().db).await.unwrap();
        let line = catalog::stock::Line {
            variant,
            quantity: 3,
            order,
        };
        catalog::stock::reserve(&tx, &[line], Actor::GUEST, app.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();

        let refused = owner.put(&stock, json!({"on_hand": 2})).await;
        let refused = refused.expect_problem(409, "promised_to_orders");
        assert_eq!(refused["orders"], json!([order.to_string()]));
        let counted = owner.put(&stock, json!({"on_hand": 3})).await.expect(200);
        assert_eq!(
            (&counted["reserved"], &counted["available"]),
            (&json!(3), &json!(0))
        );

        for wrong in [json!(-1), json!(1_000_000_001), json!("3"), json!(1.5)] {
            let answer = owner.put(&stock, json!({"on_hand": wrong})).await;
            answer.expect_problem(422, "invalid");
        }
        let foreign = self::variant(&app, "Gạo Cẩm Thành").await;
        let foreign = format!("/api/v1/producer/variants/{foreign}/stock");
        let answer = owner.put(&foreign, json!({"on_hand": 1})).await;
        answer.expect_problem(404, "not_found");

        // No order stands behind the promise: at the end of a story the books would not balance.
        let tx = store::write(&app.node().db).await.unwrap();
        catalog::stock::release(&tx, &[line], Actor::GUEST, app.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_price_that_loses_a_zero_asks_again() {
    scenario(|app| async move {
        let owner = signed_in(&app, "producer@demo.test").await;
        let variant = variant(&app, "Nước mắm Thu Hùng").await;
        let path = format!("/api/v1/producer/variants/{variant}/price");
        let price = |amount: i64| json!({"price": {"amount": amount, "currency": "VND"}});
        let set = owner.put(&path, price(70_000)).await.expect(200);
        assert_eq!(set["price"], json!({"amount": 70_000, "currency": "VND"}));
        let asked = owner
            .put(&path, price(7_000))
            .await
            .expect_problem(422, "invalid");
        assert_eq!(asked["errors"][0]["code"], "price_jump");
        let mut confirmed = price(7_000);
        confirmed["confirm"] = json!(true);
        let set = owner.put(&path, confirmed).await.expect(200);
        assert_eq!(set["price"]["amount"], 7_000);
        owner
            .put(&path, price(0))
            .await
            .expect_problem(422, "invalid");
        owner
            .put(&path, price(1_000_000_001))
            .await
            .expect_problem(422, "invalid");
        let packer = signed_in(&app, "packer@demo.test").await;
        packer
            .put(&path, price(70_000))
            .await
            .expect_problem(403, "forbidden");
    });
}

/// What is true today of the certificate of a product.
async fn state(client: &Client, product: &str) -> Value {
    let list = client
        .get("/api/v1/producer/certificates")
        .await
        .expect(200);
    let found = list["data"].as_array().unwrap().iter();
    let mut found = found.filter(|one| one["product_name"] == product);
    found
        .next()
        .map_or(Value::Null, |one| one["certificate_state"].clone())
}

#[test]
fn a_star_vanishes_at_the_midnight_after_its_last_day() {
    scenario(|app| async move {
        let owner = signed_in(&app, "gionom@demo.test").await;
        let last = Day::of(app.now()).plus_days(1);
        let product = "Mắm ruốc Gió Nồm (hư cấu)";
        app.set_clock(last.end().plus_ms(-1));
        assert_eq!(state(&owner, product).await, "valid");
        app.set_clock(last.end());
        assert_eq!(state(&owner, product).await, "lapsed");
    });
}

#[test]
fn a_claimed_certificate_is_verified_extended_and_revoked_by_its_province() {
    scenario(|app| async move {
        let owner = signed_in(&app, "producer@demo.test").await;
        let province = signed_in(&app, "province@demo.test").await;
        let commune = signed_in(&app, "commune@demo.test").await;
        let name = "Nước mắm Thu Hùng";
        assert_eq!(state(&owner, name).await, "unverified");

        let found = variant(&app, name).await;
        let sql = "SELECT product_id FROM variants WHERE id = $1";
        let row = store::first(app.node().db.read(), sql, vec![found.uuid().into()]);
        let product = row
            .await
            .unwrap()
            .unwrap()
            .try_get("", "product_id")
            .unwrap();
        let claim = json!({
            "product": kernel::ProductId(product), "decision_no": "99/QĐ-UBND",
            "issuer": "UBND tỉnh Hà Tĩnh", "issued_on": "2024-03-01", "stars": 4,
        });
        let claimed = owner
            .post("/api/v1/producer/certificates", claim)
            .await
            .expect(201);
        assert_eq!(claimed["certificate_state"], "unverified");
        let path = |act: &str| {
            format!(
                "/api/v1/admin/certificates/{}/{act}",
                claimed["id"].as_str().unwrap()
            )
        };

        let facts = json!({
            "decision_no": "99/QĐ-UBND", "issued_on": "2024-03-01", "expires_on": "2027-03-01", "stars": 4,
        });
        let answer = commune.post(&path("verify"), facts.clone()).await;
        answer.expect_problem(403, "forbidden");
        owner
            .post(&path("verify"), facts.clone())
            .await
            .expect_problem(403, "forbidden");
        let mut unlike = facts.clone();
        unlike["stars"] = json!(5);
        let unlike = province
            .post(&path("verify"), unlike)
            .await
            .expect_problem(422, "invalid");
        assert_eq!(unlike["errors"][0]["pointer"], "/stars");
        let verified = province
            .post(&path("verify"), facts.clone())
            .await
            .expect(200);
        assert_eq!(verified["certificate_state"], "valid");
        assert_eq!(verified["expires_on"], "2027-03-01");
        province.post(&path("verify"), facts).await.expect(200);

        let lodged = json!({"lodged_on": "2026-11-20", "receipt_no": "BN-1"});
        let extended = province.post(&path("extend"), lodged).await.expect(200);
        assert_eq!(extended["extended_until"], "2027-08-28");
        let cause = json!({"cause": "mark_misused"});
        let revoked = province.post(&path("revoke"), cause).await.expect(200);
        assert_eq!(revoked["certificate_state"], "revoked");
        let again = province
            .post(&path("revoke"), json!({"cause": "because"}))
            .await;
        again.expect_problem(422, "invalid");
    });
}

#[test]
fn a_registry_that_comes_again_changes_nothing() {
    scenario(|app| async move {
        sample::fill(&app.node().db, None, app.now()).await.unwrap();
        let file = include_str!("../../../data/registry.tsv");
        let db = &app.node().db;
        let again = catalog::registry::import(db, file.as_bytes(), false, app.now()).await;
        let again = again.unwrap();
        assert_eq!((again.rows, again.known, again.recorded), (42, 42, 0));
        assert!(again.faults.is_empty());
    });
}
