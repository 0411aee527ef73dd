use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

/// Somebody who speaks to a node over HTTP, with the headers that they send along.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    address: String,
    headers: HeaderMap,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Client {
    /// A client of the node at an address.
    pub fn new(address: &str) -> Self {
        // Nothing here speaks TLS, but the client wants to know how it would. Set once, first wins.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A connection that stood still is left before the node leaves it, however long a story
        // takes to begin.
        let http = reqwest::Client::builder()
            .no_proxy()
            .pool_idle_timeout(std::time::Duration::from_secs(5));
        Self {
            http: http.build().unwrap(),
            address: address.to_owned(),
            headers: HeaderMap::new(),
        }
    }

    /// The same somebody, who is not sent on: a redirect is the answer.
    #[must_use]
    pub fn unfollowing(&self) -> Self {
        let http = reqwest::Client::builder().no_proxy();
        let http = http.redirect(reqwest::redirect::Policy::none());
        Self {
            http: http.build().unwrap(),
            ..self.clone()
        }
    }

    /// The node's address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The same somebody, who speaks to a node at another address.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        Self {
            address: address.to_owned(),
            ..self.clone()
        }
    }

    /// The same somebody, sending a header along.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.insert(
            name.parse::<HeaderName>().unwrap(),
            HeaderValue::from_str(value).unwrap(),
        );
        other
    }

    /// The same somebody, signed in.
    #[must_use]
    pub fn signed_in(&self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body.to_string().into_bytes()))
            .await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body.to_string().into_bytes()))
            .await
    }

    /// PATCH with a JSON body.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body.to_string().into_bytes()))
            .await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Any method with any bytes, sent as JSON.
    pub async fn send(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Answer {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.address))
            .headers(self.headers.clone());
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body);
        }
        Self::answer(request).await
    }

    /// POST of a form's fields, as a browser sends them; the answer is where it is sent on to.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = self
            .http
            .post(format!("{}{path}", self.address))
            .headers(self.headers.clone())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.finish());
        Self::answer(request).await
    }

    /// A picture as a form's file.
    pub async fn upload(&self, path: &str, field: &str, bytes: Vec<u8>) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("picture");
        let form = reqwest::multipart::Form::new().part(field.to_owned(), part);
        let url = format!("{}{path}", self.address);
        Self::answer(
            self.http
                .post(url)
                .headers(self.headers.clone())
                .multipart(form),
        )
        .await
    }

    /// A file as a form's `file`, with the texts beside it.
    pub async fn hand_in(&self, path: &str, fields: &[(&str, &str)], bytes: Vec<u8>) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("scan");
        let mut form = reqwest::multipart::Form::new().part("file", part);
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        let url = format!("{}{path}", self.address);
        let request = self.http.post(url).headers(self.headers.clone());
        Self::answer(request.multipart(form)).await
    }

    async fn answer(request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.expect("the node answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer {
            status,
            headers,
            body: response.bytes().await.unwrap().to_vec(),
        }
    }
}

impl Answer {
    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|err| panic!("not JSON ({err}): {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// The JSON of an answer with this status; else the test ends with what came instead.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        if self.body.is_empty() {
            Value::Null
        } else {
            self.json()
        }
    }

    /// A page, where the answer is the expected one.
    pub fn expect_text(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text());
        self.text()
    }

    /// A problem with this status and code.
    #[track_caller]
    pub fn expect_problem(&self, status: u16, code: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        problem
    }
}
