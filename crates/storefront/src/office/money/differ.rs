//! Books that differ: what each says, and what a person found who looked into it.

use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use kernel::{DiscrepancyId, Lang, Vnd};
use payments::Difference;
use web::who::Admin;
use web::{Path, Problem, State};

use super::{SHOWN, after};
use crate::forms::Form;
use crate::money::dong;
use crate::office::desk::moment;
use crate::words::say;

/// What our books and another's say differently.
pub(super) struct BooksDiffer {
    pub(super) id: DiscrepancyId,
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) ours: String,
    /// Whose the other book is.
    pub(super) whose: String,
    pub(super) theirs: String,
    pub(super) since: String,
}

impl BooksDiffer {
    fn of(difference: &Difference, lang: Lang) -> Self {
        let found = &difference.found;
        let whose = match found.kind.as_str() {
            "bank" => "bank",
            _ => "card",
        };
        Self {
            id: difference.id,
            kind: say(lang, &format!("differ-{}", found.kind.replace('_', "-"))),
            subject: found.subject.clone(),
            ours: told(&found.ours, lang),
            whose: say(lang, &format!("office-differ-{whose}")),
            theirs: told(&found.theirs, lang),
            since: moment(found.found_at),
        }
    }
}

/// What a book says: a sum as pages write it, and all else as it stands there.
fn told(said: &str, lang: Lang) -> String {
    let sum = said.strip_suffix(" vnd").and_then(|sum| sum.parse().ok());
    match (sum, said) {
        (Some(sum), _) => dong(Vnd(sum)),
        (None, "nothing") => say(lang, "office-differ-nothing"),
        (None, _) => said.to_owned(),
    }
}

/// What nobody has looked into yet, the oldest first.
pub(super) async fn differ(state: &State, lang: Lang) -> Result<Vec<BooksDiffer>, Problem> {
    let found = payments::differences(state.app.db.read()).await?;
    let some = usize::try_from(SHOWN).unwrap_or_default();
    let shown = found.iter().take(some);
    Ok(shown.map(|one| BooksDiffer::of(one, lang)).collect())
}

/// Somebody has looked into a difference, and says what they found.
pub(crate) async fn look(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path(id): Path<DiscrepancyId>,
    form: Form,
) -> Result<Response, Problem> {
    let done = web::discrepancies::settle(&state, &admin, (id, form.text("note"))).await;
    after(&state, lang, &admin, done.map(|_settled| ())).await
}
