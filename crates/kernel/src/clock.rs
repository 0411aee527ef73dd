use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::{Day, Timestamp};

/// Where the time comes from: the system, or a test's own hand.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// The system's clock moved by a fixed number of milliseconds (`demo --now`).
    Shifted(i64),
    /// A clock that stands until it is moved.
    Manual(ManualClock),
}

/// A clock that stands still until somebody advances it; clones share one time.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that shows `at`.
    pub fn new(at: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(at.0)))
    }

    /// Moves the clock by so many milliseconds.
    pub fn advance_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Sets the clock.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.0, Ordering::SeqCst);
    }

    /// What it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

impl Clock {
    /// The instant now.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => system_now(),
            Self::Shifted(by) => system_now().plus_ms(*by),
            Self::Manual(clock) => clock.now(),
        }
    }

    /// The day now in Vietnam.
    pub fn today(&self) -> Day {
        Day::of(self.now())
    }

    /// A clock that shows `at` now and then runs on.
    #[must_use]
    pub fn starting_at(at: Timestamp) -> Self {
        Self::Shifted(at.0.saturating_sub(system_now().0))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the system clock"
)]
fn system_now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}
