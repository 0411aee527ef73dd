use store::Transient;

use crate::machine::Refused;

/// Why the orders refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No such cart, checkout or order, or another's.
    #[error("there is no such thing here")]
    NotFound,
    /// The order's state does not admit the step.
    #[error(transparent)]
    State(#[from] Refused),
    /// More time was given already.
    #[error("more time was given already")]
    ExtendedAlready,
    /// An open case must be closed first.
    #[error("a case is open")]
    CaseOpen,
    /// The case's state does not admit the step.
    #[error("the case is {from}: it cannot {step}")]
    CaseState {
        /// Where it stands.
        from: crate::CaseStatus,
        /// What was tried.
        step: &'static str,
    },
    /// The case is closed, or has as many pictures as it may.
    #[error("an open case has at most {max} pictures")]
    CasePictures {
        /// How many.
        max: i64,
    },
    /// Nothing was paid that could be made good.
    #[error("nothing was paid that could be made good")]
    NothingPaid,
    /// The cart has become a checkout.
    #[error("the cart has become a checkout")]
    CartUsed,
    /// A cart holds only so many different things.
    #[error("a cart holds at most {max} different things")]
    CartFull {
        /// How many.
        max: usize,
    },
    /// The input does not hold, field by field.
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<Fault>),
    /// The sum is more than money can be.
    #[error("the sum is too large")]
    TooMuch,
    /// A cursor of another list.
    #[error(transparent)]
    Page(#[from] kernel::PageError),
    /// What a row holds cannot be read: a bug, or a newer version's work.
    #[error("a stored value cannot be read: {0}")]
    Unreadable(String),
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a JSON pointer into the body: `/contact/phone`.
    pub pointer: &'static str,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It must be there.
    Required,
    /// It has more characters than this.
    TooLong(usize),
    /// It is outside these bounds.
    OutOfRange(i64, i64),
    /// It is not written as it should be.
    Malformed,
    /// It holds characters that no text has.
    ControlCharacters,
    /// It names something that does not exist.
    Unknown,
    /// The mobile number of before 2018 has this new form.
    Renumbered(String),
    /// Who says so is younger than this.
    TooYoung(i64),
}

impl Transient for Error {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Store(err) if err.is_busy())
    }
}

impl From<kernel::MoneyError> for Error {
    fn from(_too_large: kernel::MoneyError) -> Self {
        Self::TooMuch
    }
}

/// What a row's column answers with when it is read.
impl From<sea_orm::DbErr> for Error {
    fn from(err: sea_orm::DbErr) -> Self {
        Self::Store(err.into())
    }
}
