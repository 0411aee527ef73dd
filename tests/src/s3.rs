//! A storage of our own that speaks the part of S3 that pictures need: a real socket that checks
//! each signature and can be told to misbehave.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

const REGION: &str = "vn-test-1";
const KEY_ID: &str = "key";
const SECRET: &str = "a secret of this story";

/// How the storage treats who comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It keeps and gives.
    Good,
    /// It answers everything with this status.
    Answers(u16),
    /// It says nothing at all.
    Silent,
}

/// The storage with its one bucket, as long as it is held.
#[derive(Debug, Clone)]
pub struct Bucket(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    port: u16,
    mood: Mutex<Mood>,
    objects: Mutex<BTreeMap<String, Bytes>>,
}

impl Bucket {
    /// Listens on a free port of loopback.
    #[allow(
        clippy::disallowed_methods,
        reason = "the storage lives as long as its story"
    )]
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let bucket = Self(Arc::new(Inside {
            port: listener.local_addr().unwrap().port(),
            mood: Mutex::new(Mood::Good),
            objects: Mutex::new(BTreeMap::new()),
        }));
        let door = Router::new().fallback(answer).with_state(bucket.clone());
        tokio::spawn(async move { axum::serve(listener, door).await.unwrap() });
        bucket
    }

    /// What a market is told of it.
    pub fn settings(&self) -> media::S3 {
        media::S3 {
            bucket: "pictures".to_owned(),
            endpoint: Some(format!("http://127.0.0.1:{}", self.0.port)),
            region: REGION.to_owned(),
            access_key_id: KEY_ID.to_owned(),
            secret_access_key: SECRET.to_owned(),
        }
    }

    /// From now on the storage behaves like this.
    pub fn behave(&self, mood: Mood) {
        *self.0.mood.lock().unwrap() = mood;
    }

    /// The names of what it keeps.
    pub fn objects(&self) -> Vec<String> {
        self.0.objects.lock().unwrap().keys().cloned().collect()
    }

    fn keep(&self, name: &str, body: Bytes) -> Response {
        let mut objects = self.0.objects.lock().unwrap();
        objects.insert(name.to_owned(), body);
        (StatusCode::OK, [(header::ETAG, "\"kept\"")]).into_response()
    }

    fn copy(&self, from: &str, name: &str) -> Response {
        let mut objects = self.0.objects.lock().unwrap();
        let source = from.trim_start_matches('/').strip_prefix("pictures/");
        let Some(object) = source.and_then(|source| objects.get(source)).cloned() else {
            return refusal(StatusCode::NOT_FOUND, "NoSuchKey");
        };
        objects.insert(name.to_owned(), object);
        let said = "<CopyObjectResult><ETag>\"kept\"</ETag></CopyObjectResult>";
        (StatusCode::OK, said).into_response()
    }

    /// Deletes what a list names.
    fn remove(&self, list: &[u8]) -> Response {
        let list = String::from_utf8_lossy(list);
        let mut said = String::new();
        for part in list.split("<Key>").skip(1) {
            let (name, _) = part.split_once("</Key>").unwrap();
            self.0.objects.lock().unwrap().remove(name);
            said.extend(["<Deleted><Key>", name, "</Key></Deleted>"]);
        }
        (
            StatusCode::OK,
            format!("<DeleteResult>{said}</DeleteResult>"),
        )
            .into_response()
    }

    fn give(&self, name: &str) -> Response {
        match self.0.objects.lock().unwrap().get(name) {
            Some(object) => {
                let headers = [
                    (header::ETAG, "\"kept\""),
                    (header::LAST_MODIFIED, "Mon, 23 Nov 2026 02:00:00 GMT"),
                ];
                (StatusCode::OK, headers, object.clone()).into_response()
            }
            None => refusal(StatusCode::NOT_FOUND, "NoSuchKey"),
        }
    }
}

async fn answer(State(bucket): State<Bucket>, request: Request) -> Response {
    let mood = *bucket.0.mood.lock().unwrap();
    match mood {
        Mood::Good => {}
        Mood::Answers(status) => {
            return refusal(StatusCode::from_u16(status).unwrap(), "NotToday");
        }
        Mood::Silent => tokio::time::sleep(std::time::Duration::from_mins(10)).await,
    }
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    if !is_signed(&head, &body) {
        return refusal(StatusCode::FORBIDDEN, "SignatureDoesNotMatch");
    }
    if head.method == Method::POST && head.uri.query() == Some("delete") {
        return bucket.remove(&body);
    }
    let Some(name) = head.uri.path().strip_prefix("/pictures/") else {
        return refusal(StatusCode::NOT_FOUND, "NoSuchBucket");
    };
    let copied = said(&head.headers, "x-amz-copy-source");
    match head.method {
        Method::PUT if !copied.is_empty() => bucket.copy(copied, name),
        Method::PUT => bucket.keep(name, body),
        Method::GET => bucket.give(name),
        _ => refusal(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed"),
    }
}

fn refusal(status: StatusCode, code: &str) -> Response {
    (status, format!("<Error><Code>{code}</Code></Error>")).into_response()
}

/// Whether a request bears the signature (AWS version 4) of who knows the secret, over its headers
/// and its very body.
fn is_signed(head: &Parts, body: &[u8]) -> bool {
    let authorization = said(&head.headers, "authorization");
    let Some(fields) = authorization.strip_prefix("AWS4-HMAC-SHA256 ") else {
        return false;
    };
    let field = |name: &str| {
        let mut fields = fields.split(',').filter_map(|f| f.trim().split_once('='));
        fields.find(|(n, _)| *n == name).map_or("", |(_, it)| it)
    };
    let (at, digest) = (
        said(&head.headers, "x-amz-date"),
        said(&head.headers, "x-amz-content-sha256"),
    );
    let day = at.get(..8).unwrap_or_default();
    let scope = format!("{day}/{REGION}/s3/aws4_request");
    if field("Credential") != format!("{KEY_ID}/{scope}") || digest != hex(&Sha256::digest(body)) {
        return false;
    }
    let signed = field("SignedHeaders");
    let mut headers = String::new();
    for name in signed.split(';') {
        headers.extend([name, ":", said(&head.headers, name), "\n"]);
    }
    let (method, path) = (&head.method, head.uri.path());
    let query = match head.uri.query() {
        // A name without a value is signed with an empty one.
        Some("delete") => "delete=",
        query => query.unwrap_or_default(),
    };
    let request = format!("{method}\n{path}\n{query}\n{headers}\n{signed}\n{digest}");
    let request = hex(&Sha256::digest(request));
    let text = format!("AWS4-HMAC-SHA256\n{at}\n{scope}\n{request}");
    let secret = format!("AWS4{SECRET}").into_bytes();
    let key = scope
        .split('/')
        .fold(secret, |key, part| sealed(&key, part));
    field("Signature") == hex(&sealed(&key, &text))
}

fn said<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

fn sealed(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    kernel::text::hex(bytes)
}
