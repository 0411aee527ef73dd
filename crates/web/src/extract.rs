//! Extractors that parse strictly and answer with a pointer to what is wrong.

mod faults;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use kernel::Lang;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::layers::BODY_LIMIT;
use crate::problem::{Code, FieldError, Problem};

/// The character NUL as JSON writes it.
const NUL: &[u8] = br"\u0000";

/// A JSON body. An empty one counts as `{}`, so that a step without fields needs none.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(req: Request, state: &S) -> Result<Self, Problem> {
        let is_json = is_json(req.headers());
        let Raw(body) = Raw::from_request(req, state).await?;
        if body.is_empty() {
            return parse(b"{}");
        }
        if !is_json {
            return Err(Problem::new(Code::UnsupportedMediaType));
        }
        parse(&body)
    }
}

/// A body as it came: what is signed is its bytes.
#[derive(Debug, Clone)]
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Problem;

    async fn from_request(req: Request, state: &S) -> Result<Self, Problem> {
        // Refused unread where its length is announced: who waits for 100 Continue sends nothing.
        if announced(req.headers()) > Some(BODY_LIMIT) {
            return Err(Problem::new(Code::TooLarge));
        }
        let body = Bytes::from_request(req, state).await.map_err(|rejection| {
            use axum::http::StatusCode;
            use axum::response::IntoResponse;
            match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge),
                _ => Problem::new(Code::Malformed),
            }
        })?;
        Ok(Self(body))
    }
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<Json<T>, Problem> {
    // Only as an escape can it stand in JSON, and it is no character of any text that we keep:
    // PostgreSQL has none, SQLite ends the text there.
    if body.windows(NUL.len()).any(|six| six == NUL) {
        refuse_nul(body)?;
    }
    let read = serde_json::from_slice(body);
    read.map(Json).map_err(|_first_fault| faults::of::<T>(body))
}

/// Points at every text in which the character NUL stands.
fn refuse_nul(body: &[u8]) -> Result<(), Problem> {
    let body = serde_json::from_slice(body).map_err(|_broken| Problem::new(Code::Malformed))?;
    let mut errors = vec![];
    find_nul(&body, "", &mut errors);
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(errors))
    }
}

fn find_nul(value: &Value, at: &str, errors: &mut Vec<FieldError>) {
    match value {
        Value::String(text) if text.contains('\0') => errors.push(FieldError::new(at, "invalid")),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find_nul(item, &format!("{at}/{index}"), errors);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                if name.contains('\0') {
                    errors.push(FieldError::new(at, "invalid"));
                }
                find_nul(field, &format!("{at}/{}", escaped(name)), errors);
            }
        }
        _ => {}
    }
}

/// A name as a JSON pointer writes it.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.split(';').next())
        .is_some_and(|v| v.trim().eq_ignore_ascii_case("application/json"))
}

/// Path parameters; what is not an id of the wanted kind is not found.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        axum::extract::Path::<T>::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_rejection| Problem::new(Code::NotFound))
    }
}

/// Query parameters of a list that is not public: unknown ones are refused by the target's
/// `deny_unknown_fields`.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        axum::extract::Query::<T>::try_from_uri(&parts.uri)
            .map(|axum::extract::Query(value)| Self(value))
            .map_err(|rejection| {
                use std::error::Error;
                let cause = rejection.source().map(ToString::to_string);
                Problem::invalid(vec![faults::of_query(&cause.unwrap_or_default())])
            })
    }
}

/// The reader's language, from `Accept-Language`.
#[derive(Debug, Clone, Copy)]
pub struct ReaderLang(pub Lang);

impl<S: Send + Sync> FromRequestParts<S> for ReaderLang {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(lang(&parts.headers)))
    }
}

pub(crate) fn lang(headers: &HeaderMap) -> Lang {
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .map_or(Lang::Vi, Lang::accept)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Contact {
        name: String,
        age: u8,
    }
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Body {
        contact: Contact,
    }

    fn error(json: &str) -> String {
        format!("{:?}", parse::<Body>(json.as_bytes()).unwrap_err())
    }

    #[test]
    fn a_wrong_field_is_pointed_at() {
        for (json, pointer, code) in [
            ("{}", "\"/contact\"", "required"),
            (
                r#"{"contact":{"name":"A"}}"#,
                "\"/contact/age\"",
                "required",
            ),
            (
                r#"{"contact":{"name":"A","age":"x"}}"#,
                "\"/contact/age\"",
                "not_count",
            ),
            (
                r#"{"contact":{"name":"A","age":1,"role":"admin"}}"#,
                "\"/contact/role\"",
                "unknown",
            ),
        ] {
            let said = error(json);
            assert!(
                said.contains(pointer) && said.contains(code),
                "{json}: {said}"
            );
        }
        let nul = error(r#"{"contact":{"name":"A\u0000","age":1}}"#);
        assert!(nul.contains("\"/contact/name\""), "{nul}");
        assert!(error(r#"{"contact":{"name":"\\u0000"}}"#).contains("/contact/age"));
        assert!(error("{").contains("Malformed"));
        assert!(error("{}{}").contains("required") || error("{}{}").contains("Malformed"));
    }
}
