use kernel::{AccountId, Actor, Capacity, Day, ProducerId, VariantId};

use super::*;
use crate::reviews::{self, Area, Official};
use crate::testing::{NOW, Shop, shop};
use crate::{Error, offers};

fn official(province: &str) -> Official {
    Official {
        actor: Actor::new(AccountId::new(NOW), Capacity::Official),
        areas: vec![Area::Province(province.to_owned())],
        producers: vec![],
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn facts() -> Facts {
    Facts {
        decision_no: "12/QĐ-UBND".into(),
        issued_on: day("2024-03-01"),
        expires_on: day("2027-03-01"),
        stars: 3,
    }
}

fn told() -> Told {
    Told {
        decision_no: "12/QĐ-UBND".into(),
        issuer: "UBND tỉnh Hà Tĩnh".into(),
        issued_on: ToldDay::parse("2024"),
        expires_on: None,
        stars: 3,
        product_code: Some("42-18676-3-2024".into()),
    }
}

async fn claimed(shop: &Shop) -> Certificate {
    let tx = store::write(&shop.db).await.unwrap();
    let whose = (shop.producer, Some(shop.product));
    let actor = Actor::new(AccountId::new(NOW), Capacity::Member);
    let claimed = claim(&tx, whose, Claim::Told(told()), actor, NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    claimed
}

async fn verified(shop: &Shop) -> Certificate {
    let id = claimed(shop).await.id;
    let tx = store::write(&shop.db).await.unwrap();
    let done = verify(&tx, id, &official("42"), facts(), NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    done
}

async fn stars(shop: &Shop, on: &str) -> Option<i64> {
    let variant: VariantId = shop.variants[0];
    let at = day(on).end().plus_ms(-1);
    let offers = offers(shop.db.read(), &[variant], at).await.unwrap();
    offers[&variant].star.as_ref().map(|star| star.stars)
}

async fn count(shop: &Shop, sql: &str) -> i64 {
    let row = store::first(shop.db.read(), sql, vec![]).await.unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

#[tokio::test]
async fn a_claimed_certificate_shows_no_star_until_an_official_of_the_province_has_held_it_against_its_decision()
 {
    let shop = shop(1, 5).await;
    let claimed = claimed(&shop).await;
    assert_eq!(claimed.state, State::Recorded);
    assert_eq!(stars(&shop, "2026-11-23").await, None);
    let waiting =
        "SELECT COUNT(*) AS n FROM reviews WHERE kind = 'certificate' AND status = 'pending'";
    assert_eq!(count(&shop, waiting).await, 1);
    let tx = store::write(&shop.db).await.unwrap();
    let elsewhere = verify(&tx, claimed.id, &official("68"), facts(), NOW).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    let mut own = official("42");
    own.producers = vec![shop.producer];
    let own = verify(&tx, claimed.id, &own, facts(), NOW).await;
    assert!(matches!(own, Err(Error::OwnWork)));
    let unlike = Facts {
        stars: 4,
        issued_on: day("2025-03-01"),
        expires_on: day("2028-03-02"),
        ..facts()
    };
    let Err(Error::Invalid(faults)) = verify(&tx, claimed.id, &official("42"), unlike, NOW).await
    else {
        panic!("it was verified");
    };
    let pointers: Vec<_> = faults.iter().map(|f| f.pointer.as_str()).collect();
    assert_eq!(pointers, ["/stars", "/issued_on", "/expires_on"]);
    let done = verify(&tx, claimed.id, &official("42"), facts(), NOW)
        .await
        .unwrap();
    assert_eq!(done.decision_no.as_deref(), Some("12/QĐ-UBND"));
    tx.commit().await.unwrap();
    assert_eq!(count(&shop, waiting).await, 0);
    assert_eq!(stars(&shop, "2027-03-01").await, Some(3));
    assert_eq!(stars(&shop, "2027-03-02").await, None);
}

#[tokio::test]
async fn an_extension_wants_a_file_lodged_in_time_and_lasts_180_days_at_most() {
    let shop = shop(1, 5).await;
    let id = verified(&shop).await.id;
    let lodged = |lodged_on: &str, until: Option<&str>| Lodged {
        lodged_on: day(lodged_on),
        receipt_no: "BN-7".into(),
        until: until.map(day),
    };
    let tx = store::write(&shop.db).await.unwrap();
    for wrong in [
        lodged("2027-01-01", None),
        lodged("2026-09-01", None),
        lodged("2026-10-01", Some("2027-08-29")),
        lodged("2026-10-01", Some("2027-03-01")),
    ] {
        let refused = extend(&tx, id, &official("42"), wrong, NOW).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
    }
    let done = extend(&tx, id, &official("42"), lodged("2026-10-01", None), NOW).await;
    assert_eq!(done.unwrap().extended_until, Some(day("2027-08-28")));
    tx.commit().await.unwrap();
    assert_eq!(stars(&shop, "2027-08-28").await, Some(3));
    assert_eq!(stars(&shop, "2027-08-29").await, None);
}

#[tokio::test]
async fn a_revoked_certificate_loses_its_star_at_once() {
    let shop = shop(1, 5).await;
    let id = verified(&shop).await.id;
    assert_eq!(stars(&shop, "2026-11-23").await, Some(3));
    for _ in 0..2 {
        let tx = store::write(&shop.db).await.unwrap();
        let done = revoke(&tx, id, &official("42"), Cause::MarkMisused, NOW)
            .await
            .unwrap();
        assert_eq!(done.state, State::Revoked);
        tx.commit().await.unwrap();
    }
    assert_eq!(stars(&shop, "2026-11-23").await, None);
    let recorded =
        "SELECT COUNT(*) AS n FROM audit_log WHERE action = 'catalog.revoke_certificate'";
    assert_eq!(count(&shop, recorded).await, 1);
}

#[tokio::test]
async fn a_refused_claim_gives_the_certificate_back() {
    let shop = shop(1, 5).await;
    let id = claimed(&shop).await.id;
    let foreign = Claim::Recorded(id);
    let tx = store::write(&shop.db).await.unwrap();
    let row = store::first(&tx, "SELECT id FROM reviews", vec![])
        .await
        .unwrap()
        .unwrap();
    let review = kernel::ReviewId(row.try_get("", "id").unwrap());
    let ruling = reviews::Ruling {
        decision: reviews::Decision::Rejected,
        revision: None,
        remarks: vec![reviews::RemarkText {
            pointer: "/decision_no".into(),
            code: "certificate_unverified".into(),
            text: "Không có trong quyết định".into(),
        }],
    };
    reviews::decide(&tx, review, &official("42"), ruling, NOW)
        .await
        .unwrap();
    assert_eq!(find(&tx, id).await.unwrap().product, None);
    let other = claim(
        &tx,
        (ProducerId::new(NOW), Some(shop.product)),
        foreign,
        Actor::SYSTEM,
        NOW,
    )
    .await;
    assert!(matches!(other, Err(Error::NotFound)));
}

#[tokio::test]
async fn each_notice_about_a_last_day_goes_out_once() {
    let shop = shop(1, 5).await;
    verified(&shop).await;
    let mut said = vec![];
    for on in [
        "2026-08-02",
        "2026-08-03",
        "2026-08-03",
        "2026-09-02",
        "2027-02-27",
        "2027-03-01",
        "2027-03-02",
    ] {
        let tx = store::write(&shop.db).await.unwrap();
        let queued = remind(&tx, day(on).start().plus_hours(8)).await.unwrap();
        tx.commit().await.unwrap();
        said.push((on, queued));
    }
    let wanted = [
        ("2026-08-02", 0),
        ("2026-08-03", 1),
        ("2026-08-03", 0),
        ("2026-09-02", 1),
        ("2027-02-27", 1),
        ("2027-03-01", 1),
        ("2027-03-02", 0),
    ];
    assert_eq!(said, wanted);
    let jobs = "SELECT COUNT(*) AS n FROM jobs WHERE kind = 'catalog.certificate_expiring'";
    assert_eq!(count(&shop, jobs).await, 4);
}
