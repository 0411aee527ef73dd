use serde::Deserialize;

use super::Class;

/// The numbers of `[limits]`: requests a minute of one device.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// false turns off every rate limit and per-buyer quota (load tests).
    pub enabled: bool,
    /// Registering, signing in, asking for a new password, tracking, declaring an age.
    pub door_per_minute: u32,
    /// Placing orders.
    pub checkouts_per_minute: u32,
    /// Everything else that changes something.
    pub writes_per_minute: u32,
    /// Reading.
    pub reads_per_minute: u32,
    /// An address may do what so many devices may.
    pub devices_an_address: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            enabled: true,
            door_per_minute: 20,
            checkouts_per_minute: 20,
            writes_per_minute: 240,
            reads_per_minute: 1_200,
            devices_an_address: 20,
        }
    }
}

impl Settings {
    /// No limits at all.
    pub fn off() -> Self {
        Self {
            enabled: false,
            ..Self::default()
        }
    }

    pub(crate) const fn per_minute(&self, class: Class) -> u32 {
        match class {
            Class::Door => self.door_per_minute,
            Class::Checkout => self.checkouts_per_minute,
            Class::Write => self.writes_per_minute,
            Class::Read => self.reads_per_minute,
        }
    }
}
