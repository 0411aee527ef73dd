//! What is owed to a buyer after a payout comes back out of its own transfer, or is a debt.

use futures_util::future::join_all;
use payments::ledger::Account;
use scenarios::{Fails, Fault, json, lose_webhooks, scenario_with_cards, text};

use super::{
    agrees, confirmed, connected, days_pass, kinds, prepare, read, refund, sold_together, step,
};

#[test]
fn a_refund_after_the_payout_comes_out_of_its_own_transfer_alone() {
    scenario_with_cards(|app, fake| async move {
        let [one, two] = sold_together(&app, &fake, [2, 2]).await;
        for sale in [&one, &two] {
            app.completed(&sale.producer, &sale.order).await;
        }
        let (admin, _) = confirmed(&app, "k").await;
        app.run_jobs().await;
        let (own, theirs) = (fake.holds(&one.account), fake.holds(&two.account));
        refund(&admin, &one.order, 60_000, "r").await;
        app.run_jobs().await;
        assert_eq!(fake.holds(&one.account), own - 60_000);
        assert_eq!(fake.holds(&two.account), theirs);
        assert_eq!(app.holds(Account::Claim(one.producer.own())).await, 0);
        agrees(&app, &fake).await;
        // All the rest of it, in many hands at once: never more than was transferred.
        let rest = one.order.total() - 60_000;
        let path = format!("/api/v1/admin/orders/{}/refunds", one.order.order);
        let parts = (0..6).map(|n| {
            let admin = admin.with("idempotency-key", &format!("part-{n}"));
            let body = json!({"amount": {"amount": rest / 4, "currency": "VND"}, "reason": "late"});
            let path = path.clone();
            async move { admin.post(&path, body).await.status }
        });
        join_all(parts).await;
        app.run_jobs().await;
        assert!(fake.holds(&one.account) >= 0);
        let sql = "SELECT CAST(SUM(refunded) AS BIGINT) AS n FROM payment_orders";
        let refunded = app.number(sql, vec![]).await;
        assert_eq!(fake.holds(&one.account), own - refunded);
        assert_eq!(fake.holds(&two.account), theirs);
        agrees(&app, &fake).await;
        let more = "UPDATE payouts SET reversed = amount + 1";
        let tx = store::write(&app.node().db).await.unwrap();
        let refused = store::execute(&tx, more, vec![]).await;
        assert!(matches!(
            refused,
            Err(store::Error::Rule("reversed_within_payout"))
        ));
        tx.rollback().await.unwrap();
    });
}

#[test]
fn what_cannot_be_taken_back_is_told_and_is_a_debt_of_the_next_batch() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (mut producer, listing, account) = connected(&app, &fake).await;
        let placed = app.sold_by_card(&fake, (&producer, &listing), 2).await;
        let (admin, _) = confirmed(&app, "k").await;
        app.run_jobs().await;
        // Its money has gone to its bank.
        fake.drain(&account);
        refund(&admin, &placed, 60_000, "r").await;
        app.run_jobs().await;
        assert_eq!(kinds(&app).await, ["reversal"]);
        assert_eq!(app.holds(Account::Claim(producer.own())).await, 60_000);
        agrees(&app, &fake).await;
        let client = app.sign_in(&producer.owner.email).await;
        producer.owner.client = client.with("ocop-producer", &producer.id);
        let more = app.sold_by_card(&fake, (&producer, &listing), 3).await;
        let (admin, batch) = confirmed(&app, "k2").await;
        let row = read(&admin, &batch).await["payouts"][0].clone();
        assert_eq!(
            (&row["payable"]["amount"], &row["claim"]["amount"]),
            (&json!(more.total()), &json!(60_000))
        );
        app.run_jobs().await;
        assert_eq!(fake.holds(&account), more.total() - 60_000);
        assert_eq!(app.holds(Account::Claim(producer.own())).await, 0);
        assert_eq!(app.holds(Account::Payable(producer.own())).await, 0);
        agrees(&app, &fake).await;
    });
}

