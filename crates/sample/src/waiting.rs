//! What waits for an official when a demo opens: the changed text of a listing, and the claim of a
//! certificate. Both go the way of every producer.

use anyhow::Context as _;
use catalog::certificates::{self, Claim, Told, ToldDay};
use catalog::products;
use catalog::revisions::Patch;
use kernel::{AccountId, Actor, Capacity, Day, ProducerId, ProductId, Timestamp};
use store::{Tx, first};

use crate::draft::Shop;

/// A listing whose producer has written more about it.
const CHANGED: &str = "Nước mắm Gió Nồm (hư cấu)";
/// A product whose producer says that it was certified.
const CLAIMED: &str = "Trứng vịt nhà Sen (hư cấu)";

/// Hands both in, as their producers.
pub(crate) async fn hand_in(tx: &Tx, shops: &[Shop], now: Timestamp) -> anyhow::Result<()> {
    let (producer, product) = find(shops, CHANGED)?;
    let owner = owner(tx, producer).await?;
    let own = (producer, product);
    let version = products::find(tx, producer, product).await?.version;
    let patch = Patch {
        story: Some("Chuyện mẫu: mẻ chượp năm nay mở sớm mười ngày vì nắng tốt.".to_owned()),
        ..Patch::default()
    };
    products::edit(tx, own, version, patch, (owner, now)).await?;
    products::submit(tx, own, owner, now).await?;

    let (producer, product) = find(shops, CLAIMED)?;
    let issued = Day::of(now).plus_months(-2);
    let told = Told {
        decision_no: "HC-08/QĐ-MẪU".to_owned(),
        issuer: "UBND tỉnh (mẫu)".to_owned(),
        issued_on: Some(ToldDay::day(issued)),
        expires_on: Some(ToldDay::day(issued.plus_months(36))),
        stars: 3,
        product_code: None,
    };
    let owner = self::owner(tx, producer).await?;
    let whose = (producer, Some(product));
    certificates::claim(tx, whose, Claim::Told(told), owner, now).await?;
    Ok(())
}

fn find(shops: &[Shop], name: &str) -> anyhow::Result<(ProducerId, ProductId)> {
    let found = shops.iter().find_map(|shop| {
        let listing = shop.products.iter().find(|listing| listing.name == name)?;
        Some((shop.id, listing.id))
    });
    found.with_context(|| format!("{name} is not in the sample"))
}

async fn owner(tx: &Tx, producer: ProducerId) -> anyhow::Result<Actor> {
    let sql = "SELECT account_id FROM members WHERE producer_id = $1 AND role = 'owner'";
    let row = first(tx, sql, vec![producer.uuid().into()]).await?;
    let row = row.context("a producer of the sample has no owner")?;
    let account = AccountId(row.try_get("", "account_id")?);
    Ok(Actor::new(account, Capacity::Member))
}
