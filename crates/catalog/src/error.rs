use kernel::OrderId;
use store::Transient;

use crate::stock::Short;

/// Why the catalogue refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No such thing, or another producer's, or in another official's area.
    #[error("there is no such thing here")]
    NotFound,
    /// By order of an authority it is no longer here.
    #[error("it was taken down by order of an authority")]
    TakenDown,
    /// The input does not hold, field by field.
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<Fault>),
    /// Somebody changed or submitted it meanwhile.
    #[error("it has been changed meanwhile")]
    Stale,
    /// Its state does not admit the step.
    #[error("{what} is {status}: it cannot {step}")]
    State {
        /// What it is: `product`, `revision`, `producer`, `review`.
        what: &'static str,
        /// The state in which it is.
        status: &'static str,
        /// The step that was tried.
        step: &'static str,
    },
    /// Who prepared or submitted a thing never decides on it.
    #[error("who prepared or submitted it does not decide on it")]
    OwnWork,
    /// The official's level does not decide on this.
    #[error("the {needed} level decides on this")]
    Level {
        /// The lowest level that decides.
        needed: &'static str,
    },
    /// A listing waits for its producer.
    #[error("the producer is not approved yet")]
    ProducerNotApproved,
    /// Papers that the goods need are not verified.
    #[error("{} papers are not verified", .0.len())]
    PapersUnverified(Vec<String>),
    /// Only what holds a star may be on sale, by the policy of the day.
    #[error("without a valid certificate it may not be on sale")]
    Unstarred,
    /// A product carries only so many pictures.
    #[error("a product carries at most {max} pictures")]
    TooManyPictures {
        /// How many.
        max: i64,
    },
    /// There is not enough: every short line.
    #[error("{} lines want more than there is", .0.len())]
    OutOfStock(Vec<Short>),
    /// Less cannot be on hand than is promised.
    #[error("{promised} are promised to orders")]
    PromisedToOrders {
        /// How many.
        promised: i64,
        /// To which orders.
        orders: Vec<OrderId>,
    },
    /// The count is from before something went out or came in.
    #[error("meanwhile {on_hand} are on hand")]
    CountedBefore {
        /// How many are written down now.
        on_hand: i64,
    },
    /// A file cannot be read.
    #[error("the file cannot be read")]
    File(#[source] std::io::Error),
    /// What a row holds cannot be read: a bug, or a newer version's work.
    #[error("a stored value cannot be read: {0}")]
    Unreadable(String),
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a JSON pointer into the body: `/variants/0/sku`.
    pub pointer: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

impl Fault {
    /// A wrong field.
    pub fn new(pointer: impl Into<String>, wrong: Wrong) -> Self {
        Self {
            pointer: pointer.into(),
            wrong,
        }
    }
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
    /// It names something that does not exist.
    Unknown,
    /// It stands there twice, or another of the producer's things has it.
    Duplicate,
    /// It does not belong here.
    NotAllowed,
    /// It claims stars without a valid certificate.
    FalseClaim,
    /// The mobile number of before 2018 has this new form.
    Renumbered(String),
    /// The price moves by so many per cent: said again with `confirm`, it holds.
    PriceJump(i64),
    /// It is not what is recorded.
    Differs,
    /// The day lies outside the time that the law allows.
    OutsideTerm,
    /// A paper that the goods need is missing, rejected or lapsed.
    LicenceMissing,
    /// Stronger than may be sold online: the limit in per mille.
    TooStrong(i64),
}

impl Transient for Error {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Store(err) if err.is_busy())
    }
}

/// What a row's column answers with when it is read.
impl From<sea_orm::DbErr> for Error {
    fn from(err: sea_orm::DbErr) -> Self {
        Self::Store(err.into())
    }
}
