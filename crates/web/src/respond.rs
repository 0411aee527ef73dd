//! The last hand on every answer: problems get their words, framework refusals become problems.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use kernel::Lang;

use crate::problem::{Code, Problem};

/// Renders problems in the reader's language, with the request's id. A refusal of the framework
/// itself (no such path, wrong method) becomes a problem too.
pub(crate) fn finish(mut response: Response, lang: Lang, id: &HeaderValue) -> Response {
    let problem = response
        .extensions_mut()
        .remove::<Problem>()
        .or_else(|| refusal(&response));
    let Some(problem) = problem else {
        return response;
    };
    let mut rendered = problem.render(lang, id.to_str().ok());
    if let Some(allow) = response.headers().get(header::ALLOW) {
        rendered.headers_mut().insert(header::ALLOW, allow.clone());
    }
    rendered
}

/// A bare error answer of the framework as a problem; `None` for an answer that has its own body.
fn refusal(response: &Response) -> Option<Problem> {
    let status = response.status();
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    if !(status.is_client_error() || status.is_server_error())
        || !(kind.is_empty() || kind.starts_with("text/plain"))
    {
        return None;
    }
    let code = match status {
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodUnknown,
        StatusCode::REQUEST_TIMEOUT => Code::Timeout,
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
        StatusCode::UNPROCESSABLE_ENTITY => Code::Invalid,
        StatusCode::TOO_MANY_REQUESTS => Code::RateLimited,
        StatusCode::SERVICE_UNAVAILABLE => Code::Unavailable,
        status if status.is_server_error() => Code::Internal,
        _ => Code::Malformed,
    };
    Some(Problem::new(code))
}

/// The ETag of a row's version.
pub fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\""))
        .unwrap_or_else(|_invalid| HeaderValue::from_static("\"0\""))
}

/// The version that `If-Match` names: 428 where it is missing, 412 where it cannot be ours.
pub fn if_match(headers: &HeaderMap) -> Result<i64, Problem> {
    let value = headers
        .get(header::IF_MATCH)
        .ok_or_else(|| Problem::new(Code::IfMatchRequired))?;
    value
        .to_str()
        .ok()
        .and_then(|v| {
            v.trim()
                .trim_start_matches("W/")
                .trim_matches('"')
                .parse()
                .ok()
        })
        .ok_or_else(|| Problem::new(Code::Stale))
}
