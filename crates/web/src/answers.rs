//! Public answers, kept whole: the body plain and compressed, with the headers that go with it.
//!
//! Nothing is invalidated by hand. A key holds everything that an answer depends on (the index's
//! generation, or how often its one listing has changed; the day, the language, whether alcohol is
//! shown, the canonical query), so an answer that is no longer true is never asked for again, and
//! leaves by size.

use std::io::Write;
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// The memory that kept answers may take unless a node says otherwise, in megabytes.
pub const KEPT_MB: u64 = 32;
/// Below this a body is sent as it is.
const COMPRESS_FROM: usize = 600;

/// The kept answers of a node.
#[derive(Debug, Clone)]
pub struct Answers(Arc<Cache<String, Arc<Kept>, Bytewise>>);

/// What an answer takes: its bodies, and what is held round them.
#[derive(Debug, Clone)]
struct Bytewise;

/// The headers of a kept answer and its place in the table.
const ROUND_IT: usize = 400;

impl Weighter<String, Arc<Kept>> for Bytewise {
    fn weight(&self, key: &String, kept: &Arc<Kept>) -> u64 {
        // The compressed body comes later: a third is what it will take.
        (key.len() + kept.plain.len() * 4 / 3 + ROUND_IT) as u64
    }
}

/// One kept answer.
#[derive(Debug)]
pub struct Kept {
    plain: Bytes,
    /// Made when the first reader asks for it; nothing where compressing does not pay.
    gzip: OnceLock<Option<Bytes>>,
    tag: HeaderValue,
    gzip_tag: HeaderValue,
    kind: &'static str,
}

impl Default for Answers {
    fn default() -> Self {
        Self::within(KEPT_MB)
    }
}

impl Answers {
    /// Keeps answers within so many megabytes; none with 0.
    pub fn within(megabytes: u64) -> Self {
        let bytes = megabytes * 1024 * 1024;
        let about = usize::try_from(bytes / 2_000).unwrap_or(0);
        Self(Arc::new(Cache::with_weighter(about, bytes, Bytewise)))
    }

    /// The answer under a key: the kept one, or the one that `load` makes, once for all who wait.
    pub async fn get(
        &self,
        key: String,
        load: impl Future<Output = Result<String, Problem>>,
    ) -> Result<Arc<Kept>, Problem> {
        self.keep(key, load, Kept::new).await
    }

    /// The page under a key.
    pub async fn page(
        &self,
        key: String,
        load: impl Future<Output = Result<String, Problem>>,
    ) -> Result<Arc<Kept>, Problem> {
        self.keep(key, load, Kept::page).await
    }

    async fn keep(
        &self,
        key: String,
        load: impl Future<Output = Result<String, Problem>>,
        wrap: fn(String) -> Kept,
    ) -> Result<Arc<Kept>, Problem> {
        let made = async { Ok(Arc::new(wrap(load.await?))) };
        self.0.get_or_insert_async(&key, made).await
    }
}

impl Kept {
    /// An answer from its JSON.
    pub fn new(json: String) -> Self {
        Self::of(json, "application/json")
    }

    /// An answer from its HTML.
    pub fn page(html: String) -> Self {
        Self::of(html, "text/html; charset=utf-8")
    }

    /// An answer from its style sheet.
    pub fn style(css: String) -> Self {
        Self::of(css, "text/css; charset=utf-8")
    }

    /// An answer from its drawing.
    pub fn drawing(svg: String) -> Self {
        Self::of(svg, "image/svg+xml")
    }

    /// An answer from its script.
    pub fn script(js: String) -> Self {
        Self::of(js, "text/javascript; charset=utf-8")
    }

    fn of(body: String, kind: &'static str) -> Self {
        let hash = kernel::text::hex(
            Sha256::digest(body.as_bytes())
                .get(..12)
                .unwrap_or_default(),
        );
        let tag = |suffix: &str| {
            HeaderValue::from_str(&format!("\"{hash}{suffix}\""))
                .unwrap_or(HeaderValue::from_static("\"0\""))
        };
        Self {
            gzip: OnceLock::new(),
            // Exactly as long as it is: what it grew by while it was written is given back.
            plain: body.into_boxed_str().into_boxed_bytes().into(),
            tag: tag(""),
            gzip_tag: tag("-gz"),
            kind,
        }
    }

    /// The answer for a request: compressed where it may be, 304 where the reader has it already.
    pub fn respond(&self, request: &HeaderMap) -> Response {
        let gzip = if accepts_gzip(request) {
            self.gzip.get_or_init(|| compress(&self.plain)).as_ref()
        } else {
            None
        };
        let tag = if gzip.is_some() {
            &self.gzip_tag
        } else {
            &self.tag
        };
        let known = request
            .get(header::IF_NONE_MATCH)
            .is_some_and(|tags| self.is_among(tags));
        let mut response = Response::new(if known {
            Body::empty()
        } else {
            Body::from(gzip.unwrap_or(&self.plain).clone())
        });
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(header::ETAG, tag.clone());
        headers.insert(
            header::VARY,
            HeaderValue::from_static("accept-encoding, accept-language, age-declaration"),
        );
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, no-cache"),
        );
        if !known {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
            if gzip.is_some() {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
        }
        response
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// The two bodies are one answer: a tag of either is known.
    fn is_among(&self, tags: &HeaderValue) -> bool {
        let Ok(tags) = tags.to_str() else {
            return false;
        };
        tags.split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .any(|tag| {
                tag == "*"
                    || tag.as_bytes() == self.tag.as_bytes()
                    || tag.as_bytes() == self.gzip_tag.as_bytes()
            })
    }
}

fn compress(body: &[u8]) -> Option<Bytes> {
    if body.len() < COMPRESS_FROM {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    encoder.write_all(body).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn accepts_gzip(request: &HeaderMap) -> bool {
    let Some(accepted) = request
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
    else {
        return false;
    };
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        named && !parts.any(|p| p == "q=0" || p == "q=0.0")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn a_reader_who_has_it_gets_no_body() {
        let kept = Kept::new("[1]".repeat(400));
        let first = kept.respond(&headers(&[(header::ACCEPT_ENCODING, "br, gzip")]));
        assert_eq!(first.headers()[header::CONTENT_ENCODING], "gzip");
        let tag = first.headers()[header::ETAG].to_str().unwrap();
        assert!(tag.ends_with("-gz\""));
        let again = kept.respond(&headers(&[(header::IF_NONE_MATCH, tag)]));
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let plain = kept.respond(&headers(&[(header::ACCEPT_ENCODING, "gzip;q=0")]));
        assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
    }

    #[tokio::test]
    async fn an_error_is_not_kept() {
        let answers = Answers::default();
        let failed = answers
            .get("k".into(), async {
                Err(Problem::new(crate::Code::NotFound))
            })
            .await;
        assert!(failed.is_err());
        assert!(
            answers
                .get("k".into(), async { Ok("{}".into()) })
                .await
                .is_ok()
        );
    }
}
