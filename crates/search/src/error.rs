/// Why the index does not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The cursor is not one of this query.
    #[error("the cursor belongs to another query")]
    Cursor,
    /// The text index failed.
    #[error("the text index failed")]
    Index(#[from] tantivy::TantivyError),
    /// Another process works with the folder.
    #[error("another process is using the search index of this data folder: stop it first")]
    InUse,
    /// The folder of the index cannot be used.
    #[error("the folder of the index cannot be used")]
    Folder(#[from] std::io::Error),
    /// What the index holds cannot be read; it is to be built again.
    #[error("the index holds what cannot be read")]
    Unreadable,
}

impl From<tantivy::directory::error::OpenDirectoryError> for Error {
    fn from(err: tantivy::directory::error::OpenDirectoryError) -> Self {
        Self::Index(err.into())
    }
}
