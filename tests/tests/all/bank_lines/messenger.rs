//! Who may tell of a line: a bank's messenger that signs, and a statement that is right in every row.

use scenarios::{licensed, scenario_with};

use super::{
    KEY, bring, code, count, hear, heard, message, payment, signed, statement, states, total,
};

#[test]
fn a_messenger_is_believed_where_it_signs_and_each_line_is_taken_once() {
    scenario_with(heard, |app| async move {
        let (_, placed) = app.shared_transfer().await;
        let body = message("MBVCB.1", total(&placed), code(&placed));
        // Forged, unsigned, altered, old, huge, of another account, not a message: nothing.
        let before = app.rows().await;
        let altered = message("MBVCB.1", total(&placed) + 1, code(&placed));
        hear(
            &signed(&app, &body, "another key, as long as that", 0),
            &body,
        )
        .await
        .expect_problem(401, "unauthenticated");
        hear(&app.client(), &body)
            .await
            .expect_problem(401, "unauthenticated");
        hear(&signed(&app, &body, KEY, 0), &altered)
            .await
            .expect_problem(401, "unauthenticated");
        hear(&signed(&app, &body, KEY, 301), &body)
            .await
            .expect_problem(401, "unauthenticated");
        hear(&signed(&app, &body, KEY, -301), &body)
            .await
            .expect_problem(401, "unauthenticated");
        let huge = message("MBVCB.1", total(&placed), &"x".repeat(70_000));
        hear(&signed(&app, &huge, KEY, 0), &huge)
            .await
            .expect_problem(413, "too_large");
        let foreign = body.replace("9990000001", "1112223334");
        hear(&signed(&app, &foreign, KEY, 0), &foreign)
            .await
            .expect_problem(400, "malformed");
        hear(&signed(&app, "[]", KEY, 0), "[]")
            .await
            .expect_problem(400, "malformed");
        assert_eq!(app.rows().await, before, "nothing was written");
        // Told six times at once, and by the statement.
        let client = signed(&app, &body, KEY, 0);
        let admin = app.admin().await;
        let lines = [("MBVCB.1", total(&placed), code(&placed))];
        let told = futures_util::future::join_all((0..5).map(|_| hear(&client, &body)));
        let (answers, taken) = tokio::join!(told, bring(&admin, &lines));
        for answer in answers {
            assert_eq!(answer.expect(200)["success"], true);
        }
        assert!(taken["known"] == 1 || taken["matched"] == 1);
        assert_eq!(
            (
                count(&app, "bank_lines").await,
                count(&app, "payment_receipts").await
            ),
            (1, 1)
        );
        assert_eq!(states(&placed).await, ["placed", "placed"]);
        assert_eq!(payment(&placed).await["status"], "paid");
    });
}

#[test]
fn a_statement_with_one_wrong_row_is_not_begun_and_a_market_without_an_account_takes_none() {
    scenario_with(licensed, |app| async move {
        let admin = app.admin().await;
        let path = "/api/v1/admin/bank-statements";
        let mut bytes = statement(&[("FT1", 5_000, "x")]);
        bytes.extend_from_slice("gestern;FT2;viel;\"y\"\n".as_bytes());
        let refused = admin.upload(path, "statement", bytes).await;
        let problem = refused.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/statement/4/amount");
        let nothing = admin.upload(path, "statement", b"hello".to_vec()).await;
        assert_eq!(
            nothing.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/statement"
        );
        assert_eq!(count(&app, "bank_lines").await, 0);
        // No messenger is configured.
        hear(&app.client(), "{}")
            .await
            .expect_problem(404, "not_found");
    });
    scenario_with(
        |_usual| (),
        |app| async move {
            let admin = app.admin().await;
            let path = "/api/v1/admin/bank-statements";
            let refused = admin
                .upload(path, "statement", statement(&[("FT1", 5_000, "x")]))
                .await;
            refused.expect_problem(409, "conflict");
            hear(&app.client(), "{}")
                .await
                .expect_problem(404, "not_found");
        },
    );
}
