/// Why a picture was refused or cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// More bytes than are taken.
    #[error("a picture has at most {max} bytes")]
    TooManyBytes {
        /// How many are.
        max: usize,
    },
    /// Neither JPEG nor PNG nor WebP, whatever its name says.
    #[error("not a JPEG, PNG or WebP picture")]
    NotAPicture,
    /// Neither PDF nor JPEG nor PNG, whatever its name says.
    #[error("not a PDF, JPEG or PNG file")]
    NotAPaper,
    /// Wider or higher than is taken, or too many pixels.
    #[error("{width} by {height} pixels are too many")]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// It says that it is a picture, and cannot be read as one.
    #[error("the picture is damaged")]
    Damaged(#[source] Option<image::ImageError>),
    /// A text that no QR code holds.
    #[error("the text does not fit into a QR code")]
    Drawing,
    /// There is no such file.
    #[error("there is no such picture")]
    NotFound,
    /// The storage does not answer, or refuses.
    #[error("the storage of pictures failed")]
    Storage(#[from] object_store::Error),
    /// The settings of the storage do not hold.
    #[error("the storage of pictures cannot be opened: {0}")]
    Settings(String),
}
