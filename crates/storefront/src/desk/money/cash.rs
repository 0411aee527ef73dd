//! Cash that a carrier handed on to the producer itself.

use accounts::MemberRole;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use kernel::Lang;
use web::who::Session;
use web::{Code, Problem, State};

use super::{Asked, owner, page};
use crate::forms::Form;
use crate::remittance::{Told, take};

/// Tells what a carrier handed on.
pub(in crate::desk) async fn tell(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    form: Form,
) -> Result<Response, Problem> {
    let member = owner(&session, &form)?;
    member.must_be(MemberRole::Editor)?;
    let mut asked = Asked::nothing(state.app.clock.today())?;
    match take(&state, &form, (Some(member.producer), member.actor)).await {
        Ok(taken) => asked.told = Told::of(&taken, lang).0,
        Err(problem) if matches!(problem.code(), Code::Conflict | Code::Invalid) => {
            asked.refused = Some(problem);
            asked.cash = form;
        }
        Err(problem) => return Err(problem),
    }
    page(&state, lang, &member, asked).await
}
