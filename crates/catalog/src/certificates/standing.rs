use kernel::{Day, words};

use super::{Certificate, State};

words! {
    /// What is true of a certificate on a day, in the order in which one of several is shown.
    StandingState {
        /// In its own term.
        Valid = "valid",
        /// Past its last day, running on until its re-grading is decided.
        Extended = "extended",
        /// Taken back.
        Revoked = "revoked",
        /// Past its last day.
        Lapsed = "lapsed",
        /// Seen by no official here, or not told in full.
        Unverified = "unverified",
        /// There is none.
        None = "none",
    }
}

/// What a listing's certificates say on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Why there is a star, or none.
    pub state: StandingState,
    /// The certificate that says so.
    pub certificate: Option<&'a Certificate>,
}

impl Standing<'_> {
    /// The stars that may be shown.
    pub fn stars(&self) -> Option<i64> {
        match self.state {
            StandingState::Valid | StandingState::Extended => self.certificate?.stars,
            StandingState::Revoked
            | StandingState::Lapsed
            | StandingState::Unverified
            | StandingState::None => None,
        }
    }
}

/// What is true of one certificate on a day in Vietnam.
pub fn state_on(certificate: &Certificate, today: Day) -> StandingState {
    match certificate.state {
        State::Superseded => StandingState::None,
        State::Revoked => StandingState::Revoked,
        State::Lapsed => StandingState::Lapsed,
        // Nobody here has verified it, but its end is known whoever tells it.
        State::Recorded if certificate.expires_on.is_some_and(|e| e.latest() < today) => {
            StandingState::Lapsed
        }
        State::Recorded => StandingState::Unverified,
        State::Verified | State::Extended => running(certificate, today),
    }
}

/// A star needs the decision's number and full dates, whatever the row's state says.
fn running(certificate: &Certificate, today: Day) -> StandingState {
    let term = certificate
        .issued_on
        .and_then(super::ToldDay::full)
        .zip(certificate.expires_on.and_then(super::ToldDay::full));
    let Some((issued, expires)) = term else {
        return StandingState::Unverified;
    };
    if certificate.decision_no.is_none() || certificate.stars.is_none() || today < issued {
        return StandingState::Unverified;
    }
    let extended = certificate.state == State::Extended;
    if today <= expires {
        StandingState::Valid
    } else if extended
        && certificate
            .extended_until
            .is_some_and(|until| today <= until)
    {
        StandingState::Extended
    } else {
        StandingState::Lapsed
    }
}

/// The stars of one certificate that may be shown on a day.
pub fn star(certificate: &Certificate, today: Day) -> Option<i64> {
    standing(std::slice::from_ref(certificate), today).stars()
}

/// What several certificates of one listing say together: the best that holds, the highest stars
/// and the latest end first.
pub fn standing(certificates: &[Certificate], today: Day) -> Standing<'_> {
    let best = certificates
        .iter()
        .map(|certificate| (state_on(certificate, today), certificate))
        .filter(|(state, _)| *state != StandingState::None)
        .min_by_key(|(state, certificate)| {
            let rank = StandingState::ALL.iter().position(|s| s == state);
            let end = certificate.expires_on.map(super::ToldDay::latest);
            (
                rank,
                std::cmp::Reverse((certificate.stars, end)),
                certificate.id,
            )
        });
    best.map_or(
        Standing {
            state: StandingState::None,
            certificate: None,
        },
        |(state, certificate)| Standing {
            state,
            certificate: Some(certificate),
        },
    )
}

#[cfg(test)]
mod tests {
    use kernel::{CertificateId, Timestamp};

    use super::*;
    use crate::certificates::ToldDay;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn certificate(state: State) -> Certificate {
        Certificate {
            id: CertificateId::new(Timestamp(0)),
            product: None,
            claimed_by: None,
            product_name: "Nước mắm".into(),
            producer_name: "HTX".into(),
            issuer: "UBND tỉnh Hà Tĩnh".into(),
            province_code: "42".into(),
            commune_code: Some("18676".into()),
            product_code: Some("83-829-28780-3-2022".into()),
            stars: Some(3),
            decision_no: Some("858/QĐ-UBND".into()),
            level: Some("province".into()),
            issued_on: ToldDay::parse("2024-06-19"),
            expires_on: ToldDay::parse("2027-06-19"),
            state,
            regrading_lodged_on: None,
            receipt_no: None,
            extended_until: Some(day("2027-12-16")),
            revoked_on: None,
            cause: None,
            scan: None,
            superseded_by: None,
            version: 1,
        }
    }

    #[test]
    fn a_star_shows_from_its_first_day_until_the_midnight_after_its_last() {
        let verified = certificate(State::Verified);
        for (on, stars, state) in [
            ("2024-06-18", None, StandingState::Unverified),
            ("2024-06-19", Some(3), StandingState::Valid),
            ("2027-06-19", Some(3), StandingState::Valid),
            ("2027-06-20", None, StandingState::Lapsed),
        ] {
            assert_eq!(star(&verified, day(on)), stars, "{on}");
            assert_eq!(state_on(&verified, day(on)), state, "{on}");
        }
    }

    #[test]
    fn an_extended_one_runs_on_until_its_own_last_day() {
        let extended = certificate(State::Extended);
        assert_eq!(state_on(&extended, day("2027-06-19")), StandingState::Valid);
        assert_eq!(
            state_on(&extended, day("2027-12-16")),
            StandingState::Extended
        );
        assert_eq!(star(&extended, day("2027-12-16")), Some(3));
        assert_eq!(
            state_on(&extended, day("2027-12-17")),
            StandingState::Lapsed
        );
    }

    #[test]
    fn no_star_without_an_official_a_decision_number_and_full_dates() {
        let today = day("2026-11-23");
        let without = |change: fn(&mut Certificate)| {
            let mut one = certificate(State::Verified);
            change(&mut one);
            (star(&one, today), state_on(&one, today))
        };
        let none = (None, StandingState::Unverified);
        assert_eq!(without(|c| c.state = State::Recorded), none);
        assert_eq!(without(|c| c.decision_no = None), none);
        assert_eq!(without(|c| c.expires_on = ToldDay::parse("2027")), none);
        assert_eq!(without(|c| c.issued_on = ToldDay::parse("2024-06")), none);
        assert_eq!(without(|c| c.stars = None), none);
        assert_eq!(
            without(|c| c.state = State::Revoked),
            (None, StandingState::Revoked)
        );
    }

    #[test]
    fn a_recorded_one_whose_end_is_past_has_lapsed_whoever_tells_it() {
        let mut recorded = certificate(State::Recorded);
        recorded.expires_on = ToldDay::parse("2023");
        assert_eq!(
            state_on(&recorded, day("2023-12-31")),
            StandingState::Unverified
        );
        assert_eq!(
            state_on(&recorded, day("2024-01-01")),
            StandingState::Lapsed
        );
    }

    #[test]
    fn of_several_the_one_that_holds_is_shown() {
        let today = day("2026-11-23");
        let mut four = certificate(State::Verified);
        four.stars = Some(4);
        let all = [
            certificate(State::Revoked),
            certificate(State::Verified),
            four,
        ];
        let shown = standing(&all, today);
        assert_eq!(
            (shown.state, shown.stars()),
            (StandingState::Valid, Some(4))
        );
        assert_eq!(standing(&all[..1], today).state, StandingState::Revoked);
        assert_eq!(standing(&[], today).state, StandingState::None);
        let replaced = [certificate(State::Superseded)];
        assert_eq!(standing(&replaced, today).state, StandingState::None);
    }
}
