use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use crate::Error;

/// The most bytes of a source.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The most pixels of a side.
pub const MAX_SIDE: u32 = 12_000;
/// The most pixels in all.
pub const MAX_PIXELS: u64 = 52_000_000;
/// The most memory that decoding may ask for.
const MAX_ALLOC: u64 = 256 * 1024 * 1024;

/// The picture in these bytes, upright.
pub(crate) fn decode(bytes: &[u8]) -> Result<DynamicImage, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooManyBytes { max: MAX_BYTES });
    }
    let format = image::guess_format(bytes)
        .ok()
        .filter(|f| matches!(f, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP))
        .ok_or(Error::NotAPicture)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Error::TooLarge { width, height });
    }
    decoder.set_limits(limits()).map_err(damaged)?;
    // A camera that was held sideways says so; a picture without that note is upright.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|err| match err {
        ImageError::Limits(_) => Error::TooLarge { width, height },
        err => damaged(err),
    })?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

/// Sides are checked by us, so that the answer can name them.
fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_ALLOC);
    limits
}

fn damaged(err: ImageError) -> Error {
    Error::Damaged(Some(err))
}
