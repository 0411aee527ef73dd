//! A household with a telephone and nothing else: nothing is lost on the way to it, and nobody on
//! that way learns who bought.

use std::collections::BTreeSet;

use scenarios::{App, Client, Listing, Placed, Value, json, scenario, text};

const SHEET: &str = "/api/v1/admin/call-sheet";
/// What no official may ever read: the buyer's name, phone and street.
const PRIVATE: [&str; 5] = [
    "Quỳnh",
    "0912345678",
    "0912 345 678",
    "+84912345678",
    "thôn Hải Bắc",
];

async fn phone_only(app: &App) {
    app.run_jobs().await;
    app.execute(
        "UPDATE contact_points SET kind = 'phone', value = '0912000003', proven_at = 1, proven_by = 'official' \
         WHERE account_id IN (SELECT account_id FROM members)",
    )
    .await;
}

async fn pass(app: &App, hours: i64) {
    app.advance_hours(hours);
    market::work::sweep_once(app.node()).await;
    app.run_jobs().await;
}

/// Two bottles for a guest whose name nobody else has.
async fn bought(app: &App, listing: &Listing) -> Placed {
    let client = app.client();
    let basket = client.basket(&[(&listing.variant, 2)]).await;
    let mut draft = basket.draft();
    draft["contact"]["name"] = json!("Lê Thị Quỳnh");
    let checkout = basket.send(&basket.cart, draft).await.expect(201);
    Placed {
        client: client.with("order-token", text(&checkout["token"])),
        order: text(&checkout["orders"][0]["id"]).to_owned(),
        code: text(&checkout["orders"][0]["code"]).to_owned(),
        checkout,
    }
}

/// Every path of the API that can be read, with these ids in its holes.
async fn paths(app: &App, ids: &[&str]) -> BTreeSet<String> {
    let document = app.client().get("/api/openapi.json").await.expect(200);
    let mut paths = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        if operations.get("get").is_none() {
            continue;
        }
        let Some((start, rest)) = path.split_once('{') else {
            paths.insert(path.clone());
            continue;
        };
        let rest = rest.split_once('}').unwrap().1;
        if !rest.contains('{') {
            paths.extend(ids.iter().map(|id| format!("{start}{id}{rest}")));
        }
    }
    paths
}

/// Reads everything that can be asked for, and finds no buyer in it. How many answers there were.
async fn reads_no_buyer(who: &Client, paths: &BTreeSet<String>) -> usize {
    let mut read = 0;
    for path in paths {
        let answer = who.get(path).await;
        assert!(answer.status < 500, "{path}: {}", answer.text());
        for private in PRIVATE {
            assert!(
                !answer.text().contains(private),
                "{path}: {}",
                answer.text()
            );
        }
        read += usize::from(answer.status == 200);
    }
    read
}

#[test]
fn what_a_household_does_not_answer_is_asked_for_on_the_telephone_and_no_official_learns_who_bought()
 {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let mut near = app.official("18676").await;
        let mut above = app.official("42").await;
        phone_only(&app).await;
        let placed = bought(&app, &listing).await;
        app.run_jobs().await;
        let texts = app.texts();
        let own = |sent: &&String| sent.contains("0912000003") && sent.contains(&placed.code);
        assert_eq!(texts.iter().filter(own).count(), 1, "{texts:#?}");
        pass(&app, 12).await;
        let texts = app.texts();
        assert_eq!(texts.iter().filter(own).count(), 2, "reminded at half time");
        near.client = app.sign_in(&near.email).await;
        above.client = app.sign_in(&above.email).await;
        let sheet = near.client.get(SHEET).await.expect(200);
        let line = &sheet["data"][0];
        assert_eq!(line["who"]["phone"], "0912000003");

        let call = text(&line["id"]).to_owned();
        let checkout = text(&placed.checkout["id"]).to_owned();
        let ids = [
            placed.order.as_str(),
            &placed.code,
            &checkout,
            &producer.id,
            &listing.product,
            &listing.variant,
            &listing.slug,
            &call,
        ];
        let paths = paths(&app, &ids).await;
        for official in [&near, &above] {
            let read = reads_no_buyer(&official.client, &paths).await;
            assert!(read >= 10, "{read} answers only");
        }
        let yes = json!({"outcome": "accepts", "act": "accept"});
        let done = near
            .client
            .post(&format!("{SHEET}/{call}"), yes)
            .await
            .expect(200);
        for private in PRIVATE {
            assert!(!done.to_string().contains(private), "{done}");
        }
        // Under the mandate of that call the official reads no order either.
        let acting = near.client.with("ocop-producer", &producer.id);
        reads_no_buyer(&acting, &paths).await;
        assert_eq!(placed.status().await, "accepted");
    });
}

