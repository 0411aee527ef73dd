//! Cash at the door: what carriers hand on is held against what was collected, refused boxes bring
//! their goods back, and who refuses too often pays before.

use scenarios::{App, Listing, Placed, Producer, Value, json, scenario, text};

/// On its way with a carrier, to be paid at the door.
pub(crate) async fn shipped(
    app: &App,
    (producer, listing): (&Producer, &Listing),
    number: &str,
) -> Placed {
    let placed = app.guest_order(listing, 1).await;
    for step in ["accept", "pack"] {
        producer.step(&placed.order, step, json!({})).await;
    }
    let handover = json!({"carrier": "Viettel Post", "tracking_code": number});
    producer.step(&placed.order, "ship", handover).await;
    placed
}

pub(crate) fn total(placed: &Placed) -> i64 {
    placed.checkout["total"]["amount"].as_i64().unwrap()
}

fn remittance(reference: &str, lines: &[(&str, i64)]) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(
            |(code, amount)| json!({"code": code, "amount": {"amount": amount, "currency": "VND"}}),
        )
        .collect();
    json!({"carrier": "Viettel Post", "reference": reference, "received_on": "2026-11-30", "lines": lines})
}

#[test]
fn what_a_carrier_hands_on_is_matched_by_either_number_once_and_differences_are_told() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(20).await;
        let shop = (&producer, &listing);
        let [one, two, three, away] = [
            shipped(&app, shop, "VTP1").await,
            shipped(&app, shop, "VTP2").await,
            shipped(&app, shop, "VTP3").await,
            shipped(&app, shop, "VTP4").await,
        ];
        for placed in [&one, &two, &three] {
            producer.step(&placed.order, "deliver", json!({})).await;
        }
        assert_eq!(one.read().await["payments"][0]["custody"], "carrier");
        let admin = app.admin().await;
        let path = "/api/v1/admin/remittances";
        let lines = [
            ("vtp1", total(&one)),
            (two.code.as_str(), total(&two)),
            ("VTP3", total(&three) - 5_000),
            ("VTP4", total(&away)),
            ("VTP9", 70_000),
        ];
        let taken = admin
            .post(path, remittance("BK-11", &lines))
            .await
            .expect(200);
        assert_eq!(taken["matched"], 2, "{taken}");
        let told: Vec<(&str, &str)> = taken["differences"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| (text(&line["code"]), text(&line["status"])))
            .collect();
        assert_eq!(
            told,
            [
                ("VTP3", "differs"),
                ("VTP4", "undelivered"),
                ("VTP9", "unknown")
            ]
        );
        for placed in [&one, &two] {
            assert_eq!(placed.read().await["payments"][0]["custody"], "producer");
        }
        assert_eq!(three.read().await["payments"][0]["custody"], "carrier");
        // The same file again, at once from two hands: nothing is new.
        let again = remittance("BK-11", &lines);
        let (a, b) = tokio::join!(admin.post(path, again.clone()), admin.post(path, again));
        assert_eq!(
            (&a.expect(200)["known"], &b.expect(200)["known"]),
            (&json!(5), &json!(5))
        );
        // A box under its other number would be the same cash twice.
        let twice = admin
            .post(
                path,
                remittance("BK-12", &[(one.code.as_str(), total(&one))]),
            )
            .await;
        let twice = twice.expect(200);
        assert_eq!(twice["differences"][0]["status"], "twice", "{twice}");
        let list = admin
            .get(&format!("{path}?status=differs"))
            .await
            .expect(200);
        let line = &list["data"][0];
        assert_eq!(
            (&line["expected"]["amount"], &line["amount"]["amount"]),
            (&json!(total(&three)), &json!(total(&three) - 5_000))
        );
        let settle = format!(
            "/api/v1/admin/remittance-lines/{}/settle",
            text(&line["id"])
        );
        let note = json!({"note": "bên vận chuyển trả bù 5.000"});
        assert_eq!(
            admin.post(&settle, note.clone()).await.expect(200)["status"],
            "settled"
        );
        admin
            .post(&settle, note)
            .await
            .expect_problem(409, "conflict");
        assert_eq!(three.read().await["payments"][0]["custody"], "producer");
    });
}

#[test]
fn a_carriers_file_is_read_by_its_headings_and_a_producer_records_its_own_alone() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(20).await;
        let placed = shipped(&app, (&producer, &listing), "VTP1").await;
        producer.step(&placed.order, "deliver", json!({})).await;
        let (other, _) = app.listing(1).await;
        let own = "/api/v1/producer/remittances";
        let foreign = remittance("BK-1", &[("VTP1", total(&placed))]);
        let foreign = other.owner.client.post(own, foreign).await.expect(200);
        assert_eq!(foreign["differences"][0]["status"], "unknown");
        let path = "/api/v1/admin/remittances/file";
        let admin = app.admin().await;
        let fields = [
            ("carrier", "Viettel Post"),
            ("reference", "BK-2"),
            ("received_on", "2026-11-30"),
        ];
        let file = |amount: &str| {
            format!(
                "Bảng kê;;\nSTT;Mã đơn hàng;Tiền thu hộ\n1;{};{amount}\n",
                placed.code
            )
            .into_bytes()
        };
        let wrong = admin.hand_in(path, &fields, file("nhiều")).await;
        assert_eq!(
            wrong.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/statement/3/amount"
        );
        let taken = admin
            .hand_in(path, &fields, file(&total(&placed).to_string()))
            .await;
        assert_eq!(taken.expect(200)["matched"], 1);
        assert_eq!(placed.read().await["payments"][0]["custody"], "producer");
    });
}

#[test]
fn who_refuses_boxes_twice_pays_before_the_next_until_an_administrator_lifts_it() {
    scenario(|app| async move {
        let (producer, listing) = app.banked_listing(20).await;
        for number in ["VTP1", "VTP2"] {
            let placed = shipped(&app, (&producer, &listing), number).await;
            let before = app.available(&listing).await;
            let refused = json!({"reason_code": "refused_at_door"});
            producer.step(&placed.order, "fail-delivery", refused).await;
            assert_eq!(placed.read().await["reason_code"], "refused_at_door");
            producer
                .step(&placed.order, "returned", json!({"whole": true}))
                .await;
            assert_eq!(
                app.available(&listing).await,
                before + 1,
                "its goods are back"
            );
            assert_eq!(placed.read().await["payments"][0]["status"], "cancelled");
        }
        let basket = app.client().basket(&[(&listing.variant, 1)]).await;
        let problem = basket.buy("k").await;
        let problem = problem.expect_problem(422, "method_not_allowed");
        assert_eq!(
            (&problem["rule"], &problem["allowed_methods"]),
            (&json!("cod.refusals"), &json!(["vietqr"]))
        );
        // Another phone pays cash; this one by transfer.
        let mut draft = basket.draft();
        draft["contact"]["phone"] = json!("0987 654 321");
        basket.send("other", draft).await.expect(201);
        app.transfer_order(&listing, 1).await;
        let lift = json!({"phone": "0912 345 678", "note": "đã xin lỗi"});
        let path = "/api/v1/admin/cash-lifts";
        let official = app.official("42").await.client;
        official
            .post(path, lift.clone())
            .await
            .expect_problem(403, "forbidden");
        let admin = app.admin().await;
        assert_eq!(admin.post(path, lift).await.status, 204);
        app.guest_order(&listing, 1).await;
        let log = admin
            .get("/api/v1/admin/audit")
            .await
            .expect(200)
            .to_string();
        assert!(
            log.contains("orders.lift_cash") && !log.contains("345678"),
            "{log}"
        );
    });
}
