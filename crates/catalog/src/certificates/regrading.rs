use kernel::{Day, words};
use store::ConnectionTrait;

use super::{Certificate, State, ToldDay};
use crate::Error;

words! {
    /// Where a certificate stands in the time in which its re-grading is lodged.
    Stage {
        /// The window has yet to open.
        Early = "early",
        /// It is open: now is the time.
        Open = "open",
        /// It has closed; who could not meet its end is heard until the last day.
        Late = "late",
        /// A file was lodged, and the certificate runs on until it is decided.
        Lodged = "lodged",
        /// The last day has passed.
        Over = "over",
    }
}

/// The law's window, in days before the last one: from so many to so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    opens: i64,
    closes: i64,
}

/// How much of a certificate's term is left, and when its re-grading is lodged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Regrading {
    /// The last day on which its star shows.
    pub last: Day,
    /// How many days are left until then; none is below nought.
    pub days_left: i64,
    /// The window's first day.
    pub opens: Day,
    /// Its last day.
    pub closes: Day,
    /// Where today lies.
    pub stage: Stage,
}

impl Window {
    /// The window that the rules name on a day.
    pub async fn on(db: &impl ConnectionTrait, today: Day) -> Result<Self, Error> {
        let (opens, closes): (i64, i64) =
            rules::value(db, "certificate.regrading_window", "*", today).await?;
        Ok(Self { opens, closes })
    }

    /// What a verified certificate's holder has to do; none where nobody has verified it, or its
    /// last day is not known.
    pub fn of(self, certificate: &Certificate, today: Day) -> Option<Regrading> {
        let expires = certificate.expires_on.and_then(ToldDay::full)?;
        let runs = matches!(certificate.state, State::Verified | State::Extended);
        let extended = certificate.state == State::Extended;
        let last = certificate.extended_until.filter(|_| extended);
        let last = last.unwrap_or(expires);
        let (opens, closes) = (
            expires.plus_days(-self.opens),
            expires.plus_days(-self.closes),
        );
        let stage = if today > last {
            Stage::Over
        } else if extended {
            Stage::Lodged
        } else if today < opens {
            Stage::Early
        } else if today <= closes {
            Stage::Open
        } else {
            Stage::Late
        };
        runs.then_some(Regrading {
            last,
            days_left: today.days_until(last).max(0),
            opens,
            closes,
            stage,
        })
    }
}
