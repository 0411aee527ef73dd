//! How long an order may wait in each state, whose move it is, and what ends the waiting.

#![deny(clippy::wildcard_enum_match_arm)]

use kernel::{Closures, HOUR_MS, Timestamp, waking_deadline};

use crate::{CaseStatus, Owner, Status};

/// How long a state may last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Hours of the clock.
    Hours(i64),
    /// Waking hours (07:00 to 21:00), without the producer's closure days.
    Waking(i64),
    /// The deadline of the state before goes on.
    Keep,
    /// So many days after the last day on which delivery was promised.
    PromisedAnd(i64),
    /// Days, fewer for fresh goods.
    Days {
        /// Usually.
        usual: i64,
        /// For fresh goods.
        fresh: i64,
    },
    /// It is over: nothing is waited for.
    Never,
}

/// When a state ends, and when its owner is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deadline {
    /// When it ends.
    pub until: Option<Timestamp>,
    /// When its owner is reminded, if they are.
    pub remind_at: Option<Timestamp>,
}

/// What a deadline is reckoned from.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// The days on which the producer is closed.
    pub closures: &'a Closures,
    /// Whether the goods are fresh.
    pub fresh: bool,
    /// The last day of the promised delivery, counted in days from the hand-over.
    pub days_max: i64,
    /// The deadline of the state before.
    pub before: Deadline,
}

/// What follows when the first deadline of a state passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grace {
    /// The state ends at once.
    None,
    /// The buyer is asked or freed, and so many waking hours later it ends.
    Waking(i64),
    /// The buyer is asked, and so many days later it ends.
    Days(i64),
}

/// One row of the table of everything that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The state, of an order or of a case.
    pub state: &'static str,
    /// Whose move it is.
    pub owner: &'static str,
    /// How long by default.
    pub default: String,
    /// Whether the owner is reminded at half time.
    pub reminded: bool,
    /// What happens at the end.
    pub end: String,
}

impl Rule {
    /// The deadline of a state that begins now.
    pub fn deadline(self, now: Timestamp, of: Circumstances<'_>) -> Deadline {
        let reminded = |until: Timestamp, half: Timestamp| Deadline {
            until: Some(until),
            remind_at: Some(half),
        };
        let silent = |until: Timestamp| Deadline {
            until: Some(until),
            remind_at: None,
        };
        match self {
            Self::Hours(hours) => reminded(
                now.plus_hours(hours),
                now.plus_ms(hours.saturating_mul(HOUR_MS / 2)),
            ),
            Self::Waking(hours) => reminded(
                waking_deadline(now, hours, of.closures),
                waking_deadline(now, hours / 2, of.closures),
            ),
            Self::Keep => of.before,
            Self::PromisedAnd(days) => silent(now.plus_days(of.days_max.saturating_add(days))),
            Self::Days { usual, fresh } => {
                silent(now.plus_days(if of.fresh { fresh } else { usual }))
            }
            Self::Never => Deadline::default(),
        }
    }

    /// Whether the owner is reminded at half time.
    pub const fn reminds(self) -> bool {
        matches!(self, Self::Hours(_) | Self::Waking(_) | Self::Keep)
    }
}

impl Status {
    /// What the first deadline of this state leads to.
    pub const fn grace(self) -> Grace {
        match self {
            Self::Accepted | Self::Packed => Grace::Waking(24),
            Self::Shipped => Grace::Days(7),
            Self::AwaitingPayment
            | Self::Placed
            | Self::Delivered
            | Self::DeliveryFailed
            | Self::Completed
            | Self::Cancelled
            | Self::Declined
            | Self::Expired
            | Self::Returned
            | Self::Lost => Grace::None,
        }
    }

    /// How many waking hours more the producer may ask for, once.
    pub const fn extension(self) -> Option<i64> {
        match self {
            Self::Placed => Some(24),
            Self::Accepted | Self::Packed => Some(48),
            Self::AwaitingPayment
            | Self::Shipped
            | Self::Delivered
            | Self::DeliveryFailed
            | Self::Completed
            | Self::Cancelled
            | Self::Declined
            | Self::Expired
            | Self::Returned
            | Self::Lost => None,
        }
    }
}

