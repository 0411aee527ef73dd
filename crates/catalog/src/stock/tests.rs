use std::sync::Arc;

use kernel::{Actor, OrderId, VariantId};

use super::*;
use crate::Error;
use crate::testing::{NOW, Shop, shop};

async fn level(shop: &Shop, variant: VariantId) -> (i64, i64) {
    let sql = "SELECT on_hand, reserved FROM stock_items WHERE variant_id = $1";
    let row = store::first(shop.db.read(), sql, vec![variant.uuid().into()]);
    let row = row.await.unwrap().unwrap();
    (
        row.try_get("", "on_hand").unwrap(),
        row.try_get("", "reserved").unwrap(),
    )
}

async fn sums(shop: &Shop, variant: VariantId) -> (i64, i64) {
    let sql = "SELECT CAST(SUM(on_hand_delta) AS BIGINT) AS h, CAST(SUM(reserved_delta) AS BIGINT) AS r \
               FROM stock_movements WHERE variant_id = $1";
    let row = store::first(shop.db.read(), sql, vec![variant.uuid().into()]);
    let row = row.await.unwrap().unwrap();
    (row.try_get("", "h").unwrap(), row.try_get("", "r").unwrap())
}

fn line(variant: VariantId, quantity: i64, order: OrderId) -> Line {
    Line {
        variant,
        quantity,
        order,
    }
}

async fn reserve_once(shop: &Shop, lines: &[Line]) -> Result<(), Error> {
    let tx = store::write(&shop.db).await?;
    reserve(&tx, lines, Actor::GUEST, NOW).await?;
    Ok(tx.commit().await?)
}

#[tokio::test]
async fn what_was_suspended_since_it_was_looked_up_is_not_promised() {
    let shop = shop(1, 10).await;
    let sql =
        "UPDATE products SET status = 'suspended' WHERE id IN (SELECT product_id FROM variants)";
    let tx = store::write(&shop.db).await.unwrap();
    store::execute(&tx, sql, vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let wanted = [line(shop.variants[0], 1, OrderId::new(NOW))];
    match reserve_once(&shop, &wanted).await {
        Err(Error::OutOfStock(short)) => assert_eq!((short[0].wanted, short[0].left), (1, 0)),
        other => panic!("{other:?}"),
    }
    assert_eq!(level(&shop, shop.variants[0]).await, (10, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_who_want_one_of_10_exactly_10_get_it() {
    let shop = Arc::new(shop(1, 10).await);
    let tries = (0..200).map(|_| {
        let shop = Arc::clone(&shop);
        async move {
            let wanted = [line(shop.variants[0], 1, OrderId::new(NOW))];
            match store::retry(|| reserve_once(&shop, &wanted)).await {
                Ok(()) => true,
                Err(Error::OutOfStock(short)) => {
                    assert_eq!(short[0].left, 0);
                    false
                }
                Err(other) => panic!("{other}"),
            }
        }
    });
    let mut set = tokio::task::JoinSet::new();
    for attempt in tries {
        set.spawn(attempt);
    }
    let got = set.join_all().await.into_iter().filter(|won| *won).count();
    assert_eq!(got, 10);
    assert_eq!(level(&shop, shop.variants[0]).await, (10, 10));
    assert_eq!(sums(&shop, shop.variants[0]).await, (10, 10));
}

#[tokio::test]
async fn every_short_line_is_named_and_nothing_is_taken() {
    let shop = shop(3, 5).await;
    let order = OrderId::new(NOW);
    let unknown = VariantId::new(NOW);
    let wanted = [
        line(shop.variants[0], 6, order),
        line(shop.variants[1], 5, order),
        line(unknown, 1, order),
    ];
    let Err(Error::OutOfStock(short)) = reserve_once(&shop, &wanted).await else {
        panic!("it was taken");
    };
    let said: Vec<_> = short
        .iter()
        .map(|s| (s.variant, s.wanted, s.left))
        .collect();
    assert!(said.contains(&(shop.variants[0], 6, 5)) && said.contains(&(unknown, 1, 0)));
    assert_eq!(said.len(), 2);
    for variant in &shop.variants {
        assert_eq!(level(&shop, *variant).await, (5, 0));
        assert_eq!(sums(&shop, *variant).await, (5, 0));
    }
}

#[tokio::test]
async fn an_order_takes_stock_through_its_life_and_the_movements_add_up() {
    let shop = shop(2, 5).await;
    let (first, second) = (OrderId::new(NOW), OrderId::new(NOW));
    let both = [
        line(shop.variants[0], 2, first),
        line(shop.variants[0], 1, second),
        line(shop.variants[1], 1, first),
    ];
    reserve_once(&shop, &both).await.unwrap();
    assert_eq!(level(&shop, shop.variants[0]).await, (5, 3));
    let tx = store::write(&shop.db).await.unwrap();
    release(&tx, &both[1..2], Actor::SYSTEM, NOW).await.unwrap();
    sell(&tx, &both[..1], Actor::SYSTEM, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(level(&shop, shop.variants[0]).await, (3, 0));
    let tx = store::write(&shop.db).await.unwrap();
    take_back(&tx, &both[..1], Actor::SYSTEM, NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(level(&shop, shop.variants[0]).await, (5, 0));
    assert_eq!(sums(&shop, shop.variants[0]).await, (5, 0));
    assert_eq!(sums(&shop, shop.variants[1]).await, (5, 1));
    let tx = store::write(&shop.db).await.unwrap();
    let twice = release(&tx, &both[1..2], Actor::SYSTEM, NOW).await;
    assert!(matches!(twice, Err(Error::Unreadable(_))));
}

#[tokio::test]
async fn less_than_is_promised_cannot_be_on_hand_and_the_orders_are_named() {
    let shop = shop(1, 5).await;
    let variant = shop.variants[0];
    let (kept, given_back) = (OrderId::new(NOW), OrderId::new(NOW));
    let lines = [line(variant, 2, kept), line(variant, 1, given_back)];
    reserve_once(&shop, &lines).await.unwrap();
    let tx = store::write(&shop.db).await.unwrap();
    release(&tx, &lines[1..], Actor::SYSTEM, NOW).await.unwrap();
    let whose = (shop.producer, variant);
    let refused = set_on_hand(&tx, whose, 1.into(), Actor::SYSTEM, NOW).await;
    let Err(Error::PromisedToOrders { promised, orders }) = refused else {
        panic!("it was set");
    };
    assert_eq!((promised, orders), (2, vec![kept]));
    let level = set_on_hand(&tx, whose, 2.into(), Actor::SYSTEM, NOW)
        .await
        .unwrap();
    assert_eq!(level.available(), 0);
    let other = (kernel::ProducerId::new(NOW), variant);
    let foreign = set_on_hand(&tx, other, 9.into(), Actor::SYSTEM, NOW).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
}

#[tokio::test]
async fn the_feed_moves_only_when_a_variant_goes_out_of_stock_or_comes_back() {
    let shop = shop(1, 5).await;
    let whose = (shop.producer, shop.variants[0]);
    let mut heads = vec![];
    for on_hand in [5, 6, 0, 0, 3] {
        let tx = store::write(&shop.db).await.unwrap();
        set_on_hand(&tx, whose, on_hand.into(), Actor::SYSTEM, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let head = store::first(shop.db.read(), "SELECT seq FROM feed_head", vec![]);
        let head = head.await.unwrap().unwrap();
        heads.push(head.try_get::<i64>("", "seq").unwrap());
    }
    let first = heads[0];
    assert_eq!(heads, [first, first, first + 1, first + 1, first + 2]);
}
