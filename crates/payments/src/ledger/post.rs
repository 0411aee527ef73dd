use kernel::{Day, Timestamp, Vnd};
use store::{Tx, insert};
use uuid::Uuid;

use super::Posting;
use crate::Error;

/// Writes transfers with one statement; those of nothing are left out. A cause that its subject has
/// had between these accounts is the rule `posted_once`.
pub async fn post(tx: &Tx, postings: &[Posting], now: Timestamp) -> Result<(), Error> {
    let columns = [
        "debit",
        "credit",
        "amount",
        "cause",
        "subject_id",
        "order_id",
        "payment_id",
        "at",
        "day",
    ];
    let day = Day::of(now).to_string();
    let moving = postings
        .iter()
        .filter(|posting| posting.amount != Vnd::ZERO);
    let row = |posting: &Posting| {
        vec![
            posting.debit.to_string().into(),
            posting.credit.to_string().into(),
            posting.amount.0.into(),
            posting.cause.as_str().into(),
            posting.about.subject.into(),
            posting.about.order.map(Uuid::from).into(),
            posting.about.payment.map(Uuid::from).into(),
            now.0.into(),
            day.as_str().into(),
        ]
    };
    Ok(insert(tx, "ledger_entries", &columns, moving.map(row).collect()).await?)
}
