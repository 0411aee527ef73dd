use serde_json::{Value, json};

/// Why a request was refused, as Stripe says it.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) error: Value,
    /// Whether it had begun: then its answer is kept under its key.
    pub(crate) begun: bool,
}

impl Refused {
    fn new(status: u16, kind: &str, code: &str, message: impl Into<Value>) -> Self {
        let message = message.into();
        let error = json!({ "type": kind, "code": code, "message": message,
            "doc_url": format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-")) });
        Self {
            status,
            error,
            begun: false,
        }
    }

    /// A parameter is wrong: nothing had begun.
    pub(crate) fn param(name: &str, message: String, code: &str) -> Self {
        let mut refused = Self::new(400, "invalid_request_error", code, message);
        refused.error["param"] = name.into();
        refused
    }

    pub(crate) fn missing(name: &str) -> Self {
        let message = format!("Missing required param: {name}.");
        Self::param(name, message, "parameter_missing")
    }

    pub(crate) fn no_such(what: &str, id: &str, name: &str) -> Self {
        let message = format!("No such {what}: '{id}'");
        let mut refused = Self::param(name, message, "resource_missing");
        refused.status = if name == "id" { 404 } else { 400 };
        refused
    }

    pub(crate) fn no_such_path(path: &str) -> Self {
        let message = format!("Unrecognized request URL ({path}).");
        Self::new(404, "invalid_request_error", "url_invalid", message)
    }

    /// What things are like does not admit it.
    pub(crate) fn state(code: &str, message: impl Into<String>) -> Self {
        let mut refused = Self::new(400, "invalid_request_error", code, message.into());
        refused.begun = true;
        refused
    }

    /// The card was declined.
    pub(crate) fn card(error: Value) -> Self {
        Self {
            status: 402,
            error,
            begun: true,
        }
    }

    pub(crate) fn unknown_key() -> Self {
        let message = "Invalid API Key provided.".to_owned();
        Self::new(401, "invalid_request_error", "api_key_invalid", message)
    }

    pub(crate) fn other_parameters() -> Self {
        let message = "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than this if you meant to execute a different request.";
        Self::new(
            400,
            "idempotency_error",
            "idempotency_error",
            message.to_owned(),
        )
    }

    pub(crate) fn in_use() -> Self {
        let message = "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through).";
        Self::new(
            409,
            "idempotency_error",
            "idempotency_key_in_use",
            message.to_owned(),
        )
    }

    pub(crate) fn too_many() -> Self {
        let message = "Request rate limit exceeded.".to_owned();
        Self::new(429, "invalid_request_error", "rate_limit", message)
    }

    pub(crate) fn broken() -> Self {
        let message = "An unknown error occurred".to_owned();
        let mut refused = Self::new(500, "api_error", "api_error", message);
        refused.error.as_object_mut().unwrap().remove("code");
        refused
    }

    pub(crate) fn body(&self) -> Value {
        json!({ "error": self.error })
    }
}
