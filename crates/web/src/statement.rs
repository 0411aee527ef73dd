//! A producer's statement as both front doors ask for it, and as files of it are sent.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::{Day, Lang, ProducerId};
use market::Statement;

use crate::problem::Problem;
use crate::state::State;

/// A statement covers so many days at most.
const DAYS: i64 = 366;

/// The days of a statement: this month until today, unless said.
pub fn range((from, until): (Option<Day>, Option<Day>), today: Day) -> Result<(Day, Day), Problem> {
    let until = until.unwrap_or(today);
    let from = from.unwrap_or(Day(until.0.first_of_month()));
    if from > until || from.days_until(until) > DAYS {
        return Err(Problem::field("/from", "invalid"));
    }
    Ok((from, until))
}

/// The file of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// For any spreadsheet.
    Csv,
    /// A workbook.
    Xlsx,
}

impl File {
    /// The statement of some days as this file.
    pub async fn of(
        self,
        state: &State,
        (producer, days): (ProducerId, (Day, Day)),
        lang: Lang,
    ) -> Result<Response, Problem> {
        let statement = market::statement(state.app.db.read(), producer, days).await?;
        Ok(self.answer(days, self.written(&statement, lang)?))
    }

    fn written(self, statement: &Statement, lang: Lang) -> Result<Vec<u8>, Problem> {
        match self {
            Self::Csv => {
                market::statement_csv(statement, lang).map_err(|err| Problem::internal(&err))
            }
            Self::Xlsx => {
                market::statement_xlsx(statement, lang).map_err(|err| Problem::internal(&err))
            }
        }
    }

    fn answer(self, (from, until): (Day, Day), body: Vec<u8>) -> Response {
        let (ending, kind) = match self {
            Self::Csv => ("csv", "text/csv; charset=utf-8"),
            Self::Xlsx => (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
        };
        let name = format!("attachment; filename=\"statement-{from}-{until}.{ending}\"");
        let headers = [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, name),
            (header::CACHE_CONTROL, "private, no-store".to_owned()),
        ];
        (headers, body).into_response()
    }
}
