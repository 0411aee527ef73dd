//! Too little, too late, or said to be sent and not there.

use scenarios::{json, licensed, scenario_with, text};

use super::{BIN, bring, code, office, payment, states, sweep, total};

#[test]
fn ten_thousand_too_little_keeps_the_hold_and_asks_for_exactly_the_rest() {
    scenario_with(licensed, |app| async move {
        let (sellers, placed) = app.shared_transfer().await;
        let admin = app.admin().await;
        bring(&admin, &[("FT1", total(&placed) - 10_000, code(&placed))]).await;
        app.advance_hours(24 * 5);
        sweep(&app).await;
        // Who serves the market signs in each day.
        let admin = app.admin().await;
        assert_eq!(
            states(&placed).await,
            ["awaiting_payment", "awaiting_payment"]
        );
        let rest = payment(&placed).await;
        assert_eq!(rest["status"], "partly_paid");
        let read = payments::Read::of(text(&rest["qr"]["payload"])).unwrap();
        assert_eq!(
            (read.amount.unwrap().0, read.account.as_str()),
            (10_000, "9990000001")
        );
        for (_, listing) in &sellers {
            assert!(app.available(listing).await < 10, "the hold is kept");
        }
        app.run_jobs().await;
        let mails = app.mail();
        let asked = mails
            .iter()
            .filter(|mail| mail.contains("còn thiếu") && mail.contains("10.000"));
        assert_eq!(asked.count(), 1, "the buyer is asked for the rest once");
        // So much is not let go of; the last of it is, and all the orders begin.
        let forgive = format!("/api/v1/admin/payments/{}/forgive", text(&rest["id"]));
        let refused = admin.post(&forgive, json!({})).await;
        assert_eq!(
            refused.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/forgive"
        );
        let line = admin
            .get(&format!("{BIN}?problem=too_little"))
            .await
            .expect(200);
        assert_eq!(line["data"][0]["remedy"], "ask_for_the_rest");
        let open = async || {
            let path = format!("{BIN}?status=matched&open=true");
            admin.get(&path).await.expect(200)["data"].clone()
        };
        assert_eq!(open().await.as_array().unwrap().len(), 1);
        assert!(office(&admin, "/vi").await.contains("Khoản cần để ý"));
        bring(&admin, &[("FT2", 7_000, code(&placed))]).await;
        let done = admin.post(&forgive, json!({})).await.expect(200);
        assert_eq!(
            (&done["status"], &done["forgiven"]["amount"]),
            (&json!("paid"), &json!(3_000))
        );
        assert_eq!(open().await, json!([]), "nothing of it is missing any more");
        assert!(!office(&admin, "/vi").await.contains("Khoản cần để ý"));
        assert_eq!(states(&placed).await, ["placed", "placed"]);
    });
}

#[test]
fn late_money_brings_all_the_orders_back_or_is_owed_back_for_all() {
    scenario_with(licensed, |app| async move {
        let (sellers, late) = app.shared_transfer().await;
        let (_, too_late) = {
            app.advance_hours(24);
            sweep(&app).await;
            assert_eq!(states(&late).await, ["expired", "expired"]);
            let admin = app.admin().await;
            bring(&admin, &[("FT1", total(&late), code(&late))]).await;
            assert_eq!(states(&late).await, ["placed", "placed"]);
            app.shared_transfer_of(&sellers).await
        };
        app.advance_hours(24);
        sweep(&app).await;
        // One of the two is gone: neither begins.
        sellers[0].0.set_stock(&sellers[0].1.variant, 1).await;
        let admin = app.admin().await;
        bring(&admin, &[("FT2", total(&too_late), code(&too_late))]).await;
        assert_eq!(states(&too_late).await, ["expired", "expired"]);
        let owed = admin.get("/api/v1/admin/refunds").await.expect(200);
        let amounts = owed["data"].as_array().unwrap().iter();
        let amounts: i64 = amounts
            .map(|refund| refund["amount"]["amount"].as_i64().unwrap())
            .sum();
        assert_eq!(amounts, total(&too_late));
        let found = admin.get(&format!("{BIN}?problem=late")).await.expect(200);
        assert_eq!(found["data"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn what_is_said_to_be_sent_to_the_market_is_the_operators_to_look_for_and_no_producers() {
    scenario_with(licensed, |app| async move {
        let (_, placed) = app.shared_transfer().await;
        placed.step("report-payment", json!({})).await.expect(200);
        app.run_jobs().await;
        assert!(!app.mail().iter().any(|mail| mail.contains("Xem tiền về")));
        app.advance_hours(24);
        sweep(&app).await;
        let order = placed.read().await;
        assert_eq!(
            (text(&order["status"]), text(&order["deadline"]["owner"])),
            ("awaiting_payment", "operator")
        );
        let admin = app.admin().await;
        let sheet = admin.get("/api/v1/admin/call-sheet").await.expect(200);
        assert_eq!(sheet["data"], json!([]), "no producer is called about it");
        let path = format!(
            "/api/v1/admin/payments/{}/missing",
            text(&order["payments"][0]["id"])
        );
        admin.post(&path, json!({})).await.expect(200);
        assert_eq!(placed.read().await["deadline"]["owner"], "buyer");
        app.advance_hours(24);
        sweep(&app).await;
        assert_eq!(states(&placed).await, ["expired", "expired"]);
    });
}
