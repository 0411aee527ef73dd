//! Cookies: read, set, cleared. None is for a script, each is for this host alone.
//!
//! On https the name begins with `__Host-`, which browsers take only with `Secure`, without a
//! domain and for the whole site; on http, where a market is tried out, they would refuse it.

use axum::http::{HeaderMap, HeaderValue, header};
use web::State;

/// A cookie of the market by its bare name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookie(pub(crate) &'static str);

/// What opens the session of who is signed in.
pub(crate) const SESSION: Cookie = Cookie("sid");
/// The cart's id.
pub(crate) const CART: Cookie = Cookie("cart");
/// The token of a declaration of age.
pub(crate) const AGE: Cookie = Cookie("age");

impl Cookie {
    /// What the reader's browser sends; none where there is none, or nothing in it.
    pub(crate) fn read<'a>(self, state: &State, headers: &'a HeaderMap) -> Option<&'a str> {
        let name = self.name(state);
        let lines = headers.get_all(header::COOKIE).iter();
        let pairs = lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'));
        let mut values = pairs.filter_map(|pair| {
            let (found, value) = pair.split_once('=')?;
            (found.trim() == name).then_some(value.trim())
        });
        values.find(|value| !value.is_empty())
    }

    /// The header's value that sets it for so many days.
    pub(crate) fn set(self, state: &State, value: &str, days: i64) -> HeaderValue {
        self.written(state, value, days.saturating_mul(24 * 60 * 60))
    }

    /// The header's value that takes it away.
    pub(crate) fn clear(self, state: &State) -> HeaderValue {
        self.written(state, "", 0)
    }

    fn name(self, state: &State) -> String {
        let prefix = if is_https(state) { "__Host-" } else { "" };
        format!("{prefix}{}", self.0)
    }

    fn written(self, state: &State, value: &str, seconds: i64) -> HeaderValue {
        let secure = if is_https(state) { "; Secure" } else { "" };
        let name = self.name(state);
        let line =
            format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        // Ids and tokens are plain characters; anything else would be no cookie at all.
        HeaderValue::try_from(line).unwrap_or_else(|_unfit| HeaderValue::from_static(""))
    }
}

fn is_https(state: &State) -> bool {
    state.app.public_url.starts_with("https://")
}
