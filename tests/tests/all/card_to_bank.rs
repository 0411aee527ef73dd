//! What the card company pays out to the market's own bank account: booked once from its balance, found
//! on the bank's statement, back where it did not arrive, and told to a person where nobody sees it.

use std::fmt::Write as _;

use payments::ledger::Account;
use scenarios::{App, Client, Fake, Value, json, licensed, scenario_with_cards_and, text};

const LINES: &str = "/api/v1/admin/bank-lines";

/// Lines of the bank: day, number, amount, text.
async fn bring(admin: &Client, lines: &[(&str, &str, i64, &str)]) -> Value {
    let mut csv = "Ngày giao dịch;Số tham chiếu;Số tiền;Nội dung\n".to_owned();
    for (day, number, amount, text) in lines {
        writeln!(csv, "{day}/2026 09:30;{number};{amount};\"{text}\"").unwrap();
    }
    let path = "/api/v1/admin/bank-statements";
    let taken = admin.upload(path, "statement", csv.into_bytes()).await;
    taken.expect(200)
}

async fn mornings(app: &App, days: i64) {
    for _ in 0..days {
        app.advance_hours(24);
        market::work::sweep_once(app.node()).await;
        app.run_jobs().await;
    }
}

/// What two books say differently: kind, subject, ours, theirs.
async fn told(app: &App) -> Vec<[String; 4]> {
    let path = "/api/v1/admin/discrepancies";
    let found = app.admin().await.get(path).await.expect(200);
    let rows = found["data"].as_array().unwrap().iter();
    let words = ["kind", "subject", "ours", "theirs"];
    rows.map(|row| words.map(|word| text(&row[word]).to_owned()))
        .collect()
}

async fn payouts(admin: &Client) -> Vec<Value> {
    let path = "/api/v1/admin/card-payouts";
    let found = admin.get(path).await.expect(200);
    found["data"].as_array().unwrap().clone()
}

/// Somebody paid by card and has their goods, and the card company has paid it out; how much, and what it is called.
async fn paid_out(app: &App, fake: &Fake) -> (i64, String) {
    let (producer, listing) = app.listing(20).await;
    let placed = app.sold_by_card(fake, (&producer, &listing), 1).await;
    (placed.total(), fake.pay_out().unwrap())
}

#[test]
fn a_payout_to_the_bank_is_booked_once_and_is_the_banks_line() {
    scenario_with_cards_and(licensed, |app, fake| async move {
        let (amount, payout) = paid_out(&app, &fake).await;
        mornings(&app, 1).await;
        let admin = app.admin().await;
        let on_its_way = payouts(&admin).await;
        assert_eq!(on_its_way.len(), 1);
        assert_eq!(
            (&on_its_way[0]["id"], &on_its_way[0]["status"]),
            (&json!(payout), &json!("on_its_way"))
        );
        let held = async |account| app.holds(account).await;
        assert_eq!(held(Account::Bank).await, amount);
        assert_eq!(held(Account::Stripe).await, 0);
        assert_eq!(fake.funds(), 0);
        mornings(&app, 1).await;
        assert_eq!(held(Account::Bank).await, amount, "once");
        assert_eq!(told(&app).await, Vec::<[String; 4]>::new());
        // As much without the sender's word is nobody's until a person says whose.
        let admin = app.admin().await;
        let lines = [
            ("24/11", "FT1", amount, "chuyen tien"),
            ("25/11", "FT2", amount, "STRIPE PAYMENTS VN"),
        ];
        let taken = bring(&admin, &lines).await;
        assert_eq!(
            (&taken["waiting"], &taken["matched"]),
            (&json!(1), &json!(1))
        );
        let arrived = payouts(&admin).await;
        assert_eq!(arrived[0]["status"], "arrived");
        let path = format!("{LINES}/{}", text(&arrived[0]["line"]));
        let line = admin.get(&path).await.expect(200);
        assert_eq!(
            (&line["bank_ref"], &line["status"], &line["card_payout"]),
            (&json!("FT2"), &json!("matched"), &json!(payout))
        );
        assert_eq!(
            held(Account::Bank).await,
            2 * amount,
            "the other is unknown"
        );
        assert_eq!(held(Account::Unmatched).await, -amount);
        // Told again, it is known; and the bank's books and ours agree.
        assert_eq!(bring(&admin, &lines).await["known"], 2);
        bring(&admin, &[("27/11", "FT3", 1_000, "lai")]).await;
        mornings(&app, 5).await;
        assert_eq!(told(&app).await, Vec::<[String; 4]>::new());
        market::verify(&app.node().db).await.unwrap();
    });
}

