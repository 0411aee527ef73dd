use std::collections::BTreeMap;

use kernel::{
    BankAccount, CertificateId, Closures, Day, ProducerId, ProductId, Timestamp, VariantId, Vnd,
};
use store::{ConnectionTrait, Row, in_list, rows};

use crate::Error;
use crate::certificates::{COLUMNS, Certificate, standing};
use crate::prices::{Tier, price_for};

/// Everything that a cart and a checkout need to know of a variant, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub variant: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// The product's name.
    pub title: String,
    /// The variant's name.
    pub variant_name: String,
    /// The producer's own number for it.
    pub sku: String,
    /// What it costs, by quantity.
    pub prices: Vec<Tier>,
    /// Gross, for delivery.
    pub weight_g: i64,
    /// Its product set.
    pub set_no: i64,
    /// Its strength, where it is alcohol.
    pub abv_permille: Option<i64>,
    /// Perishable.
    pub fresh: bool,
    /// How many days it may be on the way.
    pub max_transit_days: Option<i64>,
    /// What can still be bought.
    pub available: i64,
    /// Whether it is on sale at all: live, its producer approved and not paused.
    pub sellable: bool,
    /// The star that may be shown now, and what it rests on.
    pub star: Option<Star>,
    /// Who sells it.
    pub seller: Seller,
}

/// A star as a sale freezes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Star {
    /// 3, 4 or 5.
    pub stars: i64,
    /// The decision's number.
    pub decision_no: Option<String>,
    /// The certificate.
    pub certificate: CertificateId,
}

/// The producer of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    /// Which.
    pub producer: ProducerId,
    /// Their name.
    pub name: String,
    /// Where they are.
    pub province_code: String,
    /// Where they are.
    pub commune_code: String,
    /// What they are: `hop_tac_xa`, `ho_gia_dinh` and so on.
    pub kind: String,
    /// The rules that hold today for what they are charged, as their rows have them.
    pub commission: String,
    /// The same of taxes that are kept back.
    pub withholding: String,
    /// The days from today on which they are closed.
    pub closures: Closures,
    /// Where they are paid by transfer, once the account's waiting time is over.
    pub account: Option<BankAccount>,
    /// Where they deliver; empty means everywhere.
    zones: Vec<(String, String)>,
}

impl Offer {
    /// What one costs when so many are bought.
    pub fn price_for(&self, quantity: i64) -> Option<Vnd> {
        price_for(&self.prices, quantity)
    }
}

impl Seller {
    /// Whether the producer delivers there. A zone without a commune is its whole province.
    pub fn delivers_to(&self, province_code: &str, commune_code: &str) -> bool {
        self.zones.is_empty()
            || self.zones.iter().any(|(province, commune)| {
                province == province_code && (commune.is_empty() || commune == commune_code)
            })
    }
}

/// The offers of these variants, by one query; one that does not exist is not among them.
pub async fn offers(
    db: &impl ConnectionTrait,
    variants: &[VariantId],
    now: Timestamp,
) -> Result<BTreeMap<VariantId, Offer>, Error> {
    if variants.is_empty() {
        return Ok(BTreeMap::new());
    }
    let today = Day::of(now);
    let mut values = vec![now.0.into(), today.to_string().into()];
    values.extend(variants.iter().map(|v| v.uuid().into()));
    let found = rows(db, &sql(variants.len()), values).await?;
    // A row for each price and certificate of a variant.
    let mut by_variant: BTreeMap<VariantId, Vec<&Row>> = BTreeMap::new();
    for row in &found {
        let variant = VariantId(row.try_get("", "id")?);
        by_variant.entry(variant).or_default().push(row);
    }
    let mut offers = BTreeMap::new();
    for (variant, rows) in by_variant {
        offers.insert(variant, offer(variant, &rows, now)?);
    }
    alcohol_rules(db, &mut offers, today).await?;
    Ok(offers)
}

