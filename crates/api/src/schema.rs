//! Shapes that several answers share, for the API's document.

use serde::Deserialize;
use utoipa::ToSchema;

/// Whole đồng.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "kernel::Vnd writes and reads it; this only describes it"
)]
pub(crate) struct Money {
    /// `65000`
    amount: i64,
    /// `VND`
    currency: String,
}

/// The body of a step without fields: `{}` or nothing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// A net quantity, as on the label.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "catalog::revisions::Net writes and reads it; this only describes it"
)]
pub(crate) struct NetSchema {
    /// Whole units.
    amount: i64,
    /// `g`, `kg`, `ml`, `l` or `piece`.
    unit: String,
}

/// What an official remarks.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "catalog::reviews::Remark writes it; this only describes it"
)]
pub(crate) struct RemarkSchema {
    /// To what, as a JSON pointer; empty for the whole.
    pointer: String,
    /// `wrong_set`, `label_incomplete`, `false_claim` …
    code: String,
    /// In words.
    text: String,
}

/// The shape of one page of a list, for the document: `kernel::Page` writes it.
macro_rules! page {
    ($name:ident of $row:ty, $doc:literal) => {
        #[doc = $doc]
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "kernel::Page writes it; this only describes it")]
        pub(crate) struct $name {
            data: Vec<$row>,
            has_more: bool,
            next_cursor: Option<String>,
        }
    };
}

pub(crate) use page;
