//! What is owed because of a problem: by whom, until when, and once.

use super::*;

#[test]
fn what_is_owed_has_a_payer_and_a_deadline_and_only_the_payer_sees_where_it_goes() {
    scenario(|app| async move {
        let (producer, listing, placed) = delivered(&app, 1).await;
        let case = leak(&placed, "refund").await;
        answer(&producer, &case, json!({"answer": "refund"}))
            .await
            .expect(200);
        app.run_jobs().await;
        let refund = refund_of(&placed).await;
        assert_eq!(
            (&refund["payer"], &refund["status"]),
            (&json!("producer"), &json!("due"))
        );
        let path = format!(
            "/api/v1/orders/{}/refunds/{}",
            placed.order,
            text(&refund["id"])
        );
        let account = json!({"bank_bin": "970436", "account": "0071 0001 23456", "account_name": "TRAN THI BICH"});
        let stranger = app
            .client()
            .put(&format!("{path}/destination"), account.clone())
            .await;
        stranger.expect_problem(404, "not_found");
        let wrong = json!({"bank_bin": "123456", "account": "1", "account_name": "B"});
        let refused = placed
            .client
            .put(&format!("{path}/destination"), wrong)
            .await;
        refused.expect_problem(422, "invalid");
        placed
            .client
            .put(&format!("{path}/destination"), account)
            .await
            .expect(200);

        let stored =
            "SELECT COUNT(*) AS n FROM refund_destinations WHERE sealed LIKE '%0071000123456%'";
        assert_eq!(app.number(stored, vec![]).await, 0);
        let due = "/api/v1/producer/refunds?status=due";
        let owed = producer.owner.client.get(due).await.expect(200);
        assert_eq!(owed["data"][0]["destination"]["account"], "0071000123456");
        // The code sends exactly it.
        let code = payments::Read::of(text(&owed["data"][0]["vietqr"])).unwrap();
        assert_eq!(
            (code.account.as_str(), code.bank_bin.as_str()),
            ("0071000123456", "970436")
        );
        assert_eq!(code.amount.unwrap().0, refund["amount"]["amount"]);
        assert_eq!(code.text.as_deref(), refund["code"].as_str());
        let admin = app.admin().await;
        let seen = admin.get("/api/v1/admin/refunds").await.expect(200);
        assert_eq!(seen["data"][0]["vietqr"], json!(null));
        assert_eq!(seen["data"][0]["destination_given"], true);
        assert_eq!(seen["data"][0]["producer"]["id"], producer.id);
        assert!(!seen.to_string().contains("0071000123456"), "{seen}");

        // Three days later nothing was sent: the operator is told, and nothing new is ordered.
        app.advance_hours(3 * 24 + 1);
        sweep(&app).await;
        let admin = app.admin().await;
        let seen = admin.get("/api/v1/admin/refunds").await.expect(200);
        assert_eq!(seen["data"][0]["overdue"], true);
        let basket = app.client().basket(&[]).await;
        let line = format!("/api/v1/carts/{}/lines/{}", basket.cart, listing.variant);
        assert_ne!(
            app.client().put(&line, json!({"quantity": 1})).await.status,
            200
        );

        let paying = format!("/api/v1/producer/refunds/{}/send", text(&refund["id"]));
        let sent = producer
            .owner
            .client
            .post(&paying, json!({"bank_ref": "FT26330"}))
            .await
            .expect(200);
        assert_eq!(sent["data"][0]["status"], "sent");
        app.guest_order(&listing, 1).await;
        placed
            .client
            .post(&format!("{path}/confirm"), json!({}))
            .await
            .expect(200);
        assert_eq!(refund_of(&placed).await["status"], "confirmed");
        let kept = "SELECT COUNT(*) AS n FROM refund_destinations";
        assert_eq!(app.number(kept, vec![]).await, 0);
        assert_eq!(
            placed.read().await["payments"][0]["status"],
            "partly_refunded"
        );
    });
}

