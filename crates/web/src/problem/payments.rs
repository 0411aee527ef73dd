use payments::Error;
use payments::bank::{BadStatement, BadWebhook, Fault};

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
            Error::NotPayee(custody) => Self::new(Code::Conflict)
                .detail("not_payee")
                .with("custody", &custody),
            Error::LineSettled => Self::new(Code::Conflict).detail("line_settled"),
            Error::NoAccount => Self::new(Code::Conflict).detail("market_takes_no_money"),
            Error::Parts(whole) => {
                let error = FieldError::new("/parts", "parts_of_line");
                Self::invalid(vec![error.with("whole", &whole)])
            }
            Error::Statement(bad) => statement(&bad),
            Error::Webhook(bad) => match bad {
                BadWebhook::Signature | BadWebhook::Old => Self::new(Code::Unauthenticated),
                BadWebhook::Body(_) => Self::new(Code::Malformed),
            },
            Error::CashAtTheDoor => Self::new(Code::Conflict).detail("cash_at_the_door"),
            Error::RefundState(status) => Self::new(Code::Conflict)
                .detail("refund_state")
                .with("status", &status),
            Error::PayoutState(status) => Self::new(Code::Conflict)
                .detail("payout_state")
                .with("status", &status),
            Error::FourEyes => Self::new(Code::Conflict).detail("payout_four_eyes"),
            Error::PaidByCards => Self::new(Code::Conflict).detail("payout_by_cards"),
            Error::NothingToPayOut => Self::new(Code::Conflict).detail("nothing_to_pay_out"),
            Error::Account(field) => Self::field(format!("/{field}"), "invalid"),
            Error::Unreadable(_) => Self::internal(&err),
        }
    }
}

/// So many wrong rows are named; the rest shows once these are right.
const SHOWN: usize = 50;

fn statement(bad: &BadStatement) -> Problem {
    match bad {
        BadStatement::NoHeading => Problem::field("/statement", "statement_heading"),
        BadStatement::TooLong(most) => {
            let error = FieldError::new("/statement", "statement_too_long");
            Problem::invalid(vec![error.with("most", most)])
        }
        BadStatement::Rows(faults) => {
            let error = |fault: &Fault| {
                let pointer = format!("/statement/{}/{}", fault.line, fault.column);
                FieldError::new(pointer, "statement_row").with("line", &fault.line)
            };
            Problem::invalid(faults.iter().take(SHOWN).map(error).collect())
        }
    }
}
