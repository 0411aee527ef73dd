use kernel::text;
use serde_json::json;

use super::issuer::level;
use super::place::place;
use super::read::Cells;
use super::report::Why;
use super::said;
use crate::certificates::ToldDay;

/// Longer than any name of a decision.
const LONGEST: usize = 300;

/// One product as a registry, or its producer, tells it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) product_name: String,
    pub(crate) producer_name: String,
    pub(crate) entity_type: Option<String>,
    pub(crate) issuer: String,
    pub(crate) level: &'static str,
    pub(crate) province_code: String,
    pub(crate) commune_code: Option<String>,
    pub(crate) product_code: Option<String>,
    pub(crate) stars: Option<i64>,
    pub(crate) score_milli: Option<i64>,
    pub(crate) programme: Programme,
    pub(crate) decision_no: Option<String>,
    pub(crate) issued_on: Option<ToldDay>,
    pub(crate) expires_on: Option<ToldDay>,
    /// What was read but has no column of its own, and what was read into another word.
    pub(crate) evidence: String,
}

/// Where a product stands in the programme, as far as it is told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Programme {
    pub(crate) group: Option<&'static str>,
    pub(crate) set_no: Option<i64>,
    /// When it joined.
    pub(crate) joined: Option<ToldDay>,
    /// When its file was handed in.
    pub(crate) registered: Option<ToldDay>,
    /// When it was graded, whatever came of it.
    pub(crate) graded: Option<ToldDay>,
}

/// The entry of a row, or the column that is wrong and why.
pub(super) fn entry(cells: &Cells<'_>) -> Result<Entry, (&'static str, Why)> {
    let product_name = name(cells, "name")?;
    let producer_name = name(cells, "producer")?;
    let (province_code, commune_code) = place(cells)?;
    let decision_no = filled(cells.of("decision_no"));
    let issued_on = date(cells, "issued")?;
    let expires_on = date(cells, "expires")?;
    if issued_on
        .zip(expires_on)
        .is_some_and(|(from, until)| until.latest() <= from.earliest())
    {
        return Err(("expires", Why::EndsBeforeItBegins));
    }
    let issuer = text::clean(cells.of("issuer"));
    Ok(Entry {
        key: key(
            [&product_name, &producer_name],
            decision_no.as_deref(),
            issued_on,
        ),
        product_name,
        producer_name,
        entity_type: entity_type(cells.of("entity_type"))?,
        level: level(&issuer),
        issuer,
        province_code: province_code.to_owned(),
        commune_code: commune_code.map(str::to_owned),
        product_code: filled(cells.of("product_code")),
        stars: said::stars(cells.of("stars")).map_err(|()| ("stars", Why::Stars))?,
        score_milli: score(cells.of("score"))?,
        programme: programme(cells)?,
        decision_no,
        issued_on,
        expires_on,
        evidence: evidence(cells),
    })
}

fn programme(cells: &Cells<'_>) -> Result<Programme, (&'static str, Why)> {
    let set = match cells.of("set").trim() {
        "" => None,
        written => Some(said::set(written).ok_or(("set", Why::Set))?),
    };
    Ok(Programme {
        group: set
            .map(|set| set.group)
            .or_else(|| said::group(cells.of("group"))),
        set_no: set.map(|set| set.no),
        joined: date(cells, "joined")?,
        registered: date(cells, "registered")?,
        graded: date(cells, "graded")?,
    })
}

/// What makes an entry the same again: tones count, case, blanks and the way in which a date is
/// written do not.
pub(crate) fn key(names: [&str; 2], decision_no: Option<&str>, issued: Option<ToldDay>) -> String {
    let [product, producer] = names;
    let issued = issued.map(|day| day.to_string()).unwrap_or_default();
    [product, producer, decision_no.unwrap_or_default(), &issued]
        .map(|part| text::lower(&text::clean(part)))
        .join("|")
}

fn name(cells: &Cells<'_>, column: &'static str) -> Result<String, (&'static str, Why)> {
    let name = text::clean(cells.of(column));
    if name.is_empty() {
        Err((column, Why::Empty))
    } else if name.chars().count() > LONGEST {
        Err((column, Why::TooLong(LONGEST)))
    } else {
        Ok(name)
    }
}

fn entity_type(written: &str) -> Result<Option<String>, (&'static str, Why)> {
    match written.trim() {
        "" => Ok(None),
        written => said::entity_type(written)
            .map(|kind| Some(kind.to_owned()))
            .ok_or(("entity_type", Why::EntityType)),
    }
}

fn score(written: &str) -> Result<Option<i64>, (&'static str, Why)> {
    match written.trim() {
        "" => Ok(None),
        written => said::score(written).map(Some).ok_or(("score", Why::Score)),
    }
}

fn date(cells: &Cells<'_>, column: &'static str) -> Result<Option<ToldDay>, (&'static str, Why)> {
    match cells.of(column).trim() {
        "" => Ok(None),
        written => said::date(written).map(Some).ok_or((column, Why::Date)),
    }
}

fn filled(cell: &str) -> Option<String> {
    let clean = text::clean(cell);
    (!clean.is_empty()).then_some(clean)
}

fn evidence(cells: &Cells<'_>) -> String {
    let columns = [
        "entity_type",
        "stars",
        "group",
        "address",
        "old_commune",
        "old_district",
        "old_province",
        "evidence",
        "note",
    ];
    let told: serde_json::Map<String, serde_json::Value> = columns
        .iter()
        .filter_map(|column| Some(((*column).to_owned(), json!(filled(cells.of(column))?))))
        .collect();
    serde_json::Value::Object(told).to_string()
}
