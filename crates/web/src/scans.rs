//! Scans of the decisions that certificates rest on: private files, as both front doors take and give
//! them.

use axum::response::Response;
use bytes::Bytes;
use catalog::certificates::{self, Certificate, Scan};
use kernel::{CertificateId, DocumentId};

use crate::State;
use crate::problem::{Code, Problem};
use crate::who::{Member, Official};

/// Keeps what a producer has of a certificate that it claims.
pub async fn hand_in(
    state: &State,
    member: &Member,
    id: CertificateId,
    bytes: Bytes,
) -> Result<(), Problem> {
    let (scan, now) = (kept(state, bytes).await?, state.app.now());
    let (whose, who) = ((member.producer, id), (member.actor, now));
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        certificates::hand_in_scan(&tx, whose, &scan, who).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

/// Keeps what an official has of a certificate of their area.
pub async fn keep(
    state: &State,
    official: &Official,
    id: CertificateId,
    bytes: Bytes,
) -> Result<(), Problem> {
    let (scan, now) = (kept(state, bytes).await?, state.app.now());
    let who = official.decider();
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        certificates::keep_scan(&tx, id, &who, &scan, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

/// The file first: a row never names one that is not there.
async fn kept(state: &State, bytes: Bytes) -> Result<Scan, Problem> {
    if bytes.is_empty() {
        return Err(Problem::field("/file", "required"));
    }
    let scan = Scan {
        paper: DocumentId::new(state.app.now()),
        media_type: media::paper_type(&bytes)?.to_owned(),
    };
    state.app.media.keep_paper(scan.paper, bytes).await?;
    Ok(scan)
}

/// The scan of a certificate that its producer claims.
pub async fn of_producer(
    state: &State,
    member: &Member,
    id: CertificateId,
) -> Result<Response, Problem> {
    let found = certificates::find(state.app.db.read(), id).await?;
    if found.claimed_by != Some(member.producer) {
        return Err(Problem::new(Code::NotFound));
    }
    serve(state, found).await
}

/// The scan of a certificate of the official's area.
pub async fn of_area(
    state: &State,
    official: &Official,
    id: CertificateId,
) -> Result<Response, Problem> {
    let db = state.app.db.read();
    let found = certificates::in_area(db, &official.decider(), id).await?;
    serve(state, found).await
}

async fn serve(state: &State, found: Certificate) -> Result<Response, Problem> {
    let scan = found.scan.ok_or_else(|| Problem::new(Code::NotFound))?;
    crate::papers::serve(state, scan.paper, &scan.media_type).await
}
