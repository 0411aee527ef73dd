use kernel::PageError;

use super::{FieldError, Problem};

impl From<PageError> for Problem {
    fn from(err: PageError) -> Self {
        let error = match err {
            PageError::Limit => FieldError::new("limit", "out_of_range")
                .with("min", "1")
                .with("max", "100"),
            PageError::Cursor => FieldError::new("cursor", "invalid"),
        };
        Self::invalid(vec![error])
    }
}
