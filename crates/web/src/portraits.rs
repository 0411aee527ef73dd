//! A producer's face, handed in at both front doors.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use bytes::Bytes;
use catalog::portraits;
use kernel::PictureId;

use crate::problem::Problem;
use crate::state::State;
use crate::uploads::{self, Upload};
use crate::who::Member;

/// The field that holds the picture.
const FIELD: &str = "image";

/// The form with the picture, and the texts beside it.
pub async fn read(form: Result<Multipart, MultipartRejection>) -> Result<Upload, Problem> {
    uploads::file(form, FIELD).await
}

/// Hands in a picture that shows the producer.
pub async fn hand_in(state: &State, member: &Member, source: Bytes) -> Result<(), Problem> {
    let (app, producer, now) = (&state.app, member.producer, state.app.now());
    if source.is_empty() {
        return Err(Problem::field(format!("/{FIELD}"), "required"));
    }
    portraits::admits_another(app.db.read(), producer).await?;
    let processed = app.media.process(source).await?;
    let id = PictureId::new(now);
    // The files first: a row never names a picture that is not there.
    app.media.store(id, &processed).await?;
    let picture = (id, processed.width.into(), processed.height.into());
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        portraits::hand_in(&tx, producer, picture, (member.actor, now)).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}
