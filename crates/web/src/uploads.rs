//! Files that come in a form.

use axum::extract::Multipart;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::http::StatusCode;
use bytes::Bytes;

use crate::problem::{Code, Problem};

/// What stands round a file in a form.
const FORM_BYTES: usize = 64 * 1024;

/// How large a form with a picture may be.
pub const PICTURE_FORM: usize = media::MAX_BYTES + FORM_BYTES;

/// A form's file, and the texts beside it.
#[derive(Debug)]
pub struct Upload {
    /// The file.
    pub bytes: Bytes,
    texts: Texts,
}

impl Upload {
    /// The text of a field, where there is one.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.text(name)
    }
}

/// The texts of a form.
#[derive(Debug)]
pub struct Texts(Vec<(String, String)>);

impl Texts {
    /// The text of a field, where there is one.
    pub fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(field, _)| field == name);
        found
            .map(|(_, text)| text.as_str())
            .filter(|t| !t.is_empty())
    }
}

/// The file of a form, under `name` or `file`.
pub async fn file(
    form: Result<Multipart, MultipartRejection>,
    name: &str,
) -> Result<Upload, Problem> {
    let (bytes, texts) = fields(form, name).await?;
    let bytes = bytes.ok_or_else(|| Problem::field(format!("/{name}"), "required"))?;
    Ok(Upload { bytes, texts })
}

/// The file of a form, where there is one, and its texts.
pub async fn fields(
    form: Result<Multipart, MultipartRejection>,
    name: &str,
) -> Result<(Option<Bytes>, Texts), Problem> {
    let mut form = form.map_err(|_not_multipart| Problem::from(media::Error::NotAPicture))?;
    let (mut bytes, mut texts) = (None, vec![]);
    while let Some(field) = form.next_field().await.map_err(|err| broken(&err))? {
        let field_name = field.name().unwrap_or_default().to_owned();
        if field_name == name || field_name == "file" {
            bytes = Some(field.bytes().await.map_err(|err| broken(&err))?);
        } else {
            texts.push((field_name, field.text().await.map_err(|err| broken(&err))?));
        }
    }
    Ok((bytes, Texts(texts)))
}

fn broken(err: &MultipartError) -> Problem {
    if err.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return media::Error::TooManyBytes {
            max: media::MAX_BYTES,
        }
        .into();
    }
    Problem::new(Code::Malformed)
}
