//! The machine of a case on one screen.

#![deny(clippy::wildcard_enum_match_arm)]

use crate::{Error, Owner};
use kernel::words;

words! {
    /// What is wrong.
    CaseKind {
        /// It never came.
        NotReceived = "not_received",
        /// It leaks.
        Leaking = "leaking",
        /// It is damaged.
        Damaged = "damaged",
        /// It is something else.
        Wrong = "wrong",
        /// Something is missing.
        Missing = "missing",
        /// It has gone off.
        Spoiled = "spoiled",
        /// It is not what was described.
        NotAsDescribed = "not_as_described",
    }
}

words! {
    /// What the buyer wishes.
    Wish {
        /// The money back.
        Refund = "refund",
        /// The goods again.
        Replacement = "replacement",
        /// To send it back for the money.
        Return = "return",
    }
}

words! {
    /// What is offered or decided.
    Remedy {
        /// The money back.
        Refund = "refund",
        /// The goods again.
        Replacement = "replacement",
        /// The money once the goods are back.
        Return = "return",
        /// Nothing.
        Refuse = "refuse",
    }
}

words! {
    /// Where a case stands.
    CaseStatus {
        /// The producer has yet to answer.
        Open = "open",
        /// The producer offered something else: the buyer has yet to say.
        Answered = "answered",
        /// The operator has yet to decide.
        Operator = "operator",
        /// The goods are on their way back.
        Returning = "returning",
        /// It is settled.
        Closed = "closed",
    }
}

/// What happens to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseEvent {
    /// The producer answers.
    Answer(Remedy),
    /// The buyer takes what was offered.
    Agree,
    /// The buyer does not.
    Disagree,
    /// The operator decides.
    Decide(Remedy),
    /// The producer has the goods back.
    Received,
    /// The buyer takes it back: all is well.
    Withdraw,
    /// The deadline of its state has passed.
    TimeOut,
}

/// What a change makes of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Where it stands now.
    pub to: CaseStatus,
    /// What is to be done for the buyer, in the same transaction.
    pub due: Option<Remedy>,
}

impl Wish {
    /// The remedy that grants it.
    pub const fn granted(self) -> Remedy {
        match self {
            Self::Refund => Remedy::Refund,
            Self::Replacement => Remedy::Replacement,
            Self::Return => Remedy::Return,
        }
    }
}

impl CaseStatus {
    /// Whose move it is.
    pub const fn owner(self) -> Owner {
        match self {
            Self::Open => Owner::Producer,
            Self::Answered | Self::Returning => Owner::Buyer,
            Self::Operator => Owner::Operator,
            Self::Closed => Owner::Nobody,
        }
    }

    /// The rule that says how many hours it may wait here.
    pub const fn rule(self) -> Option<&'static str> {
        match self {
            Self::Open => Some("case.answer_hours"),
            Self::Answered => Some("case.buyer_hours"),
            Self::Operator => Some("case.operator_hours"),
            Self::Returning => Some("case.return_hours"),
            Self::Closed => None,
        }
    }
}

impl CaseEvent {
    /// The step's word in problems.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answer(_) => "answer",
            Self::Agree => "agree",
            Self::Disagree => "disagree",
            Self::Decide(_) => "decide",
            Self::Received => "received",
            Self::Withdraw => "withdraw",
            Self::TimeOut => "time_out",
        }
    }
}

/// What an event makes of a case. `wish` is the buyer's, `offered` what the producer answered.
pub fn apply_case(
    from: CaseStatus,
    (wish, offered): (Wish, Option<Remedy>),
    event: CaseEvent,
) -> Result<Turn, Error> {
    use CaseStatus::{Answered, Closed, Open, Operator, Returning};
    let to = |to| Ok(Turn { to, due: None });
    let refused = || Error::CaseState {
        from,
        step: event.as_str(),
    };
    match (from, event) {
        (Closed, _) => Err(refused()),
        (_, CaseEvent::Withdraw) => to(Closed),
        (Open, CaseEvent::Answer(remedy)) if remedy == wish.granted() => Ok(settled(remedy)),
        // Who says no does not decide alone.
        // Silence always ends with the operator, who is asked again and again.
        (Open, CaseEvent::Answer(Remedy::Refuse))
        | (Answered, CaseEvent::Disagree)
        | (Open | Answered | Returning | Operator, CaseEvent::TimeOut) => to(Operator),
        (Open, CaseEvent::Answer(_)) => to(Answered),
        (Answered, CaseEvent::Agree) => offered.map(settled).ok_or_else(refused),
        (Operator, CaseEvent::Decide(remedy)) => Ok(settled(remedy)),
        (Returning, CaseEvent::Received) => Ok(Turn {
            to: Closed,
            due: Some(Remedy::Refund),
        }),
        (
            Open | Answered | Returning | Operator,
            CaseEvent::Answer(_)
            | CaseEvent::Agree
            | CaseEvent::Disagree
            | CaseEvent::Decide(_)
            | CaseEvent::Received,
        ) => Err(refused()),
    }
}

fn settled(remedy: Remedy) -> Turn {
    match remedy {
        Remedy::Return => Turn {
            to: CaseStatus::Returning,
            due: None,
        },
        Remedy::Refund | Remedy::Replacement | Remedy::Refuse => Turn {
            to: CaseStatus::Closed,
            due: Some(remedy),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn the_machine_of_a_case_is_this_table() {
        let mut table = String::new();
        let events = [
            CaseEvent::Answer(Remedy::Refund),
            CaseEvent::Answer(Remedy::Return),
            CaseEvent::Answer(Remedy::Refuse),
            CaseEvent::Agree,
            CaseEvent::Disagree,
            CaseEvent::Decide(Remedy::Replacement),
            CaseEvent::Received,
            CaseEvent::Withdraw,
            CaseEvent::TimeOut,
        ];
        for from in CaseStatus::ALL {
            for event in events {
                let of = (Wish::Refund, Some(Remedy::Return));
                if let Ok(turn) = apply_case(*from, of, event) {
                    let said = match event {
                        CaseEvent::Answer(remedy) | CaseEvent::Decide(remedy) => {
                            format!("{} {remedy}", event.as_str())
                        }
                        CaseEvent::Agree
                        | CaseEvent::Disagree
                        | CaseEvent::Received
                        | CaseEvent::Withdraw
                        | CaseEvent::TimeOut => event.as_str().to_owned(),
                    };
                    let due = turn.due.map_or("", Remedy::as_str);
                    writeln!(
                        table,
                        "{from:<10} {said:<20} {:<10} {due}",
                        turn.to.as_str()
                    )
                    .unwrap();
                }
            }
        }
        insta::assert_snapshot!(table);
    }
}
