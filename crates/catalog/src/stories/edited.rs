//! What producers write.

use super::*;

#[tokio::test]
async fn an_edited_text_waits_while_the_live_one_sells_on() {
    let market = Market::new().await;
    let (producer, product) = market.on_sale().await;
    market
        .edit(producer, product, named("Nước mắm hạ thổ"))
        .await;
    market.submit(producer, product).await.unwrap();
    let listing = products::find(market.db.read(), producer, product)
        .await
        .unwrap();
    assert_eq!(
        (listing.status, listing.name.as_str()),
        (ProductStatus::Live, "Nước mắm cốt")
    );
    let first = market.review(ReviewKind::Listing, product.uuid()).await;
    // Another text is handed in meanwhile: the older one can no longer be approved.
    market
        .edit(producer, product, named("Nước mắm hạ thổ 24 tháng"))
        .await;
    market.submit(producer, product).await.unwrap();
    let stale = market
        .decide(first.id, &commune(), approve(first.revision))
        .await;
    assert!(matches!(stale, Err(Error::Stale)));
    let second = market.review(ReviewKind::Listing, product.uuid()).await;
    assert_eq!(second.id, first.id);
    market
        .decide(second.id, &commune(), approve(second.revision))
        .await
        .unwrap();
    let renamed = products::find(market.db.read(), producer, product)
        .await
        .unwrap();
    assert_eq!(renamed.name, "Nước mắm hạ thổ 24 tháng");
    assert_eq!(renamed.public_code, listing.public_code);
    // The old address leads to the same product.
    let old = slugs::find(market.db.read(), &listing.slug.unwrap())
        .await
        .unwrap();
    assert_eq!(old, Some(slugs::Subject::Product(product)));
    let listed = products::list(market.db.read(), producer, kernel::Limit(10), None)
        .await
        .unwrap();
    assert_eq!(listed.data[0].revision_status, RevisionStatus::Approved);
}

#[tokio::test]
async fn a_text_is_handed_in_complete_and_without_false_claims() {
    let market = Market::new().await;
    let producer = market.apply().await;
    let product = market.create(producer).await;
    let mut patch = named("Nước mắm OCOP 4 sao");
    patch.description = Some(String::new());
    patch.facts = Some(BTreeMap::from([(
        "origin".into(),
        FactValue::Text("Hà Tĩnh".into()),
    )]));
    market.edit(producer, product, patch).await;
    let Err(Error::Invalid(faults)) = market.submit(producer, product).await else {
        panic!("it was handed in");
    };
    for fault in [
        Fault::new("/description", Wrong::Required),
        Fault::new("/facts/ingredients", Wrong::Required),
        Fault::new("/name", Wrong::FalseClaim),
    ] {
        assert!(faults.contains(&fault), "{fault:?} in {faults:?}");
    }
}

#[tokio::test]
async fn another_producers_product_is_not_there_and_a_sku_is_a_producers_own() {
    let market = Market::new().await;
    let (producer, product) = market.on_sale().await;
    let other = market.apply().await;
    assert!(matches!(
        products::find(market.db.read(), other, product).await,
        Err(Error::NotFound)
    ));
    // The same SKU is another producer's own, but not this one's a second time.
    market.create(other).await;
    let again = New {
        draft: draft(),
        fresh: false,
        max_transit_days: None,
    };
    let tx = market.tx().await;
    let twice = products::create(&tx, producer, again, market.applicant, NOW).await;
    let Err(Error::Invalid(faults)) = twice else {
        panic!("the SKU was taken");
    };
    assert_eq!(faults, [Fault::new("/variants/0/sku", Wrong::Duplicate)]);
}

#[tokio::test]
async fn a_draft_keeps_its_variants_and_a_stale_edit_is_refused() {
    let market = Market::new().await;
    let (producer, product) = market.on_sale().await;
    let listing = products::find(market.db.read(), producer, product)
        .await
        .unwrap();
    let before = revisions::newest(market.db.read(), &listing).await.unwrap();
    let mut variants = Draft::from(&before.body).variants;
    variants.push(VariantDraft {
        id: None,
        sku: "NM-1000".into(),
        name: "Chai 1 lít".into(),
        price: Some(Vnd(120_000)),
        ..variants[0].clone()
    });
    let patch = Patch {
        variants: Some(variants),
        ..Patch::default()
    };
    market.edit(producer, product, patch).await;
    let after = revisions::newest(market.db.read(), &listing).await.unwrap();
    assert_eq!((after.number, after.status), (2, RevisionStatus::Draft));
    assert_eq!(after.body.variants[0], before.body.variants[0]);
    let on_sale = "SELECT sku FROM variants WHERE active = 1";
    assert_eq!(
        rows(market.db.read(), on_sale, vec![]).await.unwrap().len(),
        1
    );
    let tx = market.tx().await;
    let who = (market.applicant, NOW);
    let stale = products::edit(&tx, (producer, product), listing.version, named("X"), who).await;
    assert!(matches!(stale, Err(Error::Stale)));
}
