//! Problems after delivery: what is said, decided and owed, and that nothing goes on meanwhile.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use scenarios::{Answer, App, Client, Placed, Producer, Value, json, scenario, text};

async fn sweep(app: &App) {
    let node = app.node();
    let swept = market::sweep(&node.db, node.now()).await.unwrap();
    assert_eq!(swept.failed, 0);
}

/// An order that its producer has brought to the door.
async fn delivered(app: &App, quantity: i64) -> (Producer, scenarios::Listing, Placed) {
    let (producer, listing) = app.listing(10).await;
    let placed = app.guest_order(&listing, quantity).await;
    shipped(&producer, &placed).await;
    producer.step(&placed.order, "deliver", json!({})).await;
    (producer, listing, placed)
}

async fn shipped(producer: &Producer, placed: &Placed) {
    for step in ["accept", "pack"] {
        producer.step(&placed.order, step, json!({})).await;
    }
    let ship = json!({"carrier": "self"});
    producer.step(&placed.order, "ship", ship).await;
}

async fn leak(placed: &Placed, wish: &str) -> Value {
    let problem = json!({"kind": "leaking", "wish": wish, "note": "Nắp hở, chảy hết một nửa."});
    placed.step("problems", problem).await.expect(201)
}

async fn answer(producer: &Producer, case: &Value, body: Value) -> Answer {
    let path = format!("/api/v1/producer/cases/{}/answer", text(&case["id"]));
    producer.owner.client.post(&path, body).await
}

async fn decide(admin: &Client, case: &Value, body: Value) -> Answer {
    let path = format!("/api/v1/admin/cases/{}/decide", text(&case["id"]));
    admin.post(&path, body).await
}

async fn refund_of(placed: &Placed) -> Value {
    let path = format!("/api/v1/orders/{}/refunds", placed.order);
    placed.client.get(&path).await.expect(200)["data"][0].clone()
}

#[test]
fn a_leak_reported_on_day_6_stops_completion_on_day_7() {
    scenario(|app| async move {
        let (producer, _, placed) = delivered(&app, 2).await;
        app.advance_hours(6 * 24);
        let case = leak(&placed, "refund").await;
        assert_eq!(
            (&case["status"], &case["owner"]),
            (&json!("open"), &json!("producer"))
        );
        app.advance_hours(24 + 1);
        sweep(&app).await;
        assert_eq!(placed.status().await, "delivered");
        placed
            .step("confirm-receipt", json!({}))
            .await
            .expect_problem(409, "conflict");
        let granted = answer(&producer, &case, json!({"answer": "refund"}))
            .await
            .expect(200);
        assert_eq!(
            (&granted["status"], &granted["decision"]),
            (&json!("closed"), &json!("refund"))
        );
        // The order's own clock goes on with the day that was left of it.
        sweep(&app).await;
        assert_eq!(placed.status().await, "delivered");
        app.advance_hours(25);
        sweep(&app).await;
        assert_eq!(placed.status().await, "completed");
        assert_eq!(refund_of(&placed).await["amount"]["amount"], 130_000);
    });
}

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
        let admin = app.admin().await;
        let seen = admin.get("/api/v1/admin/refunds").await.expect(200);
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
fn silence_goes_to_the_operator_who_decides_on_goods_sent_again() {
    scenario(|app| async move {
        let (producer, listing, placed) = delivered(&app, 2).await;
        let case = leak(&placed, "replacement").await;
        app.advance_hours(49);
        sweep(&app).await;
        let admin = app.admin().await;
        let waiting = admin
            .get("/api/v1/admin/cases?status=operator")
            .await
            .expect(200);
        assert_eq!(waiting["data"][0]["id"], case["id"]);
        answer(&producer, &case, json!({"answer": "refund"}))
            .await
            .expect_problem(409, "conflict");
        // Nobody decided within five days either: the operator is asked again.
        app.advance_hours(121);
        sweep(&app).await;
        let admin = app.admin().await;
        let official = app.official("42").await.client;
        let path = "/api/v1/admin/cases";
        official.get(path).await.expect_problem(403, "forbidden");
        let decided = decide(
            &admin,
            &case,
            json!({"decision": "replacement", "note": "Gửi lại hai chai."}),
        )
        .await
        .expect(200);
        let again = text(&decided["replacement"]).to_owned();
        assert_eq!(app.available(&listing).await, 6);
        let made = Placed {
            order: again.clone(),
            ..placed.clone()
        };
        let order = made.read().await;
        assert_eq!(
            (&order["status"], &order["total"]["amount"]),
            (&json!("placed"), &json!(0))
        );
        shipped(&producer, &made).await;
        made.step("confirm-receipt", json!({})).await.expect(200);
        assert_eq!(app.available(&listing).await, 6);
        // What was made good is not made good twice.
        let twice = json!({"kind": "leaking", "wish": "refund", "lines": [{"line": placed.read().await["lines"][0]["id"], "quantity": 1}]});
        let status = placed.step("problems", twice).await.status;
        assert!(status == 409 || status == 422);
    });
}

