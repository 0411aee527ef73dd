use std::sync::Arc;

use bytes::Bytes;
use image::DynamicImage;
use kernel::PictureId;
use tokio::sync::Semaphore;

use crate::decode::decode;
use crate::encode::{jpeg, shrink, webp};
use crate::{Error, Keep};

/// A file made of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    /// 320 pixels, WebP.
    Small,
    /// 800 pixels, WebP.
    Medium,
    /// 1,600 pixels, WebP.
    Large,
    /// 1,200 pixels, JPEG: for what reads no WebP, such as letters and share cards.
    Share,
}

impl Size {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Small, Self::Medium, Self::Large, Self::Share];

    /// The longest side, in pixels.
    pub const fn side(self) -> u32 {
        match self {
            Self::Small => 320,
            Self::Medium => 800,
            Self::Large => 1_600,
            Self::Share => 1_200,
        }
    }

    /// The last part of its address.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Small => "320.webp",
            Self::Medium => "800.webp",
            Self::Large => "1600.webp",
            Self::Share => "1200.jpg",
        }
    }

    /// From the last part of an address.
    pub fn parse(file: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.file() == file)
    }

    /// Its media type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Small | Self::Medium | Self::Large => "image/webp",
            Self::Share => "image/jpeg",
        }
    }
}

/// A picture made ready to be kept.
#[derive(Debug, Clone)]
pub struct Processed {
    /// Pixels across, of the largest size.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Its files.
    pub files: Vec<(Size, Bytes)>,
}

/// A file as it is served.
#[derive(Debug, Clone)]
pub struct File {
    /// Its media type.
    pub content_type: &'static str,
    /// What is in it.
    pub bytes: Bytes,
}

/// The pictures of a node. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Media {
    pub(crate) keep: Keep,
    /// One picture at a time: a large one takes 200 MB.
    decoding: Arc<Semaphore>,
}

impl Media {
    /// Pictures in this storage.
    pub fn new(keep: Keep) -> Self {
        Self {
            keep,
            decoding: Arc::new(Semaphore::new(1)),
        }
    }

    /// Checks a source and makes its files, away from the threads that answer.
    pub async fn process(&self, source: Bytes) -> Result<Processed, Error> {
        let Ok(_turn) = self.decoding.acquire().await else {
            return Err(Error::Damaged(None));
        };
        tokio::task::spawn_blocking(move || process(&source))
            .await
            .unwrap_or(Err(Error::Damaged(None)))
    }

    /// Keeps the files of a picture.
    pub async fn store(&self, id: PictureId, picture: &Processed) -> Result<(), Error> {
        for (size, bytes) in &picture.files {
            self.keep
                .put(&path("pictures", id, *size), bytes.clone())
                .await?;
        }
        Ok(())
    }

    /// A file of a picture.
    pub async fn open(&self, id: PictureId, size: Size) -> Result<File, Error> {
        Ok(File {
            content_type: size.content_type(),
            bytes: self.keep.get(&path("pictures", id, size)).await?,
        })
    }

    /// Takes a picture out of the readers' way: its files are kept where no public address leads.
    /// Said again, it holds.
    pub async fn withhold(&self, id: PictureId) -> Result<(), Error> {
        for size in Size::ALL {
            let (from, to) = (path("pictures", id, size), path("withheld", id, size));
            self.keep.shift(&from, &to).await?;
        }
        Ok(())
    }
}

fn path(folder: &str, id: PictureId, size: Size) -> String {
    format!("{folder}/{id}/{}", size.file())
}

fn process(source: &[u8]) -> Result<Processed, Error> {
    let picture = plain(decode(source)?);
    let large = shrink(&picture, Size::Large.side())?;
    drop(picture);
    let mut files = vec![];
    for size in Size::ALL {
        let small = shrink(&large, size.side())?;
        let bytes = match size {
            Size::Share => jpeg(&small)?,
            Size::Small | Size::Medium | Size::Large => webp(&small)?,
        };
        files.push((size, bytes));
    }
    Ok(Processed {
        width: large.width(),
        height: large.height(),
        files,
    })
}

/// Eight bits a channel, colour, transparency where there is any.
fn plain(picture: DynamicImage) -> DynamicImage {
    match picture {
        DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_) => picture,
        other if other.color().has_alpha() => other.into_rgba8().into(),
        other => other.into_rgb8().into(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageFormat, RgbaImage};

    use super::*;

    fn png(width: u32, height: u32) -> Bytes {
        let picture = RgbaImage::from_pixel(width, height, image::Rgba([200, 30, 30, 128]));
        let mut out = Cursor::new(vec![]);
        picture.write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner().into()
    }

    #[tokio::test]
    async fn a_picture_is_kept_in_three_sizes_and_as_a_jpeg() {
        let dir = tempfile::tempdir().unwrap();
        let media = Media::new(Keep::folder(dir.path()).unwrap());
        let processed = media.process(png(2_000, 1_000)).await.unwrap();
        assert_eq!((processed.width, processed.height), (1_600, 800));
        let id = PictureId::new(kernel::Timestamp(1));
        media.store(id, &processed).await.unwrap();
        for size in Size::ALL {
            let file = media.open(id, size).await.unwrap();
            let seen = image::load_from_memory(&file.bytes).unwrap();
            assert_eq!(seen.width(), size.side());
        }
        let other = PictureId::new(kernel::Timestamp(2));
        assert!(matches!(
            media.open(other, Size::Small).await,
            Err(Error::NotFound)
        ));
    }

    #[test]
    fn a_small_picture_is_not_made_larger() {
        let processed = process(&png(40, 30)).unwrap();
        assert_eq!((processed.width, processed.height), (40, 30));
    }

    /// A JPEG with what a camera writes that was held sideways.
    fn sideways(width: u32, height: u32) -> Vec<u8> {
        let exif = b"\xff\xe1\x00\x22Exif\0\0MM\x00\x2a\0\0\0\x08\x00\x01\x01\x12\x00\x03\0\0\0\x01\x00\x06\0\0\0\0\0\0";
        let mut plain = Cursor::new(vec![]);
        let picture = image::RgbImage::new(width, height);
        picture.write_to(&mut plain, ImageFormat::Jpeg).unwrap();
        let plain = plain.into_inner();
        [&plain[..2], exif, &plain[2..]].concat()
    }

    #[test]
    fn a_picture_stands_upright_and_no_longer_says_what_the_camera_wrote() {
        let processed = process(&sideways(40, 20)).unwrap();
        assert_eq!((processed.width, processed.height), (20, 40));
        for (_, bytes) in processed.files {
            assert!(!bytes.windows(4).any(|four| four == b"Exif"));
        }
    }

    #[test]
    fn what_is_no_picture_is_refused_whatever_it_says() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>";
        assert!(matches!(process(svg), Err(Error::NotAPicture)));
        let whole = png(400, 400);
        assert!(matches!(
            process(&whole[..whole.len() / 2]),
            Err(Error::Damaged(_))
        ));
        assert!(matches!(
            process(&vec![0; crate::MAX_BYTES + 1]),
            Err(Error::TooManyBytes { .. })
        ));
    }

    #[test]
    fn a_picture_with_too_long_a_side_is_refused_before_it_is_decoded() {
        let wide = png(12_001, 1);
        assert!(matches!(
            process(&wide),
            Err(Error::TooLarge {
                width: 12_001,
                height: 1
            })
        ));
    }
}
