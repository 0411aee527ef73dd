use kernel::{DAY_MS, Vnd};
use store::ConnectionTrait;

use super::BankLine;
use crate::{Error, Payment, Status};

/// So many are shown.
const SHOWN: usize = 5;
/// Money of a purchase comes within these days.
const DAYS: i64 = 7;

/// A payment that a line without a code could be for, and why. A person decides.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// Which.
    pub payment: Payment,
    /// It lacks exactly what came.
    pub amount: bool,
    /// Its buyer says that they have paid.
    pub reported: bool,
}

/// What a line could be for: to that account, asked for in the days before, lacking that amount or
/// said to be paid. The likeliest comes first.
pub async fn suggestions(
    db: &impl ConnectionTrait,
    line: &BankLine,
) -> Result<Vec<Suggestion>, Error> {
    let told = &line.told;
    let clause = "p.id IN (SELECT id FROM payments WHERE custody = 'market' AND method = 'vietqr' AND pay_to_account = $1 \
        AND status IN ('pending', 'reported', 'partly_paid', 'cancelled') \
        AND created_at BETWEEN $2 AND $3 AND (amount - received - forgiven = $4 OR status = 'reported') LIMIT 50)";
    let values = vec![
        told.account.as_str().into(),
        told.booked_at.plus_days(-DAYS).0.into(),
        told.booked_at.plus_ms(DAY_MS).0.into(),
        told.amount.0.into(),
    ];
    let found = crate::payment::load(db, clause, values, "").await?;
    let mut shown: Vec<Suggestion> = found
        .into_iter()
        .map(|payment| Suggestion {
            amount: payment.remaining() == told.amount && told.amount > Vnd::ZERO,
            reported: payment.status == Status::Reported,
            payment,
        })
        .collect();
    // Ids are minted by time: of equals, the latest asked for is the likeliest.
    shown.sort_by_key(|s| std::cmp::Reverse((s.amount, s.reported, s.payment.id)));
    shown.truncate(SHOWN);
    Ok(shown)
}
