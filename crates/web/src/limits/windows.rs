use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use kernel::{MINUTE_MS, Timestamp};

const SHARDS: usize = 64;
/// How many keys a shard remembers before it drops those whose windows have passed.
const KEYS_A_SHARD: usize = 4_096;

/// Sliding windows of a minute, by key: what came in this minute, and the share of the last one
/// that still counts.
#[derive(Debug)]
pub(super) struct Windows(Vec<Mutex<HashMap<u64, Window>>>);

#[derive(Debug, Clone, Copy, Default)]
struct Window {
    /// Which minute.
    minute: i64,
    count: u32,
    /// The minute before.
    before: u32,
}

impl Default for Windows {
    fn default() -> Self {
        Self((0..SHARDS).map(|_| Mutex::default()).collect())
    }
}

impl Windows {
    /// Counts one; how many seconds to wait where it is one too many, which is not counted.
    pub(super) fn hit(&self, key: u64, most: u32, now: Timestamp) -> Option<u64> {
        let index = usize::try_from(key % SHARDS as u64).unwrap_or(0);
        let mut shard = self
            .0
            .get(index)?
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if shard.len() >= KEYS_A_SHARD {
            let this = now.0.div_euclid(MINUTE_MS);
            shard.retain(|_, window| window.minute == this);
        }
        shard.entry(key).or_default().hit(most, now)
    }
}

impl Window {
    fn hit(&mut self, most: u32, now: Timestamp) -> Option<u64> {
        let minute = now.0.div_euclid(MINUTE_MS);
        if minute != self.minute {
            let follows = minute == self.minute + 1;
            self.before = if follows { self.count } else { 0 };
            (self.minute, self.count) = (minute, 0);
        }
        let share = i64::from(self.before) * left_ms(now) / MINUTE_MS;
        if share + i64::from(self.count) >= i64::from(most) {
            return Some(seconds_left(now));
        }
        self.count += 1;
        None
    }
}

/// How many seconds are left of the minute.
pub(super) fn seconds_left(now: Timestamp) -> u64 {
    let left = u64::try_from(left_ms(now)).unwrap_or(0);
    left.div_ceil(1_000).max(1)
}

fn left_ms(now: Timestamp) -> i64 {
    MINUTE_MS - now.0.rem_euclid(MINUTE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_slides() {
        let begin = Timestamp(1_790_000_040_000);
        assert_eq!(begin.0 % MINUTE_MS, 0);
        let mut window = Window::default();
        let mut passed = |ms: i64| {
            (0..100)
                .filter(|_| window.hit(10, begin.plus_ms(ms)).is_none())
                .count()
        };
        assert_eq!(passed(0), 10);
        assert_eq!(passed(59_999), 0);
        assert_eq!(passed(90_000), 5, "half of the last minute still counts");
        assert_eq!(passed(300_000), 10);
    }

    #[test]
    fn who_waits_as_told_gets_in() {
        let windows = Windows::default();
        let now = Timestamp(1_790_000_040_000);
        assert_eq!(windows.hit(7, 1, now), None);
        assert_eq!(windows.hit(7, 1, now), Some(60));
        assert_eq!(windows.hit(8, 1, now), None);
    }
}
