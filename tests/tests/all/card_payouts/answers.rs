//! Whatever becomes of what is asked of the card company, each share moves once.

use std::time::Duration;

use payments::ledger::Account;
use scenarios::{Fails, Fault, lose_webhooks, scenario_with_cards};

use super::{agrees, confirmed, connected, prepare, read};

#[test]
fn whatever_becomes_of_the_answers_each_share_moves_once() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (producer, listing, account) = connected(&app, &fake).await;
        let all = [
            Fails::CutBefore,
            Fails::CutAfter,
            Fails::Error,
            Fails::ErrorAfter,
            Fails::Html,
            Fails::Truncated,
            Fails::TooMany,
        ];
        let mut sum = 0;
        for _ in all {
            sum += app
                .sold_by_card(&fake, (&producer, &listing), 1)
                .await
                .total();
        }
        // One try is three calls.
        for fails in all {
            fake.fault(Fault {
                times: Some(3),
                ..Fault::always("POST /v1/transfers", fails)
            });
        }
        let (admin, batch) = confirmed(&app, "k").await;
        app.work_for(12).await;
        let paid = read(&admin, &batch).await;
        assert_eq!(paid["status"], "settled", "{paid}");
        assert_eq!(fake.all("transfer").len(), all.len());
        assert_eq!(fake.holds(&account), sum);
        assert_eq!(app.holds(Account::Payable(producer.own())).await, 0);
        agrees(&app, &fake).await;
    });
}

#[test]
fn what_stops_between_the_transfer_and_its_being_written_down_is_found_and_not_made_again() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (producer, listing, account) = connected(&app, &fake).await;
        let placed = app.sold_by_card(&fake, (&producer, &listing), 1).await;
        fake.fault(Fault::always(
            "POST /v1/transfers",
            Fails::DelayAfter { ms: 60_000 },
        ));
        let (admin, batch) = confirmed(&app, "k").await;
        // The node dies while it waits for the answer: nothing of it is written down.
        let dies = Duration::from_secs(1);
        assert!(tokio::time::timeout(dies, app.run_jobs()).await.is_err());
        assert_eq!(fake.all("transfer").len(), 1);
        assert_eq!(
            read(&admin, &batch).await["payouts"][0]["status"],
            "confirmed"
        );
        // The key may be kept there no more when it comes back.
        fake.mend();
        lose_webhooks(&fake);
        prepare(&admin, "stripe", "k2")
            .await
            .expect_problem(409, "conflict");
        app.work_for(3).await;
        assert_eq!(read(&admin, &batch).await["status"], "settled");
        assert_eq!(fake.all("transfer").len(), 1);
        let sent = fake.requests();
        let posts = sent.iter().filter(|r| r["request"] == "POST /v1/transfers");
        assert_eq!(
            posts.count(),
            0,
            "after the one that nobody answered there is none"
        );
        assert_eq!(fake.holds(&account), placed.total());
        agrees(&app, &fake).await;
    });
}
