use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State as Node};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{HandOverId, Lang, ProducerId};
use web::who::Official;
use web::{Code, Path, Problem, State};

use super::page;
use crate::signed_in;

/// Passes the producer to a new owner, on the strength of a paper.
pub(crate) async fn pass(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path(producer): Path<ProducerId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    official.must_cover(&state, producer).await?;
    match passed(&state, &official, producer, form).await {
        Ok(()) => {
            let to = format!("/{}/office/producers/{producer}?done=passed", lang.as_str());
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) if problem.code() == Code::ReauthenticationRequired => {
            let back = format!("/{}/office/producers/{producer}", lang.as_str());
            Ok(Redirect::to(&signed_in::address(lang, &back)).into_response())
        }
        Err(problem) => page(&state, lang, &official, (producer, None, Some(problem))).await,
    }
}

async fn passed(
    state: &State,
    official: &Official,
    producer: ProducerId,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(), Problem> {
    official.session.must_be_fresh(state)?;
    let upload = web::uploads::file(form, "file").await?;
    if upload.bytes.is_empty() {
        return Err(Problem::field("/file", "required"));
    }
    web::hand_overs::hand_over(state, official, producer, &upload).await
}

/// The paper that a passing rests on.
pub(crate) async fn file(
    Node(state): Node<State>,
    official: Official,
    Path((producer, id)): Path<(ProducerId, HandOverId)>,
) -> Result<Response, Problem> {
    official.must_cover(&state, producer).await?;
    let found = accounts::find_hand_over(state.app.db.read(), id).await?;
    let passed = found.filter(|passed| passed.producer == producer);
    let passed = passed.ok_or_else(|| Problem::new(Code::NotFound))?;
    web::papers::serve(&state, passed.paper, &passed.media_type).await
}
