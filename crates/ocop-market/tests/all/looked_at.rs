//! What whoever runs a market reads of its money at the command line.

use std::process::Output;

use scenarios::{App, SetUp, json};

use crate::process::run;

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_fault_of_the_books_ends_verify_with_an_error() {
    let app = App::start(&SetUp::Sqlite).await;
    let (_, listing) = app.listing(5).await;
    app.guest_order(&listing, 1).await;
    let good = run(&["ledger", "verify"], &app.data(), None);
    assert!(
        good.status.success() && said(&good).contains("1 orders"),
        "{good:?}"
    );
    app.execute("UPDATE payments SET amount = amount + 1").await;
    let bad = run(&["ledger", "verify"], &app.data(), None);
    assert_eq!(bad.status.code(), Some(1));
    assert!(said(&bad).contains("does not add up"), "{}", said(&bad));
    app.execute("UPDATE payments SET amount = amount - 1").await;
    assert!(
        run(&["ledger", "verify"], &app.data(), None)
            .status
            .success()
    );
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_names_what_two_books_say_differently_until_somebody_has_looked() {
    let app = App::start(&SetUp::Sqlite).await;
    let doctor = || said(&run(&["doctor"], &app.data(), None));
    assert!(doctor().contains("say the same"), "{}", doctor());
    for (subject, found_at) in [("po_1", 1_795_399_200_000_i64), ("po_2", 1_795_485_600_000)] {
        app.execute(&format!(
            "INSERT INTO discrepancies (id, kind, subject, ours, theirs, found_at) \
             VALUES (randomblob(16), 'payout', '{subject}', 'a', 'b', {found_at})"
        ))
        .await;
    }
    let told = doctor();
    let told = told
        .lines()
        .find(|line| line.contains("two books"))
        .unwrap();
    assert!(told.starts_with("mind  2 "), "{told}");
    assert!(
        told.contains("since 2026-11-23") && told.contains("discrepancies"),
        "{told}"
    );
    let go_live = run(&["doctor", "--go-live"], &app.data(), None);
    assert!(said(&go_live).contains("BAD   2 differences"));
    let admin = app.admin().await;
    let path = "/api/v1/admin/discrepancies";
    let found = admin.get(path).await.expect(200);
    for one in found["data"].as_array().unwrap() {
        let settle = format!("{path}/{}/settle", one["id"].as_str().unwrap());
        let note = json!({"note": "Ngân hàng trả về vì sai số tài khoản."});
        admin.post(&settle, note).await.expect(200);
    }
    assert!(doctor().contains("say the same"));
    app.finish().await;
}
