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

/// A listing in a list.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "the index keeps it as text; this only describes it"
)]
pub(crate) struct Card {
    id: String,
    slug: String,
    name: String,
    /// Of the cheapest variant that can be bought.
    price: Money,
    /// Đồng a kilogram, litre or piece.
    unit_price: Option<serde_json::Value>,
    /// 3, 4 or 5, where a certificate is valid today.
    stars: Option<u8>,
    producer: serde_json::Value,
    commune: serde_json::Value,
    province: serde_json::Value,
    image: Option<String>,
    in_stock: bool,
    /// Matches only most of the words.
    nearest: Option<bool>,
}

/// A page of listings.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is written as text; this only describes it")]
pub(crate) struct ProductList {
    data: Vec<Card>,
    /// On the first page: `group`, `set`, `stars`, `province`, `commune`, `producer`, each `[{value, label, count}]`.
    facets: Option<serde_json::Value>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// A listing in full.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is written as JSON; this only describes it")]
pub(crate) struct ProductDetail {
    id: String,
    slug: String,
    name: String,
    status: String,
    description: String,
    story: String,
    facts: serde_json::Value,
    /// `[{id, name, sku, price, net:{amount, unit}, weight_g, available}]`
    variants: Vec<serde_json::Value>,
    /// Where a star shows today.
    certificate: Option<serde_json::Value>,
    /// `valid`, `extended`, `lapsed`, `revoked`, `unverified` or `none`.
    certificate_state: String,
    set: serde_json::Value,
    group: serde_json::Value,
    /// `{abv}` in per cent.
    alcohol: Option<serde_json::Value>,
    images: Vec<serde_json::Value>,
    public_code: Option<String>,
}

/// What may be meant.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is written as JSON; this only describes it")]
pub(crate) struct Suggestions {
    /// `[{text, kind: product | producer | set, slug?}]`
    data: Vec<serde_json::Value>,
}
