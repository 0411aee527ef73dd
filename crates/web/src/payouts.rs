//! Payouts, as both front doors ask for a rail and send a batch's file.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::PayoutBatchId;
use payments::payouts::{self, BatchStatus, Rail, Status};

use crate::problem::Problem;
use crate::state::State;

/// The rail of this word, where this market has it.
pub fn rail(state: &State, word: &str) -> Result<Rail, Problem> {
    let there = |rail: &Rail| *rail == Rail::BankFile || state.app.cards.is_some();
    let rail = Rail::parse(word).filter(there);
    rail.ok_or_else(|| Problem::field("/rail", "invalid"))
}

/// A line for each payout that is confirmed and not yet paid; refused before a second person has
/// confirmed the batch.
pub async fn file(state: &State, id: PayoutBatchId) -> Result<Response, Problem> {
    let db = state.app.db.read();
    let early = match payouts::batch(db, id).await?.status {
        BatchStatus::Confirmed | BatchStatus::Settled => None,
        BatchStatus::Prepared => Some(Status::Prepared),
        BatchStatus::Cancelled => Some(Status::Cancelled),
    };
    if let Some(status) = early {
        return Err(payments::Error::PayoutState(status).into());
    }
    let rows = payouts::payouts_of(db, id).await?;
    let written = payouts::table(&rows).map_err(|err| Problem::internal(&err))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"payouts-{id}.csv\""),
        ),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, written).into_response())
}
