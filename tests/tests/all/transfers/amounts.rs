//! Too little, too much and too late.

use scenarios::{json, scenario, text};

use super::{bought, came, dong, stands, sweep, total};

#[test]
fn ten_thousand_too_little_is_kept_and_a_second_code_asks_for_exactly_the_rest() {
    scenario(|app| async move {
        let (producer, listing, placed) = bought(&app).await;
        came(&producer, &placed, dong(total(&placed) - 10_000))
            .await
            .expect(200);
        let order = stands(&placed, "awaiting_payment", "payee", "partly_paid").await;
        let qr = &order["payments"][0]["qr"];
        assert_eq!(qr["amount"]["amount"], 10_000);
        assert_eq!(
            payments::Read::of(text(&qr["payload"]))
                .unwrap()
                .amount
                .unwrap()
                .0,
            10_000
        );
        app.advance_hours(24 * 5);
        sweep(&app).await;
        stands(&placed, "awaiting_payment", "payee", "partly_paid").await;
        assert_eq!(app.available(&listing).await, 8);
        app.run_jobs().await;
        let asked = app
            .mail()
            .iter()
            .any(|mail| mail.contains("còn thiếu") && mail.contains("10.000"));
        assert!(asked, "the buyer is asked for the rest");
        // More than the rule allows is not let go of; the rest is, by two transfers for one order.
        let generous = |amount: i64| {
            let mut said = dong(amount);
            said["forgive"] = json!(true);
            said
        };
        let refused = came(&producer, &placed, generous(1_000)).await;
        assert_eq!(
            refused.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/forgive"
        );
        came(&producer, &placed, generous(7_000)).await.expect(200);
        let order = stands(&placed, "placed", "producer", "paid").await;
        let payment = &order["payments"][0];
        assert_eq!(payment["received"]["amount"], total(&placed) - 3_000);
        assert_eq!(payment["remaining"]["amount"], 0);
    });
}

#[test]
fn too_much_or_twice_is_owed_back_at_once_and_the_order_goes_on() {
    scenario(|app| async move {
        let (producer, _, placed) = bought(&app).await;
        let first = json!({"amount": {"amount": total(&placed) + 15_000, "currency": "VND"}, "bank_ref": "FT1"});
        came(&producer, &placed, first.clone()).await.expect(200);
        stands(&placed, "placed", "producer", "overpaid").await;
        // The same line of the statement again is the same money; another line is more.
        came(&producer, &placed, first).await.expect(200);
        let second = json!({"amount": {"amount": 20_000, "currency": "VND"}, "bank_ref": "FT2"});
        came(&producer, &placed, second).await.expect(200);
        let path = "/api/v1/producer/refunds";
        let owed = producer.owner.client.get(path).await.expect(200);
        let amounts: Vec<i64> = owed["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|refund| refund["amount"]["amount"].as_i64().unwrap())
            .collect();
        assert_eq!(amounts.iter().sum::<i64>(), 35_000, "{owed}");
        for refund in owed["data"].as_array().unwrap() {
            let destination = json!({"bank_bin": "970436", "account": "0071000123456", "account_name": "TRAN THI BICH"});
            let to = format!(
                "/api/v1/orders/{}/refunds/{}/destination",
                placed.order,
                text(&refund["id"])
            );
            placed.client.put(&to, destination).await.expect(200);
            let send = format!("/api/v1/producer/refunds/{}/send", text(&refund["id"]));
            producer
                .owner
                .client
                .post(&send, json!({}))
                .await
                .expect(200);
        }
        stands(&placed, "placed", "producer", "paid").await;
    });
}

#[test]
fn late_money_brings_the_order_back_where_the_goods_are_there_and_is_owed_back_where_not() {
    scenario(|app| async move {
        let (producer, listing) = app.banked_listing(2).await;
        let late = app.transfer_order(&listing, 2).await;
        let too_late = {
            app.advance_hours(24);
            sweep(&app).await;
            stands(&late, "expired", "nobody", "cancelled").await;
            came(&producer, &late, dong(total(&late))).await.expect(200);
            stands(&late, "placed", "producer", "paid").await;
            assert_eq!(app.available(&listing).await, 0);
            producer.set_stock(&listing.variant, 4).await;
            app.transfer_order(&listing, 2).await
        };
        app.advance_hours(24);
        sweep(&app).await;
        // Somebody else was faster.
        app.transfer_order(&listing, 2).await;
        came(&producer, &too_late, dong(total(&too_late)))
            .await
            .expect(200);
        stands(&too_late, "expired", "nobody", "paid").await;
        let owed = producer
            .owner
            .client
            .get("/api/v1/producer/refunds")
            .await
            .expect(200);
        assert_eq!(owed["data"][0]["amount"]["amount"], total(&too_late));
    });
}
