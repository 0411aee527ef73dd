use kernel::{Actor, Phone, Timestamp};
use orders::Order;
use serde_json::json;

use crate::{App, Error};

/// Why an administrator looks for somebody by their phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// They asked for it themselves.
    BuyerAsked,
    /// Buyer and producer disagree.
    Dispute,
    /// Money is to go back.
    Refund,
    /// The goods may do harm.
    Safety,
    /// An authority orders it.
    Authority,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::BuyerAsked,
        Self::Dispute,
        Self::Refund,
        Self::Safety,
        Self::Authority,
    ];

    /// The word in the record and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BuyerAsked => "buyer_asked",
            Self::Dispute => "dispute",
            Self::Refund => "refund",
            Self::Safety => "safety",
            Self::Authority => "authority",
        }
    }

    /// From that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|purpose| purpose.as_str() == word)
    }
}

/// What is known under a phone.
#[derive(Debug)]
pub struct Sought {
    /// The accounts that name it.
    pub accounts: Vec<accounts::Account>,
    /// The orders in which it is the buyer's or the receiver's.
    pub orders: Vec<Order>,
    /// Whether it refused too often to pay cash at the door.
    pub refuses_cash: bool,
}

/// Looks for somebody by their phone. What was found, by whom and why is recorded; the number
/// itself is not.
pub async fn seek(
    app: &App,
    phone: &Phone,
    purpose: Purpose,
    actor: Actor,
    now: Timestamp,
) -> Result<Sought, Error> {
    let tx = store::write(&app.db).await?;
    let login = accounts::Login::Phone(phone.clone());
    let mut found = vec![];
    for account in accounts::naming(&tx, &login).await? {
        found.push(accounts::account(&tx, account).await?);
    }
    let orders = orders::orders_of_phone(&tx, phone).await?;
    let refuses_cash = orders::refuses_cash(&tx, [phone, phone], &app.secret, now).await?;
    let ids: Vec<_> = found.iter().map(|account| account.id).collect();
    let codes: Vec<_> = orders.iter().map(|order| order.id).collect();
    let entry = audit::Entry {
        actor,
        action: "people.seek",
        subject_kind: "purpose",
        subject_id: purpose.as_str().to_owned(),
        detail: json!({ "accounts": ids, "orders": codes }),
    };
    audit::record(&tx, entry, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(Sought {
        accounts: found,
        orders,
        refuses_cash,
    })
}
