use axum::http::header;
use axum::response::IntoResponse;

/// A plain page that says what this is and where the API's document lies.
pub(crate) async fn home() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "public, max-age=300"),
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
            ),
        ],
        include_str!("home.html"),
    )
}
