//! What is made once under a key that the caller may name.

use axum::http::HeaderMap;
use market::Key;
use serde::Serialize;
use web::{Code, Problem};

/// The key under which something is made once, where the caller names one: 1 to 200 printable
/// characters.
pub(super) fn key(
    headers: &HeaderMap,
    scope: String,
    route: &'static str,
    body: &impl Serialize,
) -> Result<Option<Key>, Problem> {
    let Some(word) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let word = word.to_str().unwrap_or_default().trim();
    if !(1..=200).contains(&word.len()) {
        return Err(Problem::new(Code::IdempotencyKeyMissing));
    }
    let body = serde_json::to_vec(body).map_err(|err| Problem::internal(&err))?;
    Ok(Some(Key::new(scope, route, word.to_owned(), &body)))
}
