//! Whose money a line is: by its code however that is written, and never guessed without one.

use scenarios::{Placed, json, licensed, scenario_with, text};

use super::{BIN, bring, code, payment, states, total};

#[test]
fn a_line_places_all_the_orders_of_its_checkout_however_its_code_is_written_and_once() {
    scenario_with(licensed, |app| async move {
        let (sellers, placed) = app.shared_transfer().await;
        let admin = app.admin().await;
        let (left, right) = code(&placed).split_at(5);
        let wrapped = format!(
            "MBVCB.77 ck {}\n{} thanh toan",
            left.to_lowercase(),
            right.to_lowercase()
        );
        let lines = [
            ("FT1", total(&placed), wrapped.as_str()),
            ("FT2", -50_000, "phi"),
        ];
        let taken = bring(&admin, &lines).await;
        assert_eq!((&taken["matched"], &taken["noted"]), (&json!(1), &json!(1)));
        assert_eq!(states(&placed).await, ["placed", "placed"]);
        let again = bring(&admin, &lines).await;
        assert_eq!((&again["matched"], &again["known"]), (&json!(0), &json!(2)));
        // The bank's number with another amount is told, and nothing is done about it.
        let other = bring(&admin, &[("FT1", 5, code(&placed))]).await;
        assert_eq!(other["differ"], json!(["FT1"]));
        assert_eq!(payment(&placed).await["received"]["amount"], total(&placed));
        // Each producer goes on with its own; what falls due for one is the market's to pay.
        for (producer, _) in &sellers {
            let own = placed.checkout["orders"].as_array().unwrap().iter();
            let own = own
                .clone()
                .find(|o| o["producer"]["id"] == json!(producer.id))
                .unwrap();
            producer.step(text(&own["id"]), "accept", json!({})).await;
        }
        let (producer, _) = &sellers[0];
        let own = placed.checkout["orders"].as_array().unwrap().iter();
        let own = own
            .clone()
            .find(|o| o["producer"]["id"] == json!(producer.id))
            .unwrap();
        let why = json!({"reason_code": "out_of_stock"});
        producer.step(text(&own["id"]), "decline", why).await;
        let owed = admin.get("/api/v1/admin/refunds").await.expect(200);
        assert_eq!(
            (&owed["data"][0]["payer"], &owed["data"][0]["amount"]),
            (&json!("market"), &own["total"])
        );
    });
}

#[test]
fn one_transfer_for_two_codes_two_for_one_too_much_and_twice() {
    scenario_with(licensed, |app| async move {
        let admin = app.admin().await;
        let (_, listing) = app.listing(20).await;
        let one = app.transfer_order(&listing, 1).await;
        let two = app.transfer_order(&listing, 2).await;
        let both = format!("{} va {}", code(&one), code(&two));
        bring(&admin, &[("FT1", total(&one) + total(&two), &both)]).await;
        assert_eq!(
            [states(&one).await, states(&two).await].concat(),
            ["placed", "placed"]
        );
        // Not exactly both: nobody guesses which of them is short.
        let (three, four) = (
            app.transfer_order(&listing, 1).await,
            app.transfer_order(&listing, 2).await,
        );
        let both = format!("{} {}", code(&three), code(&four));
        let sum = total(&three) + total(&four);
        let taken = bring(&admin, &[("FT2", sum - 1_000, &both)]).await;
        assert_eq!(taken["waiting"], 1);
        assert_eq!(states(&three).await, ["awaiting_payment"]);
        let line = admin
            .get(&format!("{BIN}?status=waiting"))
            .await
            .expect(200)["data"][0]
            .clone();
        let id = text(&line["id"]);
        let part = |placed: &Placed, amount: i64| json!({"payment": placed.checkout["payments"][0]["id"], "amount": {"amount": amount, "currency": "VND"}});
        let assign = format!("{BIN}/{id}/assign");
        let wrong = json!({"parts": [part(&three, total(&three)), part(&four, total(&four))]});
        let refused = admin
            .post(&assign, wrong)
            .await
            .expect_problem(422, "invalid");
        assert_eq!(refused["errors"][0]["pointer"], "/parts");
        let right =
            json!({"parts": [part(&three, total(&three)), part(&four, total(&four) - 1_000)]});
        admin.post(&assign, right.clone()).await.expect(200);
        admin
            .post(&assign, right)
            .await
            .expect_problem(409, "conflict");
        assert_eq!(states(&three).await, ["placed"]);
        assert_eq!(payment(&four).await["remaining"]["amount"], 1_000);
        // Two for one, the second too much; then all of it once more.
        let lines = [
            ("FT3", 6_000, code(&four)),
            ("FT4", total(&four), code(&four)),
        ];
        bring(&admin, &lines).await;
        assert_eq!(states(&four).await, ["placed"]);
        let owed = admin.get("/api/v1/admin/refunds").await.expect(200);
        let amounts = owed["data"].as_array().unwrap().iter();
        let amounts: Vec<i64> = amounts
            .map(|refund| refund["amount"]["amount"].as_i64().unwrap())
            .collect();
        assert_eq!(amounts.iter().sum::<i64>(), 5_000 + total(&four));
        assert!(
            owed["data"]
                .as_array()
                .unwrap()
                .iter()
                .all(|refund| refund["payer"] == "market")
        );
        for problem in ["too_much", "twice"] {
            let found = admin
                .get(&format!("{BIN}?problem={problem}"))
                .await
                .expect(200);
            assert_eq!(found["data"][0]["remedy"], "send_refund", "{problem}");
        }
    });
}

