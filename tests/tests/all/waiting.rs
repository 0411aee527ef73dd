//! What waits too long ends, with the clock. The table of all that waits is printed here; the story
//! of each of its rows is named beside it.

use scenarios::{App, Placed, json, scenario, text};

async fn sweep(app: &App) {
    let node = app.node();
    let swept = market::sweep(&node.db, node.now()).await.unwrap();
    assert_eq!(swept.failed, 0);
}

async fn expect(placed: &Placed, status: &str, owner: &str) {
    let order = placed.read().await;
    assert_eq!(
        (text(&order["status"]), text(&order["deadline"]["owner"])),
        (status, owner)
    );
}

/// Each row of the table, and the story that walks it with the clock.
const WALKED: [(&str, &str); 15] = [
    (
        "awaiting_payment",
        "transfers::nothing_heard_expires_and_what_was_held_is_free_again",
    ),
    (
        "payment reported",
        "transfers::what_is_said_to_be_sent_never_expires_it_is_called_about_and_then_the_operators",
    ),
    ("placed", "waiting::every_state_that_waits_ends_by_itself"),
    ("accepted", "waiting::every_state_that_waits_ends_by_itself"),
    ("packed", "waiting::every_state_that_waits_ends_by_itself"),
    ("shipped", "waiting::every_state_that_waits_ends_by_itself"),
    (
        "delivered",
        "waiting::what_is_received_in_silence_is_completed",
    ),
    (
        "delivery_failed",
        "waiting::every_state_that_waits_ends_by_itself",
    ),
    (
        "case open",
        "cases::silence_goes_to_the_operator_who_decides_on_goods_sent_again",
    ),
    (
        "case answered",
        "cases::a_buyers_silence_and_a_box_that_never_comes_back_are_the_operators",
    ),
    (
        "case at operator",
        "cases::silence_goes_to_the_operator_who_decides_on_goods_sent_again",
    ),
    (
        "case returning",
        "cases::a_buyers_silence_and_a_box_that_never_comes_back_are_the_operators",
    ),
    (
        "refund due",
        "cases::refunds::what_is_owed_has_a_payer_and_a_deadline_and_only_the_payer_sees_where_it_goes",
    ),
    (
        "review submitted",
        "waiting::a_review_that_nobody_decides_goes_up_one_level",
    ),
    (
        "order of an authority",
        "retention::an_authority_takes_a_listing_down_on_every_node_within_a_second",
    ),
];

#[test]
fn the_table_of_everything_that_waits_is_printed_and_each_row_is_walked() {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    let table = market::waiting_table();
    for row in &table {
        writeln!(
            out,
            "{:<22} {:<38} {:<34} {}",
            row.state, row.owner, row.default, row.end
        )
        .unwrap();
        assert!(!row.owner.is_empty() && row.owner != "nobody", "{row:?}");
        assert!(
            !row.default.is_empty() && row.default != "for ever",
            "{row:?}"
        );
        assert!(!row.end.is_empty(), "{row:?}");
        assert!(
            WALKED.iter().any(|(state, _)| *state == row.state),
            "{row:?}"
        );
    }
    assert_eq!(table.len(), WALKED.len());
    let stories = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all");
    for (_, story) in WALKED {
        let (module, name) = story.rsplit_once("::").unwrap();
        let file = format!("{}.rs", module.replace("::", "/"));
        let source = std::fs::read_to_string(stories.join(file)).unwrap();
        assert!(source.contains(&format!("fn {name}()")), "{story} is gone");
    }
}

#[test]
fn a_review_that_nobody_decides_goes_up_one_level() {
    scenario(|app| async move {
        let applicant = app.applicant().await;
        let review = applicant.submit().await;
        assert_eq!(review["level"], "commune");
        // Two working days for the commune, three for the province.
        for level in ["province", "platform"] {
            app.advance_hours(24 * 7);
            let node = app.node();
            catalog::reviews::escalate_overdue(&node.db, node.now())
                .await
                .unwrap();
            let owner = app.sign_in(&applicant.owner.email).await;
            let path = format!("/api/v1/producers/{}", applicant.id);
            let seen = owner.get(&path).await.expect(200);
            assert_eq!(seen["review"]["level"], level, "{seen}");
        }
    });
}

#[test]
fn what_is_received_in_silence_is_completed() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let placed = app.guest_order(&listing, 1).await;
        for step in ["accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        let ship = json!({"carrier": "self"});
        producer.step(&placed.order, "ship", ship).await;
        producer.step(&placed.order, "deliver", json!({})).await;
        app.advance_hours(7 * 24 - 1);
        sweep(&app).await;
        expect(&placed, "delivered", "buyer").await;
        app.advance_hours(1);
        sweep(&app).await;
        expect(&placed, "completed", "nobody").await;
    });
}

#[test]
fn every_state_that_waits_ends_by_itself() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let silent = app.guest_order(&listing, 1).await;
        let kept = app.guest_order(&listing, 1).await;
        let sent = app.guest_order(&listing, 1).await;
        let lost = app.guest_order(&listing, 1).await;
        for order in [&kept, &sent, &lost] {
            producer.step(&order.order, "accept", json!({})).await;
        }
        for order in [&sent, &lost] {
            producer.step(&order.order, "pack", json!({})).await;
            let ship = json!({"carrier": "self"});
            producer.step(&order.order, "ship", ship).await;
        }
        producer.step(&lost.order, "fail-delivery", json!({})).await;
        producer.step(&kept.order, "extend", json!({})).await;

        app.advance_hours(3 * 24);
        sweep(&app).await;
        expect(&silent, "cancelled", "nobody").await;
        assert_eq!(silent.read().await["reason_code"], "producer_no_answer");
        expect(&kept, "accepted", "producer").await;
        app.advance_hours(4 * 24);
        sweep(&app).await;
        expect(&sent, "shipped", "buyer").await;
        // The hand-over is overdue: now the buyer may step back.
        let why = json!({"reason_code": "not_shipped"});
        assert_eq!(
            kept.step("cancel", why).await.expect(200)["status"],
            "cancelled"
        );
        app.advance_hours(7 * 24);
        sweep(&app).await;
        expect(&sent, "delivered", "buyer").await;
        expect(&lost, "lost", "nobody").await;
        let broken = json!({"kind": "leaking", "wish": "refund"});
        sent.step("problems", broken.clone()).await.expect(201);
        sent.step("problems", broken)
            .await
            .expect_problem(409, "conflict");
        app.advance_hours(30 * 24);
        sweep(&app).await;
        expect(&sent, "delivered", "buyer").await;
    });
}
