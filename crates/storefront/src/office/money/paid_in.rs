//! What the card company paid out to the market's own bank account.

use kernel::Lang;
use payments::CardPayout;
use web::{Problem, State};

use crate::money::dong;
use crate::office::desk::moment;
use crate::words::{say, say_with};

/// So many are shown.
const SHOWN: usize = 12;

/// The latest, in words.
pub(super) async fn paid_in(state: &State, lang: Lang) -> Result<Vec<(String, String)>, Problem> {
    let found = payments::card_payouts(state.app.db.read()).await?;
    let shown = found.iter().take(SHOWN).map(|payout| {
        let word = match (payout.returned_at, payout.line) {
            (Some(_), _) => "returned",
            (None, Some(_)) => "arrived",
            (None, None) => "on-its-way",
        };
        let until = [("until", moment(payout.told.due_at))];
        let said = say_with(lang, &format!("office-money-paid-in-{word}"), &until);
        (
            dong(payout.told.amount),
            format!("{} · {said}", payout.told.provider_id),
        )
    });
    Ok(shown.collect())
}

/// A payout that a line could be: what a button says.
pub(super) fn could_be(payout: CardPayout, lang: Lang) -> (String, String) {
    let why = say(lang, "office-money-from-cards");
    let said = format!(
        "{} · {} · {why}",
        payout.told.provider_id,
        dong(payout.told.amount)
    );
    (payout.told.provider_id, said)
}
