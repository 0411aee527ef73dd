use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use kernel::text;
use sha2::{Digest, Sha256};
use web::answers::Kept;

/// Where the script lies: htmx, which smooths what works without it, and the buttons that copy.
pub(crate) const PATH: &str = "/assets/htmx.js";

const SCRIPT: &str = concat!(
    include_str!("../assets/htmx.min.js"),
    "\n",
    include_str!("../assets/copy.js")
);

static KEPT: LazyLock<Kept> = LazyLock::new(|| Kept::script(SCRIPT.to_owned()));

/// Its address: with the mark of its content, so that a browser that has it never asks again.
pub(crate) static ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::digest(SCRIPT.as_bytes());
    format!("{PATH}?{}", text::hex(hash.get(..6).unwrap_or_default()))
});

/// The script.
pub(crate) async fn show(headers: HeaderMap) -> Response {
    let mut response = KEPT.respond(&headers);
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    response
}
