use super::{Code, Problem};

/// What is left of the database's errors when no domain has answered for them.
impl From<store::Error> for Problem {
    fn from(err: store::Error) -> Self {
        match err {
            store::Error::Busy(_) | store::Error::Unavailable(_) => {
                tracing::warn!(error = %err, "the database does not answer");
                Self::new(Code::Unavailable).retry_after(2)
            }
            store::Error::Rule(_) | store::Error::Other(_) | store::Error::Schema(_) => {
                Self::internal(&err)
            }
        }
    }
}
