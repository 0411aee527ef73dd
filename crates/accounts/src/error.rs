use kernel::{AccountId, PhoneError};

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A name is 1 to 100 characters.
    #[error("a name has 1 to 100 characters")]
    Name,
    /// Neither an e-mail address nor a telephone number.
    #[error("an e-mail address or a telephone number is needed")]
    ContactMissing,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    Email,
    /// Not a mobile number.
    #[error("{0}")]
    Phone(PhoneError),
    /// Shorter than `least` characters.
    #[error("a password has at least {least} characters")]
    PasswordShort {
        /// How many it must have.
        least: usize,
    },
    /// Longer than `most` bytes.
    #[error("a password has at most {most} bytes")]
    PasswordLong {
        /// How many it may have.
        most: usize,
    },
    /// One of the passwords that are tried first, or made of the person's or the market's name.
    #[error("this password is too easy to guess")]
    PasswordCommon,
    /// Not a role that can be granted.
    #[error("not a role")]
    Role,
    /// An official without an area, or a role with one that it does not take.
    #[error("not an area of this role")]
    Area,
}

/// Why a use-case of accounts was refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields of the form are wrong.
    #[error("the form has {} wrong fields", .0.len())]
    Invalid(Vec<Fault>),
    /// Unknown login, wrong password, wrong or used code, suspended account: one answer for all.
    #[error("login and password do not belong together")]
    InvalidCredentials,
    /// Too many wrong tries: wait so long.
    #[error("too many tries, wait {wait_ms} ms")]
    TooManyTries {
        /// How long.
        wait_ms: i64,
    },
    /// A link that was never made, was used, or is too old.
    #[error("the code is unknown, used or too old")]
    CodeUnknown,
    /// Another account has proven this contact point.
    #[error("another account has proven this contact point")]
    ProvenByAnother,
    /// No such account.
    #[error("there is no such account")]
    AccountUnknown,
    /// No account has proven such a login.
    #[error("nobody has proven this e-mail address or telephone number")]
    LoginUnknown,
    /// No such session of this account.
    #[error("there is no such session")]
    SessionUnknown,
    /// No such member of this producer.
    #[error("there is no such member")]
    MemberUnknown,
    /// Nobody who serves the market holds a mandate.
    #[error("{0} serves the market and holds no mandate")]
    NoMandateFor(AccountId),
    /// No such invitation of this producer that waits.
    #[error("there is no such invitation")]
    InvitationUnknown,
    /// No such card of this account.
    #[error("there is no such card")]
    CardUnknown,
    /// Nobody decides on what is their own.
    #[error("{0} is one of the two sides")]
    OwnAffair(AccountId),
    /// The producer is theirs already.
    #[error("{0} is the only owner already")]
    OwnerAlready(AccountId),
    /// Who serves the market lays that down before their account is erased.
    #[error("{0} still serves the market")]
    StillServes(AccountId),
    /// No such mandate of this producer.
    #[error("there is no such mandate")]
    MandateUnknown,
    /// A producer keeps at least one owner.
    #[error("a producer keeps at least one owner")]
    LastOwner,
    /// The market keeps at least one administrator.
    #[error("the market keeps at least one administrator")]
    LastAdmin,
    /// A sign-in code for somebody whose account only they may open.
    #[error("no sign-in code may be issued for {0}")]
    NoCodeFor(AccountId),
    /// So many people sign in at once that this one would wait too long.
    #[error("too many passwords are being checked")]
    Overloaded,
    /// Hashing failed: a bug.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl store::Transient for Error {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Store(err) if err.is_busy())
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Invalid(vec![fault])
    }
}
