//! Keys for idempotency, kept as Stripe keeps them: the first answer for a day, whatever it was.

use serde_json::Value;

use crate::refused::Refused;
use crate::world::World;

/// How long an answer is kept, in seconds.
const DAY: i64 = 86_400;

/// What is known of a key.
#[derive(Clone)]
pub(crate) enum Kept {
    /// It is being worked on.
    Busy(String),
    /// It was answered.
    Done {
        asked: String,
        status: u16,
        body: Value,
        at: i64,
    },
}

/// Takes a key for a request; the answer that is kept under it, if there is one.
pub(crate) fn take(
    world: &mut World,
    key: &str,
    asked: &str,
) -> Result<Option<(u16, Value)>, Refused> {
    let now = world.now();
    match world.keys.get(key) {
        Some(Kept::Busy(_)) => return Err(Refused::in_use()),
        Some(Kept::Done { at, .. }) if at + DAY <= now => {}
        Some(Kept::Done { asked: own, .. }) if own != asked => {
            return Err(Refused::other_parameters());
        }
        Some(Kept::Done { status, body, .. }) => return Ok(Some((*status, body.clone()))),
        None => {}
    }
    world
        .keys
        .insert(key.to_owned(), Kept::Busy(asked.to_owned()));
    Ok(None)
}

/// Keeps the answer of a key, or sets the key free where nothing had begun.
pub(crate) fn keep(world: &mut World, key: &str, begun: bool, (status, body): (u16, &Value)) {
    let at = world.now();
    let Some(Kept::Busy(asked)) = world.keys.remove(key) else {
        return;
    };
    if begun {
        let body = body.clone();
        world.keys.insert(
            key.to_owned(),
            Kept::Done {
                asked,
                status,
                body,
                at,
            },
        );
    }
}