#[test]
fn where_nobody_answers_anywhere_the_buyer_is_told_by_every_channel_they_have() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let mut near = app.official("18676").await;
        phone_only(&app).await;
        let buyer = app.buyer().await;
        let basket = buyer.client.basket(&[(&listing.variant, 1)]).await;
        let bought = basket
            .buy("a key of somebody with an account")
            .await
            .expect(201);
        let order = &bought["orders"][0];
        let (id, code) = (
            text(&order["id"]).to_owned(),
            text(&order["code"]).to_owned(),
        );
        pass(&app, 12).await;
        near.client = app.sign_in(&near.email).await;
        let sheet = near.client.get(SHEET).await.expect(200);
        let path = format!("{SHEET}/{}", text(&sheet["data"][0]["id"]));
        for _ in 0..2 {
            let nobody = json!({"outcome": "no_answer"});
            near.client.post(&path, nobody).await.expect(200);
        }
        pass(&app, 23).await;
        let buyer = app.sign_in(&buyer.email).await;
        let ended = buyer.get(&format!("/api/v1/orders/{id}")).await.expect(200);
        assert_eq!(
            (text(&ended["status"]), text(&ended["reason_code"])),
            ("cancelled", "producer_no_answer")
        );
        let by_mail = app.mail();
        let by_mail = by_mail.iter().filter(|mail| {
            mail.contains("To: ") && mail.contains("bich@example.vn") && mail.contains("đã huỷ")
        });
        assert_eq!(by_mail.count(), 1);
        let by_text = app.texts();
        let by_text = by_text
            .iter()
            .filter(|sent| sent.contains("0912345678") && sent.contains(&code));
        assert_eq!(by_text.count(), 1);
        let inbox = buyer.get("/api/v1/inbox").await.expect(200).to_string();
        assert!(inbox.contains("đã huỷ") && inbox.contains(&code), "{inbox}");
        assert_eq!(app.available(&listing).await, 5);
        let shop = producer
            .owner
            .client
            .get("/api/v1/producer/shop")
            .await
            .expect(200);
        assert_eq!(shop["missed_orders"], 1);
    });
}

#[test]
fn a_producer_with_code_and_phone_cannot_confirm_the_buyers_receipt() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 1).await;
        for (step, body) in [
            ("accept", json!({})),
            ("pack", json!({})),
            ("ship", json!({"carrier": "self"})),
            ("deliver", json!({})),
        ] {
            producer.step(&placed.order, step, body).await;
        }
        let owner = &producer.owner.client;
        let known = json!({"code": placed.code, "phone": "0912345678"});
        let tracked = owner.post("/api/v1/tracking", known).await.expect(200);
        assert_eq!(tracked["status"], "delivered");
        assert!(!tracked.to_string().contains("thôn Hải Bắc"), "{tracked}");
        let wrong: Value =
            json!("00000000000000000000000000000000000000000000000000000000000000000000");
        for (step, body) in [
            ("confirm-receipt", json!({})),
            ("cancel", json!({"reason_code": "buyer_changed_mind"})),
            ("report-payment", json!({})),
            ("problems", json!({"kind": "leaking", "wish": "refund"})),
        ] {
            let path = format!("/api/v1/orders/{}/{step}", placed.order);
            for who in [
                owner.clone(),
                app.client(),
                owner.with("order-token", &placed.code),
                owner.with("order-token", text(&wrong)),
            ] {
                let refused = who.post(&path, body.clone()).await;
                assert!(
                    matches!(refused.status, 401 | 403 | 404),
                    "{step}: {}",
                    refused.text()
                );
            }
        }
        assert_eq!(placed.status().await, "delivered");
        let done = placed.step("confirm-receipt", json!({})).await.expect(200);
        assert_eq!(done["status"], "completed");
    });
}
