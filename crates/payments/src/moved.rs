//! What moved at the card company as our books have it: what the morning's comparison holds against
//! the card company's own balance.

use std::collections::BTreeMap;

use kernel::{PaymentId, Timestamp, Vnd};
use store::{ConnectionTrait, Row, Tx, in_list, rows};
use uuid::Uuid;

use crate::Error;
use crate::ledger::{self, About, Account, Cause, Posting};

/// Money that moved at the card company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// What its line in the card company's balance comes from: a charge, a refund, a transfer …
    pub source: String,
    /// How much came; what went is below zero.
    pub amount: Vnd,
    /// What the card company kept of it, as far as it is booked.
    pub fee: Vnd,
    /// The try that moved it, the dispute, or the payout to the market's bank account.
    pub subject: Uuid,
    /// Of which payment, where it is of one.
    pub payment: Option<PaymentId>,
}

/// A kind of movement: its columns, and when it was.
struct Arm {
    select: &'static str,
    at: &'static str,
    source: &'static str,
}

const ARMS: [Arm; 6] = [
    Arm {
        select: "a.source_id AS source, CASE WHEN a.kind IN ('refund', 'transfer') THEN -a.amount ELSE a.amount END AS amount, \
            a.id AS subject, a.payment_id, 0 AS back FROM payment_attempts a WHERE a.status = 'done'",
        at: "a.settled_at",
        source: "a.source_id",
    },
    Arm {
        select: "a.source_id AS source, a.amount, a.id AS subject, a.payment_id, 1 AS back FROM payment_attempts a \
            WHERE a.returned_at IS NOT NULL",
        at: "a.returned_at",
        source: "a.source_id",
    },
    Arm {
        select: "d.provider_id AS source, -d.amount AS amount, d.id AS subject, d.payment_id, 0 AS back FROM disputes d WHERE d.amount > 0",
        at: "d.opened_at",
        source: "d.provider_id",
    },
    Arm {
        select: "d.provider_id AS source, d.amount, d.id AS subject, d.payment_id, 1 AS back FROM disputes d WHERE d.status = 'won'",
        at: "d.closed_at",
        source: "d.provider_id",
    },
    Arm {
        select: "c.provider_id AS source, -c.amount AS amount, c.id AS subject, NULL AS payment_id, 0 AS back FROM card_payouts c WHERE c.amount > 0",
        at: "c.left_at",
        source: "c.provider_id",
    },
    Arm {
        select: "c.provider_id AS source, c.amount, c.id AS subject, NULL AS payment_id, 1 AS back FROM card_payouts c WHERE c.returned_at IS NOT NULL",
        at: "c.returned_at",
        source: "c.provider_id",
    },
];

/// So many lines are looked up by one statement.
const AT_ONCE: usize = 500;

/// What moved from one instant until before another.
pub async fn moved(
    db: &impl ConnectionTrait,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Moved>, Error> {
    let sql = union(|arm| format!("{at} >= $1 AND {at} < $2", at = arm.at));
    let found = rows(db, &sql, vec![from.0.into(), until.0.into()]).await?;
    found.iter().map(read).collect()
}

/// What our books have of lines of the card company's balance, by what each comes from: once for what
/// came, and once for what went.
pub async fn moved_by(
    db: &impl ConnectionTrait,
    sources: &[&str],
) -> Result<BTreeMap<(String, bool), Moved>, Error> {
    let mut known = BTreeMap::new();
    for some in sources.chunks(AT_ONCE) {
        let list = in_list(some.len(), 1);
        let sql = union(|arm| format!("{} IN {list}", arm.source));
        let values = some.iter().map(|source| (*source).into()).collect();
        for row in rows(db, &sql, values).await? {
            let moved = read(&row)?;
            known.insert((moved.source.clone(), moved.came()), moved);
        }
    }
    Ok(known)
}

fn union(clause: impl Fn(&Arm) -> String) -> String {
    let arms = ARMS.map(|arm| format!("SELECT {} AND {}", arm.select, clause(&arm)));
    // Of what came back the fee did too, if any: it stands on the other side.
    let side = |column: &str| {
        format!(
            "COALESCE((SELECT SUM(e.amount) FROM ledger_entries e WHERE e.subject_id = m.subject \
             AND e.cause = '{}' AND e.{column} = '{}'), 0)",
            Cause::Fee.as_str(),
            Account::StripeFees
        )
    };
    format!(
        "SELECT m.source, m.amount, m.subject, m.payment_id, \
         CAST(CASE m.back WHEN 1 THEN -{} ELSE {} END AS BIGINT) AS fee FROM ({}) m ORDER BY m.source, m.amount",
        side("credit"),
        side("debit"),
        arms.join(" UNION ALL "),
    )
}

fn read(row: &Row) -> Result<Moved, Error> {
    Ok(Moved {
        source: row.try_get("", "source")?,
        amount: Vnd(row.try_get("", "amount")?),
        fee: Vnd(row.try_get("", "fee")?),
        subject: row.try_get("", "subject")?,
        payment: row
            .try_get::<Option<Uuid>>("", "payment_id")?
            .map(PaymentId),
    })
}

impl Moved {
    /// Whether it came.
    pub fn came(&self) -> bool {
        self.amount > Vnd::ZERO
    }
}

/// What the card company kept of a movement: the market bears it. Below nothing it gave it back.
pub async fn book_fee(tx: &Tx, of: &Moved, fee: Vnd, now: Timestamp) -> Result<(), Error> {
    let (debit, credit) = if fee >= Vnd::ZERO {
        (Account::StripeFees, Account::Stripe)
    } else {
        (Account::Stripe, Account::StripeFees)
    };
    let posting = Posting {
        debit,
        credit,
        amount: Vnd(fee.0.saturating_abs()),
        cause: Cause::Fee,
        about: About {
            subject: of.subject,
            order: None,
            payment: of.payment,
        },
    };
    ledger::post(tx, &[posting], now).await
}
