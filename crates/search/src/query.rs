use std::hash::{DefaultHasher, Hash, Hasher};

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// The words, as typed.
    pub text: String,
    /// Groups' codes: any of these; none means all. So for the other lists.
    pub groups: Vec<String>,
    /// Sets' numbers.
    pub sets: Vec<String>,
    /// Stars valid on the day.
    pub stars: Vec<u8>,
    /// Provinces' codes.
    pub provinces: Vec<String>,
    /// Communes' codes.
    pub communes: Vec<String>,
    /// Producers' ids.
    pub producers: Vec<String>,
    /// The lowest price.
    pub price_min: Option<i64>,
    /// The highest price.
    pub price_max: Option<i64>,
    /// Only what can (or cannot) be bought now.
    pub in_stock: Option<bool>,
    /// The order.
    pub sort: Sort,
    /// Whether restricted documents are shown.
    pub restricted: bool,
    /// The day, counted from 1970-01-01.
    pub day: i32,
}

/// The order of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By rank, then newest.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// Cheapest first.
    Price,
    /// Dearest first.
    PriceDown,
    /// By name.
    Name,
}

/// Whether facets are counted: only the first page needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facets {
    /// Count them.
    Count,
    /// Leave them.
    Skip,
}

impl Query {
    /// What ties a cursor to this query: its hash without the day, so that a cursor lives across
    /// midnight.
    pub(crate) fn mark(&self) -> String {
        let mut hasher = DefaultHasher::new();
        Self {
            day: 0,
            ..self.clone()
        }
        .hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }
}
