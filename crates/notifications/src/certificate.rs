use kernel::Day;
use serde::{Deserialize, Serialize};

/// What becomes of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the certificate's own states")]
pub enum CertificateStep {
    Extended,
    Revoked,
    Superseded,
    Lapsed,
}

/// A certificate as a notice tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CertificateFacts {
    /// The product's name as the certificate writes it.
    pub product: String,
    /// The producer's name as the certificate writes it.
    pub producer: String,
    /// The decision that recognised the product.
    pub decision_no: String,
    /// The last day on which its star shows or showed.
    pub until: Option<Day>,
    /// Why it was taken back: a code.
    pub cause: Option<String>,
    /// The decision that stands in its place.
    pub newer: Option<String>,
}

impl CertificateStep {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Extended => "extended",
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
            Self::Lapsed => "lapsed",
        }
    }
}
