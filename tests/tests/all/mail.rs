//! Mail servers that are down, hung, full or rude.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use scenarios::{App, Arrived, Listing, Manner, json, scenario_with_mail};
use tokio_util::sync::CancellationToken;

/// Somebody registers, which sends one mail.
async fn register(app: &App, email: &str) {
    let person =
        json!({ "name": "Trần Thị Bích", "email": email, "password": "một mật khẩu đủ dài" });
    let answer = app.client().post("/api/v1/accounts", person).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

async fn run(app: &App) -> usize {
    market::work::run_due(app.node()).await.unwrap()
}

#[test]
fn mail_that_a_server_could_not_take_arrives_once_it_can_under_the_same_id() {
    scenario_with_mail(|app, sink| async move {
        register(&app, "bich@example.vn").await;
        for manner in [
            Manner::HangsUp,
            Manner::Answers(451),
            Manner::Answers(554),
            Manner::TakesAndHangsUp,
        ] {
            sink.behave(manner);
            run(&app).await;
            app.advance_hours(1);
        }
        assert_eq!(sink.arrived().len(), 1, "taken, but nobody was told");
        sink.behave(Manner::Takes);
        run(&app).await;
        let arrived = sink.arrived();
        assert_eq!(arrived.len(), 2);
        assert_eq!(arrived[0].message_id(), arrived[1].message_id());
        assert_eq!(market::work::count_waiting(app.node()).await.unwrap(), 0);
    });
}

#[test]
fn an_address_that_takes_no_mail_is_marked_and_its_letter_is_dead() {
    scenario_with_mail(|app, sink| async move {
        sink.behave(Manner::Answers(550));
        register(&app, "ma@example.vn").await;
        run(&app).await;
        let db = app.node().db.read();
        let dead = notifications::list_dead(db, "dead").await.unwrap();
        assert_eq!(dead[0].why, "the mail server answered 550");
        let marked = "SELECT value FROM contact_points WHERE bounced_at IS NOT NULL";
        let row = store::first(db, marked, vec![]).await.unwrap().unwrap();
        assert_eq!(row.try_get::<String>("", "value").unwrap(), "ma@example.vn");
    });
}

#[test]
fn a_mail_server_that_hangs_holds_up_nobody() {
    scenario_with_mail(|app, sink| async move {
        sink.behave(Manner::Silent);
        let node = app.node().clone();
        register(&app, "cham@example.vn").await;
        let answered = async {
            // While the worker waits for the server, people are served.
            tokio::time::sleep(Duration::from_millis(500)).await;
            let begun = Instant::now();
            register(&app, "nhanh@example.vn").await;
            assert!(
                begun.elapsed() < Duration::from_secs(2),
                "{:?}",
                begun.elapsed()
            );
        };
        tokio::select! {
            _ = market::work::run_due(&node) => panic!("the mail server does not answer"),
            () = answered => {}
        }
        assert!(sink.visits() > 0 && sink.arrived().is_empty());
        sink.behave(Manner::Takes);
        app.advance_hours(1);
        run(&app).await;
        assert_eq!(sink.arrived().len(), 2);
    });
}

#[test]
fn orders_are_as_fast_beside_a_mail_server_that_hangs_and_each_is_told_once_it_is_back() {
    scenario_with_mail(|app, sink| async move {
        let (_, listing) = app.listing(100).await;
        run(&app).await;
        let before = buy_ten(&app, &listing).await;
        run(&app).await;
        sink.behave(Manner::Silent);
        let told = sink.arrived().len();
        let node = app.node().clone();
        // The worker hangs on the mail server all the while, and is let go when the story goes on.
        let beside = tokio::select! {
            () = market::work::run(node, CancellationToken::new()) => panic!("it works on"),
            beside = buy_ten(&app, &listing) => beside,
        };
        assert!(
            beside < before * 3 + Duration::from_secs(1),
            "{beside:?} after {before:?}"
        );
        assert_eq!(sink.arrived().len(), told, "nobody could be told");

        // Down: it hangs up on whoever comes. Tries again come later and later.
        sink.behave(Manner::HangsUp);
        app.advance_hours(1);
        run(&app).await;
        let visits = sink.visits();
        run(&app).await;
        assert_eq!(sink.visits(), visits, "it is left alone for a while");
        sink.behave(Manner::Takes);
        app.advance_hours(12);
        run(&app).await;
        let arrived = sink.arrived().split_off(told);
        let buyers = arrived.iter().filter(|mail| mail.to == "bich@example.vn");
        let ids: BTreeSet<String> = buyers.map(Arrived::message_id).collect();
        assert_eq!(ids.len(), 10, "each order is told");
    });
}

/// How long ten checkouts take.
async fn buy_ten(app: &App, listing: &Listing) -> Duration {
    let mut baskets = vec![];
    for _ in 0..10 {
        baskets.push(app.client().basket(&[(&listing.variant, 1)]).await);
    }
    let begun = Instant::now();
    for basket in baskets {
        basket.buy(&basket.cart).await.expect(201);
    }
    begun.elapsed()
}
