//! The scan of the decision that a certificate rests on.

use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{CertificateId, Lang};
use web::who::Official;
use web::{Code, Path, Problem, State, scans};

use super::{Act, page};
use crate::forms::Form;
use crate::office::form::Filled;

/// The file.
pub(crate) async fn scan(
    Node(state): Node<State>,
    official: Official,
    Path(id): Path<CertificateId>,
) -> Result<Response, Problem> {
    scans::of_area(&state, &official, id).await
}

/// Keeps another.
pub(crate) async fn keep(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path(id): Path<CertificateId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let done = async {
        let file = web::uploads::file(form, "file").await?;
        scans::keep(&state, &official, id, file.bytes).await
    };
    match done.await {
        Ok(()) => {
            let to = format!("/{}/office/certificates/{id}?done=scan", lang.as_str());
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) => match problem.code() {
            Code::Invalid | Code::UnsupportedMediaType | Code::Forbidden => {
                let filled = Filled::refused(Form::default(), &problem, lang);
                let status: StatusCode = problem.http_status();
                let refused = Some((Act::Scan, status, filled));
                page(&state, lang, &official, (id, None, refused)).await
            }
            _ => Err(problem),
        },
    }
}
