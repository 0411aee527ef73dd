use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::{Problem, State};

/// Whether the reader has declared their age (header `Age-Declaration`) and may see alcohol. A
/// token that stands for nothing shows nothing, and is no error: links are shared.
#[derive(Debug, Clone, Copy)]
pub struct Adult(pub bool);

impl FromRequestParts<State> for Adult {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let token = parts
            .headers
            .get("age-declaration")
            .and_then(|v| v.to_str().ok());
        let declared = orders::declared(state.app.db.read(), token, state.app.now()).await?;
        Ok(Self(declared))
    }
}
