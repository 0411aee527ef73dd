use bytes::Bytes;
use fast_image_resize::images::Image;
use fast_image_resize::{IntoImageView, PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, RgbImage, RgbaImage};

use crate::Error;

/// How good a WebP is, of 100.
const WEBP_QUALITY: f32 = 80.0;
/// How good a JPEG is, of 100.
const JPEG_QUALITY: u8 = 82;

/// The picture so small that no side is longer; a small picture stays as it is.
pub(crate) fn shrink(picture: &DynamicImage, side: u32) -> Result<DynamicImage, Error> {
    let (width, height) = (picture.width(), picture.height());
    let longest = width.max(height).max(1);
    if longest <= side {
        return Ok(picture.clone());
    }
    let part = |length: u32| {
        let scaled = u64::from(length) * u64::from(side) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    let pixels = picture.pixel_type().unwrap_or(PixelType::U8x4);
    let mut small = Image::new(part(width), part(height), pixels);
    Resizer::new()
        .resize(picture, &mut small, None)
        .map_err(|_unsupported| Error::Damaged(None))?;
    let (width, height) = (small.width(), small.height());
    let bytes = small.into_vec();
    let picture = if pixels == PixelType::U8x4 {
        RgbaImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgba8)
    } else {
        RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8)
    };
    picture.ok_or(Error::Damaged(None))
}

pub(crate) fn webp(picture: &DynamicImage) -> Result<Bytes, Error> {
    let (width, height) = (picture.width(), picture.height());
    let encoder = match picture {
        DynamicImage::ImageRgb8(rgb) => webp::Encoder::from_rgb(rgb, width, height),
        DynamicImage::ImageRgba8(rgba) => webp::Encoder::from_rgba(rgba, width, height),
        _ => return Err(Error::Damaged(None)),
    };
    let written = encoder
        .encode_simple(false, WEBP_QUALITY)
        .map_err(|_failed| Error::Damaged(None))?;
    Ok(Bytes::copy_from_slice(&written))
}

/// A JPEG knows no transparency: what shines through is white.
pub(crate) fn jpeg(picture: &DynamicImage) -> Result<Bytes, Error> {
    let mut out = vec![];
    let encoder = JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
    on_white(picture)
        .write_with_encoder(encoder)
        .map_err(|err| Error::Damaged(Some(err)))?;
    Ok(out.into())
}

fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let rgba = picture.to_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let image::Rgba([r, g, b, alpha]) = *rgba.get_pixel(x, y);
        let over = |colour: u8| {
            let sum = u16::from(colour) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(sum / 255).unwrap_or(255)
        };
        image::Rgb([r, g, b].map(over))
    })
}
