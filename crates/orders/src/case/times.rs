use kernel::Day;
use store::ConnectionTrait;

use super::machine::CaseKind;
use crate::Error;

/// How long a problem of a kind may take, as is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// Of which kind.
    pub kind: CaseKind,
    /// Within so many hours its producer answers.
    pub answer_hours: i64,
    /// On what that rests.
    pub answer_basis: rules::Basis,
    /// Within so many days it is settled.
    pub resolution_days: i64,
    /// On what that rests.
    pub resolution_basis: rules::Basis,
}

/// The times of every kind of problem, by the rules of a day.
pub async fn case_times(db: &impl ConnectionTrait, day: Day) -> Result<Vec<Times>, Error> {
    let mut times = Vec::with_capacity(CaseKind::ALL.len());
    for kind in CaseKind::ALL {
        let of = kind.as_str();
        let (answer_hours, answer_basis) =
            rules::with_basis(db, "case.answer_hours", of, day).await?;
        let (resolution_days, resolution_basis) =
            rules::with_basis(db, "case.resolution_days", of, day).await?;
        times.push(Times {
            kind: *kind,
            answer_hours,
            answer_basis,
            resolution_days,
            resolution_basis,
        });
    }
    Ok(times)
}
