//! A scan of what one claims, for the official who holds it against the decision.

use accounts::MemberRole;
use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, RawQuery, State as Node};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{CertificateId, Lang};
use web::who::Session;
use web::{Code, Path, Problem, State, scans};

use super::acting::{asked_for, page as address};
use super::certificates::page;
use crate::forms::Form;

/// Hands one in.
pub(super) async fn hand_in(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<CertificateId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let upload = web::uploads::file(form, "file").await?;
    let form = Form::of([("for", upload.text("for").unwrap_or_default().to_owned())]);
    let member = asked_for(&session, &form)?;
    member.must_be(MemberRole::Editor)?;
    match scans::hand_in(&state, &member, id, upload.bytes).await {
        Ok(()) => {
            let to = address(lang, "/producer/certificates", member.producer);
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) => match problem.code() {
            Code::Invalid | Code::UnsupportedMediaType | Code::Conflict => {
                page(&state, lang, &member, (form, Some(&problem))).await
            }
            _ => Err(problem),
        },
    }
}

/// The file.
pub(super) async fn show(
    Node(state): Node<State>,
    session: Session,
    Path(id): Path<CertificateId>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    scans::of_producer(&state, &member, id).await
}
