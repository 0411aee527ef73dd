//! The accounts, and the text that each is stored as.

use std::str::FromStr;

use kernel::{OrderId, ProducerId};

use crate::{Custody, Error};

/// Who bears what was let go of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bearer {
    /// The market.
    Market,
    /// A producer.
    Producer(ProducerId),
}

/// An account of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// What was paid for an order and is neither earned nor owed back yet.
    Buyer(OrderId),
    /// What the market owes a producer.
    Payable(ProducerId),
    /// What a producer owes the market: its share of sales whose money the producer took itself,
    /// and refunds of what was paid out already.
    Claim(ProducerId),
    /// What a producer took itself.
    Held(ProducerId),
    /// What a producer has earned of money that never passed through the market.
    Earned(ProducerId),
    /// The market's share of sales.
    Commission,
    /// Delivery that the market itself pays for.
    Shipping,
    /// Value-added tax kept back for households.
    Vat,
    /// Personal income tax kept back for households.
    Pit,
    /// What is owed back to buyers and not sent yet.
    Refunds,
    /// What a card company took back and is argued about.
    Disputes,
    /// What a card's bank kept and the market bears.
    Losses,
    /// Cash that carriers have taken at doors.
    CodInTransit,
    /// The market's own bank account.
    Bank,
    /// What lies with the card company.
    Stripe,
    /// What the card company took for itself.
    StripeFees,
    /// What came into the market's bank account and belongs to nothing that is known.
    Unmatched,
    /// What was let go of, by who bears it.
    Forgiven(Bearer),
}

impl Account {
    /// Where money of an order lies that somebody holds.
    pub const fn holder(custody: Custody, producer: ProducerId) -> Self {
        match custody {
            Custody::Producer => Self::Held(producer),
            Custody::Carrier => Self::CodInTransit,
            Custody::Market => Self::Bank,
            Custody::Stripe => Self::Stripe,
        }
    }

    /// Whether money here has passed through the market.
    pub const fn is_through_the_market(self) -> bool {
        matches!(
            self,
            Self::Bank | Self::Stripe | Self::Unmatched | Self::Forgiven(Bearer::Market)
        )
    }

    /// The word before the colon, or all of it.
    const fn word(self) -> &'static str {
        match self {
            Self::Buyer(_) => "buyer",
            Self::Payable(_) => "payable",
            Self::Claim(_) => "claim",
            Self::Held(_) => "held",
            Self::Earned(_) => "earned",
            Self::Commission => "commission",
            Self::Shipping => "shipping",
            Self::Vat => "vat",
            Self::Pit => "pit",
            Self::Refunds => "refunds",
            Self::Disputes => "disputes",
            Self::Losses => "losses",
            Self::CodInTransit => "cod_in_transit",
            Self::Bank => "bank",
            Self::Stripe => "stripe",
            Self::StripeFees => "stripe_fees",
            Self::Unmatched => "unmatched",
            Self::Forgiven(_) => "forgiven",
        }
    }
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())?;
        match self {
            Self::Buyer(order) => write!(f, ":{order}"),
            Self::Payable(producer)
            | Self::Claim(producer)
            | Self::Held(producer)
            | Self::Earned(producer)
            | Self::Forgiven(Bearer::Producer(producer)) => write!(f, ":{producer}"),
            Self::Forgiven(Bearer::Market) => f.write_str(":market"),
            Self::Commission
            | Self::Shipping
            | Self::Vat
            | Self::Pit
            | Self::Refunds
            | Self::Disputes
            | Self::Losses
            | Self::CodInTransit
            | Self::Bank
            | Self::Stripe
            | Self::StripeFees
            | Self::Unmatched => Ok(()),
        }
    }
}

impl FromStr for Account {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let unreadable = || Error::Unreadable(text.to_owned());
        let Some((word, owner)) = text.split_once(':') else {
            let plain = [
                Self::Commission,
                Self::Shipping,
                Self::Vat,
                Self::Pit,
                Self::Refunds,
                Self::Disputes,
                Self::Losses,
                Self::CodInTransit,
                Self::Bank,
                Self::Stripe,
                Self::StripeFees,
                Self::Unmatched,
            ];
            let found = plain.into_iter().find(|account| account.word() == text);
            return found.ok_or_else(unreadable);
        };
        let producer = || owner.parse().map_err(|_not_an_id| unreadable());
        Ok(match (word, owner) {
            ("buyer", _) => Self::Buyer(owner.parse().map_err(|_not_an_id| unreadable())?),
            ("payable", _) => Self::Payable(producer()?),
            ("claim", _) => Self::Claim(producer()?),
            ("held", _) => Self::Held(producer()?),
            ("earned", _) => Self::Earned(producer()?),
            ("forgiven", "market") => Self::Forgiven(Bearer::Market),
            ("forgiven", _) => Self::Forgiven(Bearer::Producer(producer()?)),
            _ => return Err(unreadable()),
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_account_is_read_again_as_it_was_written() {
        let (order, producer) = (OrderId(Uuid::from_u128(7)), ProducerId(Uuid::from_u128(11)));
        let texts = [
            (
                Account::Buyer(order),
                "buyer:ord_00000000000000000000000007",
            ),
            (
                Account::Payable(producer),
                "payable:pro_0000000000000000000000000b",
            ),
            (
                Account::Claim(producer),
                "claim:pro_0000000000000000000000000b",
            ),
            (
                Account::Held(producer),
                "held:pro_0000000000000000000000000b",
            ),
            (
                Account::Earned(producer),
                "earned:pro_0000000000000000000000000b",
            ),
            (Account::Commission, "commission"),
            (Account::Shipping, "shipping"),
            (Account::Vat, "vat"),
            (Account::Pit, "pit"),
            (Account::Refunds, "refunds"),
            (Account::Disputes, "disputes"),
            (Account::CodInTransit, "cod_in_transit"),
            (Account::Bank, "bank"),
            (Account::Stripe, "stripe"),
            (Account::StripeFees, "stripe_fees"),
            (Account::Unmatched, "unmatched"),
            (Account::Forgiven(Bearer::Market), "forgiven:market"),
            (
                Account::Forgiven(Bearer::Producer(producer)),
                "forgiven:pro_0000000000000000000000000b",
            ),
        ];
        for (account, text) in texts {
            assert_eq!(account.to_string(), text);
            assert_eq!(text.parse::<Account>().unwrap(), account);
        }
        for wrong in [
            "",
            "gold",
            "payable",
            "payable:ord_00000000000000000000000007",
            "buyer:",
            "bank:x",
        ] {
            assert!(wrong.parse::<Account>().is_err(), "{wrong}");
        }
    }
}
