use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use bytes::Bytes;
use catalog::pictures::{self, Picture};
use catalog::products;
use kernel::{PictureId, ProductId};
use media::Size;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::who::Editor;
use web::{Code, Path, Problem, State, etag, picture_url};

/// What stands round the picture in a form.
const FORM_BYTES: usize = 64 * 1024;

/// The form in which a picture comes.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "multipart is read field by field; this only describes it"
)]
pub(crate) struct Upload {
    /// JPEG, PNG or WebP: up to 16 MB, 12,000 pixels a side and 52 million in all.
    #[schema(value_type = String, format = Binary)]
    image: String,
    /// What it shows, for who cannot see it.
    alt: Option<String>,
}

/// A picture that was kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct PictureView {
    #[schema(value_type = String)]
    id: PictureId,
    /// Its address, 800 pixels; `320.webp`, `1600.webp` and `1200.jpg` lie beside it.
    image: String,
    width: i64,
    height: i64,
    alt: String,
}

/// The route, which takes larger bodies than the others.
pub(crate) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(add))
        .layer(DefaultBodyLimit::max(media::MAX_BYTES + FORM_BYTES))
}

/// Add a picture.
///
/// It becomes the last picture of the draft; the order is changed with `images` of the product.
/// The `ETag` is the product's.
#[utoipa::path(
    post, path = "/api/v1/producer/products/{id}/images", tag = "producer",
    params(("id" = String, Path, description = "prd_…")),
    request_body(content = Upload, content_type = "multipart/form-data"),
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 201, body = PictureView),
        (status = 409, description = "`conflict`: it has as many pictures as it may"),
        (status = 413, description = "`too_large`: more than 16 MB"),
        (status = 415, description = "`unsupported_media_type`: not a JPEG, PNG or WebP"),
        (status = 422, description = "`invalid`: damaged, or too many pixels"),
    ),
)]
pub(crate) async fn add(
    Node(state): Node<State>,
    Editor(member): Editor,
    Path(id): Path<ProductId>,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<impl IntoResponse, Problem> {
    let form = form.map_err(|_not_multipart| not_a_picture())?;
    let whose = (member.producer, id);
    pictures::admits_another(state.app.db.read(), whose).await?;
    let (source, alt) = read(form).await?;
    let processed = state.app.media.process(source).await?;
    let now = state.app.now();
    let picture = Picture {
        id: PictureId::new(now),
        width: processed.width.into(),
        height: processed.height.into(),
        alt,
    };
    // The files first: a row never names a picture that is not there.
    state.app.media.store(picture.id, &processed).await?;
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        pictures::add(&tx, whose, picture.clone(), (member.actor, now)).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    let product = products::find(state.app.db.read(), member.producer, id).await?;
    let view = PictureView {
        id: picture.id,
        image: picture_url(picture.id, Size::Medium),
        width: picture.width,
        height: picture.height,
        alt: picture.alt,
    };
    let headers = [(header::ETAG, etag(product.version))];
    Ok((StatusCode::CREATED, headers, axum::Json(view)))
}

/// The picture and what it shows.
async fn read(mut form: Multipart) -> Result<(Bytes, String), Problem> {
    let (mut image, mut alt) = (None, String::new());
    while let Some(field) = form.next_field().await.map_err(|err| broken(&err))? {
        match field.name() {
            Some("image" | "file") => {
                image = Some(field.bytes().await.map_err(|err| broken(&err))?);
            }
            Some("alt") => alt = field.text().await.map_err(|err| broken(&err))?,
            _ => return Err(not_a_picture()),
        }
    }
    Ok((image.ok_or_else(not_a_picture)?, alt))
}

fn broken(err: &axum::extract::multipart::MultipartError) -> Problem {
    if err.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return media::Error::TooManyBytes {
            max: media::MAX_BYTES,
        }
        .into();
    }
    Problem::new(Code::Malformed)
}

fn not_a_picture() -> Problem {
    media::Error::NotAPicture.into()
}