#[test]
fn a_line_without_a_code_is_suggested_to_a_person_and_two_persons_assign_it_once() {
    scenario_with(licensed, |app| async move {
        let admin = app.admin().await;
        let (_, listing) = app.listing(20).await;
        let one = app.transfer_order(&listing, 1).await;
        app.transfer_order(&listing, 2).await;
        let taken = bring(
            &admin,
            &[
                ("FT1", total(&one), "TRAN THI BICH chuyen tien"),
                ("FT2", 9, "la"),
            ],
        )
        .await;
        assert_eq!(taken["waiting"], 2);
        assert_eq!(states(&one).await, ["awaiting_payment"]);
        let lines = admin
            .get(&format!("{BIN}?status=waiting"))
            .await
            .expect(200);
        let lines = lines["data"].as_array().unwrap().clone();
        let of = |number: &str| {
            lines
                .iter()
                .find(|line| line["bank_ref"] == number)
                .unwrap()
        };
        let shown = admin
            .get(&format!("{BIN}/{}", text(&of("FT1")["id"])))
            .await
            .expect(200);
        let suggested = &shown["suggestions"];
        assert_eq!(suggested.as_array().unwrap().len(), 1, "{suggested}");
        assert_eq!(suggested[0]["because"], json!(["amount"]));
        let part = json!({"payment": suggested[0]["payment"], "amount": of("FT1")["amount"]});
        let assign = format!("{BIN}/{}/assign", text(&of("FT1")["id"]));
        let body = json!({ "parts": [part] });
        let answers = tokio::join!(
            admin.post(&assign, body.clone()),
            admin.post(&assign, body.clone()),
            admin.post(&assign, body)
        );
        let mut statuses = [answers.0.status, answers.1.status, answers.2.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409]);
        assert_eq!(payment(&one).await["received"]["amount"], total(&one));
        assert_eq!(states(&one).await, ["placed"]);
        let aside = format!("{BIN}/{}/set-aside", text(&of("FT2")["id"]));
        admin
            .post(&aside, json!({"note": ""}))
            .await
            .expect_problem(422, "invalid");
        let done = admin
            .post(&aside, json!({"note": "lãi tiền gửi"}))
            .await
            .expect(200);
        assert_eq!(
            (&done["status"], &done["note"]),
            (&json!("set_aside"), &json!("lãi tiền gửi"))
        );
        // An official of a province does not see the market's money.
        let official = app.official("42").await.client;
        official.get(BIN).await.expect_problem(403, "forbidden");
    });
}
