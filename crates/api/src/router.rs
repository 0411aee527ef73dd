use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use web::State;

use crate::home;
use crate::openapi::Info;

/// The whole API on one page.
pub(crate) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(Info::openapi())
    // .routes(utoipa_axum::routes!(accounts::register::register))
}

/// The JSON door with its document and the landing page.
pub fn router(state: State) -> Router {
    let (routes, document) = routes().split_for_parts();
    let document = document.to_json().unwrap_or_default();
    let routes = routes
        .route("/", get(home::home))
        .route(
            "/api/openapi.json",
            get(move || std::future::ready(json(document.clone()))),
        )
        .merge(web::health())
        .with_state(state);
    web::wrap(routes)
}

fn json(document: String) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "public, max-age=300"),
        ],
        document,
    )
}
