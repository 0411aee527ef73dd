//! What Stripe says happened.

use axum::extract::State as Node;
use axum::http::{HeaderMap, StatusCode};
use market::cards::NotHeard;
use web::{Code, Problem, Raw, State};

/// Stripe's webhook.
///
/// The signature is checked over the body as it came, and is at most five minutes old. An event is
/// written down once, however often it comes; what follows from it is read at Stripe. One that cannot
/// be understood is written down too.
#[utoipa::path(
    post, path = "/api/v1/webhooks/stripe", tag = "webhooks", request_body = Object,
    params(("Stripe-Signature" = String, Header)),
    extensions(("x-policy" = json!("webhook"))),
    responses(
        (status = 200, description = "written down, now or before"),
        (status = 400, description = "`malformed`: the signature does not hold, or is too old"),
        (status = 404, description = "`not_found`: this market takes no cards"),
        (status = 413, description = "`too_large`"),
    ),
)]
pub(crate) async fn hear(
    Node(state): Node<State>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<StatusCode, Problem> {
    let app = &state.app;
    let signature = headers
        .get("stripe-signature")
        .and_then(|v| v.to_str().ok());
    let signed = (body.as_ref(), signature.unwrap_or_default());
    match market::cards::hear(app, signed, app.now()).await {
        Ok(()) => Ok(StatusCode::OK),
        Err(NotHeard::Signature(_)) => Err(Problem::new(Code::Malformed)),
        Err(NotHeard::Market(err)) => Err(err.into()),
    }
}