/// Everything that waits: its owner, its deadline and its end, as the machine itself says.
pub fn waiting_table() -> Vec<Waiting> {
    Status::ALL
        .iter()
        .filter(|status| !status.is_end())
        .map(|status| Waiting {
            state: status.as_str(),
            owner: status.owner().as_str(),
            default: length(status.rule()),
            reminded: status.rule().reminds(),
            end: end(*status),
        })
        .chain([held()])
        .chain(CaseStatus::ALL.iter().filter_map(|status| case(*status)))
        .collect()
}

/// An order for which money came, or is said to have been sent.
fn held() -> Waiting {
    let hours = crate::CHECK_HOURS;
    Waiting {
        state: "payment reported",
        owner: Owner::Payee.as_str(),
        default: length(Rule::Waking(hours)),
        reminded: false,
        end: format!("the payee is called; {hours} waking h later the operator's, for ever"),
    }
}

/// A state of a case: how long it may last says a dated rule, by what is wrong.
fn case(status: CaseStatus) -> Option<Waiting> {
    let (state, end) = match status {
        CaseStatus::Open => ("case open", "the operator decides"),
        CaseStatus::Answered => ("case answered", "the operator decides"),
        CaseStatus::Operator => ("case at operator", "alarm, and the same time again"),
        CaseStatus::Returning => ("case returning", "the operator decides"),
        CaseStatus::Closed => return None,
    };
    Some(Waiting {
        state,
        owner: status.owner().as_str(),
        default: format!("rule {}", status.rule()?),
        reminded: false,
        end: end.to_owned(),
    })
}

fn length(rule: Rule) -> String {
    match rule {
        Rule::Hours(hours) => format!("{hours} h"),
        Rule::Waking(hours) => format!("{hours} waking h"),
        Rule::Keep => "what is left".to_owned(),
        Rule::PromisedAnd(days) => format!("promised days + {days}"),
        Rule::Days { usual, fresh } if usual == fresh => format!("{usual} days"),
        Rule::Days { usual, fresh } => format!("{usual} days ({fresh} for fresh goods)"),
        Rule::Never => "for ever".to_owned(),
    }
}

fn end(status: Status) -> String {
    let last = crate::apply(status, crate::Event::TimeOut).map_or_else(
        |refused| refused.to_string(),
        |t| match t.reason {
            Some(reason) => format!("{} {reason}", t.to),
            None => t.to.to_string(),
        },
    );
    match status.grace() {
        Grace::None => last,
        Grace::Waking(hours) => format!("the buyer may cancel; {hours} waking h later {last}"),
        Grace::Days(days) => format!("the buyer is asked; {days} days' silence: {last} (assumed)"),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn no_state_waits_without_an_owner_a_deadline_and_an_end() {
        let mut table = String::new();
        for row in waiting_table() {
            assert_ne!(row.owner, "nobody");
            assert_ne!(row.default, "for ever");
            let reminded = if row.reminded { "half time" } else { "" };
            writeln!(
                table,
                "{:<17} {:<9} {:<32} {reminded:<10} {}",
                row.state, row.owner, row.default, row.end
            )
            .unwrap();
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn fresh_goods_wait_two_days_for_the_buyer() {
        let closures = Closures::new();
        let now = Timestamp(1_795_399_200_000);
        let of = |fresh| Circumstances {
            closures: &closures,
            fresh,
            days_max: 4,
            before: Deadline::default(),
        };
        let until = |status: Status, fresh| status.rule().deadline(now, of(fresh)).until;
        assert_eq!(until(Status::Delivered, true), Some(now.plus_days(2)));
        assert_eq!(until(Status::Delivered, false), Some(now.plus_days(7)));
        assert_eq!(until(Status::Shipped, false), Some(now.plus_days(7)));
        assert_eq!(until(Status::Completed, false), None);
    }
}
