//! A certificate as producers and officials see it.

use catalog::certificates::{Certificate, ProductCode, ToldDay, state_on};
use kernel::{CertificateId, Day, ProductId};
use serde::Serialize;
use utoipa::ToSchema;

/// A certificate and what is true of it today. A date says no more than its source told:
/// `2028-06-19`, `2028-06` or `2028`.
#[derive(Serialize, ToSchema)]
pub(crate) struct CertificateView {
    #[schema(value_type = String)]
    id: CertificateId,
    /// The listing that carries it.
    #[schema(value_type = Option<String>)]
    product: Option<ProductId>,
    /// Whether a producer has claimed it.
    claimed: bool,
    product_name: String,
    producer_name: String,
    issuer: String,
    /// `district_legacy`, `province` or `central`.
    level: Option<String>,
    province_code: String,
    commune_code: Option<String>,
    /// As written.
    product_code: Option<String>,
    /// The same read, where it has one of the programme's three forms:
    /// `{format, province, district, commune, ordinal, year}`.
    #[schema(value_type = Option<Object>)]
    product_code_parts: Option<serde_json::Value>,
    decision_no: Option<String>,
    stars: Option<i64>,
    #[schema(value_type = Option<String>)]
    issued_on: Option<ToldDay>,
    #[schema(value_type = Option<String>)]
    expires_on: Option<ToldDay>,
    #[schema(value_type = Option<String>)]
    extended_until: Option<Day>,
    #[schema(value_type = Option<String>)]
    revoked_on: Option<Day>,
    /// Whether a scan of its decision is there, at `…/certificates/{id}/scan`.
    scanned: bool,
    /// `recorded`, `verified`, `extended`, `lapsed`, `revoked`, `superseded`.
    state: &'static str,
    /// What is true today: `valid`, `extended`, `lapsed`, `revoked`, `unverified`, `none`.
    certificate_state: &'static str,
}

impl CertificateView {
    /// The certificate on a day.
    pub(crate) fn on(certificate: Certificate, today: Day) -> Self {
        Self {
            certificate_state: state_on(&certificate, today).as_str(),
            id: certificate.id,
            product: certificate.product,
            claimed: certificate.claimed_by.is_some(),
            product_name: certificate.product_name,
            producer_name: certificate.producer_name,
            issuer: certificate.issuer,
            level: certificate.level,
            province_code: certificate.province_code,
            commune_code: certificate.commune_code,
            product_code_parts: certificate.product_code.as_deref().and_then(parts),
            product_code: certificate.product_code,
            decision_no: certificate.decision_no,
            stars: certificate.stars,
            issued_on: certificate.issued_on,
            expires_on: certificate.expires_on,
            extended_until: certificate.extended_until,
            revoked_on: certificate.revoked_on,
            scanned: certificate.scan.is_some(),
            state: certificate.state.as_str(),
        }
    }
}

fn parts(written: &str) -> Option<serde_json::Value> {
    let code = ProductCode::parse(written)?;
    Some(serde_json::json!({
        "format": code.format.as_str(),
        "province": code.province,
        "district": code.district,
        "commune": code.commune,
        "ordinal": code.ordinal,
        "year": code.year,
    }))
}

/// All that a producer sees.
#[derive(Serialize, ToSchema)]
pub(crate) struct Certificates {
    pub(crate) data: Vec<CertificateView>,
}
