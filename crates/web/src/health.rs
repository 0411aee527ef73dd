//! What a supervisor asks: does the process live, and may it be sent requests?

use axum::Router;
use axum::extract;
use axum::http::StatusCode;
use axum::routing::get;

use crate::State;
use crate::problem::{Code, Problem};

/// `/healthz` and `/readyz`.
pub fn health() -> Router<State> {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
}

/// 200 when the database answers and the schema is current, else 503.
async fn ready(
    extract::State(state): extract::State<State>,
) -> Result<(StatusCode, &'static str), Problem> {
    let away = || Problem::new(Code::Unavailable).retry_after(2);
    if state.is_draining() {
        return Err(away());
    }
    let missing = store::pending(&state.app.db).await?;
    if missing.is_empty() {
        Ok((StatusCode::OK, "ready\n"))
    } else {
        Err(away())
    }
}
