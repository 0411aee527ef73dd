//! Where two books differ, as a person settles it at both front doors.

use kernel::{DiscrepancyId, text};
use payments::Difference;

use crate::problem::Problem;
use crate::state::State;
use crate::who::Admin;

/// So long a note may be.
const NOTE: usize = 500;

/// Somebody has looked into a difference, and says what they found.
pub async fn settle(
    state: &State,
    admin: &Admin,
    (id, note): (DiscrepancyId, &str),
) -> Result<Difference, Problem> {
    let note = text::clean(note);
    if note.is_empty() || note.chars().count() > NOTE {
        return Err(Problem::field("/note", "invalid"));
    }
    let app = &state.app;
    let tx = store::write(&app.db).await?;
    let said = (id, note.as_str());
    let difference = payments::settle_difference(&tx, said, admin.actor, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(difference)
}