#[test]
fn money_back_is_taken_back_once_whatever_becomes_of_the_answer() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (producer, listing, account) = connected(&app, &fake).await;
        let all = [
            Fails::CutBefore,
            Fails::CutAfter,
            Fails::ErrorAfter,
            Fails::Html,
            Fails::Truncated,
        ];
        let mut sales = vec![];
        for _ in all {
            sales.push(app.sold_by_card(&fake, (&producer, &listing), 1).await);
        }
        let (admin, _) = confirmed(&app, "k").await;
        app.run_jobs().await;
        let before = fake.holds(&account);
        for (turn, (placed, fails)) in (1i64..).zip(sales.iter().zip(all)) {
            refund(&admin, placed, 10_000, &format!("r{turn}")).await;
            // The paths of reversals bear their transfer's name.
            fake.fault(Fault::always("POST /v1/transfers/", fails));
            app.run_jobs().await;
            fake.mend();
            lose_webhooks(&fake);
            app.work_for(8).await;
            assert_eq!(fake.holds(&account), before - turn * 10_000, "{fails:?}");
        }
        assert_eq!(app.holds(Account::Claim(producer.own())).await, 0);
        agrees(&app, &fake).await;
    });
}

#[test]
fn a_lost_argument_with_a_cards_bank_is_borne_by_each_order_for_itself() {
    scenario_with_cards(|app, fake| async move {
        let [one, two] = sold_together(&app, &fake, [1, 1]).await;
        app.completed(&one.producer, &one.order).await;
        let (admin, _) = confirmed(&app, "k").await;
        app.run_jobs().await;
        assert_eq!(fake.holds(&one.account), one.order.total());
        let charge = text(&fake.all("charge")[0]["id"]).to_owned();
        let dispute = text(&fake.dispute(&charge, None)["id"]).to_owned();
        app.heard("charge.dispute.funds_withdrawn").await;
        assert_eq!(kinds(&app).await, ["dispute"]);
        fake.close_dispute(&dispute, false);
        app.heard("charge.dispute.closed").await;
        app.run_jobs().await;
        // The first had earned it and was paid: its transfer comes back. The second never earned it.
        assert_eq!(app.holds(Account::Disputes).await, 0);
        assert_eq!(app.holds(Account::Claim(one.producer.own())).await, 0);
        assert_eq!((fake.holds(&one.account), fake.holds(&two.account)), (0, 0));
        assert_eq!(app.holds(Account::Payable(two.producer.own())).await, 0);
        agrees(&app, &fake).await;
        for placed in [&one.order, &two.order] {
            let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
            let body = json!({"amount": {"amount": 1_000, "currency": "VND"}, "reason": "late"});
            let admin = admin.with("idempotency-key", &placed.order);
            let again = admin.post(&path, body).await;
            assert_eq!(again.status, 409, "its buyer has it already");
        }
    });
}

#[test]
fn what_is_argued_about_is_not_paid_out_and_what_waited_to_go_back_went_with_it() {
    scenario_with_cards(|app, fake| async move {
        let (producer, listing, account) = connected(&app, &fake).await;
        let sold = app.sold_by_card(&fake, (&producer, &listing), 1).await;
        let (first, second) = days_pass(&app).await;
        let batch = prepare(&first, "stripe", "k").await.expect(201);
        let charge = text(&fake.all("charge")[0]["id"]).to_owned();
        let dispute = text(&fake.dispute(&charge, None)["id"]).to_owned();
        app.heard("charge.dispute.funds_withdrawn").await;
        step(&second, &batch, "confirm").await.expect(200);
        app.run_jobs().await;
        assert_eq!(read(&first, &batch).await["payouts"][0]["status"], "failed");
        assert_eq!(fake.holds(&account), 0);
        // The operator had promised some of it; while it is argued about it cannot go.
        refund(&first, &sold, 20_000, "r").await;
        app.run_jobs().await;
        fake.close_dispute(&dispute, false);
        app.heard("charge.dispute.closed").await;
        assert_eq!(app.holds(Account::Disputes).await, 0);
        assert_eq!(app.holds(Account::Refunds).await, 0);
        assert_eq!(app.holds(Account::Payable(producer.own())).await, 0);
        agrees(&app, &fake).await;
        prepare(&first, "stripe", "k2")
            .await
            .expect_problem(409, "conflict");
    });
}
