use kernel::{DAY_MS, HOUR_MS, MINUTE_MS};
use serde::Deserialize;

/// The numbers of signing in, with the defaults that the program ships.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Whether any password will do: only a market of sample data, which listens on loopback.
    pub any_password: bool,
    /// Whether wrong passwords delay the next try.
    pub throttle: bool,
    /// Sessions of people without any role.
    pub buyer: Lifetime,
    /// Sessions of producers' members.
    pub member: Lifetime,
    /// Sessions of officials and administrators.
    pub staff: Lifetime,
    /// How long after signing in a session may do what asks again (members, bank account).
    pub fresh_minutes: i64,
    /// How long a link to a new password lives.
    pub reset_minutes: i64,
    /// How long a link that proves a contact point lives.
    pub proof_hours: i64,
    /// How long eight digits live that went out by text.
    pub sent_code_minutes: i64,
    /// How long a sign-in code handed over by an official lives.
    pub sign_in_code_days: i64,
    /// How long the codes of a printed card live.
    pub card_days: i64,
    /// How long an invitation to become a member lives.
    pub invitation_days: i64,
}

/// How long a session lives: without a request, and in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifetime {
    /// Minutes without a request.
    pub idle_minutes: i64,
    /// Minutes from signing in.
    pub absolute_minutes: i64,
}

impl Lifetime {
    pub(crate) const fn idle_ms(self) -> i64 {
        self.idle_minutes.saturating_mul(MINUTE_MS)
    }

    pub(crate) const fn absolute_ms(self) -> i64 {
        self.absolute_minutes.saturating_mul(MINUTE_MS)
    }
}

impl Default for Settings {
    fn default() -> Self {
        let hours = |idle: i64, absolute: i64| Lifetime {
            idle_minutes: idle * 60,
            absolute_minutes: absolute * 60,
        };
        Self {
            any_password: false,
            throttle: true,
            buyer: hours(12, 30 * 24),
            member: hours(90 * 24, 90 * 24),
            staff: Lifetime {
                idle_minutes: 30,
                absolute_minutes: 12 * 60,
            },
            fresh_minutes: 15,
            reset_minutes: 60,
            proof_hours: 72,
            sent_code_minutes: 10,
            sign_in_code_days: 7,
            card_days: 365,
            invitation_days: 7,
        }
    }
}

impl Settings {
    /// How long the sessions of such a person live.
    pub fn lifetime(&self, staff: bool, member: bool) -> Lifetime {
        if staff {
            self.staff
        } else if member {
            self.member
        } else {
            self.buyer
        }
    }

    pub(crate) const fn fresh_ms(&self) -> i64 {
        self.fresh_minutes.saturating_mul(MINUTE_MS)
    }

    pub(crate) const fn reset_ms(&self) -> i64 {
        self.reset_minutes.saturating_mul(MINUTE_MS)
    }

    pub(crate) const fn proof_ms(&self) -> i64 {
        self.proof_hours.saturating_mul(HOUR_MS)
    }

    pub(crate) const fn card_ms(&self) -> i64 {
        self.card_days.saturating_mul(DAY_MS)
    }

    pub(crate) const fn invitation_ms(&self) -> i64 {
        self.invitation_days.saturating_mul(DAY_MS)
    }

    pub(crate) const fn sent_code_ms(&self) -> i64 {
        self.sent_code_minutes.saturating_mul(MINUTE_MS)
    }

    pub(crate) const fn sign_in_code_ms(&self) -> i64 {
        self.sign_in_code_days.saturating_mul(DAY_MS)
    }
}
