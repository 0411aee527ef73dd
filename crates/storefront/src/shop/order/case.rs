//! A problem with an order: what was said so far, and what the buyer makes of it.

use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State as Node};
use axum::response::Response;
use kernel::{CaseId, Lang, OrderId, PictureId};
use market::Saying;
use orders::{Case, CaseEvent, CaseStatus};
use web::who::MaybeSession;
use web::{Code, Path, Problem, State, uploads};

use super::{Held, after, buyer, held};
use crate::clock::moment;
use crate::forms::Form;
use crate::words::{say, say_with};

/// A case as the order's page shows it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each shows buttons of its own"
)]
pub(crate) struct CaseShown {
    pub(crate) id: CaseId,
    pub(crate) kind: String,
    pub(crate) wish: String,
    pub(crate) status: String,
    pub(crate) clock: Option<String>,
    pub(crate) note: Option<String>,
    /// What the seller offers, and in which words.
    pub(crate) answer: Option<(String, Option<String>)>,
    /// What was decided.
    pub(crate) decision: Option<(String, Option<String>)>,
    pub(crate) pictures: Vec<String>,
    pub(crate) answered: bool,
    pub(crate) open: bool,
    /// Whether it is the seller's move.
    pub(crate) waits_for_seller: bool,
    /// Whether the goods are to come back.
    pub(crate) returning: bool,
}

impl CaseShown {
    pub(crate) fn of(case: &Case, lang: Lang) -> Self {
        let word = |of: &str, word: &str| say(lang, &format!("{of}-{}", word.replace('_', "-")));
        let (offered, offer_note) = &case.answer;
        let (decided, decision_note) = &case.decision;
        let until = case.answer_by;
        Self {
            id: case.id,
            kind: word("case", case.kind.as_str()),
            wish: word("wish", case.wish.as_str()),
            status: word("case-status", case.status.as_str()),
            clock: until.map(|at| say_with(lang, "case-until", &[("until", moment(at))])),
            note: case.note.clone(),
            answer: offered.map(|remedy| (word("remedy", remedy.as_str()), offer_note.clone())),
            decision: decided
                .as_deref()
                .map(|what| (word("remedy", what), decision_note.clone())),
            pictures: case
                .pictures
                .iter()
                .map(|id| format!("/media/{id}"))
                .collect(),
            answered: case.status == CaseStatus::Answered,
            open: case.closed_at.is_none(),
            waits_for_seller: case.status == CaseStatus::Open,
            returning: case.status == CaseStatus::Returning,
        }
    }
}

/// The buyer agrees to what is offered, does not, or takes the problem back.
pub(crate) async fn turn(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    Path((order, case)): Path<(OrderId, CaseId)>,
    form: Form,
) -> Result<Response, Problem> {
    let held = own(&state, &caller, (order, case), form.text("token")).await?;
    let event = match form.text("say") {
        "agree" => CaseEvent::Agree,
        "disagree" => CaseEvent::Disagree,
        "withdraw" => CaseEvent::Withdraw,
        _ => return Err(Problem::field("/say", "unknown_value")),
    };
    let (app, saying) = (&state.app, Saying::of(event));
    let done = market::say_to_case(&app.db, case, &saying, buyer(&caller), app.now()).await;
    after(&state, lang, held, done).await
}

/// A picture that shows the problem: one at a time, so that a lost signal loses one.
pub(crate) async fn add_picture(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    Path((order, case)): Path<(OrderId, CaseId)>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let upload = uploads::file(form, "image").await?;
    let token = upload.text("token").unwrap_or_default();
    let held = own(&state, &caller, (order, case), token).await?;
    let (app, instant) = (&state.app, state.app.now());
    let processed = app.media.process(upload.bytes).await?;
    let picture = PictureId::new(instant);
    app.media.store(picture, &processed).await?;
    let done = market::add_case_picture(&app.db, case, picture, instant).await;
    after(&state, lang, held, done).await
}

/// The reader's order, where the case is the order's.
async fn own(
    state: &State,
    caller: &MaybeSession,
    (order, case): (OrderId, CaseId),
    token: &str,
) -> Result<Held, Problem> {
    let held = held(state, caller, order, token.to_owned()).await?;
    let case = orders::case(state.app.db.read(), case).await?;
    if case.order == order {
        Ok(held)
    } else {
        Err(Problem::new(Code::NotFound))
    }
}