#[test]
fn a_line_that_came_before_its_payout_was_heard_of_waits_no_more() {
    scenario_with_cards_and(licensed, |app, fake| async move {
        let (amount, _) = paid_out(&app, &fake).await;
        let admin = app.admin().await;
        let taken = bring(&admin, &[("23/11", "FT1", amount, "Stripe")]).await;
        assert_eq!(taken["waiting"], 1);
        assert_eq!(app.holds(Account::Unmatched).await, -amount);
        mornings(&app, 1).await;
        assert_eq!(app.holds(Account::Unmatched).await, 0);
        assert_eq!(app.holds(Account::Bank).await, amount);
        assert_eq!(app.holds(Account::Stripe).await, 0);
        let admin = app.admin().await;
        assert_eq!(payouts(&admin).await[0]["status"], "arrived");
        let path = format!("{LINES}?status=waiting");
        assert_eq!(admin.get(&path).await.expect(200)["data"], json!([]));
    });
}

#[test]
fn of_two_payouts_of_as_much_a_person_says_which_it_is() {
    scenario_with_cards_and(licensed, |app, fake| async move {
        let (amount, first) = paid_out(&app, &fake).await;
        let (as_much, second) = paid_out(&app, &fake).await;
        assert_eq!(amount, as_much);
        mornings(&app, 1).await;
        let admin = app.admin().await;
        let lines = [
            ("24/11", "FT1", amount, "STRIPE"),
            ("24/11", "FT2", amount - 1_000, "STRIPE"),
        ];
        assert_eq!(bring(&admin, &lines).await["waiting"], 2);
        let waiting = admin.get(&format!("{LINES}?status=waiting")).await;
        let waiting = waiting.expect(200)["data"].clone();
        let of = |number: &str| {
            let all = waiting.as_array().unwrap().iter();
            let mut found = all.filter(|line| line["bank_ref"] == number);
            format!("{LINES}/{}", text(&found.next().unwrap()["id"]))
        };
        let could_be = admin.get(&of("FT1")).await.expect(200);
        let names: Vec<&Value> = could_be["card_payouts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|payout| &payout["id"])
            .collect();
        assert_eq!(names.len(), 2, "{could_be}");
        let page = admin.get("/vi/office/money").await.text();
        assert!(page.contains(&first) && page.contains(&second), "{page}");
        let say = async |number: &str, body: Value| {
            admin.post(&format!("{}/assign", of(number)), body).await
        };
        let is = |payout: &str| json!({"card_payout": payout});
        let less = say("FT2", is(&first)).await.expect_problem(422, "invalid");
        assert_eq!(less["errors"][0]["pointer"], "/parts");
        let none = say("FT1", is("po_nobodys")).await;
        none.expect_problem(404, "not_found");
        let both = json!({"card_payout": first, "parts": [{"payment": could_be["id"], "amount": {"amount": 1, "currency": "VND"}}]});
        assert!([400, 422].contains(&say("FT1", both).await.status));
        let said = say("FT1", is(&second)).await.expect(200);
        assert_eq!(
            (&said["status"], &said["card_payout"]),
            (&json!("matched"), &json!(second))
        );
        say("FT1", is(&first)).await.expect_problem(409, "conflict");
        // It stands on the bank's account once; what is less than any waits for a note.
        assert_eq!(app.holds(Account::Bank).await, 2 * amount + amount - 1_000);
        assert_eq!(app.holds(Account::Unmatched).await, 1_000 - amount);
        let officials = app.official("42").await.client;
        let other = officials
            .post(&format!("{}/assign", of("FT2")), is(&first))
            .await;
        other.expect_problem(403, "forbidden");
        market::verify(&app.node().db).await.unwrap();
    });
}

#[test]
fn a_payout_that_did_not_arrive_is_back_and_a_person_is_told() {
    scenario_with_cards_and(licensed, |app, fake| async move {
        let (amount, payout) = paid_out(&app, &fake).await;
        mornings(&app, 1).await;
        assert_eq!(app.holds(Account::Bank).await, amount);
        fake.fail_payout(&payout);
        mornings(&app, 1).await;
        assert_eq!(app.holds(Account::Bank).await, 0);
        assert_eq!(app.holds(Account::Stripe).await, amount);
        assert_eq!(app.holds(Account::Stripe).await, fake.funds());
        let admin = app.admin().await;
        assert_eq!(payouts(&admin).await[0]["status"], "returned");
        let back = ["payout", &payout, "it had left for the bank"].map(str::to_owned);
        let told_once = told(&app).await;
        assert_eq!(told_once.len(), 1, "{told_once:?}");
        assert_eq!(told_once[0][..3], back);
        // It sets out again under another name, and the bank tells nothing of it for days.
        let again = fake.pay_out().unwrap();
        mornings(&app, 1).await;
        assert_eq!(app.holds(Account::Bank).await, amount);
        let admin = app.admin().await;
        bring(
            &admin,
            &[("23/11", "L1", 1_000, "lai"), ("05/12", "L2", 1_000, "lai")],
        )
        .await;
        mornings(&app, 1).await;
        let told = told(&app).await;
        let missed = told.iter().find(|row| row[0] == "bank").unwrap();
        let gone = [again, format!("{amount} vnd"), "nothing".to_owned()];
        assert_eq!(missed[1..], gone);
        assert_eq!(told.len(), 2, "{told:?}");
        market::verify(&app.node().db).await.unwrap();
    });
}
