//! What pages bring with them: the style sheet, the scripts, the icon. Each has the mark of its content
//! in its address, so that a browser that has it never asks again.

use std::sync::LazyLock;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use kernel::text;
use sha2::{Digest, Sha256};
use web::State;
use web::answers::Kept;

/// One of them.
pub(crate) struct Asset {
    path: &'static str,
    address: String,
    kept: Kept,
}

impl Asset {
    fn new(path: &'static str, content: &str, kept: fn(String) -> Kept) -> Self {
        let hash = Sha256::digest(content.as_bytes());
        let mark = text::hex(hash.get(..6).unwrap_or_default());
        Self {
            path,
            address: format!("{path}?{mark}"),
            kept: kept(content.to_owned()),
        }
    }

    /// Its address, with its mark.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    fn respond(&self, headers: &HeaderMap) -> Response {
        let mut response = self.kept.respond(headers);
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        );
        response
    }
}

/// The style sheet.
pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let sheet = concat!(
        include_str!("../assets/shop.css"),
        "\n",
        include_str!("../assets/office.css")
    );
    Asset::new("/assets/shop.css", sheet, Kept::style)
});

/// htmx, which smooths what works without it, and the buttons that copy.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let script = concat!(
        include_str!("../assets/htmx.min.js"),
        "\n",
        include_str!("../assets/copy.js")
    );
    Asset::new("/assets/htmx.js", script, Kept::script)
});

/// What the page for cards does with Stripe's field.
pub(crate) static CARD: LazyLock<Asset> = LazyLock::new(|| {
    let script = include_str!("../assets/card.js");
    Asset::new("/assets/card.js", script, Kept::script)
});

/// What stands on a browser's tab.
pub(crate) static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let drawing = include_str!("../assets/icon.svg");
    Asset::new("/assets/icon.svg", drawing, Kept::drawing)
});

/// Where they lie.
pub(crate) fn routes() -> Router<State> {
    [&STYLE, &SCRIPT, &CARD, &ICON]
        .into_iter()
        .fold(Router::new(), |routes, asset| {
            let show = async move |headers: HeaderMap| asset.respond(&headers);
            routes.route(asset.path, get(show))
        })
}
