//! Whoever changes something comes from the market's own pages: a form on another site must not
//! act with a reader's cookies.

use axum::extract::{Request, State as Node};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use web::{Code, Problem, State};

/// Lets safe requests pass, and those of which no browser says that they come from elsewhere.
pub(crate) async fn same_site(Node(state): Node<State>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if safe || own(request.headers(), &state.app.public_url) {
        return next.run(request).await;
    }
    let refused = Problem::new(Code::Forbidden).detail("cross_site");
    refused.into_response()
}

/// Browsers of today say where a request comes from, older ones of which origin it is; what says
/// neither is no browser and sends no cookie that is not its own.
fn own(headers: &HeaderMap, public_url: &str) -> bool {
    let said = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = said("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = said(header::ORIGIN.as_str()) else {
        return true;
    };
    let host = said(header::HOST.as_str()).unwrap_or_default();
    let host_of = |address: &str| address.split_once("://").map(|(_, host)| host.to_owned());
    origin == public_url.trim_end_matches('/') || host_of(origin).as_deref() == Some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lets_in(headers: &[(&'static str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        own(&map, "https://cho.example.vn/")
    }

    #[test]
    fn what_comes_from_elsewhere_stays_outside() {
        let host = ("host", "localhost:8080");
        assert!(lets_in(&[]));
        assert!(lets_in(&[("sec-fetch-site", "same-origin")]));
        assert!(lets_in(&[("sec-fetch-site", "none")]));
        assert!(lets_in(&[("origin", "https://cho.example.vn"), host]));
        assert!(lets_in(&[("origin", "http://localhost:8080"), host]));
        for elsewhere in [
            "https://evil.example",
            "null",
            "http://localhost:9090",
            "cho.example.vn",
        ] {
            assert!(!lets_in(&[("origin", elsewhere), host]), "{elsewhere}");
        }
        for site in ["cross-site", "same-site", ""] {
            let origin = ("origin", "https://cho.example.vn");
            assert!(!lets_in(&[("sec-fetch-site", site), origin]), "{site}");
        }
    }
}
