use market::{Error, MethodRule, Refusal, Short};
use orders::Method;

use super::{Code, FieldError, Problem};

impl From<Error> for Problem {
    fn from(err: Error) -> Self {
        match err {
            Error::Store(err) => err.into(),
            Error::Accounts(err) => err.into(),
            Error::Catalog(err) => err.into(),
            Error::Orders(err) => err.into(),
            Error::Payments(err) => err.into(),
            Error::Notices(err) => err.into(),
            Error::Checkout(err) => err.into(),
            Error::Media(err) => err.into(),
            Error::Cards(err) => {
                tracing::warn!(error = %err, "a payment by card waits");
                Self::new(Code::Unavailable).retry_after(5)
            }
            Error::NoCards => Self::new(Code::NotFound),
            Error::Search(search::Error::Cursor) => Self::field("cursor", "invalid"),
            Error::Search(_) | Error::Task(_) => Self::internal(&err),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(err: Refusal) -> Self {
        match err {
            Refusal::KeyMismatch => Self::new(Code::IdempotencyMismatch),
            Refusal::InFlight => Self::new(Code::InFlight).retry_after(1),
            Refusal::CartEmpty => Self::field("/cart", "cart_empty"),
            Refusal::OutOfStock(short) => {
                Self::new(Code::OutOfStock).errors(short.iter().map(line).collect())
            }
            Refusal::TotalChanged { total } => Self::new(Code::TotalChanged).member("total", total),
            Refusal::Undeliverable(orders) => undeliverable(&orders),
            Refusal::MethodNotAllowed {
                orders,
                rule,
                allowed,
            } => method(orders, rule, &allowed),
            Refusal::OrderKeyUnknown(key) => {
                Self::field(format!("/payment_methods/{key}"), "unknown")
            }
            Refusal::AgeDeclarationRequired => Self::new(Code::AgeDeclarationRequired),
            Refusal::AgeUnconfirmed => Self::field("/age_confirmed", "required"),
            Refusal::CallEnded => Self::new(Code::Conflict).detail("call_ended"),
            Refusal::NothingToDo => Self::field("/act", "nothing_to_do"),
            Refusal::NotForSale => Self::new(Code::Conflict).detail("not_for_sale"),
        }
    }
}

fn line(short: &Short) -> FieldError {
    FieldError::new(format!("/lines/{}", short.variant), "out_of_stock").with("left", &short.left)
}

fn undeliverable(orders: &[(String, orders::Obstacle)]) -> Problem {
    let keys: Vec<&str> = orders.iter().map(|(key, _)| key.as_str()).collect();
    let errors = orders
        .iter()
        .map(|(_, obstacle)| FieldError::new("/address/commune_code", obstacle.as_str()));
    Problem::invalid(errors.collect()).member("orders", keys)
}

/// Which orders, which rule, and what to do.
fn method(orders: Vec<String>, rule: MethodRule, allowed: &[Method]) -> Problem {
    let detail = match rule {
        MethodRule::AlcoholNoCash => "alcohol_no_cash",
        MethodRule::RefusedTooOften => "cash_refused_too_often",
        MethodRule::NoAccount => "method_no_account",
        MethodRule::NotOffered => "method_not_offered",
    };
    let allowed: Vec<&str> = allowed.iter().map(|method| method.as_str()).collect();
    Problem::new(Code::MethodNotAllowed)
        .detail(detail)
        .member("orders", orders)
        .member("rule", rule.as_str())
        .member("allowed_methods", allowed)
}
