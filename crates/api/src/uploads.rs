//! Files that come in a form.

use utoipa::ToSchema;

pub(crate) use web::uploads::{PICTURE_FORM, file};

/// The form in which a picture comes.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "multipart is read field by field; this only describes it"
)]
pub(crate) struct PictureForm {
    /// JPEG, PNG or WebP: up to 16 MB, 12,000 pixels a side and 52 million in all.
    #[schema(value_type = String, format = Binary)]
    image: String,
}
