//! What Stripe says, and what others say in its name: forged, old, altered, huge, not understood.

use scenarios::{App, Delivery, Fake, Placed, Value, json, scenario_with_cards, signature};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

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
        let before = app.rows().await;
        for (body, signature) in forged {
            assert_eq!(app.bring(&body, &signature).await, 400, "{signature}");
        }
        let huge = vec![b'a'; 2 * 1024 * 1024];
        let signed = signature(scenarios::WEBHOOK_SECRET, now, &huge);
        let said = announced(&app, huge.len(), &signed).await;
        assert!(said.starts_with("HTTP/1.1 413 "), "{said}");
        assert_eq!(app.rows().await, before, "nothing was written");
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
