//! What officials decide, and who they are.

use super::*;

#[tokio::test]
async fn an_application_and_its_first_listing_are_decided_in_one_sitting() {
    let market = Market::new().await;
    let (producer, product) = market.on_sale().await;
    let seller = producers::find(market.db.read(), producer).await.unwrap();
    assert_eq!(seller.status, ProducerStatus::Approved);
    assert_eq!(
        (seller.profile.phone.as_str(), seller.province_code.as_str()),
        ("0912000003", "42")
    );
    let listing = products::find(market.db.read(), producer, product)
        .await
        .unwrap();
    assert_eq!(listing.status, ProductStatus::Live);
    let slug = listing.slug.unwrap();
    assert!(slug.starts_with("nuoc-mam-cot-") && listing.public_code.is_some());
    let led = slugs::find(market.db.read(), &slug).await.unwrap();
    assert_eq!(led, Some(slugs::Subject::Product(product)));
    assert_eq!(market.feed().await, 1);
    let active = "SELECT sku FROM variants WHERE active = 1";
    assert_eq!(
        rows(market.db.read(), active, vec![]).await.unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_listing_is_not_approved_before_its_producer() {
    let market = Market::new().await;
    let producer = market.apply().await;
    let product = market.create(producer).await;
    market.submit(producer, product).await.unwrap();
    market.submit_producer(producer).await;
    let listing = market.review(ReviewKind::Listing, product.uuid()).await;
    let early = market
        .decide(listing.id, &commune(), approve(listing.revision))
        .await;
    assert!(matches!(early, Err(Error::ProducerNotApproved)));
    // Sent back by itself, the listing leaves the application to be approved alone.
    let back = send_back(listing.revision, "story_copied");
    market.decide(listing.id, &commune(), back).await.unwrap();
    let application = market.review(ReviewKind::Producer, producer.uuid()).await;
    market
        .decide(application.id, &commune(), approve(None))
        .await
        .unwrap();
    assert_eq!(market.status(producer, product).await, ProductStatus::Draft);
    let remarks = reviews::remarks(market.db.read(), listing.id)
        .await
        .unwrap();
    assert_eq!(remarks[0].code, reviews::RemarkCode::StoryCopied);
}

#[tokio::test]
async fn who_prepared_or_submitted_a_thing_does_not_decide_on_it() {
    let market = Market::new().await;
    let producer = market.apply().await;
    market.submit_producer(producer).await;
    let review = market.review(ReviewKind::Producer, producer.uuid()).await;
    let mut own = commune();
    own.actor = market.applicant;
    let refused = market.decide(review.id, &own, approve(None)).await;
    assert!(matches!(refused, Err(Error::OwnWork)));
    let mut colleague = commune();
    colleague.producers = vec![producer];
    let refused = market.decide(review.id, &colleague, approve(None)).await;
    assert!(matches!(refused, Err(Error::OwnWork)));
}

#[tokio::test]
async fn an_official_decides_in_their_own_area_and_once() {
    let market = Market::new().await;
    let producer = market.apply().await;
    market.submit_producer(producer).await;
    let review = market.review(ReviewKind::Producer, producer.uuid()).await;
    let elsewhere = official(Area::Commune("18673".into()));
    let unseen = market.decide(review.id, &elsewhere, approve(None)).await;
    assert!(matches!(unseen, Err(Error::NotFound)));
    let filter = reviews::Filter::default();
    let page = (kernel::Limit(10), None);
    let theirs = reviews::list(market.db.read(), &elsewhere, filter.clone(), page)
        .await
        .unwrap();
    assert!(theirs.data.is_empty());
    let higher = official(Area::Province("42".into()));
    let seen = reviews::list(market.db.read(), &higher, filter, page)
        .await
        .unwrap();
    assert_eq!(seen.data[0].review.id, review.id);
    market
        .decide(review.id, &higher, approve(None))
        .await
        .unwrap();
    // The same again changes nothing; another's decision comes too late.
    market
        .decide(review.id, &higher, approve(None))
        .await
        .unwrap();
    let late = market.decide(review.id, &commune(), approve(None)).await;
    assert!(matches!(late, Err(Error::State { what: "review", .. })));
}

#[tokio::test]
async fn what_is_not_decided_in_time_goes_up_one_level_at_a_time() {
    let market = Market::new().await;
    let producer = market.apply().await;
    market.submit_producer(producer).await;
    let level = async || market.review(ReviewKind::Producer, producer.uuid()).await;
    assert_eq!(
        (
            level().await.level,
            reviews::escalate_overdue(&market.db, NOW).await.unwrap()
        ),
        (Level::Commune, 0)
    );
    let later = level().await.due_at;
    assert_eq!(
        reviews::escalate_overdue(&market.db, later).await.unwrap(),
        1
    );
    assert_eq!(level().await.level, Level::Province);
    assert!(level().await.due_at > later);
    let end = later.plus_ms(30 * DAY_MS);
    assert_eq!(reviews::escalate_overdue(&market.db, end).await.unwrap(), 1);
    assert_eq!(
        reviews::escalate_overdue(&market.db, end.plus_ms(30 * DAY_MS))
            .await
            .unwrap(),
        0
    );
    assert_eq!(level().await.level, Level::Platform);
}

#[tokio::test]
async fn restoring_returns_to_what_was_before() {
    let market = Market::new().await;
    let (producer, product) = market.on_sale().await;
    let order = || suspensions::Order {
        reason_code: "recall".into(),
        note: "Lô có mùi lạ.".into(),
        open_orders: OpenOrders::Cancel,
    };
    let tx = market.tx().await;
    products::pause(&tx, (producer, product), market.applicant, NOW)
        .await
        .unwrap();
    let it = suspensions::Subject::Product(product);
    suspensions::suspend(&tx, it, order(), &commune(), NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        market.status(producer, product).await,
        ProductStatus::Suspended
    );
    let jobs = "SELECT payload FROM jobs WHERE kind = 'market.cancel_suspended'";
    assert_eq!(rows(market.db.read(), jobs, vec![]).await.unwrap().len(), 1);
    let tx = market.tx().await;
    suspensions::restore(&tx, it, &commune(), NOW)
        .await
        .unwrap();
    let all = suspensions::Subject::Producer(producer);
    suspensions::suspend(&tx, all, order(), &commune(), NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        market.status(producer, product).await,
        ProductStatus::Paused
    );
    let seller = producers::find(market.db.read(), producer).await.unwrap();
    assert_eq!(seller.status, ProducerStatus::Suspended);
}
