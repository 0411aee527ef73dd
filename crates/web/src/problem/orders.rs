use orders::{Error, Fault, Wrong};

use super::{Code, FieldError, Problem};

impl From<Error> for Problem {
    fn from(err: Error) -> Self {
        match err {
            Error::Store(err) => err.into(),
            Error::Page(err) => err.into(),
            Error::NotFound => Self::new(Code::NotFound),
            Error::State(refused) => Self::new(Code::Conflict)
                .detail("order_state")
                .with("status", &refused.from)
                .member("status_now", refused.from),
            Error::ExtendedAlready => Self::new(Code::Conflict).detail("extended_already"),
            Error::CaseOpen => Self::new(Code::Conflict).detail("case_open"),
            Error::CaseState { from, .. } => Self::new(Code::Conflict)
                .detail("case_state")
                .with("status", &from)
                .member("status_now", from),
            Error::CasePictures { max } => Self::new(Code::Conflict)
                .detail("case_pictures")
                .with("max", &max),
            Error::NothingPaid => Self::new(Code::Conflict).detail("nothing_paid"),
            Error::CartUsed => Self::new(Code::CartUsed),
            Error::CartFull { max } => Self::new(Code::Conflict)
                .detail("cart_full")
                .with("max", &max),
            Error::Invalid(faults) => Self::invalid(faults.iter().map(field).collect()),
            Error::TooMuch => Self::field("/quantity", "too_much"),
            Error::Unreadable(_) => Self::internal(&err),
        }
    }
}

fn field(fault: &Fault) -> FieldError {
    let at = |code| FieldError::new(fault.pointer, code);
    match &fault.wrong {
        Wrong::Required => at("required"),
        Wrong::TooLong(max) => at("too_long").with("max", max),
        Wrong::OutOfRange(min, max) => at("out_of_range").with("min", min).with("max", max),
        Wrong::Malformed => at("invalid"),
        Wrong::ControlCharacters => at("control_characters"),
        Wrong::Unknown => at("not_there"),
        Wrong::Renumbered(new) => at("phone_renumbered").with("new", new),
        Wrong::TooYoung(min) => at("too_young").with("min", min),
    }
}