#[test]
fn the_operator_decides_that_something_is_owed_once_under_a_key() {
    scenario(|app| async move {
        let (_, _, placed) = delivered(&app, 1).await;
        let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
        let admin = app.admin().await;
        let owed =
            json!({"amount": {"amount": 10_000, "currency": "VND"}, "reason": "late_delivery"});
        let keyless = admin.post(&path, owed.clone()).await;
        keyless.expect_problem(422, "idempotency_key_missing");
        let admin = admin.with("idempotency-key", "a");
        let first = admin.post(&path, owed.clone()).await.expect(201);
        assert_eq!(admin.post(&path, owed).await.expect(201), first);
        let more =
            json!({"amount": {"amount": 90_000_000, "currency": "VND"}, "reason": "goodwill"});
        let rest = admin
            .with("idempotency-key", "b")
            .post(&path, more.clone())
            .await
            .expect(201);
        let total = placed.read().await["total"]["amount"].as_i64().unwrap();
        assert_eq!(rest["data"][0]["amount"]["amount"], total - 10_000);
        let none = admin.with("idempotency-key", "c").post(&path, more).await;
        none.expect_problem(409, "conflict");
    });
}

#[test]
fn what_lines_cost_is_owed_for_so_many_as_are_not_paid_back() {
    scenario(|app| async move {
        let (_, _, placed) = delivered(&app, 3).await;
        let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
        let line = placed.read().await["lines"][0].clone();
        let of =
            |n: i64| json!({"lines": [{"line": line["id"], "quantity": n}], "reason": "missing"});
        let admin = app.admin().await;
        let decide = async |key: &str, body| {
            let admin = admin.with("idempotency-key", key);
            admin.post(&path, body).await
        };
        let two = decide("a", of(2)).await.expect(201);
        let price = line["price"]["amount"].as_i64().unwrap();
        assert_eq!(two["data"][0]["amount"]["amount"], 2 * price);
        for (key, wrong) in [("b", of(2)), ("c", of(0)), ("d", of(-1))] {
            let refused = decide(key, wrong).await.expect_problem(422, "invalid");
            assert_eq!(refused["errors"][0]["pointer"], "/lines");
        }
        let mut both = of(1);
        both["amount"] = json!({"amount": 1_000, "currency": "VND"});
        decide("e", both).await.expect_problem(422, "invalid");
        decide("f", of(1)).await.expect(201);
        // Both are in the lists, a page at a time, until the end.
        let first = admin.get("/api/v1/admin/refunds?limit=1").await.expect(200);
        let next = format!(
            "/api/v1/admin/refunds?limit=1&cursor={}",
            text(&first["next_cursor"])
        );
        let second = admin.get(&next).await.expect(200);
        assert_ne!(first["data"][0]["id"], second["data"][0]["id"]);
        assert_eq!(
            (&second["has_more"], &second["next_cursor"]),
            (&json!(false), &json!(null))
        );
        let foreign = admin.get("/api/v1/admin/cases?cursor=00").await;
        foreign.expect_problem(422, "invalid");
    });
}

#[test]
fn the_operator_decides_by_lines_and_delivery_each_once_and_never_more_than_came() {
    scenario(|app| async move {
        let (_, _, placed) = delivered(&app, 2).await;
        let order = placed.read().await;
        let line = order["lines"][0].clone();
        let (unit, total) = (line["price"]["amount"].as_i64().unwrap(), placed.total());
        let delivery = total - 2 * unit;
        assert!(delivery > 0, "{order}");
        let admin = app.admin().await;
        let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
        let owe = async |key: &str, mut body: Value| {
            body["reason"] = json!("late");
            admin.with("idempotency-key", key).post(&path, body).await
        };
        let amount = |owed: &Value| owed["data"][0]["amount"]["amount"].as_i64().unwrap();
        let one = json!({"lines": [{"line": line["id"], "quantity": 1}]});
        let owed = owe("a", one.clone()).await.expect(201);
        assert_eq!(amount(&owed), unit);
        assert_eq!(amount(&owe("a", one).await.expect(201)), unit, "the same");
        let owed = owe("b", json!({"shipping": true})).await.expect(201);
        assert_eq!(amount(&owed), delivery);
        let vnd = json!({"amount": 1_000, "currency": "VND"});
        for (key, body, pointer) in [
            ("c", json!({"shipping": true}), "/shipping"),
            ("d", json!({"shipping": true, "amount": vnd}), "/shipping"),
            (
                "e",
                json!({"lines": [{"line": line["id"], "quantity": 2}]}),
                "/lines",
            ),
            ("f", json!({"lines": []}), "/lines"),
        ] {
            let refused = owe(key, body).await.expect_problem(422, "invalid");
            assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused}");
        }
        let rest = owe("g", json!({})).await.expect(201);
        assert_eq!(amount(&rest), unit);
        owe("h", json!({"amount": vnd}))
            .await
            .expect_problem(409, "conflict");
        market::verify(&app.node().db).await.unwrap();
    });
}
