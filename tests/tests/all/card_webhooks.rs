//! What Stripe says: doubled, in every order, forged, old, altered, huge, not understood.

use scenarios::{App, Delivery, Fake, Placed, Value, json, scenario_with_cards, signature};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// All orders of some things.
fn permutations(of: &[Value]) -> Vec<Vec<Value>> {
    if of.len() < 2 {
        return vec![of.to_vec()];
    }
    let mut all = vec![];
    for at in 0..of.len() {
        let mut rest = of.to_vec();
        let first = rest.remove(at);
        for mut tail in permutations(&rest) {
            tail.insert(0, first.clone());
            all.push(tail);
        }
    }
    all
}

/// The events of an order's payment.
fn events_of(fake: &Fake, order: &Placed) -> Vec<Value> {
    let intent = order.intent();
    let mut events = fake.all("event");
    events.retain(|event| {
        let object = &event["data"]["object"];
        object["id"] == intent.as_str() || object["payment_intent"] == intent.as_str()
    });
    events
}

/// What the books say of a payment.
async fn books(app: &App, order: &Placed) -> (String, String, i64, i64) {
    let read = order.read().await;
    let id: kernel::OrderId = order.order.parse().unwrap();
    let receipts = "SELECT COUNT(*) AS n FROM payment_receipts r JOIN payment_orders s ON s.payment_id = r.payment_id \
        WHERE s.order_id = $1";
    let captured = "SELECT captured AS n FROM payment_orders WHERE order_id = $1";
    (
        read["status"].as_str().unwrap().to_owned(),
        read["payments"][0]["status"].as_str().unwrap().to_owned(),
        app.number(receipts, vec![id.uuid().into()]).await,
        app.number(captured, vec![id.uuid().into()]).await,
    )
}

#[test]
fn every_word_doubled_five_times_and_in_every_order_gives_the_same_books() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(500).await;
        fake.deliver(Delivery {
            lose: true,
            ..Default::default()
        });
        let mut turn = 0;
        loop {
            let order = app.card_order(&listing, 1).await;
            fake.pay(&order.intent(), "pm_card_chargeDeclined")
                .unwrap_err();
            fake.pay(&order.intent(), "pm_card_visa").unwrap();
            let events = events_of(&fake, &order);
            assert_eq!(events.len(), 5, "{events:?}");
            let orders = permutations(&events);
            let Some(order_of_events) = orders.get(turn) else {
                break;
            };
            for round in 0..5 {
                for event in order_of_events {
                    assert_eq!(app.bring_signed(event).await, 200);
                    // What follows happens between them, or after all of them.
                    if (turn + round) % 3 == 0 {
                        app.run_jobs().await;
                    }
                }
            }
            app.run_jobs().await;
            let total = order.checkout["total"]["amount"].as_i64().unwrap();
            let expected = ("placed".to_owned(), "paid".to_owned(), 1, total);
            assert_eq!(books(&app, &order).await, expected, "{order_of_events:?}");
            // Each of the 120 orders would take a minute: every seventh, so that each event is first.
            turn += 7;
        }
        assert!(turn >= 120);
    });
}

/// What a node says to who announces so many bytes, by hand: a client library would go on writing.
async fn announced(app: &App, bytes: usize, signature: &str) -> String {
    let mut socket = TcpStream::connect(app.address()).await.unwrap();
    let head = format!(
        "POST /api/v1/webhooks/stripe HTTP/1.1\r\nhost: localhost\r\nstripe-signature: {signature}\r\n\
         content-type: application/json\r\ncontent-length: {bytes}\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut said = [0; 2_000];
    let read = tokio::time::timeout(std::time::Duration::from_secs(10), socket.read(&mut said));
    let read = read.await.expect("the announcement is enough").unwrap();
    String::from_utf8_lossy(&said[..read]).into_owned()
}

#[test]
fn what_is_not_stripes_writes_nothing() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(10).await;
        fake.deliver(Delivery {
            lose: true,
            ..Default::default()
        });
        let order = app.card_order(&listing, 1).await;
        fake.pay(&order.intent(), "pm_card_visa").unwrap();
        let event = events_of(&fake, &order).pop().unwrap();
        let body = serde_json::to_vec(&event).unwrap();
        let now = app.now().0 / 1000;
        let good = signature(scenarios::WEBHOOK_SECRET, now, &body);
        let forged = [
            (body.clone(), String::new()),
            (body.clone(), signature("whsec_guessed", now, &body)),
            (body.clone(), good.replace("v1=", "v0=")),
            (
                body.clone(),
                signature(scenarios::WEBHOOK_SECRET, now - 301, &body),
            ),
            (
                body.clone(),
                signature(scenarios::WEBHOOK_SECRET, now + 301, &body),
            ),
            ([body.as_slice(), b" "].concat(), good.clone()),
        ];
        for (body, signature) in forged {
            assert_eq!(app.bring(&body, &signature).await, 400, "{signature}");
        }
        let huge = vec![b'a'; 2 * 1024 * 1024];
        let signed = signature(scenarios::WEBHOOK_SECRET, now, &huge);
        let said = announced(&app, huge.len(), &signed).await;
        assert!(said.starts_with("HTTP/1.1 413 "), "{said}");
        assert_eq!(app.events().await, 0);
        app.run_jobs().await;
        assert_eq!(order.status().await, "awaiting_payment");
        assert_eq!(app.bring(&body, &good).await, 200);
        app.run_jobs().await;
        assert_eq!(order.status().await, "placed");
    });
}

#[test]
fn what_is_signed_and_not_understood_is_kept_and_moves_nothing() {
    scenario_with_cards(|app, _fake| async move {
        let now = app.now().0 / 1000;
        for body in [&b"\xff\xfe\0 not text"[..], b"{\"id\": 7}", b"[]"] {
            let signed = signature(scenarios::WEBHOOK_SECRET, now, body);
            assert_eq!(app.bring(body, &signed).await, 200);
            assert_eq!(app.bring(body, &signed).await, 200);
        }
        let strange = json!({"id": "evt_strange", "type": "moon.risen", "data": {"object": {"id": "moon_1", "object": "moon"}}});
        assert_eq!(app.bring_signed(&strange).await, 200);
        let unknown = json!({"id": "evt_unknown", "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_of_another", "object": "payment_intent"}}});
        assert_eq!(app.bring_signed(&unknown).await, 200);
        assert_eq!(app.events().await, 5);
        let kept = "SELECT COUNT(*) AS n FROM gateway_events WHERE body IS NOT NULL";
        assert_eq!(app.number(kept, vec![]).await, 3);
    });
}

#[test]
fn a_market_without_keys_takes_no_cards_and_hears_nothing() {
    scenarios::scenario(|app| async move {
        assert_eq!(app.bring(b"{}", "t=1,v1=00").await, 404);
        let (_, listing) = app.listing(10).await;
        let basket = app.client().basket(&[(&listing.variant, 1)]).await;
        let refused = basket.by_card("once").await;
        refused.expect_problem(422, "method_not_allowed");
    });
}
