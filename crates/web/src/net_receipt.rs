//! A sale whose net receipt is asked for, at both front doors.

use kernel::Vnd;

use crate::problem::Problem;

/// The goods' set and price, and the price of their delivery, as `market::net_receipt` takes them.
pub fn sale((set, price): (i64, i64), delivery: Option<i64>) -> Result<((i64, Vnd), Vnd), Problem> {
    if !(1..=1_000_000_000).contains(&price) {
        return Err(Problem::field("/price", "out_of_range"));
    }
    let delivery = delivery.unwrap_or(0);
    if !(0..=1_000_000_000).contains(&delivery) {
        return Err(Problem::field("/delivery", "out_of_range"));
    }
    if reference::set(set).is_none() {
        return Err(Problem::field("/set", "unknown"));
    }
    Ok(((set, Vnd(price)), Vnd(delivery)))
}
