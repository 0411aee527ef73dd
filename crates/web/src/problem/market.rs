use market::Error;

use super::Problem;

impl From<Error> for Problem {
    fn from(err: Error) -> Self {
        match err {
            Error::Store(err) => err.into(),
            Error::Accounts(err) => err.into(),
            Error::Catalog(err) => err.into(),
        }
    }
}
