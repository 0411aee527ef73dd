//! The programme's figures, as both front doors count them and give them as a table.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use catalog::figures::{self, Figures, Wanted};
use kernel::{Day, Lang};

use crate::State;
use crate::problem::Problem;
use crate::who::Official;

/// What is counted in an official's area today, and today.
pub async fn count(
    state: &State,
    official: &Official,
    wanted: &Wanted,
) -> Result<(Figures, Day), Problem> {
    let today = state.app.clock.today();
    let mut products = figures::read(state.app.db.read(), &official.decider(), today).await?;
    products.retain(|product| wanted.includes(product));
    Ok((figures::count(&products), today))
}

/// The same as a table for a spreadsheet.
pub async fn table(
    state: &State,
    lang: Lang,
    official: &Official,
    wanted: &Wanted,
) -> Result<Response, Problem> {
    let (figures, today) = count(state, official, wanted).await?;
    let written = figures::table(&figures, lang).map_err(|err| Problem::internal(&err))?;
    let name = format!("attachment; filename=\"ocop-{today}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, written).into_response())
}