/// What is stronger than may be sold online today is off sale, whenever it was approved; what is too
/// strong to be promoted costs the same however many are bought. Asked only where there is alcohol.
async fn alcohol_rules(
    db: &impl ConnectionTrait,
    offers: &mut BTreeMap<VariantId, Offer>,
    today: Day,
) -> Result<(), Error> {
    if offers.values().all(|offer| offer.abv_permille.is_none()) {
        return Ok(());
    }
    let most: i64 = rules::value(db, "alcohol.max_abv_permille", "*", today).await?;
    let plain: i64 = rules::value(db, "alcohol.no_promotion_from_permille", "*", today).await?;
    for offer in offers.values_mut() {
        let strength = offer.abv_permille.unwrap_or(0);
        if strength > most {
            offer.sellable = false;
        }
        if strength >= plain {
            offer.prices.retain(|tier| tier.min_quantity == 1);
        }
    }
    Ok(())
}

fn sql(count: usize) -> String {
    format!(
        "SELECT v.id, v.product_id, v.name AS variant_name, v.sku, v.weight_g, v.active, \
         p.name AS title, p.status, p.fresh, p.max_transit_days, r.set_no, r.abv_permille, \
         pr.id AS producer_id, pr.name AS producer_name, pr.province_code, pr.commune_code, \
         pr.status AS producer_status, pr.paused_until, pr.owing_since, s.on_hand - s.reserved AS available, \
         vp.min_quantity, vp.price, {COLUMNS}, \
         pr.entity_type, {commission} AS commission, {withholding} AS withholding, \
         (SELECT string_agg(z.province_code || ':' || z.commune_code, ',') FROM delivery_zones z \
          WHERE z.producer_id = pr.id) AS zones, \
         (SELECT b.bank_bin || ':' || b.account_no || ':' || b.account_name FROM bank_accounts b \
          WHERE b.producer_id = pr.id AND b.effective_at <= $1 AND b.withdrawn_at IS NULL \
          ORDER BY b.effective_at DESC, b.id DESC LIMIT 1) AS account, \
         (SELECT string_agg(k.closed_on, ',') FROM closure_days k \
          WHERE k.producer_id = pr.id AND k.closed_on >= $2) AS closed \
         FROM variants v JOIN products p ON p.id = v.product_id \
         JOIN producers pr ON pr.id = p.producer_id \
         JOIN product_revisions r ON r.id = p.live_revision \
         LEFT JOIN stock_items s ON s.variant_id = v.id AND s.lot IS NULL AND s.place IS NULL \
         LEFT JOIN variant_prices vp ON vp.variant_id = v.id AND vp.from_at <= $1 \
          AND (vp.until_at IS NULL OR vp.until_at > $1) \
         LEFT JOIN certificates c ON c.product_id = p.id \
         LEFT JOIN decisions d ON d.id = c.decision_id \
         WHERE v.id IN {}",
        in_list(count, 3),
        commission = rules::value_in("commission", "'*'", "$2"),
        withholding = rules::value_in("tax.withholding", "pr.entity_type", "$2"),
    )
}

fn offer(variant: VariantId, rows: &[&Row], now: Timestamp) -> Result<Offer, Error> {
    let Some(row) = rows.first() else {
        return Err(Error::NotFound);
    };
    let text = |column: &str| row.try_get::<String>("", column);
    let number = |column: &str| row.try_get::<Option<i64>>("", column);
    let paused = number("paused_until")?.is_some_and(|until| until > now.0)
        || number("owing_since")?.is_some();
    let prices = tiers(rows)?;
    Ok(Offer {
        variant,
        product: ProductId(row.try_get("", "product_id")?),
        title: text("title")?,
        variant_name: text("variant_name")?,
        sku: text("sku")?,
        weight_g: row.try_get("", "weight_g")?,
        set_no: row.try_get("", "set_no")?,
        abv_permille: number("abv_permille")?,
        fresh: number("fresh")? == Some(1),
        max_transit_days: number("max_transit_days")?,
        available: number("available")?.unwrap_or(0),
        sellable: text("status")? == "live"
            && text("producer_status")? == "approved"
            && number("active")? == Some(1)
            && !paused
            && !prices.is_empty(),
        star: star(rows, Day::of(now))?,
        seller: seller(row)?,
        prices,
    })
}

