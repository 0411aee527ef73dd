use kernel::Vnd;
use market::{Error, Key, Refusal};
use orders::Status;

use crate::shop::Shop;

#[tokio::test]
async fn a_guest_places_an_order_to_be_paid_at_the_door() {
    let shop = Shop::open(2, 10).await;
    let cart = shop.cart(&shop.variants).await;
    let placed = shop
        .checkout(&Shop::asked(cart, 218_000), "k")
        .await
        .unwrap();
    assert_eq!(placed.total, Vnd(218_000));
    assert_eq!(placed.token.len(), 40);
    let order = shop.order(placed.orders[0].id).await;
    assert_eq!(order.status, Status::Placed);
    assert_eq!(order.lines.len(), 2);
    assert_eq!(order.history.len(), 1);
    assert_eq!(order.code, placed.payments[0].reference);
    assert_eq!(shop.stock(shop.variants[0]).await, (10, 1));
    assert_eq!(shop.told().await, ["orders.placed"]);
    shop.balanced().await;
}

#[tokio::test]
async fn the_same_key_answers_the_same_byte_for_byte() {
    let shop = Shop::open(1, 10).await;
    let cart = shop.cart(&shop.variants).await;
    let asked = Shop::asked(cart, 115_000);
    let key = |body: &[u8]| Key::new(cart.to_string(), "checkouts", "k".into(), body);
    let first = market::checkout(&shop.app, &asked, &key(b"one"), shop.now()).await;
    let first = first.unwrap();
    shop.clock.advance_ms(5_000);
    let again = market::checkout(&shop.app, &asked, &key(b"one"), shop.now()).await;
    assert_eq!(first, again.unwrap());
    let other = market::checkout(&shop.app, &asked, &key(b"two"), shop.now()).await;
    assert!(matches!(other, Err(Error::Checkout(Refusal::KeyMismatch))));
    let another_key = Key::new(cart.to_string(), "checkouts", "l".into(), b"one");
    let used = market::checkout(&shop.app, &asked, &another_key, shop.now()).await;
    assert!(matches!(used, Err(Error::Orders(orders::Error::CartUsed))));
    shop.balanced().await;
}

#[tokio::test]
async fn the_same_key_at_once_is_one_order() {
    let shop = Shop::open(1, 50).await;
    let cart = shop.cart(&shop.variants).await;
    let asked = Shop::asked(cart, 115_000);
    let buyers = (0..20).map(|_| shop.checkout(&asked, "k"));
    let placed = futures_util::future::join_all(buyers).await;
    let ids: Vec<_> = placed.into_iter().map(|p| p.unwrap().id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(shop.stock(shop.variants[0]).await, (50, 1));
    shop.balanced().await;
}

#[tokio::test]
async fn the_last_units_are_sold_once() {
    let shop = Shop::open(1, 5).await;
    let mut carts = vec![];
    for _ in 0..20 {
        carts.push(Shop::asked(shop.cart(&shop.variants).await, 115_000));
    }
    let buyers = carts.iter().map(|asked| shop.checkout(asked, "k"));
    let placed = futures_util::future::join_all(buyers).await;
    let sold = placed.iter().filter(|p| p.is_ok()).count();
    let short = placed
        .iter()
        .filter(|p| matches!(p, Err(Error::Checkout(Refusal::OutOfStock(_)))))
        .count();
    assert_eq!((sold, short), (5, 15));
    assert_eq!(shop.stock(shop.variants[0]).await, (5, 5));
    shop.balanced().await;
}

#[tokio::test]
async fn a_total_that_the_buyer_did_not_see_is_not_charged() {
    let shop = Shop::open(1, 5).await;
    let cart = shop.cart(&shop.variants).await;
    let refused = shop.checkout(&Shop::asked(cart, 100_000), "k").await;
    let Err(Error::Checkout(Refusal::TotalChanged { total })) = refused else {
        panic!("{refused:?}");
    };
    // Nothing was written: the key is free.
    shop.checkout(&Shop::asked(cart, total.0), "k")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_checkout_takes_as_many_statements_for_one_line_as_for_forty() {
    let shop = Shop::open(20, 10).await;
    let (_, more) = shop.producer("HTX Đồng Lộc", 20, 10).await;
    let one = shop.cart(&shop.variants[..1]).await;
    let all: Vec<_> = shop.variants.iter().chain(&more).copied().collect();
    let forty = shop.cart(&all).await;
    let asked = Shop::asked(one, 115_000);
    let (placed, few) = store::counted(Box::pin(shop.checkout(&asked, "k"))).await;
    placed.unwrap();
    let price = market::price(
        shop.app.db.read(),
        orders::cart(shop.app.db.read(), forty, None).await.unwrap(),
        Some(&asked.draft.place),
        shop.now(),
    );
    let total = price.await.unwrap().quote.total;
    let asked = Shop::asked(forty, total.0);
    let (placed, many) = store::counted(Box::pin(shop.checkout(&asked, "k"))).await;
    assert_eq!(placed.unwrap().orders.len(), 2);
    // Five reads before the transaction, one of them of refusals at the door, ten statements in it.
    assert_eq!((few, many), (15, 15));
    shop.balanced().await;
}
