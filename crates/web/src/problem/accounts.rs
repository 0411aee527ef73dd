use accounts::{Error, Fault};
use kernel::PhoneError;

use super::{Code, FieldError, Problem};

impl From<Error> for Problem {
    fn from(err: Error) -> Self {
        match err {
            Error::Invalid(faults) => Self::invalid(faults.iter().map(field).collect()),
            Error::InvalidCredentials => Self::new(Code::InvalidCredentials),
            Error::TooManyTries { wait_ms } => {
                Self::new(Code::RateLimited).retry_after(seconds(wait_ms))
            }
            Error::CodeUnknown => Self::new(Code::NotFound).detail("code_unknown"),
            Error::AccountUnknown
            | Error::SessionUnknown
            | Error::MemberUnknown
            | Error::MandateUnknown
            | Error::InvitationUnknown
            | Error::CardUnknown => Self::new(Code::NotFound),
            Error::LoginUnknown => Self::field("/login", "login_unproven"),
            Error::OwnAffair(_) => Self::new(Code::Forbidden).detail("own_affair"),
            Error::StillServes(_) => Self::new(Code::Conflict).detail("still_serves"),
            Error::OwnerAlready(_) => Self::new(Code::Conflict).detail("owner_already"),
            Error::ProvenByAnother => Self::new(Code::Conflict).detail("proven_by_another"),
            Error::LastOwner => Self::new(Code::Conflict).detail("last_owner"),
            Error::LastAdmin => Self::new(Code::Conflict).detail("last_admin"),
            Error::NoCodeFor(_) => Self::new(Code::Forbidden).detail("no_code_for_staff"),
            Error::NoMandateFor(_) => Self::new(Code::Forbidden).detail("no_mandate_for_staff"),
            Error::Overloaded => Self::new(Code::Unavailable).retry_after(2),
            Error::Hash(_) => Self::internal(&err),
            Error::Store(err) => err.into(),
        }
    }
}

/// Whole seconds, rounded up.
fn seconds(ms: i64) -> u64 {
    u64::try_from(ms).unwrap_or(0).div_ceil(1_000)
}

fn field(fault: &Fault) -> FieldError {
    match fault {
        Fault::Name => FieldError::new("/name", "name"),
        Fault::ContactMissing => FieldError::new("/email", "contact_missing"),
        Fault::Email => FieldError::new("/email", "email"),
        Fault::Phone(PhoneError::Renumbered(new)) => {
            FieldError::new("/phone", "phone_renumbered").with("new", new)
        }
        Fault::Phone(PhoneError::NotMobile) => FieldError::new("/phone", "phone_not_mobile"),
        Fault::Phone(PhoneError::Invalid) => FieldError::new("/phone", "phone"),
        Fault::PasswordShort { least } => {
            FieldError::new("/password", "too_short").with("min", least)
        }
        Fault::PasswordLong { most } => FieldError::new("/password", "too_long").with("max", most),
        Fault::PasswordCommon => FieldError::new("/password", "password_common"),
        Fault::Role => FieldError::new("/role", "role"),
        Fault::Area => FieldError::new("/area", "area"),
    }
}
