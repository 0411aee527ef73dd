//! The call sheet as both front doors ask for it: who may look at it, and what was answered.

use market::calls::{Act, Answered, Caller};
use notifications::calls::Outcome;
use orders::Reason;

use crate::problem::{Code, Problem};
use crate::who::Session;

/// Who serves the market or holds a mandate.
pub fn caller(session: &Session) -> Result<Caller<'_>, Problem> {
    if session.staff.is_empty() && session.mandates.is_empty() {
        return Err(Problem::new(Code::Forbidden));
    }
    Ok(Caller { identity: session })
}

/// An outcome with what is done on the spot: only what belongs together.
pub fn answered(
    outcome: &str,
    act: Option<&str>,
    reason: Option<Reason>,
) -> Result<Answered, Problem> {
    let unknown = |pointer: &str| Problem::field(pointer, "unknown_value");
    let outcome = Outcome::parse(outcome).ok_or_else(|| unknown("/outcome"))?;
    let act = match (act, outcome) {
        (None, _) => None,
        (Some("accept"), Outcome::Accepts) => Some(Act::Accept),
        (Some("resume"), Outcome::Accepts) => Some(Act::Resume),
        (Some("decline"), Outcome::Declines) => Some(Act::Decline(declined(reason)?)),
        (Some(_), _) => return Err(unknown("/act")),
    };
    Ok(Answered { outcome, act })
}

fn declined(reason: Option<Reason>) -> Result<Reason, Problem> {
    let reason = reason.unwrap_or(Reason::OutOfStock);
    if matches!(
        reason,
        Reason::OutOfStock | Reason::Undeliverable | Reason::Recall
    ) {
        return Ok(reason);
    }
    Err(Problem::field("/reason_code", "reason_code"))
}
