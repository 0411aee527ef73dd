use kernel::{CertificateId, Day, DocumentId, ProducerId, ProductId, words};
use store::Row;
use uuid::Uuid;

use super::{Scan, ToldDay};
use crate::Error;

words! {
    /// What is known of a certificate.
    State {
        /// Told by a source, seen by no official here.
        Recorded = "recorded",
        /// An official has held it against the decision.
        Verified = "verified",
        /// Runs on past its last day, for a re-grading was lodged in time.
        Extended = "extended",
        /// Known to have ended without another.
        Lapsed = "lapsed",
        /// Taken back.
        Revoked = "revoked",
        /// Another stands in its place.
        Superseded = "superseded",
    }
}

/// A certificate and the decision that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Which.
    pub id: CertificateId,
    /// The listing that carries it.
    pub product: Option<ProductId>,
    /// Who claims it.
    pub claimed_by: Option<ProducerId>,
    /// The product as written.
    pub product_name: String,
    /// The producer as written.
    pub producer_name: String,
    /// The issuer as written; it may no longer exist.
    pub issuer: String,
    /// The province that answers for it today.
    pub province_code: String,
    /// The commune of today, where the source tells exactly one.
    pub commune_code: Option<String>,
    /// The product's code as written.
    pub product_code: Option<String>,
    /// 3, 4 or 5, where told.
    pub stars: Option<i64>,
    /// The decision's number.
    pub decision_no: Option<String>,
    /// `district_legacy`, `province` or `central`.
    pub level: Option<String>,
    /// From when.
    pub issued_on: Option<ToldDay>,
    /// Until when, that day included.
    pub expires_on: Option<ToldDay>,
    /// What is known of it.
    pub state: State,
    /// When the file for the re-grading was lodged.
    pub regrading_lodged_on: Option<Day>,
    /// The receipt of that file.
    pub receipt_no: Option<String>,
    /// Until when it runs on.
    pub extended_until: Option<Day>,
    /// When it was taken back.
    pub revoked_on: Option<Day>,
    /// Why: a code.
    pub cause: Option<String>,
    /// A scan of its decision, where somebody has handed one in.
    pub scan: Option<Scan>,
    /// The certificate that stands in its place.
    pub superseded_by: Option<CertificateId>,
    /// The row's version.
    pub version: i64,
}

/// The columns that [`Certificate::read`] wants, of `certificates c` left-joined with
/// `decisions d`. Their names begin with `c_`, so that they sit beside others in a join.
pub const COLUMNS: &str = "c.id AS c_id, c.product_id AS c_product, c.claimed_by_producer AS c_claimed_by, \
    c.product_name AS c_product_name, c.producer_name AS c_producer_name, c.issuer AS c_issuer, \
    c.province_code AS c_province, c.commune_code AS c_commune, c.product_code AS c_product_code, c.stars AS c_stars, \
    d.number AS c_decision_no, d.level AS c_level, c.issued_on AS c_issued_on, c.expires_on AS c_expires_on, \
    c.state AS c_state, c.regrading_lodged_on AS c_lodged_on, c.receipt_no AS c_receipt_no, \
    c.extended_until AS c_extended_until, c.revoked_on AS c_revoked_on, c.revocation_cause AS c_cause, \
    c.superseded_by AS c_superseded_by, c.scan AS c_scan, c.scan_type AS c_scan_type, c.version AS c_version";

impl Certificate {
    /// The certificate of a row with [`COLUMNS`]; `None` where the join found none.
    pub fn read(row: &Row) -> Result<Option<Self>, Error> {
        let Some(id) = row.try_get::<Option<Uuid>>("", "c_id")? else {
            return Ok(None);
        };
        let state: String = row.try_get("", "c_state")?;
        let of = |column: &str| row.try_get::<Option<Uuid>>("", column);
        Ok(Some(Self {
            id: CertificateId(id),
            product: of("c_product")?.map(ProductId),
            claimed_by: of("c_claimed_by")?.map(ProducerId),
            product_name: row.try_get("", "c_product_name")?,
            producer_name: row.try_get("", "c_producer_name")?,
            issuer: row.try_get("", "c_issuer")?,
            province_code: row.try_get("", "c_province")?,
            commune_code: row.try_get("", "c_commune")?,
            product_code: row.try_get("", "c_product_code")?,
            stars: row.try_get("", "c_stars")?,
            decision_no: row.try_get("", "c_decision_no")?,
            level: row.try_get("", "c_level")?,
            issued_on: told(row, "c_issued_on")?,
            expires_on: told(row, "c_expires_on")?,
            state: State::parse(&state).ok_or_else(|| unreadable("state", &state))?,
            regrading_lodged_on: day(row, "c_lodged_on")?,
            receipt_no: row.try_get("", "c_receipt_no")?,
            extended_until: day(row, "c_extended_until")?,
            revoked_on: day(row, "c_revoked_on")?,
            cause: row.try_get("", "c_cause")?,
            scan: scan(of("c_scan")?, row.try_get("", "c_scan_type")?),
            superseded_by: of("c_superseded_by")?.map(CertificateId),
            version: row.try_get("", "c_version")?,
        }))
    }
}

fn scan(paper: Option<Uuid>, media_type: Option<String>) -> Option<Scan> {
    Some(Scan {
        paper: DocumentId(paper?),
        media_type: media_type?,
    })
}

fn told(row: &Row, column: &str) -> Result<Option<ToldDay>, Error> {
    let text: Option<String> = row.try_get("", column)?;
    text.map(|text| ToldDay::parse(&text).ok_or_else(|| unreadable(column, &text)))
        .transpose()
}

fn day(row: &Row, column: &str) -> Result<Option<Day>, Error> {
    let text: Option<String> = row.try_get("", column)?;
    text.map(|text| text.parse().map_err(|_err| unreadable(column, &text)))
        .transpose()
}

fn unreadable(column: &str, text: &str) -> Error {
    Error::Unreadable(format!("certificate.{column}: {text}"))
}
