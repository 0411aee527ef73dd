use kernel::text;
use serde_json::json;

use super::issuer::level;
use super::read::Cells;
use super::report::Why;
use crate::certificates::ToldDay;

/// Longer than any name of a decision.
const LONGEST: usize = 300;

/// One product as a registry tells it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) product_name: String,
    pub(super) producer_name: String,
    pub(super) entity_type: Option<&'static str>,
    pub(super) issuer: String,
    pub(super) level: &'static str,
    pub(super) province_code: &'static str,
    pub(super) commune_code: Option<&'static str>,
    pub(super) product_code: Option<String>,
    pub(super) stars: Option<i64>,
    pub(super) decision_no: Option<String>,
    pub(super) issued_on: Option<ToldDay>,
    pub(super) expires_on: Option<ToldDay>,
    /// What was read but has no column of its own, and what was read into another word.
    pub(super) evidence: String,
}

/// The entry of a row, or the column that is wrong and why.
pub(super) fn entry(cells: &Cells<'_>) -> Result<Entry, (&'static str, Why)> {
    let product_name = name(cells, "name")?;
    let producer_name = name(cells, "producer")?;
    let province = reference::find_province(cells.of("current_province"))
        .ok_or(("current_province", Why::Province))?;
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
        key: key(cells),
        product_name,
        producer_name,
        entity_type: entity_type(cells.of("entity_type"))?,
        level: level(&issuer),
        issuer,
        province_code: province.code,
        commune_code: commune(cells, province.name),
        product_code: filled(cells.of("product_code")),
        stars: stars(cells.of("stars"))?,
        decision_no,
        issued_on,
        expires_on,
        evidence: evidence(cells),
    })
}

/// What makes a row the same again: tones count, case and blanks do not.
fn key(cells: &Cells<'_>) -> String {
    ["name", "producer", "decision_no", "issued"]
        .map(|column| text::lower(&text::clean(cells.of(column))))
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

/// The programme's words for kinds of producers; papers write two others.
fn entity_type(word: &str) -> Result<Option<&'static str>, (&'static str, Why)> {
    Ok(Some(match word.trim() {
        "" => return Ok(None),
        "hop_tac_xa" => "hop_tac_xa",
        "to_hop_tac" => "to_hop_tac",
        "doanh_nghiep" | "doanh_nghiep_nho_vua" => "doanh_nghiep_nho_vua",
        "trang_trai" => "trang_trai",
        "ho_san_xuat" => "ho_san_xuat",
        "ho_kinh_doanh" | "ho_gia_dinh" => "ho_gia_dinh",
        "hoi" => "hoi",
        "hiep_hoi" => "hiep_hoi",
        "trung_tam_dieu_hanh" => "trung_tam_dieu_hanh",
        _ => return Err(("entity_type", Why::EntityType)),
    }))
}

/// A number that the source itself doubts (`3?`) is not known.
fn stars(word: &str) -> Result<Option<i64>, (&'static str, Why)> {
    match word.trim() {
        "3" => Ok(Some(3)),
        "4" => Ok(Some(4)),
        "5" => Ok(Some(5)),
        word if word.is_empty() || word.ends_with('?') => Ok(None),
        _ => Err(("stars", Why::Stars)),
    }
}

fn date(cells: &Cells<'_>, column: &'static str) -> Result<Option<ToldDay>, (&'static str, Why)> {
    match cells.of(column).trim() {
        "" => Ok(None),
        text => ToldDay::parse(text).map(Some).ok_or((column, Why::Date)),
    }
}

/// The commune of today, where the names tell exactly one.
fn commune(cells: &Cells<'_>, province: &str) -> Option<&'static str> {
    let only = |found: Vec<reference::Match>| match found.as_slice() {
        [one] => Some(one.commune.code),
        _ => None,
    };
    let today = filled(cells.of("current_commune"));
    today
        .and_then(|name| {
            let mut found = reference::resolve(Some(province), None, &name);
            found.retain(|m| m.old.is_none());
            only(found)
        })
        .or_else(|| {
            let old = filled(cells.of("old_commune"))?;
            let district = filled(cells.of("old_district"));
            only(reference::resolve(
                filled(cells.of("old_province")).as_deref(),
                district.as_deref(),
                &old,
            ))
        })
}

fn filled(cell: &str) -> Option<String> {
    let clean = text::clean(cell);
    (!clean.is_empty()).then_some(clean)
}

fn evidence(cells: &Cells<'_>) -> String {
    let columns = [
        "entity_type",
        "stars",
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
