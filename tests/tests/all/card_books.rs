//! Our books of the money that lies with Stripe, and Stripe's own: compared each morning, a difference
//! told to a person, and nothing mended behind anybody's back.

use payments::ledger::Account;
use scenarios::{
    App, Fake, Listing, Placed, Value, json, lose_webhooks, scenario_with_cards, text,
};

/// The next morning comes.
async fn next_morning(app: &App) {
    app.advance_hours(24);
    app.work_for(1).await;
}

async fn differences(app: &App) -> Vec<Value> {
    let path = "/api/v1/admin/discrepancies";
    let admin = app.admin().await;
    admin.get(path).await.expect(200)["data"]
        .as_array()
        .unwrap()
        .clone()
}

/// Somebody paid by card, stepped back, and has the money again.
async fn paid_back(app: &App, fake: &Fake, listing: &Listing) -> Placed {
    let placed = app.paid_by_card(fake, &[(listing, 1)]).await.remove(0);
    let cancel = json!({"reason_code": "buyer_changed_mind"});
    placed.step("cancel", cancel).await.expect(200);
    app.run_jobs().await;
    placed
}

/// What an order's buyer is owed.
async fn owed(placed: &Placed) -> Value {
    let path = format!("/api/v1/orders/{}/refunds", placed.order);
    placed.client.get(&path).await.expect(200)["data"][0].clone()
}

/// The card of the one refund is gone.
fn does_not_arrive(fake: &Fake) {
    let sent = text(&fake.all("refund")[0]["id"]).to_owned();
    fake.fail_refund(&sent);
}

#[test]
fn each_morning_the_books_are_compared_and_a_difference_is_for_a_person() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (_, listing) = app.listing(20).await;
        let mut paid = vec![];
        for _ in 0..3 {
            paid.extend(app.paid_by_card(&fake, &[(&listing, 1)]).await);
        }
        next_morning(&app).await;
        assert_eq!(differences(&app).await, Vec::<Value>::new());
        // Somebody sends money back by hand, and somebody else changes our books.
        fake.send_back(&paid[0].intent(), 1000);
        app.execute("UPDATE payment_attempts SET amount = amount + 1, settled_at = settled_at + 86400000 WHERE id = (SELECT id FROM payment_attempts ORDER BY id DESC LIMIT 1)").await;
        next_morning(&app).await;
        let found = differences(&app).await;
        let found: Vec<&Value> = found.iter().filter(|d| d["kind"] == "balance").collect();
        assert_eq!(found.len(), 2, "{found:?}");
        let theirs = found.iter().find(|d| d["ours"] == "nothing").unwrap();
        assert_eq!(theirs["theirs"], "-1000 vnd");
        let ours = found.iter().find(|d| d["ours"] != "nothing").unwrap();
        assert!(text(&ours["subject"]).starts_with("ch_"), "{ours}");
        // Nothing is mended: what was sent back by hand is in no book of ours.
        assert_eq!(app.holds(Account::Stripe).await, fake.funds() + 1000);

        // It is told again to nobody, and stands in the morning's letter until a person has looked.
        next_morning(&app).await;
        let still = differences(&app).await;
        assert_eq!(still.iter().filter(|d| d["kind"] == "balance").count(), 2);
        let letters = app.mail();
        assert!(letters.iter().any(|mail| mail.contains("sổ sách lệch")));
        let admin = app.admin().await;
        let path = format!("/api/v1/admin/discrepancies/{}/settle", text(&theirs["id"]));
        let empty = admin.post(&path, json!({"note": " "})).await;
        assert_eq!(
            empty.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/note"
        );
        let note = json!({"note": "Kế toán hoàn tay cho khách qua điện thoại."});
        let settled = admin.post(&path, note.clone()).await.expect(200);
        assert_eq!(settled["note"], note["note"]);
        let again = admin
            .post(&path, json!({"note": "Khác."}))
            .await
            .expect(200);
        assert_eq!(again, settled, "as it was said first");
        let row = app.recorded("payments.settle_difference").await;
        assert_eq!(row["subject_id"], theirs["id"], "{row}");
        let official = app.official("42").await.client;
        official
            .post(&path, note)
            .await
            .expect_problem(403, "forbidden");
        next_morning(&app).await;
        let left = differences(&app).await;
        assert_eq!(left.iter().filter(|d| d["kind"] == "balance").count(), 1);
    });
}

#[test]
fn what_the_card_company_keeps_is_the_markets_to_bear_and_our_books_hold_what_lies_there() {
    scenario_with_cards(|app, fake| async move {
        fake.fee(34);
        let (producer, listing) = app.listing(20).await;
        producer.connect(&fake).await;
        let sold = app.sold_by_card(&fake, (&producer, &listing), 2).await;
        let refunded = paid_back(&app, &fake, &listing).await;
        next_morning(&app).await;
        let fees = (sold.total() * 34 / 1000) + (refunded.total() * 34 / 1000);
        assert_eq!(app.holds(Account::StripeFees).await, fees);
        assert_eq!(app.holds(Account::Stripe).await, fake.funds());
        // The producer gets all of it.
        assert_eq!(
            app.holds(Account::Payable(producer.own())).await,
            -sold.total()
        );
        next_morning(&app).await;
        assert_eq!(
            app.holds(Account::StripeFees).await,
            fees,
            "a fee is booked once"
        );
        assert_eq!(differences(&app).await, Vec::<Value>::new());
    });
}

#[test]
fn money_back_that_did_not_arrive_is_due_again_and_told() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(20).await;
        let placed = paid_back(&app, &fake, &listing).await;
        assert_eq!(owed(&placed).await["status"], "sent");
        assert_eq!(app.holds(Account::Stripe).await, 0);
        does_not_arrive(&fake);
        app.heard("refund.failed").await;
        assert_eq!(owed(&placed).await["status"], "due");
        assert_eq!(app.holds(Account::Stripe).await, placed.total());
        assert_eq!(app.holds(Account::Stripe).await, fake.funds());
        assert_eq!(app.holds(Account::Refunds).await, -placed.total());
        let told = differences(&app).await;
        assert_eq!((told.len(), &told[0]["kind"]), (1, &json!("refund_failed")));
        next_morning(&app).await;
        let told = differences(&app).await;
        assert_eq!(told.len(), 1, "both sides know of it: {told:?}");
        // A person pays it from the market's bank account.
        let refund = owed(&placed).await["id"].clone();
        let by_bank = format!("/api/v1/admin/refunds/{}/send", text(&refund));
        let admin = app.admin().await;
        let bank_ref = json!({"bank_ref": "FT1"});
        admin.post(&by_bank, bank_ref).await.expect(200);
        assert_eq!(owed(&placed).await["status"], "sent");
        assert_eq!(app.holds(Account::Refunds).await, 0);
        assert_eq!(app.holds(Account::Bank).await, -placed.total());
        assert_eq!(app.holds(Account::Stripe).await, fake.funds());
    });
}

#[test]
fn money_back_that_did_not_arrive_is_found_in_the_morning_where_nobody_told() {
    scenario_with_cards(|app, fake| async move {
        let (_, listing) = app.listing(20).await;
        let placed = paid_back(&app, &fake, &listing).await;
        lose_webhooks(&fake);
        does_not_arrive(&fake);
        next_morning(&app).await;
        app.run_jobs().await;
        assert_eq!(owed(&placed).await["status"], "due");
        assert_eq!(app.holds(Account::Stripe).await, fake.funds());
    });
}
