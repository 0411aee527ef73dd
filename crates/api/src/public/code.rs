//! What a label's code says: today's truth about a product of the registry or the market, for goods
//! bought anywhere. A code that was printed once is answered for ever.

pub(crate) mod label;
pub(crate) mod page;
mod truth;

use axum::extract::State as Node;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::parse_public_code;
use web::{Code, Path, Problem, State};

/// What is true of that product today.
///
/// For every approved listing and every entry of the registry, listed here or not, retired or
/// taken down: `certificate_state` says why a star shows or does not.
#[utoipa::path(
    get, path = "/api/v1/verify/{code}", tag = "shop",
    params(("code" = String, Path, description = "The code on the label, in any case, dashes ignored")),
    extensions(("x-policy" = json!("public"))),
    responses(
        (status = 200, description = "`{code, name, producer, commune, province, status, stars, certificate_state, certificate, product, as_of, url}`; `status` is a listing's, or `not_listed`"),
        (status = 404, description = "`not_found`: nothing ever bore this code"),
    ),
)]
pub(crate) async fn verify(
    Node(state): Node<State>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let code = parse_public_code(&code).ok_or_else(|| Problem::new(Code::NotFound))?;
    let key = key(&state, "verify", &code).await?;
    let load = async {
        let truth = Box::pin(truth::find(&state, &code)).await?;
        let truth = truth.ok_or_else(|| Problem::new(Code::NotFound))?;
        Ok(truth.json(&state.app.public_url).to_string())
    };
    Ok(state.answers.get(key, load).await?.respond(&headers))
}

/// The key of a kept answer about a code. What is about a listing is true until the listing
/// changes or the day ends; no feed tells of an entry that is not listed, so that one is looked at
/// again each second.
async fn key(state: &State, kind: &str, code: &str) -> Result<String, Problem> {
    let today = state.app.clock.today();
    Ok(match truth::product(state, code).await? {
        Some(id) => {
            let stamp = state.app.listings.stamp(id);
            format!("{kind}|{stamp}|{today}|{code}")
        }
        None => format!("{kind}|{}|{today}|{code}", state.app.now().0 / 1_000),
    })
}
