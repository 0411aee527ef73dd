use axum::http::Method;

/// What kind of request it is: each is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// Where secrets could be guessed.
    Door,
    /// Placing an order.
    Checkout,
    /// Everything else that changes something.
    Write,
    /// Reading.
    Read,
}

/// Paths behind which secrets could be guessed.
const DOORS: [&str; 8] = [
    "/api/v1/accounts",
    "/api/v1/sessions",
    "/api/v1/sign-in-codes",
    "/api/v1/invitations",
    "/api/v1/password-resets",
    "/api/v1/contact-proofs",
    "/api/v1/tracking",
    "/api/v1/age-declarations",
];

impl Class {
    /// The class of a request; none for what is not counted: operations, and webhooks, which carry
    /// a signature.
    pub(crate) fn of(method: &Method, path: &str) -> Option<Self> {
        let Some(rest) = path.strip_prefix("/api/v1/") else {
            return is_page(path).then(|| Self::of_page(method, path));
        };
        if rest.starts_with("webhooks/") {
            return None;
        }
        Some(if method == Method::GET || method == Method::HEAD {
            Self::Read
        } else if path == "/api/v1/checkouts" {
            Self::Checkout
        } else if method != Method::DELETE && is_door(path) {
            Self::Door
        } else {
            Self::Write
        })
    }

    /// A form counts as what it does.
    fn of_page(method: &Method, path: &str) -> Self {
        if method == Method::GET || method == Method::HEAD {
            return Self::Read;
        }
        // Behind the language.
        match path.split('/').nth(2) {
            Some("checkout") => Self::Checkout,
            Some("tracking" | "age" | "sign-in" | "register") => Self::Door,
            _ => Self::Write,
        }
    }

    /// Its name, where nodes count it together.
    pub(crate) const fn name(self) -> &'static [u8] {
        match self {
            Self::Door => b"door",
            Self::Checkout => b"checkout",
            Self::Write => b"write",
            Self::Read => b"read",
        }
    }
}

/// Whether a path is a page's: made for its reader, unlike a style sheet or a picture.
fn is_page(path: &str) -> bool {
    ["/vi", "/en", "/q/"]
        .iter()
        .any(|pages| path.starts_with(pages))
}

fn is_door(path: &str) -> bool {
    DOORS.iter().any(|door| {
        path.strip_prefix(door)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_has_its_class() {
        let of = |method: &str, path| Class::of(&method.parse().unwrap(), path);
        assert_eq!(of("POST", "/api/v1/sessions"), Some(Class::Door));
        assert_eq!(of("PUT", "/api/v1/password-resets/abc"), Some(Class::Door));
        assert_eq!(of("DELETE", "/api/v1/sessions/current"), Some(Class::Write));
        assert_eq!(of("POST", "/api/v1/checkouts"), Some(Class::Checkout));
        assert_eq!(of("POST", "/api/v1/carts"), Some(Class::Write));
        assert_eq!(of("GET", "/api/v1/products"), Some(Class::Read));
        assert_eq!(of("POST", "/api/v1/webhooks/stripe"), None);
        assert_eq!(of("GET", "/vi/products"), Some(Class::Read));
        assert_eq!(of("POST", "/vi/checkout"), Some(Class::Checkout));
        assert_eq!(of("POST", "/en/tracking"), Some(Class::Door));
        assert_eq!(of("POST", "/vi/cart/lines"), Some(Class::Write));
        assert_eq!(of("GET", "/q/ABCDEFGH"), Some(Class::Read));
        assert_eq!(of("GET", "/assets/shop.css"), None);
        assert_eq!(of("GET", "/healthz"), None);
    }
}
