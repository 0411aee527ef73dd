use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};

use crate::{Problem, State};

/// Whether the reader has declared their age (header `Age-Declaration`) and may see alcohol. A
/// token that stands for nothing shows nothing, and is no error: links are shared.
#[derive(Debug, Clone, Copy)]
pub struct Adult(pub bool);

impl FromRequestParts<State> for Adult {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let Some(token) = parts.headers.get("age-declaration") else {
            return Ok(Self(false));
        };
        let hash = kernel::text::hex(&Sha256::digest(token.as_bytes()));
        let sql = "SELECT id FROM age_declarations WHERE token_hash = $1 AND expires_at > $2";
        let values = vec![hash.into(), state.app.now().millis().into()];
        Ok(Self(
            store::first(state.app.db.read(), sql, values)
                .await?
                .is_some(),
        ))
    }
}
