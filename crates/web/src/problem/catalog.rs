use catalog::stock::Short;
use catalog::{Error, Fault, Wrong};

use super::{Code, FieldError, Problem};

impl From<Error> for Problem {
    fn from(err: Error) -> Self {
        match err {
            Error::Store(err) => err.into(),
            Error::NotFound => Self::new(Code::NotFound),
            Error::TakenDown => Self::new(Code::Gone),
            Error::Invalid(faults) => Self::invalid(faults.iter().map(field).collect()),
            Error::Stale => Self::new(Code::Stale),
            Error::State { what, status, .. } => Self::new(Code::Conflict)
                .detail("state")
                .with("what", what)
                .with("status", status)
                .member("status_now", status),
            Error::OwnWork => Self::new(Code::Forbidden).detail("own_work"),
            Error::Level { needed } => Self::new(Code::Forbidden)
                .detail("level")
                .with("needed", needed),
            Error::ProducerNotApproved => Self::new(Code::Conflict).detail("producer_not_approved"),
            Error::PapersUnverified(kinds) => Self::new(Code::Conflict)
                .detail("papers_unverified")
                .member("documents", kinds),
            Error::Unstarred => Self::new(Code::Conflict).detail("unstarred"),
            Error::TooManyPictures { max } => Self::new(Code::Conflict)
                .detail("too_many_pictures")
                .with("max", &max),
            Error::OutOfStock(short) => {
                Self::new(Code::OutOfStock).errors(short.iter().map(line).collect())
            }
            Error::PromisedToOrders { promised, orders } => Self::new(Code::PromisedToOrders)
                .member("promised", promised)
                .member("orders", orders),
            Error::CountedBefore { on_hand } => Self::new(Code::Conflict)
                .detail("counted_before")
                .with("on_hand", &on_hand)
                .member("on_hand", on_hand),
            Error::File(_) | Error::Unreadable(_) => Self::internal(&err),
        }
    }
}

fn line(short: &Short) -> FieldError {
    FieldError::new(format!("/lines/{}", short.variant), "out_of_stock").with("left", &short.left)
}

fn field(fault: &Fault) -> FieldError {
    let at = |code| FieldError::new(fault.pointer.as_str(), code);
    match &fault.wrong {
        Wrong::Required => at("required"),
        Wrong::TooLong(max) => at("too_long").with("max", max),
        Wrong::OutOfRange(min, max) => at("out_of_range").with("min", min).with("max", max),
        Wrong::Malformed => at("invalid"),
        Wrong::Unknown => at("not_there"),
        Wrong::Duplicate => at("duplicate"),
        Wrong::NotAllowed => at("not_allowed"),
        Wrong::FalseClaim => at("false_claim"),
        Wrong::Renumbered(new) => at("phone_renumbered").with("new", new),
        Wrong::PriceJump(percent) => at("price_jump").with("percent", percent),
        Wrong::Differs => at("differs"),
        Wrong::OutsideTerm => at("outside_term"),
        Wrong::LicenceMissing => at("licence_missing"),
        Wrong::TooStrong(permille) => {
            at("too_strong").with("max", &catalog::revisions::abv(*permille))
        }
    }
}
