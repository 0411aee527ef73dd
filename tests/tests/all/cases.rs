//! Problems after delivery: what is said, decided and owed, and that nothing goes on meanwhile.

mod boxes;
mod refunds;

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
        assert_eq!(leaking["answer_basis"], "Nghị định 248/2026/NĐ-CP, Điều 7");
        let english = app.client().with("accept-language", "en");
        let leaking = of(&english.get(path).await.expect(200)["data"], "leaking");
        assert_eq!(leaking["answer_basis"], "Decree 248/2026, article 7");
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
