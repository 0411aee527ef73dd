use media::Error;

use super::{Code, FieldError, Problem};

impl From<Error> for Problem {
    fn from(err: Error) -> Self {
        match err {
            Error::TooManyBytes { max } => Self::new(Code::TooLarge)
                .detail("picture_bytes")
                .with("max", &(max / 1024 / 1024)),
            Error::NotAPicture => Self::new(Code::UnsupportedMediaType).detail("not_a_picture"),
            Error::NotAPaper => Self::new(Code::UnsupportedMediaType).detail("not_a_paper"),
            Error::TooLarge { width, height } => Self::invalid(vec![
                FieldError::new("/image", "picture_too_large")
                    .with("width", &width)
                    .with("height", &height),
            ]),
            Error::Damaged(_) => Self::field("/image", "picture_damaged"),
            Error::NotFound => Self::new(Code::NotFound),
            Error::Storage(_) => {
                tracing::warn!(error = %err, "the storage of pictures does not answer");
                Self::new(Code::Unavailable).retry_after(5)
            }
            Error::Settings(_) | Error::Drawing => Self::internal(&err),
        }
    }
}
