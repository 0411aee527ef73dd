//! The ways to pay that a market offers, and to whom its transfers go.

use kernel::{Actor, BankAccount, Day, Phone, Timestamp};
use orders::{Group, Method};
use payments::bank::Scheme;

use crate::{App, Error};

/// To whose account transfers go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Transfers {
    /// Each to the producer's own: the market holds no money.
    #[default]
    ToProducer,
    /// To the market's, which needs a licence for it.
    ToMarket(MarketAccount),
}

/// The market's own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarketAccount {
    /// The licence under which it holds others' money.
    pub licence: String,
    /// Where it is.
    pub account: BankAccount,
    /// Who tells of its lines, where somebody does.
    pub messenger: Option<Messenger>,
}

/// Who tells of an account's lines.
#[derive(Clone, PartialEq, Eq)]
pub struct Messenger {
    /// In whose manner.
    pub scheme: Scheme,
    /// What the messages are signed with.
    pub key: String,
}

impl std::fmt::Debug for Messenger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Messenger({}, …)", self.scheme)
    }
}

impl Transfers {
    /// The market's own account, where transfers go there.
    pub const fn to_market(&self) -> Option<&BankAccount> {
        match self {
            Self::ToProducer => None,
            Self::ToMarket(market) => Some(&market.account),
        }
    }

    /// The market's own account and who tells of its lines.
    pub fn messenger(&self) -> Option<(&BankAccount, &Messenger)> {
        match self {
            Self::ToProducer => None,
            Self::ToMarket(market) => Some((&market.account, market.messenger.as_ref()?)),
        }
    }
}

/// For what cash is taken at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cash {
    /// For everything.
    All,
    /// For everything but alcohol.
    NoAlcohol,
    /// For nothing.
    Nothing,
}

/// What this market offers today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    /// For what cash is taken at the door. Who refused too often is asked at the checkout alone,
    /// where the phone is known.
    pub cash: Cash,
    /// Whether transfers go to the market's own account, so that no producer needs one.
    pub to_market: bool,
    /// Whether cards are taken.
    pub card: bool,
}

/// The ways to pay that this market offers; the rule on alcohol is asked only where there is some.
pub async fn ways(app: &App, alcohol: bool, now: Timestamp) -> Result<Ways, Error> {
    let today = Day::of(now);
    let rule = "alcohol.cod_allowed";
    let all = !alcohol || rules::value(app.db.read(), rule, "*", today).await?;
    Ok(Ways {
        cash: if all { Cash::All } else { Cash::NoAlcohol },
        to_market: app.transfers.to_market().is_some(),
        card: app.cards.is_some(),
    })
}

/// Lets a phone pay cash at the door again, whatever it refused until now.
pub async fn lift_cash(
    app: &App,
    (phone, note): (&Phone, &str),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(&app.db).await?;
    orders::lift_cash(&tx, (phone, note), &app.secret, actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// The ways to pay for an order.
pub fn methods(order: &Group, ways: Ways) -> Vec<Method> {
    let cash = match ways.cash {
        Cash::All => true,
        Cash::NoAlcohol => !order.alcohol,
        Cash::Nothing => false,
    };
    let cod = cash.then_some(Method::Cod);
    let transfer = (ways.to_market || order.seller.account.is_some()).then_some(Method::Vietqr);
    let card = ways.card.then_some(Method::Stripe);
    cod.into_iter().chain(transfer).chain(card).collect()
}
