//! What a carrier handed on, typed on a page: by who runs the market, or by the producer that got it.

use kernel::{Actor, Day, Lang, ProducerId};
use market::RemittanceTaken;
use web::{Problem, State, remittances};

use crate::forms::Form;
use crate::words::{say, say_with};

/// How the lines stand that were told just now, in words.
pub(crate) struct Told(pub(crate) Vec<String>);

impl Told {
    pub(crate) fn of(taken: &RemittanceTaken, lang: Lang) -> Self {
        let counts = [
            ("matched", taken.matched.to_string()),
            ("known", taken.known.to_string()),
            ("differ", taken.differences.len().to_string()),
        ];
        let mut said = vec![say_with(lang, "cash-told", &counts)];
        let differs = taken.differences.iter().map(|(code, status)| {
            let word = say(lang, &format!("office-money-cash-{}", status.as_str()));
            format!("{code}: {word}")
        });
        said.extend(differs);
        Self(said)
    }
}

/// Takes what was typed: of one producer's boxes alone, where it came to that.
pub(crate) async fn take(
    state: &State,
    form: &Form,
    (producer, actor): (Option<ProducerId>, Actor),
) -> Result<RemittanceTaken, Problem> {
    let who = (form.text("carrier"), form.text("reference"));
    let told = remittances::told(who, form.must("received_on")?, producer)?;
    let lines = remittances::typed(form.text("lines"))?;
    let app = &state.app;
    Ok(market::take_remittance(&app.db, (&told, &lines), actor, app.now()).await?)
}

/// A form on which nobody has typed begins with today.
pub(crate) fn dated(form: Form, today: Day) -> Form {
    match form.filled("received_on") {
        Some(_) => form,
        None => form.with("received_on", &today.to_string()),
    }
}