#[test]
fn a_buyers_silence_and_a_box_that_never_comes_back_are_the_operators() {
    scenario(|app| async move {
        let (producer, _, placed) = delivered(&app, 2).await;
        let case = leak(&placed, "refund").await;
        answer(&producer, &case, json!({"answer": "return"}))
            .await
            .expect(200);
        let status = async || {
            let path = format!("/api/v1/orders/{}/problems", placed.order);
            let cases = placed.client.get(&path).await.expect(200);
            text(&cases["data"][0]["status"]).to_owned()
        };
        assert_eq!(status().await, "answered");
        app.advance_hours(49);
        sweep(&app).await;
        assert_eq!(status().await, "operator");
        let back = json!({"decision": "return", "note": "Gửi trả, hoàn tiền."});
        decide(&app.admin().await, &case, back).await.expect(200);
        assert_eq!(status().await, "returning");
        app.advance_hours(14 * 24 + 1);
        sweep(&app).await;
        assert_eq!(status().await, "operator");
    });
}

#[test]
fn a_replacement_that_never_leaves_becomes_money() {
    scenario(|app| async move {
        let (producer, _, placed) = delivered(&app, 1).await;
        let case = leak(&placed, "replacement").await;
        let granted = answer(&producer, &case, json!({"answer": "replacement"}))
            .await
            .expect(200);
        producer
            .step(
                text(&granted["replacement"]),
                "decline",
                json!({"reason_code": "out_of_stock"}),
            )
            .await;
        let refund = refund_of(&placed).await;
        assert_eq!(
            (&refund["amount"]["amount"], &refund["status"]),
            (&json!(65_000), &json!("due"))
        );
    });
}

#[test]
fn the_two_sides_agree_on_a_return_and_the_money_follows_the_goods() {
    scenario(|app| async move {
        let (producer, listing, placed) = delivered(&app, 2).await;
        let line = placed.read().await["lines"][0]["id"].clone();
        let problem = json!({"kind": "not_as_described", "wish": "refund", "lines": [{"line": line, "quantity": 1}]});
        let case = placed.step("problems", problem).await.expect(201);
        let offered = answer(
            &producer,
            &case,
            json!({"answer": "return", "note": "Xin gửi lại."}),
        )
        .await
        .expect(200);
        assert_eq!(offered["status"], "answered");
        let agree = format!("problems/{}/agree", text(&case["id"]));
        let agreed = placed.step(&agree, json!({})).await.expect(200);
        assert_eq!(agreed["status"], "returning");
        let back = format!("/api/v1/producer/cases/{}/received", text(&case["id"]));
        let other = app.producer().await;
        let foreign = other.owner.client.post(&back, json!({"whole": true})).await;
        foreign.expect_problem(404, "not_found");
        let closed = producer
            .owner
            .client
            .post(&back, json!({"whole": true}))
            .await
            .expect(200);
        assert_eq!(closed["status"], "closed");
        assert_eq!(app.available(&listing).await, 9);
        assert_eq!(refund_of(&placed).await["amount"]["amount"], 65_000);
    });
}

#[test]
fn the_times_of_each_kind_of_problem_are_published_and_kept() {
    scenario(|app| async move {
        let path = "/api/v1/problem-kinds";
        let kinds = app.client().get(path).await.expect(200)["data"].clone();
        assert_eq!(kinds.as_array().unwrap().len(), 7);
        let of = |kinds: &Value, kind: &str| -> Value {
            let kinds = kinds.as_array().unwrap();
            kinds.iter().find(|k| k["kind"] == kind).unwrap().clone()
        };
        let leaking = of(&kinds, "leaking");
        assert!(text(&leaking["answer_basis"]).contains("Decree 248/2026"));
        // A row that holds from today on changes what is said and what is asked, of its kind alone.
        app.execute(
            "INSERT INTO rules (name, scope, value, legal_basis, from_on) \
             VALUES ('case.answer_hours', 'leaking', '12', 'Circular 1/2026', '2026-08-01')",
        )
        .await;
        let kinds = app.client().get(path).await.expect(200)["data"].clone();
        assert_eq!(of(&kinds, "leaking")["answer_hours"], 12);
        assert_eq!(of(&kinds, "leaking")["answer_basis"], "Circular 1/2026");
        assert_eq!(of(&kinds, "damaged")["answer_hours"], 48);
        let (_, _, placed) = delivered(&app, 1).await;
        let case = leak(&placed, "refund").await;
        let by: kernel::Timestamp = text(&case["answer_by"]).parse().unwrap();
        assert_eq!(by, app.now().plus_hours(12));
    });
}

