//! Papers: handed in as a form with its file, as both front doors take it; and the files, private,
//! asked for by whoever may read the paper.

use std::str::FromStr;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use catalog::documents::{self, DocumentKind, NewDocument};
use kernel::{DocumentId, ProducerId};

use crate::State;
use crate::problem::{Code, FieldError, Problem};
use crate::uploads::Upload;
use crate::who::{Member, Official};

/// Hands in a producer's paper: it waits for an official.
pub async fn hand_in(
    state: &State,
    member: &Member,
    upload: &Upload,
) -> Result<DocumentId, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let new = written(upload, DocumentId::new(now))?;
    // The file first: a row never names one that is not there.
    app.media.keep_paper(new.id, upload.bytes.clone()).await?;
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        documents::add(&tx, member.producer, new.clone(), member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(new.id)
}

/// What stands in the form, or every field that is wrong.
fn written(upload: &Upload, id: DocumentId) -> Result<NewDocument, Problem> {
    let mut wrong = vec![];
    let kind = upload.text("kind").and_then(DocumentKind::parse);
    if kind.is_none() {
        wrong.push(FieldError::new("/kind", "not_there"));
    }
    let product = read(upload, ("product", "not_there"), &mut wrong);
    let issued_on = read(upload, ("issued_on", "invalid"), &mut wrong);
    let expires_on = read(upload, ("expires_on", "invalid"), &mut wrong);
    if upload.text("issued_on").is_none() {
        wrong.push(FieldError::new("/issued_on", "required"));
    }
    if upload.text("number").is_none() {
        wrong.push(FieldError::new("/number", "required"));
    }
    if upload.bytes.is_empty() {
        wrong.push(FieldError::new("/file", "required"));
    }
    let (Some(kind), Some(issued_on), true) = (kind, issued_on, wrong.is_empty()) else {
        return Err(Problem::invalid(wrong));
    };
    Ok(NewDocument {
        id,
        product,
        kind,
        number: upload.text("number").unwrap_or_default().to_owned(),
        issued_on,
        expires_on,
        media_type: media::paper_type(&upload.bytes)?,
    })
}

/// A field that is written in a form of its own; nothing where nothing was typed.
fn read<T: FromStr>(
    upload: &Upload,
    (field, code): (&str, &'static str),
    wrong: &mut Vec<FieldError>,
) -> Option<T> {
    let read = upload.text(field).map(str::parse).transpose();
    read.unwrap_or_else(|_unreadable| {
        wrong.push(FieldError::new(format!("/{field}"), code));
        None
    })
}

/// The file of a paper of a producer; another's does not exist.
pub async fn of_producer(
    state: &State,
    producer: ProducerId,
    id: DocumentId,
) -> Result<Response, Problem> {
    let document = documents::find(state.app.db.read(), id).await?;
    if document.producer != producer {
        return Err(Problem::new(Code::NotFound));
    }
    serve(state, document.id, &document.media_type).await
}

/// A paper's file, as a download that nothing may run in.
pub async fn serve(state: &State, id: DocumentId, media_type: &str) -> Result<Response, Problem> {
    let bytes = state.app.media.open_paper(id).await?;
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// The file of a paper of the official's area; elsewhere it does not exist.
pub async fn of_area(
    state: &State,
    official: &Official,
    id: DocumentId,
) -> Result<Response, Problem> {
    let document = catalog::documents::find(state.app.db.read(), id).await?;
    let (province, commune) = &document.place;
    if !official.covers(province, commune) {
        return Err(Problem::new(Code::NotFound));
    }
    serve(state, document.id, &document.media_type).await
}
