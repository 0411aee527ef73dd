//! Which of the market's products carry a certificate, and in which state.

use anyhow::Context as _;
use kernel::{CertificateId, Day, DecisionId, DocumentId, ProductId, Timestamp};
use store::{Tx, Values, execute, insert, rows};
use uuid::Uuid;

use crate::draft::Shop;
use crate::table;

/// Gives every real product its entry of the registry, and verifies those with a decision's number
/// and full dates that still run. The others stay as they were recorded: no star, and the reason.
pub(crate) async fn link(tx: &Tx, shops: &[Shop], now: Timestamp) -> anyhow::Result<()> {
    let recorded = rows(
        tx,
        "SELECT id, product_name, producer_name FROM certificates WHERE product_id IS NULL",
        vec![],
    )
    .await?;
    for row in &recorded {
        let producer: String = row.try_get("", "producer_name")?;
        let name: String = row.try_get("", "product_name")?;
        let Some((product, shop)) = find(shops, &producer, &name) else {
            continue;
        };
        let sql = "UPDATE certificates SET product_id = $2, claimed_by_producer = $3 WHERE id = $1";
        let id: Uuid = row.try_get("", "id")?;
        let values = vec![id.into(), product.uuid().into(), shop.id.uuid().into()];
        execute(tx, sql, values).await?;
    }
    let sql = "UPDATE certificates SET state = 'verified', verified_at = $1 WHERE state = 'recorded' \
               AND product_id IS NOT NULL AND decision_id IS NOT NULL AND stars IS NOT NULL \
               AND issued_precision = 'day' AND expires_precision = 'day' AND expires_on >= $2";
    let today = Day::of(now).to_string();
    execute(tx, sql, vec![now.0.into(), today.into()]).await?;
    Ok(())
}

fn find<'a>(shops: &'a [Shop], producer: &str, name: &str) -> Option<(ProductId, &'a Shop)> {
    let shop = shops.iter().find(|shop| shop.name == producer)?;
    let listing = shop.products.iter().find(|p| p.name == name)?;
    Some((listing.id, shop))
}

/// Certificates that were invented, for products that say so in their names: one in every state.
pub(crate) async fn invent(
    tx: &Tx,
    shops: &[Shop],
    (scan, now): (Option<DocumentId>, Timestamp),
) -> anyhow::Result<()> {
    let columns = [
        "product",
        "stars",
        "decision_no",
        "issuer",
        "expires_in_days",
        "state",
        "cause",
    ];
    let file = include_str!("../../../data/sample/certificates.tsv");
    for cells in table::rows(file, columns)? {
        let [
            product,
            stars,
            decision_no,
            issuer,
            expires_in_days,
            state,
            cause,
        ] = cells;
        let (shop, listing) = shops
            .iter()
            .flat_map(|shop| shop.products.iter().map(move |listing| (shop, listing)))
            .find(|(_, listing)| listing.name == product)
            .with_context(|| format!("the product {product} of a certificate"))?;
        let made = Invented {
            product: listing.id,
            shop,
            product_name: product.to_owned(),
            stars: stars.parse()?,
            decision_no: decision_no.to_owned(),
            issuer: issuer.to_owned(),
            expires: Day::of(now).plus_days(expires_in_days.parse()?),
            state,
            cause: Some(cause).filter(|c| !c.is_empty()),
            scan,
        };
        write(tx, &[made], now).await?;
    }
    Ok(())
}

/// A certificate with a decision of its own.
pub(crate) struct Invented<'a> {
    pub(crate) product: ProductId,
    pub(crate) shop: &'a Shop,
    pub(crate) product_name: String,
    pub(crate) stars: i64,
    pub(crate) decision_no: String,
    pub(crate) issuer: String,
    pub(crate) expires: Day,
    pub(crate) state: &'static str,
    pub(crate) cause: Option<&'static str>,
    /// A drawn scan, where there is a place for files.
    pub(crate) scan: Option<DocumentId>,
}

/// Writes invented certificates, each with its decision.
pub(crate) async fn write(
    tx: &Tx,
    invented: &[Invented<'_>],
    now: Timestamp,
) -> anyhow::Result<()> {
    let (mut decisions, mut certificates) = (vec![], vec![]);
    for one in invented {
        let decision = DecisionId::new(now).uuid();
        decisions.push(one.decision(decision, now));
        certificates.push(one.certificate(decision, now));
    }
    let columns = [
        "id",
        "number",
        "issued_on",
        "issuer",
        "level",
        "province_code",
        "created_at",
    ];
    insert(tx, "decisions", &columns, decisions).await?;
    insert(tx, "certificates", &COLUMNS, certificates).await?;
    Ok(())
}

const COLUMNS: [&str; 30] = [
    "id",
    "registry_key",
    "decision_id",
    "product_id",
    "claimed_by_producer",
    "product_name",
    "producer_name",
    "producer_folded",
    "entity_type",
    "issuer",
    "province_code",
    "commune_code",
    "stars",
    "issued_on",
    "issued_precision",
    "expires_on",
    "expires_precision",
    "state",
    "verified_at",
    "regrading_lodged_on",
    "receipt_no",
    "extended_until",
    "revoked_on",
    "revocation_cause",
    "evidence",
    "created_at",
    "version",
    "product_code",
    "scan",
    "scan_type",
];

impl Invented<'_> {
    fn issued(&self) -> Day {
        self.expires.plus_months(-36)
    }

    fn decision(&self, id: Uuid, now: Timestamp) -> Values {
        vec![
            id.into(),
            self.decision_no.as_str().into(),
            self.issued().to_string().into(),
            self.issuer.as_str().into(),
            "province".into(),
            self.shop.province.into(),
            now.0.into(),
        ]
    }

    fn certificate(&self, decision: Uuid, now: Timestamp) -> Values {
        let extended = self.state == "extended";
        let revoked = self.state == "revoked";
        let day = |wanted: bool, day: Day| wanted.then(|| day.to_string());
        vec![
            CertificateId::new(now).uuid().into(),
            format!("mẫu|{}|{}", self.decision_no, self.product_name).into(),
            decision.into(),
            self.product.uuid().into(),
            self.shop.id.uuid().into(),
            self.product_name.as_str().into(),
            self.shop.name.as_str().into(),
            catalog::registry::folded_producer(&self.shop.name).into(),
            self.shop.entity_type.into(),
            self.issuer.as_str().into(),
            self.shop.province.into(),
            self.shop.commune.into(),
            self.stars.into(),
            self.issued().to_string().into(),
            "day".into(),
            self.expires.to_string().into(),
            "day".into(),
            self.state.into(),
            (self.state != "recorded").then_some(now.0).into(),
            // Within the window in which a re-grading is asked for.
            day(extended, self.expires.plus_days(-150)).into(),
            extended.then(|| "BN-01 (mẫu)".to_owned()).into(),
            day(extended, self.expires.plus_days(180)).into(),
            day(revoked, Day::of(now).plus_days(-10)).into(),
            self.cause.map(str::to_owned).into(),
            "{\"source\":\"sample\"}".into(),
            now.0.into(),
            1i64.into(),
            None::<String>.into(),
            self.scan.map(Uuid::from).into(),
            self.scan.map(|_| "application/pdf".to_owned()).into(),
        ]
    }
}
