use std::sync::LazyLock;

use kernel::{MINUTE_MS, Timestamp};
use redis::Script;

use super::{Shared, patiently};

/// Somebody who is counted.
#[derive(Debug, Clone, Copy)]
pub struct Counter<'a> {
    /// Who and for what; only a keyed hash of it leaves this process.
    pub who: &'a [&'a [u8]],
    /// How often within a minute.
    pub most: u32,
}

/// What counting said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is counted.
    Within,
    /// It is one too many, and not counted.
    TooMany,
}

/// A sliding minute of each counter in turn: what came in this minute, and the share of the last
/// one that still counts. The first that is full ends it.
static HIT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "for i = 1, #KEYS, 2 do
           local count = tonumber(redis.call('GET', KEYS[i]) or 0)
           local before = tonumber(redis.call('GET', KEYS[i + 1]) or 0)
           local share = math.floor(before * tonumber(ARGV[1]) / 60000)
           if share + count >= tonumber(ARGV[1 + (i + 1) / 2]) then return 1 end
           redis.call('INCR', KEYS[i])
           redis.call('PEXPIRE', KEYS[i], 120000)
         end
         return 0",
    )
});

impl Shared {
    /// Counts for all nodes at once, in one round trip. None where nothing is shared at this moment:
    /// the caller counts by itself.
    pub async fn hit(&self, counters: &[Counter<'_>], now: Timestamp) -> Option<Verdict> {
        let Self::Redis(redis) = self else {
            return None;
        };
        if counters.is_empty() {
            return Some(Verdict::Within);
        }
        let mut link = redis.link()?;
        let minute = now.0.div_euclid(MINUTE_MS);
        let mut call = HIT.prepare_invoke();
        call.arg(MINUTE_MS - now.0.rem_euclid(MINUTE_MS));
        for counter in counters {
            let mut parts: Vec<&[u8]> = vec![b"limit"];
            parts.extend(counter.who);
            let key = redis.key(&parts);
            call.key(format!("{key}:{minute}"));
            call.key(format!("{key}:{}", minute - 1));
            call.arg(counter.most);
        }
        match patiently(call.invoke_async::<u8>(&mut link)).await {
            Ok(0) => Some(Verdict::Within),
            Ok(_) => Some(Verdict::TooMany),
            Err(why) => {
                redis.lose(&why);
                None
            }
        }
    }
}
