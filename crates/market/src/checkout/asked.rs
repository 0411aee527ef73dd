use std::collections::BTreeMap;

use kernel::{AccountId, CartId, Lang, Vnd};
use orders::{Draft, Group, Method};

/// What a buyer asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which cart.
    pub cart: CartId,
    /// Who buys, where they are signed in.
    pub account: Option<AccountId>,
    /// Who they are and where it goes.
    pub draft: Draft,
    /// How they pay …
    pub method: Method,
    /// … and how single orders are paid, by key.
    pub methods: BTreeMap<String, Method>,
    /// The total that they saw.
    pub expected_total: Vnd,
    /// Whether buyer and receiver are said to be of age.
    pub age_confirmed: bool,
    /// The token of their declaration of age.
    pub age_declaration: Option<String>,
    /// The language that they read.
    pub lang: Lang,
}

impl Asked {
    /// How an order of it is paid.
    pub(super) fn method(&self, group: &Group) -> Method {
        self.methods.get(&group.key).copied().unwrap_or(self.method)
    }
}
