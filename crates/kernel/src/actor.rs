use serde::{Deserialize, Serialize};

use crate::{AccountId, MandateId};

/// In which role somebody acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// For themselves: a buyer, signed in or a guest.
    #[serde(rename = "self")]
    Own,
    /// As a member of a producer.
    Member,
    /// For a producer, under a mandate.
    Mandate,
    /// As an official in their area.
    Official,
    /// As an administrator.
    Admin,
    /// The program itself, on a deadline.
    System,
}

impl Capacity {
    /// The word in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "self",
            Self::Member => "member",
            Self::Mandate => "mandate",
            Self::Official => "official",
            Self::Admin => "admin",
            Self::System => "system",
        }
    }
}

/// Who did a thing, in which capacity, under which mandate: named in every history and audit row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The account; none for a guest and for the program itself.
    pub account: Option<AccountId>,
    /// In which role.
    pub capacity: Capacity,
    /// The mandate under which it was done.
    pub mandate: Option<MandateId>,
}

impl Actor {
    /// The program itself.
    pub const SYSTEM: Self = Self {
        account: None,
        capacity: Capacity::System,
        mandate: None,
    };
    /// A buyer without an account.
    pub const GUEST: Self = Self {
        account: None,
        capacity: Capacity::Own,
        mandate: None,
    };

    /// Somebody in a capacity.
    pub const fn new(account: AccountId, capacity: Capacity) -> Self {
        Self {
            account: Some(account),
            capacity,
            mandate: None,
        }
    }
}
