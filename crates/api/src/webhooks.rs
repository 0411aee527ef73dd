//! What others' machines tell: believed where it is signed, nothing else.

use axum::Json;
use axum::extract::State as Node;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use payments::bank::Headers;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Code, Problem, Raw, State};

/// So large a message may be: what is told of one line is far smaller.
const MOST_BYTES: usize = 64 * 1024;

/// The message was taken, or had been.
#[derive(Serialize, ToSchema)]
pub(crate) struct Heard {
    success: bool,
}

/// Money came to the market's account, a bank's messenger says.
///
/// In the manner of Casso, `SePay` or `payOS`, whichever is configured, each with its own signature.
/// A line is taken once, however often it is told.
#[utoipa::path(
    post, path = "/api/v1/webhooks/bank", tag = "webhooks", request_body = Object,
    params(
        ("X-Casso-Signature" = Option<String>, Header),
        ("X-SePay-Signature" = Option<String>, Header),
        ("X-SePay-Timestamp" = Option<String>, Header),
    ),
    extensions(("x-policy" = json!("webhook"))),
    responses(
        (status = 200, body = Heard),
        (status = 400, description = "`malformed`: signed, and not what that messenger sends"),
        (status = 401, description = "`unauthenticated`: the signature is wrong or old"),
        (status = 404, description = "no messenger is configured"),
        (status = 413, description = "`too_large`"),
    ),
)]
pub(crate) async fn bank(
    Node(state): Node<State>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let configured = app.transfers.messenger();
    let (account, messenger) = configured.ok_or_else(|| Problem::new(Code::NotFound))?;
    if body.len() > MOST_BYTES {
        return Err(Problem::new(Code::TooLarge));
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let signed = Headers {
        signature: text("x-casso-signature").or_else(|| text("x-sepay-signature")),
        timestamp: text("x-sepay-timestamp"),
    };
    market::hear_bank(&app.db, (account, messenger), signed, &body, app.now()).await?;
    Ok(Json(Heard { success: true }))
}
