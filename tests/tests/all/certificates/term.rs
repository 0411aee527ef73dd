//! How long a star lasts, to the midnight, and what ends it before.

use super::*;

#[test]
fn a_star_ends_at_the_midnight_in_vietnam_after_its_last_day_in_all_that_two_nodes_keep() {
    on_two_nodes(|starred| async move {
        starred.shows(None).await;
        starred
            .certified(("7/QĐ-UBND", 3), ("2024-08-31", "2027-08-31"))
            .await;
        // Midnight in Vietnam is five in the afternoon in Greenwich: the day there is still the last.
        let end = "2027-08-31".parse::<Day>().unwrap().end();
        assert_eq!(end.to_string(), "2027-08-31T17:00:00.000Z");
        starred.ends_with("2027-08-31", 3).await;
        starred
    });
}

#[test]
fn three_years_from_a_leap_day_end_with_the_last_of_february() {
    on_two_nodes(|starred| async move {
        let id = starred.claim("8/QĐ-UBND", 4).await;
        let term = |until| facts(("8/QĐ-UBND", 4), ("2024-02-29", until));
        let refused = starred.act(&id, "verify", term("2027-03-01")).await;
        let problem = refused.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/expires_on");
        let taken = starred.act(&id, "verify", term("2027-02-28")).await;
        taken.expect(200);
        starred.soon_shows(Some(4)).await;
        starred.ends_with("2027-02-28", 4).await;
        starred
    });
}

#[test]
fn the_last_of_august_stays_the_last_of_august_and_a_term_may_end_on_a_leap_day() {
    on_two_nodes(|starred| async move {
        let id = starred.claim("9/QĐ-UBND", 3).await;
        let term = |until| facts(("9/QĐ-UBND", 3), ("2025-08-31", until));
        let refused = starred.act(&id, "verify", term("2028-09-01")).await;
        refused.expect_problem(422, "invalid");
        let taken = starred.act(&id, "verify", term("2028-08-31")).await;
        taken.expect(200);
        starred.soon_shows(Some(3)).await;
        // The years between hold a leap day, and it counts like any other.
        starred.set_clock("2028-02-29".parse::<Day>().unwrap().end());
        starred.shows(Some(3)).await;
        starred.ends_with("2028-08-31", 3).await;
        starred
    });
}

#[test]
fn a_receipt_lets_a_star_run_on_after_its_last_day_until_the_laws_own() {
    on_two_nodes(|starred| async move {
        let term = ("2024-02-29", "2027-02-28");
        let id = starred.certified(("10/QĐ-UBND", 3), term).await;
        starred.ends_with("2027-02-28", 3).await;
        // Lodged in time, brought to the official a day late.
        let lodged = |on: &str, until: Option<&str>| json!({"lodged_on": on, "receipt_no": "BN-12", "until": until});
        for (on, until) in [
            ("2026-08-31", None),
            ("2027-03-01", None),
            ("2026-10-15", Some("2027-08-28")),
        ] {
            let refused = starred.act(&id, "extend", lodged(on, until)).await;
            refused.expect_problem(422, "invalid");
        }
        let extended = starred.act(&id, "extend", lodged("2026-10-15", None)).await;
        assert_eq!(extended.expect(200)["extended_until"], "2027-08-27");
        starred.soon_shows(Some(3)).await;
        starred.says("extended").await;
        starred.ends_with("2027-08-27", 3).await;
        starred
    });
}

#[test]
fn a_star_is_gone_from_both_nodes_when_it_is_revoked_for_whichever_cause() {
    on_two_nodes(|starred| async move {
        let causes = [
            "false_file",
            "criteria_no_longer_met",
            "law_breached",
            "mark_misused",
            "production_stopped",
            "other_finding",
        ];
        for (n, cause) in (0..).zip(causes) {
            let decision = format!("2{n}/QĐ-UBND");
            // Each later than the one before, so that none is answered from an older day.
            starred.set_clock(App::BEGIN.plus_hours(n));
            let term = ("2026-08-05", "2029-08-05");
            let id = starred.certified((&decision, 3 + n % 3), term).await;
            let wrong = starred
                .act(&id, "revoke", json!({"cause": "bad_mood"}))
                .await;
            wrong.expect_problem(422, "invalid");
            let body = json!({"cause": cause});
            let revoked = starred.act(&id, "revoke", body.clone()).await.expect(200);
            assert_eq!(
                (&revoked["state"], &revoked["revoked_on"]),
                (&json!("revoked"), &json!("2026-11-23"))
            );
            starred.soon_shows(None).await;
            starred.says("revoked").await;
            starred.act(&id, "revoke", body).await.expect(200);
        }
        starred
    });
}

#[test]
fn a_newer_certificate_stands_in_the_place_of_the_older_one_on_both_nodes() {
    on_two_nodes(|starred| async move {
        let older = ("2024-02-29", "2027-02-28");
        starred.certified(("30/QĐ-UBND", 3), older).await;
        let newer = ("2026-10-01", "2029-10-01");
        starred.certified(("31/QĐ-UBND", 4), newer).await;
        let own = &starred.producer.owner.client;
        let all = own.get("/api/v1/producer/certificates").await.expect(200);
        let states: Vec<_> = all["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["state"].clone())
            .collect();
        assert_eq!(states, ["superseded", "verified"]);
        starred.set_clock("2027-02-28".parse::<Day>().unwrap().end());
        starred.shows(Some(4)).await;
        starred.ends_with("2029-10-01", 4).await;
        starred
    });
}
