//! A producer's sales as both front doors ask for them, and as a spreadsheet takes them.

use std::fmt::Write as _;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::{Day, Lang};
use market::sales::{By, Line, Of, Wanted};
use serde::Deserialize;

use crate::problem::{FieldError, Problem};

/// The longest time that is looked at.
const MOST_DAYS: i64 = 366;

/// What is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// `day`, `week` or `product`; by day where it is not said.
    pub by: Option<String>,
    /// The first day.
    pub from: Option<String>,
    /// The last day; today where it is not said.
    pub to: Option<String>,
}

impl Asked {
    /// What is looked at: where no first day is said, fourteen days, twelve weeks, or for products
    /// thirty days.
    pub fn wanted(&self, today: Day) -> Result<Wanted, Problem> {
        let mut wrong = vec![];
        let by = self.by.as_deref().filter(|by| !by.is_empty());
        let by = by.map_or(Some(By::Day), By::parse).unwrap_or_else(|| {
            wrong.push(FieldError::new("by", "unknown_value"));
            By::Day
        });
        let mut day = |name: &str, typed: &Option<String>| {
            let typed = typed.as_deref().filter(|day| !day.is_empty())?;
            let read = typed.parse::<Day>().ok();
            if read.is_none() {
                wrong.push(FieldError::new(name, "invalid"));
            }
            read
        };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        let to = to.unwrap_or(today);
        let usual = match by {
            By::Day => 13,
            By::Week => 83,
            By::Product => 29,
        };
        let from = from.unwrap_or_else(|| to.plus_days(-usual));
        let days = from.days_until(to) + 1;
        if !(1..=MOST_DAYS).contains(&days) {
            let range = FieldError::new("from", "days_in_range");
            wrong.push(range.with("max", &MOST_DAYS));
        }
        if wrong.is_empty() {
            return Ok(Wanted { by, from, to });
        }
        Err(Problem::invalid(wrong))
    }
}

/// The sales as a table: `since` or `product, name`, and the counts, with the mark by which
/// spreadsheets know UTF-8.
pub fn table(lines: &[Line], wanted: Wanted, lang: Lang) -> Response {
    let mut written = String::from("\u{feff}");
    written.push_str(match (wanted.by, lang) {
        (By::Product, Lang::Vi) => "ma,san_pham,don,so_luong,tien\r\n",
        (By::Product, Lang::En) => "product,name,orders,pieces,amount\r\n",
        (By::Day | By::Week, Lang::Vi) => "tu_ngay,don,so_luong,tien\r\n",
        (By::Day | By::Week, Lang::En) => "since,orders,pieces,amount\r\n",
    });
    for line in lines {
        let of = match &line.of {
            Of::Since(day) => day.to_string(),
            Of::Product(id, name) => format!("{id},{}", cell(name)),
        };
        let Line {
            orders,
            pieces,
            amount,
            ..
        } = line;
        let _ = write!(written, "{of},{orders},{pieces},{}\r\n", amount.0);
    }
    let name = format!(
        "attachment; filename=\"ocop-{}-{}.csv\"",
        wanted.from, wanted.to
    );
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, written).into_response()
}

/// A text as a cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let text = catalog::registry::inert(text);
    format!("\"{}\"", text.replace('"', "\"\""))
}
