use stripe::StripeError;

/// Why a call did not answer what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Stripe refused: nothing was done.
    #[error("stripe refused: {code}: {message}")]
    Refused {
        /// Stripe's code.
        code: String,
        /// Stripe's words, for the log.
        message: String,
    },
    /// Stripe had no time, and did nothing: the same key may be sent again.
    #[error("stripe is busy")]
    Busy,
    /// It broke, and keeps that answer under the key: what was done is to be read back, and what was
    /// not is tried under another key.
    #[error("stripe failed with {0}")]
    Failed(u16),
    /// It may have been done or not: it is to be read back.
    #[error("what became of it is unknown: {0}")]
    Unknown(String),
}

impl Error {
    /// Whether Stripe said no, and would again.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }
}

impl From<StripeError> for Error {
    fn from(err: StripeError) -> Self {
        match err {
            StripeError::Stripe(_, 409 | 429) => Self::Busy,
            StripeError::Stripe(error, 400..=499) => Self::Refused {
                code: error.code.map_or_else(
                    || error.type_.as_str().to_owned(),
                    |code| code.as_str().to_owned(),
                ),
                message: error.message.unwrap_or_default(),
            },
            StripeError::Stripe(_, status) => Self::Failed(status),
            StripeError::Timeout => Self::Unknown("it did not answer in time".to_owned()),
            StripeError::JSONDeserialize(why)
            | StripeError::ClientError(why)
            | StripeError::ConfigError(why) => Self::Unknown(why),
        }
    }
}
