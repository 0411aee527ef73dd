use kernel::{Day, ProducerId, ProductId};
use store::{ConnectionTrait, Row, rows};

use super::kind::{DocumentKind, Gate};
use crate::words::stored;
use crate::{Error, Fault, Wrong};

/// A paper that one of a producer's product sets asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// Which.
    pub kind: DocumentKind,
    /// How much.
    pub gate: Gate,
    /// By which law.
    pub basis: rules::Basis,
    /// Since when.
    pub from: String,
    /// What does in its place today.
    pub instead: Vec<DocumentKind>,
}

impl Needed {
    /// Whether a paper of a kind is what is asked for, or does in its place.
    pub fn is_met_by(&self, kind: DocumentKind) -> bool {
        self.kind == kind || self.instead.contains(&kind)
    }
}

/// What a text asks for: its set and its strength.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Goods {
    pub(crate) product: ProductId,
    pub(crate) set: i64,
    pub(crate) abv_permille: Option<i64>,
}

const MATCHES: &str = "(q.abv_from_permille IS NULL OR q.abv_from_permille <= COALESCE(r.abv_permille, 0)) \
    AND (q.abv_below_permille IS NULL OR COALESCE(r.abv_permille, 0) < q.abv_below_permille)";

/// What all of a producer's listings and drafts ask for today.
pub async fn needed_of(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    today: Day,
) -> Result<Vec<Needed>, Error> {
    let sql = format!(
        "SELECT DISTINCT q.kind, q.gate, q.legal_basis, q.legal_basis_en, q.from_on FROM products p \
         JOIN producers pr ON pr.id = p.producer_id \
         JOIN product_revisions r ON r.product_id = p.id AND r.status IN ('draft', 'submitted', 'changes_requested', 'approved') \
         JOIN document_requirements q ON q.set_no = r.set_no AND q.entity_type IN (pr.entity_type, '*') AND {MATCHES} \
         WHERE p.producer_id = $1 AND p.status NOT IN ('retired', 'taken_down') \
         AND q.from_on <= $2 AND (q.until_on IS NULL OR q.until_on >= $2) ORDER BY q.gate DESC, q.kind"
    );
    let values = vec![producer.uuid().into(), today.to_string().into()];
    let substitutes = substitutes(db, today).await?;
    let needed = |row: &Row| -> Result<Needed, Error> {
        let kind = stored(&row.try_get::<String>("", "kind")?, DocumentKind::parse)?;
        let instead = substitutes.iter().filter(|(_, of)| *of == kind);
        Ok(Needed {
            kind,
            instead: instead.map(|(kind, _)| *kind).collect(),
            gate: stored(&row.try_get::<String>("", "gate")?, Gate::parse)?,
            basis: rules::Basis::of(row)?,
            from: row.try_get("", "from_on")?,
        })
    };
    rows(db, &sql, values).await?.iter().map(needed).collect()
}

/// Each paper that does today, and the one in whose place.
pub(super) async fn substitutes(
    db: &impl ConnectionTrait,
    today: Day,
) -> Result<Vec<(DocumentKind, DocumentKind)>, Error> {
    let sql = "SELECT kind, instead_of FROM document_substitutes \
        WHERE from_on <= $1 AND (until_on IS NULL OR until_on >= $1) ORDER BY kind";
    let found = rows(db, sql, vec![today.to_string().into()]).await?;
    let pair = |row: &Row| -> Result<_, Error> {
        let kind = |name| stored(&row.try_get::<String>("", name)?, DocumentKind::parse);
        Ok((kind("kind")?, kind("instead_of")?))
    };
    found.iter().map(pair).collect()
}

/// The papers that goods need today and that are not even handed in, as faults of the submission.
pub(crate) async fn missing(
    db: &impl ConnectionTrait,
    (producer, goods): (ProducerId, Goods),
    today: Day,
    faults: &mut Vec<Fault>,
) -> Result<(), Error> {
    let states = "'submitted', 'verified'";
    for kind in lacking(db, (producer, goods), states, today).await? {
        faults.push(Fault::new(
            format!("/documents/{kind}"),
            Wrong::LicenceMissing,
        ));
    }
    Ok(())
}

/// The papers that goods need today and that no official has verified yet.
pub(crate) async fn unverified(
    db: &impl ConnectionTrait,
    (producer, goods): (ProducerId, Goods),
    today: Day,
) -> Result<Vec<String>, Error> {
    lacking(db, (producer, goods), "'verified'", today).await
}

async fn lacking(
    db: &impl ConnectionTrait,
    (producer, goods): (ProducerId, Goods),
    states: &str,
    today: Day,
) -> Result<Vec<String>, Error> {
    let sql = format!(
        "SELECT DISTINCT q.kind FROM producers pr \
         JOIN document_requirements q ON q.set_no = $2 AND q.entity_type IN (pr.entity_type, '*') \
         AND (q.abv_from_permille IS NULL OR q.abv_from_permille <= $3) \
         AND (q.abv_below_permille IS NULL OR $3 < q.abv_below_permille) \
         WHERE pr.id = $1 AND q.gate = 'required' AND q.from_on <= $4 AND (q.until_on IS NULL OR q.until_on >= $4) \
         AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.producer_id = pr.id AND (d.kind = q.kind \
         OR EXISTS (SELECT 1 FROM document_substitutes s WHERE s.kind = d.kind AND s.instead_of = q.kind \
         AND s.from_on <= $4 AND (s.until_on IS NULL OR s.until_on >= $4))) \
         AND d.state IN ({states}) AND (d.expires_on IS NULL OR d.expires_on >= $4) \
         AND (d.product_id IS NULL OR d.product_id = $5)) ORDER BY q.kind"
    );
    let values = vec![
        producer.uuid().into(),
        goods.set.into(),
        goods.abv_permille.unwrap_or(0).into(),
        today.to_string().into(),
        goods.product.uuid().into(),
    ];
    let found = rows(db, &sql, values).await?;
    found
        .iter()
        .map(|row| Ok(row.try_get("", "kind")?))
        .collect()
}
