use payments::Error;

use super::{Code, FieldError, Problem};

impl From<Error> for Problem {
    fn from(err: Error) -> Self {
        match err {
            Error::Store(err) => err.into(),
            Error::Page(err) => err.into(),
            Error::NotFound => Self::new(Code::NotFound),
            Error::Amount { min, max } => {
                let error = FieldError::new("/amount", "out_of_range");
                Self::invalid(vec![error.with("min", &min).with("max", &max)])
            }
            Error::State(status) => Self::new(Code::Conflict)
                .detail("payment_state")
                .with("status", &status),
            Error::Forgive { missing, most } => {
                let error = FieldError::new("/forgive", "forgive_too_much");
                Self::invalid(vec![error.with("missing", &missing).with("most", &most)])
            }
            Error::CashAtTheDoor => Self::new(Code::Conflict).detail("cash_at_the_door"),
            Error::RefundState(status) => Self::new(Code::Conflict)
                .detail("refund_state")
                .with("status", &status),
            Error::PayoutState(status) => Self::new(Code::Conflict)
                .detail("payout_state")
                .with("status", &status),
            Error::FourEyes => Self::new(Code::Conflict).detail("payout_four_eyes"),
            Error::NothingToPayOut => Self::new(Code::Conflict).detail("nothing_to_pay_out"),
            Error::Account(field) => Self::field(format!("/{field}"), "invalid"),
            Error::Unreadable(_) => Self::internal(&err),
        }
    }
}