fn tiers(rows: &[&Row]) -> Result<Vec<Tier>, Error> {
    let mut tiers = BTreeMap::new();
    for row in rows {
        let price: Option<i64> = row.try_get("", "price")?;
        if let Some(price) = price {
            tiers.insert(row.try_get::<i64>("", "min_quantity")?, Vnd(price));
        }
    }
    Ok(tiers
        .into_iter()
        .map(|(min_quantity, price)| Tier {
            min_quantity,
            price,
        })
        .collect())
}

fn star(rows: &[&Row], today: Day) -> Result<Option<Star>, Error> {
    let mut certificates = Vec::with_capacity(rows.len());
    for row in rows {
        certificates.extend(Certificate::read(row)?);
    }
    let standing = standing(&certificates, today);
    let shown = standing.stars().zip(standing.certificate);
    Ok(shown.map(|(stars, certificate)| Star {
        stars,
        decision_no: certificate.decision_no.clone(),
        certificate: certificate.id,
    }))
}

fn seller(row: &Row) -> Result<Seller, Error> {
    let zones: Option<String> = row.try_get("", "zones")?;
    let closed: Option<String> = row.try_get("", "closed")?;
    let account: Option<String> = row.try_get("", "account")?;
    let zone = |zone: &str| {
        let (province, commune) = zone.split_once(':')?;
        Some((province.to_owned(), commune.to_owned()))
    };
    Ok(Seller {
        producer: ProducerId(row.try_get("", "producer_id")?),
        name: row.try_get("", "producer_name")?,
        province_code: row.try_get("", "province_code")?,
        commune_code: row.try_get("", "commune_code")?,
        kind: row.try_get("", "entity_type")?,
        commission: rule(row, "commission")?,
        withholding: rule(row, "withholding")?,
        closures: closed
            .iter()
            .flat_map(|days| days.split(','))
            .filter_map(|day| day.parse().ok())
            .collect(),
        account: account.as_deref().and_then(|account| {
            let (bin, rest) = account.split_once(':')?;
            let (number, name) = rest.split_once(':')?;
            Some(BankAccount {
                bank_bin: bin.to_owned(),
                account: number.to_owned(),
                account_name: name.to_owned(),
            })
        }),
        zones: zones
            .iter()
            .flat_map(|zones| zones.split(','))
            .filter_map(zone)
            .collect(),
    })
}

/// A rule that is missing is an error of the installation.
fn rule(row: &Row, name: &'static str) -> Result<String, Error> {
    let value: Option<String> = row.try_get("", name)?;
    value.ok_or_else(|| store::Error::Schema(format!("no rule {name} holds today")).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, row, shop};

    #[tokio::test]
    async fn an_offer_says_all_that_a_checkout_needs() {
        let shop = shop(2, 7).await;
        let tx = store::write(&shop.db).await.unwrap();
        let producer = || shop.producer.uuid().into();
        let zone = "INSERT INTO delivery_zones (producer_id, province_code, commune_code) VALUES ($1, $2, $3)";
        row(&tx, zone, vec![producer(), "42".into(), "".into()]).await;
        row(&tx, zone, vec![producer(), "40".into(), "17104".into()]).await;
        let closed = Day::of(NOW).plus_days(1);
        let closing = "INSERT INTO closure_days (producer_id, closed_on) VALUES ($1, $2)";
        row(&tx, closing, vec![producer(), closed.to_string().into()]).await;
        tx.commit().await.unwrap();
        let unknown = VariantId::new(NOW);
        let wanted = [shop.variants[0], shop.variants[1], unknown];
        let offers = offers(shop.db.read(), &wanted, NOW).await.unwrap();
        assert_eq!(offers.len(), 2);
        let offer = &offers[&shop.variants[0]];
        assert_eq!(
            (offer.available, offer.sellable, offer.set_no),
            (7, true, 9)
        );
        assert_eq!(offer.price_for(3), Some(Vnd(100_000)));
        assert_eq!(offer.star, None);
        assert!(offer.seller.closures.contains(&closed));
        assert!(offer.seller.delivers_to("42", "18676") && offer.seller.delivers_to("40", "17104"));
        assert!(!offer.seller.delivers_to("40", "17107"));
    }
}
