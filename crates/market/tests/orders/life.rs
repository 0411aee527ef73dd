use kernel::{Actor, Vnd};
use market::{Error, Whose};
use orders::{CaseKind, Problem, Reason, Status, Wish};
use payments::Receipt;

use crate::shop::Shop;

async fn shipped(shop: &Shop) -> kernel::OrderId {
    let id = shop.placed().await;
    let (db, own, now) = (&shop.app.db, (shop.producer, id), shop.now());
    market::accept(db, own, Actor::SYSTEM, now).await.unwrap();
    market::pack(db, own, Actor::SYSTEM, now).await.unwrap();
    let box_ = orders::handover("self", None, Some("0912345678")).unwrap();
    market::ship(db, own, &box_, Actor::SYSTEM, now)
        .await
        .unwrap();
    id
}

#[tokio::test]
async fn an_order_goes_all_its_way() {
    let shop = Shop::open(1, 10).await;
    let id = shipped(&shop).await;
    assert_eq!(shop.stock(shop.variants[0]).await, (9, 0));
    let (db, own, now) = (&shop.app.db, (shop.producer, id), shop.now());
    market::deliver(db, own, Actor::SYSTEM, now).await.unwrap();
    let receipt = Receipt {
        amount: Vnd(115_000),
        bank_ref: None,
        forgive: false,
        line: None,
    };
    for _ in 0..2 {
        let paid = market::payment_received(db, own, &receipt, Actor::SYSTEM, now);
        paid.await.unwrap();
    }
    let payments = payments::of_orders(db.read(), &[id]).await.unwrap();
    assert_eq!(payments[0].status, payments::Status::Paid);
    assert_eq!(payments[0].custody, payments::Custody::Producer);
    let buyer = (id, Whose::Holder);
    market::confirm_receipt(db, buyer, Actor::GUEST, now)
        .await
        .unwrap();
    // Said again, it holds.
    market::confirm_receipt(db, buyer, Actor::GUEST, now)
        .await
        .unwrap();
    let order = shop.order(id).await;
    assert_eq!(order.status, Status::Completed);
    assert_eq!(order.state_until, None);
    assert_eq!(order.history.len(), 6);
    assert_eq!(order.parcels[0].status, "delivered");
    shop.balanced().await;
}

#[tokio::test]
async fn a_cancelled_order_gives_its_stock_back() {
    let shop = Shop::open(1, 10).await;
    let id = shop.placed().await;
    let (db, whose) = (&shop.app.db, (id, Whose::Holder));
    let cancel = || {
        market::cancel(
            db,
            whose,
            Reason::BuyerChangedMind,
            Actor::GUEST,
            shop.now(),
        )
    };
    cancel().await.unwrap();
    cancel().await.unwrap();
    assert_eq!(shop.stock(shop.variants[0]).await, (10, 0));
    assert_eq!(shop.told().await, ["orders.placed", "orders.cancelled"]);
    let payments = payments::of_orders(db.read(), &[id]).await.unwrap();
    assert_eq!(payments[0].status, payments::Status::Cancelled);
    let late = market::accept(db, (shop.producer, id), Actor::SYSTEM, shop.now()).await;
    assert!(matches!(late, Err(Error::Orders(orders::Error::State(_)))));
    shop.balanced().await;
}

#[tokio::test]
async fn a_box_that_is_back_and_whole_can_be_sold_again() {
    let shop = Shop::open(1, 10).await;
    let id = shipped(&shop).await;
    let (db, own, now) = (&shop.app.db, (shop.producer, id), shop.now());
    market::fail_delivery(db, own, false, Actor::SYSTEM, now)
        .await
        .unwrap();
    assert_eq!(shop.stock(shop.variants[0]).await, (9, 0));
    market::take_back(db, own, true, Actor::SYSTEM, now)
        .await
        .unwrap();
    assert_eq!(shop.stock(shop.variants[0]).await, (10, 0));
    assert_eq!(shop.order(id).await.parcels[0].status, "returned_whole");
    shop.balanced().await;
}

#[tokio::test]
async fn another_producer_does_not_find_the_order() {
    let shop = Shop::open(1, 10).await;
    let id = shop.placed().await;
    let (other, _) = shop.producer("HTX Khác", 1, 1).await;
    let refused = market::accept(&shop.app.db, (other, id), Actor::SYSTEM, shop.now()).await;
    assert!(matches!(
        refused,
        Err(Error::Orders(orders::Error::NotFound))
    ));
}

#[tokio::test]
async fn an_open_case_stops_completion() {
    let shop = Shop::open(1, 10).await;
    let id = shipped(&shop).await;
    let (db, whose) = (&shop.app.db, (id, Whose::Holder));
    market::deliver(db, (shop.producer, id), Actor::SYSTEM, shop.now())
        .await
        .unwrap();
    let problem = Problem {
        kind: CaseKind::Leaking,
        wish: Wish::Refund,
        note: None,
        lines: vec![],
    };
    market::open_case(db, whose, &problem, Actor::GUEST, shop.now())
        .await
        .unwrap();
    shop.clock.advance_ms(30 * kernel::DAY_MS);
    shop.sweep().await;
    assert_eq!(shop.status(id).await, Status::Delivered);
    let confirmed = market::confirm_receipt(db, whose, Actor::GUEST, shop.now()).await;
    assert!(matches!(
        confirmed,
        Err(Error::Orders(orders::Error::CaseOpen))
    ));
    shop.balanced().await;
}
