/// Why a notice could not be written or sent.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The sender's address cannot be read.
    #[error("`{0}` is not an address that mail can be from")]
    From(String),
    /// The mail server's URL cannot be read; it is not repeated, for it carries a password.
    #[error("the URL of the mail server cannot be read")]
    SmtpUrl(#[source] lettre::transport::smtp::Error),
    /// The gateway's address cannot be read; it is not repeated, for it may carry a key.
    #[error("the address of the gateway for text messages cannot be read")]
    GatewayUrl,
    /// The gateway's key is too short to sign with.
    #[error("the key of the gateway for text messages needs at least 16 characters")]
    GatewayKey,
    /// The gateway cannot be spoken to.
    #[error("the gateway for text messages cannot be opened")]
    Gateway(#[source] reqwest::Error),
    /// A cursor that this program did not write.
    #[error(transparent)]
    Page(#[from] kernel::PageError),
    /// The stored facts of a notice cannot be read by this version.
    #[error("the facts of a notice cannot be read")]
    Facts(#[from] serde_json::Error),
    /// The layout failed.
    #[error("the layout of a mail failed")]
    Layout(#[from] askama::Error),
}

impl store::Transient for Error {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Store(err) if err.is_busy())
    }
}
