//! Our books of the market's bank account and the bank's own lines: compared once the bank has told a
//! day, a difference told to a person, and nothing mended.

use std::fmt::Write as _;

use payments::ledger::Account;
use scenarios::{App, Client, Value, json, licensed, scenario_with, text};

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

/// The next morning, and what it tells.
async fn next_morning(app: &App) -> Vec<(String, String, String)> {
    app.advance_hours(24);
    market::work::sweep_once(app.node()).await;
    app.run_jobs().await;
    let path = "/api/v1/admin/discrepancies";
    let found = app.admin().await.get(path).await.expect(200);
    let rows = found["data"].as_array().unwrap().iter();
    let told = rows.filter(|row| row["kind"] == "bank").map(|row| {
        let of = |name: &str| text(&row[name]).to_owned();
        (of("subject"), of("ours"), of("theirs"))
    });
    told.collect()
}

#[test]
fn what_went_out_stands_in_both_books_or_a_person_looks() {
    scenario_with(licensed, |app| async move {
        let (_, listing) = app.listing(10).await;
        let placed = app.transfer_order(&listing, 2).await;
        let total = placed.checkout["total"]["amount"].as_i64().unwrap();
        let admin = app.admin().await;
        let code = text(&placed.checkout["code"]);
        bring(&admin, &[("23/11", "FT1", total, code)]).await;
        assert_eq!(placed.status().await, "placed");
        let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
        for (key, amount, number) in [("a", 10_000, "RF1"), ("b", 20_000, "RF2")] {
            let body = json!({"amount": {"amount": amount, "currency": "VND"}, "reason": "late"});
            let owing = admin.with("idempotency-key", key);
            let refund = owing.post(&path, body).await.expect(201)["data"][0].clone();
            let send = format!("/api/v1/admin/refunds/{}/send", text(&refund["id"]));
            let answer = admin.post(&send, json!({"bank_ref": number})).await;
            answer.expect(200);
        }
        let held = app.holds(Account::Bank).await;
        assert_eq!(held, total - 30_000);
        assert_eq!(
            next_morning(&app).await,
            [],
            "the bank has not told that day"
        );
        // The bank sent the first, kept something for itself, and knows nothing of the second.
        let lines = [
            ("23/11", "RF1", -10_000, "hoan tien"),
            ("23/11", "PHI", -5_500, "phi dich vu"),
            ("24/11", "LAI", 120, "lai khong ky han"),
        ];
        let admin = app.admin().await;
        bring(&admin, &lines).await;
        let both = |told: Vec<(String, String, String)>| {
            let mut told: Vec<String> = told
                .into_iter()
                .map(|(of, ours, theirs)| format!("{of}: {ours} / {theirs}"))
                .collect();
            told.sort();
            told
        };
        let reference = text(&placed.checkout["code"]);
        let differ = [
            format!("{reference}: 20000 vnd / nothing"),
            "PHI: nothing / 5500 vnd".to_owned(),
        ];
        let mut differ = differ.to_vec();
        differ.sort();
        assert_eq!(both(next_morning(&app).await), differ);
        assert_eq!(
            both(next_morning(&app).await),
            differ,
            "nothing is told twice"
        );
        assert_eq!(
            app.holds(Account::Bank).await,
            held + 120,
            "nothing is mended"
        );
    });
}
