//! Problems (RFC 9457): a stable code, and words in the reader's language.

mod accounts;
mod catalog;
mod code;
mod market;
mod media;
mod notifications;
mod orders;
mod page;
mod payments;
mod store;
pub(crate) mod text;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Lang;
use serde_json::{Map, Value, json};

pub use code::Code;

/// What went wrong with one field of a request.
#[derive(Debug, Clone)]
pub struct FieldError {
    /// Where: a JSON pointer (`/contact/phone`) or a query parameter's name.
    pub pointer: String,
    /// A stable code: `required`, `too_long` … Its words are `field-CODE` in the locales.
    pub code: &'static str,
    /// What the words need.
    pub args: Vec<(&'static str, String)>,
}

impl FieldError {
    /// An error at a pointer.
    pub fn new(pointer: impl Into<String>, code: &'static str) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            args: vec![],
        }
    }

    /// The same with a value for the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// An answer that says what went wrong, where, and what to do.
#[derive(Debug, Clone)]
pub struct Problem {
    code: Code,
    status: Option<StatusCode>,
    detail: Option<&'static str>,
    args: Vec<(&'static str, String)>,
    pub(crate) errors: Vec<FieldError>,
    members: Map<String, Value>,
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem with its code's own words.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            status: None,
            detail: None,
            args: vec![],
            errors: vec![],
            members: Map::new(),
            retry_after: None,
        }
    }

    /// A request whose fields are wrong.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::new(Code::Invalid)
        }
    }

    /// One wrong field.
    pub fn field(pointer: impl Into<String>, code: &'static str) -> Self {
        Self::invalid(vec![FieldError::new(pointer, code)])
    }

    /// Something unforeseen: logged here, once, with its causes; the reader learns only that.
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut causes = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            causes = format!("{causes}: {cause}");
            source = cause.source();
        }
        tracing::error!(error = %causes, "a request failed");
        Self::new(Code::Internal)
    }

    /// Another text for the detail: the key of a message in the locales.
    #[must_use]
    pub fn detail(mut self, key: &'static str) -> Self {
        self.detail = Some(key);
        self
    }

    /// A value that the words need.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Errors of single fields or lines.
    #[must_use]
    pub fn errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// A further member of the problem object (`total`, `producers`, `orders`).
    #[must_use]
    pub fn member(mut self, name: &str, value: impl serde::Serialize) -> Self {
        self.members.insert(name.to_owned(), json!(value));
        self
    }

    /// When to try again, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Another status than the code's usual one.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// A further member of it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.get(name)
    }

    /// Whether one of its fields has this code.
    pub fn has(&self, code: &str) -> bool {
        self.errors.iter().any(|error| error.code == code)
    }

    /// The same with each pointer as a page has it.
    #[must_use]
    pub fn pointing(mut self, to: impl Fn(&str) -> String) -> Self {
        for error in &mut self.errors {
            error.pointer = to(&error.pointer);
        }
        self
    }

    /// What is wrong with its fields.
    pub fn into_errors(self) -> impl Iterator<Item = FieldError> {
        self.errors.into_iter()
    }

    /// The status of its answer.
    pub fn http_status(&self) -> StatusCode {
        self.status.unwrap_or_else(|| self.code.status())
    }

    /// The problem's code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The answer in a language.
    /// Its title and detail in a language.
    pub fn words(&self, lang: Lang) -> (String, String) {
        let key = self.detail.unwrap_or_else(|| self.code.as_str());
        let mut args = self.args.clone();
        for (name, value) in &mut args {
            // A state is a code to programs and a word to people.
            if *name == "status" {
                let key = format!("status-{value}");
                let word = text::message(lang, &key, &[]);
                if word != key {
                    *value = word;
                }
            }
        }
        if let Some(seconds) = self.retry_after {
            args.push(("seconds", seconds.to_string()));
        }
        let say = |key: &str| text::message(lang, key, &args);
        (
            say(&format!("title-{}", self.code.as_str())),
            say(&format!("detail-{key}")),
        )
    }

    /// What went wrong with each field: its pointer, and what to do in a language.
    pub fn faults(&self, lang: Lang) -> Vec<(&str, String)> {
        let said = |error: &FieldError| text::message(lang, &error.key(), &error.args);
        let faults = self.errors.iter();
        faults
            .map(|error| (error.pointer.as_str(), said(error)))
            .collect()
    }

    pub(crate) fn render(&self, lang: Lang, request_id: Option<&str>) -> Response {
        let status = self.http_status();
        let (title, detail) = self.words(lang);
        let mut body = json!({
            "type": "about:blank",
            "title": title,
            "status": status.as_u16(),
            "detail": detail,
            "code": self.code.as_str(),
        });
        if let Some(object) = body.as_object_mut() {
            if let Some(id) = request_id {
                object.insert("request_id".into(), json!(id));
            }
            if !self.errors.is_empty() {
                let errors: Vec<Value> = self.errors.iter().map(|e| e.render(lang)).collect();
                object.insert("errors".into(), errors.into());
            }
            object.extend(self.members.clone());
        }
        let mut response = (status, body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl FieldError {
    /// The key of its words.
    fn key(&self) -> String {
        format!("field-{}", self.code)
    }

    fn render(&self, lang: Lang) -> Value {
        json!({
            "pointer": self.pointer,
            "code": self.code,
            "detail": text::message(lang, &self.key(), &self.args),
        })
    }
}

/// The words are added by `respond::finish`, which knows the reader's language.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.http_status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
