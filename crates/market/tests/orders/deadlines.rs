use kernel::Actor;
use orders::{Reason, Status};

use crate::shop::Shop;

#[tokio::test]
async fn a_placed_order_is_cancelled_when_nobody_answers() {
    let shop = Shop::open(1, 10).await;
    let id = shop.placed().await;
    // 24 waking hours from Monday 09:00 end on Tuesday at 19:00; half of them at 21:00 on Monday.
    shop.at("2026-11-23T20:59:00");
    shop.sweep().await;
    assert_eq!(shop.told().await, ["orders.placed"]);
    shop.at("2026-11-23T21:00:00");
    shop.sweep().await;
    shop.sweep().await;
    assert_eq!(shop.told().await, ["orders.placed", "orders.reminder"]);
    shop.at("2026-11-24T18:59:59");
    shop.sweep().await;
    assert_eq!(shop.status(id).await, Status::Placed);
    shop.at("2026-11-24T19:00:00");
    shop.sweep().await;
    let order = shop.order(id).await;
    assert_eq!(order.status, Status::Cancelled);
    assert_eq!(order.reason, Some(Reason::ProducerNoAnswer));
    assert_eq!(order.history[1].capacity, "system");
    assert_eq!(shop.stock(shop.variants[0]).await, (10, 0));
    shop.balanced().await;
}

#[tokio::test]
async fn more_time_is_given_once() {
    let shop = Shop::open(1, 10).await;
    let id = shop.placed().await;
    let own = (shop.producer, id);
    market::extend(&shop.app.db, own, Actor::SYSTEM, shop.now())
        .await
        .unwrap();
    assert!(
        market::extend(&shop.app.db, own, Actor::SYSTEM, shop.now())
            .await
            .is_err()
    );
    shop.at("2026-11-25T20:00:00");
    shop.sweep().await;
    assert_eq!(shop.status(id).await, Status::Placed);
    shop.at("2026-11-26T15:00:00");
    shop.sweep().await;
    assert_eq!(shop.status(id).await, Status::Cancelled);
}

#[tokio::test]
async fn an_accepted_order_that_is_not_handed_over_may_be_left_and_then_ends() {
    let shop = Shop::open(1, 10).await;
    let id = shop.placed().await;
    let own = (shop.producer, id);
    market::accept(&shop.app.db, own, Actor::SYSTEM, shop.now())
        .await
        .unwrap();
    let whose = (id, market::Whose::Holder);
    let cancel = || {
        let why = Reason::NotShipped;
        market::cancel(&shop.app.db, whose, why, Actor::GUEST, shop.now())
    };
    assert!(cancel().await.is_err());
    // 48 waking hours from Monday 09:00 end on Thursday at 15:00.
    shop.at("2026-11-26T15:00:00");
    shop.sweep().await;
    assert_eq!(shop.status(id).await, Status::Accepted);
    assert!(shop.told().await.contains(&"orders.ask_buyer".to_owned()));
    shop.at("2026-11-30T12:00:00");
    shop.sweep().await;
    let order = shop.order(id).await;
    assert_eq!(order.status, Status::Cancelled);
    assert_eq!(order.reason, Some(Reason::NotShipped));
    shop.balanced().await;
}

#[tokio::test]
async fn silence_after_the_question_counts_as_receipt() {
    let shop = Shop::open(1, 10).await;
    let id = shop.placed().await;
    let (db, own, now) = (&shop.app.db, (shop.producer, id), shop.now());
    market::accept(db, own, Actor::SYSTEM, now).await.unwrap();
    market::pack(db, own, Actor::SYSTEM, now).await.unwrap();
    let coach = orders::handover("coach", None, None).unwrap();
    market::ship(db, own, &coach, Actor::SYSTEM, now)
        .await
        .unwrap();
    // Promised for the day after, and three days more.
    shop.clock.advance_ms(4 * kernel::DAY_MS);
    shop.sweep().await;
    let order = shop.order(id).await;
    assert_eq!(
        (order.status, order.owner.as_str()),
        (Status::Shipped, "buyer")
    );
    for wanted in [Status::Delivered, Status::Completed] {
        shop.clock.advance_ms(7 * kernel::DAY_MS);
        shop.sweep().await;
        assert_eq!(shop.status(id).await, wanted);
    }
    shop.balanced().await;
}

#[tokio::test]
async fn a_box_that_never_comes_back_is_lost() {
    let shop = Shop::open(1, 10).await;
    let id = shop.placed().await;
    let (db, own, now) = (&shop.app.db, (shop.producer, id), shop.now());
    market::accept(db, own, Actor::SYSTEM, now).await.unwrap();
    market::pack(db, own, Actor::SYSTEM, now).await.unwrap();
    let coach = orders::handover("Viettel Post", Some("VTP1"), None).unwrap();
    market::ship(db, own, &coach, Actor::SYSTEM, now)
        .await
        .unwrap();
    market::fail_delivery(db, own, false, Actor::SYSTEM, now)
        .await
        .unwrap();
    shop.clock.advance_ms(10 * kernel::DAY_MS);
    shop.sweep().await;
    assert_eq!(shop.status(id).await, Status::Lost);
    assert_eq!(shop.stock(shop.variants[0]).await, (9, 0));
    shop.balanced().await;
}
