use store::Transient;

/// Why the payments refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No such payment.
    #[error("there is no such payment")]
    NotFound,
    /// An amount that no payment can be.
    #[error("an amount is {min} to {max}")]
    Amount {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// The payment's state does not admit it.
    #[error("the payment is {0}")]
    State(crate::Status),
    /// Cash is paid at the door: there is nothing to report.
    #[error("cash is paid at the door")]
    CashAtTheDoor,
    /// Somebody else holds the money, and says what came.
    #[error("the money is held by the {0}")]
    NotPayee(crate::Custody),
    /// More is missing than a payee may let go of.
    #[error("{missing} is missing, and at most {most} may be let go of")]
    Forgive {
        /// What is missing.
        missing: kernel::Vnd,
        /// The most.
        most: kernel::Vnd,
    },
    /// Somebody else was faster, or it is no line that waits.
    #[error("the line does not wait any more")]
    LineSettled,
    /// The parts of a line are not the whole, or name one payment twice.
    #[error("the parts of a line must be {0} together")]
    Parts(kernel::Vnd),
    /// This market takes no money itself.
    #[error("this market takes no money")]
    NoAccount,
    /// A statement that cannot be read.
    #[error(transparent)]
    Statement(#[from] crate::bank::BadStatement),
    /// A message that is not believed.
    #[error(transparent)]
    Webhook(#[from] crate::bank::BadWebhook),
    /// The refund's state does not admit it.
    #[error("the refund is {0}")]
    RefundState(crate::RefundStatus),
    /// The payout's state does not admit it.
    #[error("the payout is {0}")]
    PayoutState(crate::payouts::Status),
    /// Who prepared a batch does not confirm it.
    #[error("who prepared it does not confirm it")]
    FourEyes,
    /// The card company pays it, and says what came of it.
    #[error("the card company pays it, and says what came of it")]
    PaidByCards,
    /// Nothing can be paid out now.
    #[error("nothing can be paid out now")]
    NothingToPayOut,
    /// A bank account that cannot be: the wrong field.
    #[error("the bank account's {0} is wrong")]
    Account(&'static str),
    /// A cursor of another list.
    #[error(transparent)]
    Page(#[from] kernel::PageError),
    /// What a row holds cannot be read: a bug, or a newer version's work.
    #[error("a stored value cannot be read: {0}")]
    Unreadable(String),
}

impl Transient for Error {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Store(err) if err.is_busy())
    }
}

impl Error {
    /// A sum that no payment can be.
    pub(crate) const fn too_large(_: kernel::MoneyError) -> Self {
        Self::Amount {
            min: 1,
            max: crate::receive::MOST,
        }
    }
}

/// What a row's column answers with when it is read.
impl From<sea_orm::DbErr> for Error {
    fn from(err: sea_orm::DbErr) -> Self {
        Self::Store(err.into())
    }
}
