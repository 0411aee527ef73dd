//! The policy of a page that brings its own style: that style and no other, no script, and nothing
//! from elsewhere.

use axum::http::HeaderValue;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The policy of a page with one `<style>`, or of the template that it is made from; `more` is what
/// it may do beside.
pub(crate) fn policy(html: &str, more: &str) -> HeaderValue {
    let style = html
        .split_once("<style>")
        .and_then(|(_, rest)| rest.split_once("</style>"));
    let hash = STANDARD.encode(Sha256::digest(style.map_or("", |(style, _)| style)));
    let said = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; frame-ancestors 'none'; {more}"
    );
    // A hash is plain characters; anything else would let in nothing at all.
    HeaderValue::try_from(said)
        .unwrap_or_else(|_unfit| HeaderValue::from_static("default-src 'none'"))
}
