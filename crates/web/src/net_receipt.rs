//! A sale whose net receipt is asked for, at both front doors.

use kernel::Vnd;

use crate::problem::{FieldError, Problem};

/// The dearest sale that is reckoned.
const MOST: i64 = 1_000_000_000;

/// The goods' set and price, and the price of their delivery, as `market::net_receipt` takes them.
pub fn sale((set, price): (i64, i64), delivery: Option<i64>) -> Result<((i64, Vnd), Vnd), Problem> {
    within("/price", price, 1)?;
    let delivery = delivery.unwrap_or(0);
    within("/delivery", delivery, 0)?;
    if reference::set(set).is_none() {
        return Err(Problem::field("/set", "unknown"));
    }
    Ok(((set, Vnd(price)), Vnd(delivery)))
}

fn within(pointer: &str, sum: i64, least: i64) -> Result<(), Problem> {
    if (least..=MOST).contains(&sum) {
        return Ok(());
    }
    let wrong = FieldError::new(pointer, "out_of_range");
    let wrong = wrong.with("min", &least).with("max", &MOST);
    Err(Problem::invalid(vec![wrong]))
}
