//! The producer's face: taken with the camera, looked at by an official, then seen by buyers.

use accounts::MemberRole;
use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State as Node};
use axum::response::{IntoResponse, Redirect, Response};
use catalog::producers::Producer;
use catalog::reviews::{self, Decision, ReviewKind};
use kernel::{Lang, PictureId, ProducerId};
use web::who::{Member, Session};
use web::{Code, Problem, State};

use super::acting::{member, settings};
use super::certificates::{answer, remark};
use super::editor::{is_told, wrong};
use super::settings::{Refused, page};
use crate::words::say;

/// The face on the page of settings.
#[derive(Default)]
pub(super) struct Face {
    /// What buyers see: the folder of its sizes.
    pub(super) shown: Option<String>,
    /// What waits.
    pub(super) waiting: Option<String>,
    /// Where it lies, or why the last one is not shown.
    pub(super) said: Option<String>,
    pub(super) remarks: Vec<String>,
    /// Whether one may change it.
    pub(super) may: bool,
    /// What is wrong with the one that was sent.
    pub(super) fault: Option<String>,
}

impl Face {
    pub(super) async fn of(
        state: &State,
        lang: Lang,
        (member, producer): (&Member, &Producer),
        refused: Option<&Problem>,
    ) -> Result<Self, Problem> {
        let folder = |id: PictureId| format!("/media/{id}");
        let face = Self {
            shown: producer.portrait.shown.map(folder),
            waiting: producer.portrait.waiting.map(folder),
            may: member.must_be(MemberRole::Editor).is_ok(),
            fault: refused.map(|problem| wrong(problem, lang)),
            ..Self::default()
        };
        let db = state.app.db.read();
        let answers = reviews::of_producer(db, producer.id, ReviewKind::Portrait).await?;
        let last = answers.into_iter().next();
        Ok(
            match last.filter(|(last, _)| last.decision != Some(Decision::Approved)) {
                Some((last, remarks)) if face.waiting.is_some() || last.decision.is_some() => {
                    Self {
                        said: Some(answer(&last, lang)),
                        remarks: remarks.iter().map(|one| remark(one, lang)).collect(),
                        ..face
                    }
                }
                Some(_) | None if face.waiting.is_some() => Self {
                    said: Some(say(lang, "portrait-with-application")),
                    ..face
                },
                Some(_) | None => face,
            },
        )
    }
}

/// Hands a picture in.
pub(super) async fn hand_in(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let upload = web::portraits::read(form).await?;
    let producer: Option<ProducerId> = upload.text("for").and_then(|id| id.parse().ok());
    let producer = producer.ok_or_else(|| Problem::new(Code::NotFound))?;
    let member = member(&session, producer)?;
    member.must_be(MemberRole::Editor)?;
    match web::portraits::hand_in(&state, &member, upload.bytes).await {
        Ok(()) => Ok(Redirect::to(&settings(lang, producer)).into_response()),
        Err(problem) if is_told(&problem) => {
            page(&state, lang, &member, Refused::Face(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}
