use kernel::Lang;
use store::{Error, Row};

/// On what a rule rests: as the law is cited in its own language, and in English where its row has that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    vi: String,
    en: Option<String>,
}

impl Basis {
    /// From a row with the columns `legal_basis` and `legal_basis_en`.
    pub fn of(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            vi: row.try_get("", "legal_basis")?,
            en: row.try_get("", "legal_basis_en")?,
        })
    }

    /// As a reader is told of it.
    pub fn said(&self, lang: Lang) -> &str {
        match (lang, &self.en) {
            (Lang::En, Some(en)) => en,
            _ => &self.vi,
        }
    }
}
