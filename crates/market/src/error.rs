use kernel::{VariantId, Vnd};
use orders::Method;
use store::Transient;

/// What a use-case of several domains refused with: a domain's own word, or one of the checkout's.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The accounts.
    #[error(transparent)]
    Accounts(#[from] accounts::Error),
    /// The catalogue.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// The orders.
    #[error(transparent)]
    Orders(#[from] orders::Error),
    /// The payments.
    #[error(transparent)]
    Payments(#[from] payments::Error),
    /// The notices.
    #[error(transparent)]
    Notices(#[from] notifications::Error),
    /// The checkout.
    #[error(transparent)]
    Checkout(#[from] Refusal),
    /// The search index.
    #[error(transparent)]
    Search(#[from] search::Error),
    /// A picture or a code cannot be had.
    #[error(transparent)]
    Media(#[from] media::Error),
    /// The card company refused, or what became of it is unknown.
    #[error(transparent)]
    Cards(#[from] gateway::Error),
    /// This market takes no cards.
    #[error("this market takes no cards")]
    NoCards,
    /// A task of this node died.
    #[error("a task died: {0}")]
    Task(String),
}

/// Why a checkout, a cart or a call was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The key was used with another body.
    #[error("the key was used with another body")]
    KeyMismatch,
    /// The same request is being worked on.
    #[error("the same request is being worked on")]
    InFlight,
    /// There is nothing in the cart.
    #[error("the cart is empty")]
    CartEmpty,
    /// There is not enough: every short line.
    #[error("{} lines want more than there is", .0.len())]
    OutOfStock(Vec<Short>),
    /// The total is another than the buyer saw.
    #[error("the total is {total}")]
    TotalChanged {
        /// What it is now.
        total: Vnd,
    },
    /// Orders that cannot be delivered there: their keys and why.
    #[error("{} orders cannot be delivered there", .0.len())]
    Undeliverable(Vec<(String, orders::Obstacle)>),
    /// A way to pay that does not suit these orders.
    #[error("the way to pay does not suit {} orders", orders.len())]
    MethodNotAllowed {
        /// Their keys.
        orders: Vec<String>,
        /// The rule that forbids it.
        rule: MethodRule,
        /// What all of them admit.
        allowed: Vec<Method>,
    },
    /// A way to pay for an order that is not in the cart.
    #[error("there is no order {0} in the cart")]
    OrderKeyUnknown(String),
    /// Alcohol is sold after a declaration of age.
    #[error("a declaration of age is needed")]
    AgeDeclarationRequired,
    /// Buyer and receiver must be said to be of age.
    #[error("the age of buyer and receiver must be confirmed")]
    AgeUnconfirmed,
    /// The call was answered otherwise before, or what it was about has passed.
    #[error("the call has ended")]
    CallEnded,
    /// The call is about nothing that could be done in it.
    #[error("there is nothing to be done in this call")]
    NothingToDo,
    /// The thing is not sold through carts, or not now.
    #[error("it is not for sale")]
    NotForSale,
}

/// A line that wants more than there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// Of what.
    pub variant: VariantId,
    /// How many were wanted.
    pub wanted: i64,
    /// How many are left.
    pub left: i64,
}

/// What forbids a way to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MethodRule {
    /// Alcohol is not paid in cash.
    AlcoholNoCash,
    /// The phone has refused too many boxes at the door.
    RefusedTooOften,
    /// The producer has no bank account that transfers can go to.
    NoAccount,
    /// This market does not offer it.
    NotOffered,
}

impl MethodRule {
    /// The rule's name in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AlcoholNoCash => "alcohol.cod_allowed",
            Self::RefusedTooOften => "cod.refusals",
            Self::NoAccount => "payments.account",
            Self::NotOffered => "payments.offered",
        }
    }
}

impl Transient for Error {
    fn is_busy(&self) -> bool {
        match self {
            Self::Store(err) => err.is_busy(),
            Self::Accounts(err) => err.is_busy(),
            Self::Catalog(err) => err.is_busy(),
            Self::Orders(err) => err.is_busy(),
            Self::Payments(err) => err.is_busy(),
            Self::Notices(err) => err.is_busy(),
            Self::Checkout(_)
            | Self::Media(_)
            | Self::Search(_)
            | Self::Cards(_)
            | Self::NoCards
            | Self::Task(_) => false,
        }
    }
}
