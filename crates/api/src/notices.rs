//! Notices: an account's own inbox, and what could not be delivered or done.

pub(crate) mod deliveries;
pub(crate) mod inbox;
pub(crate) mod jobs;

use axum::http::{HeaderName, HeaderValue, header};

/// What is somebody's own is kept by nobody on the way.
const NO_STORE: [(HeaderName, HeaderValue); 1] =
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
