use notifications::Error;

use super::Problem;

impl From<Error> for Problem {
    fn from(err: Error) -> Self {
        match err {
            Error::Store(err) => err.into(),
            Error::Page(err) => err.into(),
            Error::From(_)
            | Error::SmtpUrl(_)
            | Error::GatewayUrl
            | Error::GatewayKey
            | Error::Gateway(_)
            | Error::Facts(_)
            | Error::Layout(_) => Self::internal(&err),
        }
    }
}
