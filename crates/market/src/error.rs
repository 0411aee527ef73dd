use store::Transient;

/// What a use-case of several domains refused with: the domain's own word.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The accounts.
    #[error(transparent)]
    Accounts(#[from] accounts::Error),
    /// The catalogue.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
}

impl Transient for Error {
    fn is_busy(&self) -> bool {
        match self {
            Self::Store(err) => err.is_busy(),
            Self::Accounts(err) => err.is_busy(),
            Self::Catalog(err) => err.is_busy(),
        }
    }
}