#[test]
fn a_delivery_that_failed_has_ten_days_and_is_lost_then_and_what_was_paid_is_owed() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let placed = app.guest_order(&listing, 2).await;
        shipped(&producer, &placed).await;
        let paid = placed.read().await["total"].clone();
        let path = format!("/api/v1/producer/orders/{}/payment-received", placed.order);
        let money = json!({"amount": paid});
        producer.owner.client.post(&path, money).await.expect(200);
        let failed = producer
            .step(&placed.order, "fail-delivery", json!({}))
            .await;
        assert_eq!(failed["status"], "delivery_failed");
        assert_eq!(failed["deadline"]["owner"], "producer");
        app.run_jobs().await;
        let told = "SELECT COUNT(*) AS n FROM notices WHERE kind = 'order-delivery-failed-buyer'";
        assert_eq!(app.number(told, vec![]).await, 1);
        app.advance_hours(10 * 24 - 1);
        sweep(&app).await;
        assert_eq!(placed.status().await, "delivery_failed");
        app.advance_hours(1);
        sweep(&app).await;
        let lost = placed.read().await;
        assert_eq!(
            (text(&lost["status"]), text(&lost["reason_code"])),
            ("lost", "lost")
        );
        // Nobody has the box: nothing comes back to the stock, and the money is the buyer's.
        assert_eq!(app.available(&listing).await, 8);
        let refund = refund_of(&placed).await;
        assert_eq!((&refund["amount"], text(&refund["status"])), (&paid, "due"));
        let late = json!({"whole": true});
        let path = format!("/api/v1/producer/orders/{}/returned", placed.order);
        let late = producer.owner.client.post(&path, late).await;
        late.expect_problem(409, "conflict");
    });
}

#[test]
fn a_box_comes_back_whole_or_broken_or_never() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        for (whole, left) in [(true, 10), (false, 9)] {
            let placed = app.guest_order(&listing, 1).await;
            shipped(&producer, &placed).await;
            producer
                .step(&placed.order, "fail-delivery", json!({}))
                .await;
            let back = json!({"whole": whole});
            let returned = producer.step(&placed.order, "returned", back).await;
            assert_eq!(returned["status"], "returned");
            assert_eq!(app.available(&listing).await, left);
        }
        // What was paid in advance is owed when the box is lost.
        let placed = app.guest_order(&listing, 1).await;
        shipped(&producer, &placed).await;
        let paid = placed.read().await["total"].clone();
        let path = format!("/api/v1/producer/orders/{}/payment-received", placed.order);
        let money = json!({"amount": paid});
        producer.owner.client.post(&path, money).await.expect(200);
        let missing = json!({"kind": "not_received", "wish": "refund"});
        let case = placed.step("problems", missing).await.expect(201);
        answer(&producer, &case, json!({"answer": "refund"}))
            .await
            .expect(200);
        assert_eq!(placed.status().await, "delivery_failed");
        app.advance_hours(10 * 24 + 1);
        sweep(&app).await;
        assert_eq!(placed.status().await, "lost");
        let path = format!("/api/v1/orders/{}/refunds", placed.order);
        let owed = placed.client.get(&path).await.expect(200);
        let owed = owed["data"].as_array().unwrap().clone();
        let sum: i64 = owed
            .iter()
            .map(|r| r["amount"]["amount"].as_i64().unwrap())
            .sum();
        assert_eq!(json!(sum), paid["amount"]);
    });
}

#[test]
fn a_problem_is_shown_by_pictures_and_may_be_taken_back() {
    scenario(|app| async move {
        let (_, _, placed) = delivered(&app, 1).await;
        let case = leak(&placed, "refund").await;
        let mut png = Cursor::new(vec![]);
        RgbImage::from_pixel(40, 20, Rgb([9, 9, 9]))
            .write_to(&mut png, ImageFormat::Png)
            .unwrap();
        let path = format!(
            "/api/v1/orders/{}/problems/{}",
            placed.order,
            text(&case["id"])
        );
        let pictures = format!("{path}/pictures");
        let shown = placed
            .client
            .upload(&pictures, "image", png.into_inner())
            .await
            .expect(201);
        let picture = text(&shown["pictures"][0]).to_owned();
        assert_eq!(app.client().get(&picture).await.status, 200);
        let nonsense = placed
            .client
            .upload(&pictures, "image", b"%PDF-1.7".to_vec())
            .await;
        assert_eq!(nonsense.status, 415);
        let gone = placed
            .client
            .post(&format!("{path}/withdraw"), json!({}))
            .await
            .expect(200);
        assert_eq!(
            (&gone["status"], &gone["decision"]),
            (&json!("closed"), &json!("withdrawn"))
        );
        placed.step("confirm-receipt", json!({})).await.expect(200);
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
