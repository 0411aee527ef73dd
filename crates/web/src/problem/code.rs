use axum::http::StatusCode;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:ident;)*) => {
        /// The stable codes of problems.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as it stands in the answer.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The status that goes with it.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }
        }
    };
}

codes! {
    /// The request cannot be read at all.
    Malformed = "malformed", BAD_REQUEST;
    /// Nobody is signed in.
    Unauthenticated = "unauthenticated", UNAUTHORIZED;
    /// The login or the password is wrong.
    InvalidCredentials = "invalid_credentials", UNAUTHORIZED;
    /// Signed in, but not entitled.
    Forbidden = "forbidden", FORBIDDEN;
    /// Signed in too long ago for what asks again.
    ReauthenticationRequired = "reauthentication_required", FORBIDDEN;
    /// Alcohol is shown after a declaration of age.
    AgeDeclarationRequired = "age_declaration_required", FORBIDDEN;
    /// There is no such thing, or it is another's.
    NotFound = "not_found", NOT_FOUND;
    /// The path knows no such method.
    MethodUnknown = "method_unknown", METHOD_NOT_ALLOWED;
    /// The request took too long to arrive.
    Timeout = "timeout", REQUEST_TIMEOUT;
    /// The thing's state does not admit it.
    Conflict = "conflict", CONFLICT;
    /// Not enough in stock.
    OutOfStock = "out_of_stock", CONFLICT;
    /// The total is another than the buyer saw.
    TotalChanged = "total_changed", CONFLICT;
    /// The cart has become a checkout already.
    CartUsed = "cart_used", CONFLICT;
    /// The stock is promised to orders.
    PromisedToOrders = "promised_to_orders", CONFLICT;
    /// The same request is being worked on.
    InFlight = "in_flight", CONFLICT;
    /// Taken away by order of an authority.
    Gone = "gone", GONE;
    /// The thing has changed since it was read.
    Stale = "stale", PRECONDITION_FAILED;
    /// The body is too large.
    TooLarge = "too_large", PAYLOAD_TOO_LARGE;
    /// The body's type is not taken here.
    UnsupportedMediaType = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE;
    /// Fields are wrong; `errors` says which.
    Invalid = "invalid", UNPROCESSABLE_ENTITY;
    /// The header `Idempotency-Key` is needed.
    IdempotencyKeyMissing = "idempotency_key_missing", UNPROCESSABLE_ENTITY;
    /// The key was used with another body.
    IdempotencyMismatch = "idempotency_mismatch", UNPROCESSABLE_ENTITY;
    /// The way to pay does not suit these orders.
    MethodNotAllowed = "method_not_allowed", UNPROCESSABLE_ENTITY;
    /// The caller acts for several producers and must say for which.
    ProducerRequired = "producer_required", UNPROCESSABLE_ENTITY;
    /// The header `If-Match` is needed.
    IfMatchRequired = "if_match_required", PRECONDITION_REQUIRED;
    /// Too many requests.
    RateLimited = "rate_limited", TOO_MANY_REQUESTS;
    /// The unforeseen.
    Internal = "internal", INTERNAL_SERVER_ERROR;
    /// For the moment it cannot be done.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE;
}
