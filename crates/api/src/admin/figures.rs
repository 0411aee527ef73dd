//! The programme in numbers, in the official's own area.

use axum::Json;
use axum::extract::State as Node;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use catalog::figures::{self, Counts, Figures, Line, Participant};
use kernel::{Day, Lang};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::IntoParams;
use web::who::Official;
use web::{Problem, Query, ReaderLang, State};

/// Which of the area's products are counted; all where nothing is said.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// `I` to `VI`.
    group: Option<String>,
    /// 3, 4 or 5.
    stars: Option<i64>,
    /// A commune's code.
    commune: Option<String>,
    /// The year in which the product joined.
    year: Option<String>,
    /// Such as `hop_tac_xa`.
    entity_type: Option<String>,
}

/// How many products take part, and how far they have come.
#[utoipa::path(
    get, path = "/api/v1/admin/figures", tag = "admin", params(Asked),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, description = "`{as_of, total, by: {group, stars, commune, year, entity_type: [{value, label, participating, registered, graded, certified, unverified, lapsed, revoked}]}}`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    ReaderLang(lang): ReaderLang,
    official: Official,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    let (figures, today) = counted(&state, &official, &asked).await?;
    let mut by = Map::new();
    for (dimension, lines) in &figures.by {
        let lines = lines.iter().map(|line| line_json(dimension, line, lang));
        by.insert((*dimension).to_owned(), lines.collect());
    }
    Ok(Json(json!({
        "as_of": today,
        "total": named(figures.total),
        "by": by,
    })))
}

/// The same as a table for a spreadsheet.
#[utoipa::path(
    get, path = "/api/v1/admin/figures.csv", tag = "admin", params(Asked),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, description = "CSV: `by, value, label` and the counts")),
)]
pub(crate) async fn table(
    Node(state): Node<State>,
    ReaderLang(lang): ReaderLang,
    official: Official,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (figures, today) = counted(&state, &official, &asked).await?;
    let written = written(&figures, lang).map_err(|err| Problem::internal(&err))?;
    let name = format!("attachment; filename=\"ocop-{today}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, written).into_response())
}

async fn counted(
    state: &State,
    official: &Official,
    asked: &Asked,
) -> Result<(Figures, Day), Problem> {
    let today = state.app.clock.today();
    let mut products = figures::read(state.app.db.read(), &official.decider(), today).await?;
    products.retain(|product| asked.wants(product));
    Ok((figures::count(&products), today))
}

impl Asked {
    fn wants(&self, product: &Participant) -> bool {
        let same = |wanted: &Option<String>, is: &Option<String>| wanted.is_none() || wanted == is;
        same(&self.group, &product.group)
            && same(&self.commune, &product.commune)
            && same(&self.year, &product.year)
            && same(&self.entity_type, &product.entity_type)
            && (self.stars.is_none() || self.stars == product.stars)
    }
}

fn named(counts: Counts) -> Map<String, Value> {
    counts
        .named()
        .into_iter()
        .map(|(name, count)| (name.to_owned(), count.into()))
        .collect()
}

fn line_json(dimension: &str, line: &Line, lang: Lang) -> Value {
    let mut all = named(line.counts);
    all.insert("value".into(), json!(line.value));
    all.insert(
        "label".into(),
        json!(label(dimension, line.value.as_deref(), lang)),
    );
    Value::Object(all)
}

/// What people call a value.
fn label(dimension: &str, value: Option<&str>, lang: Lang) -> String {
    let vi = lang == Lang::Vi;
    let Some(value) = value else {
        return if vi { "Chưa rõ" } else { "Not told" }.to_owned();
    };
    let group = || reference::group(value).map(|group| if vi { group.vi } else { group.en });
    let known = match dimension {
        "group" => group(),
        "commune" => reference::commune(value).map(|commune| commune.name),
        "entity_type" => kind(value, vi),
        _ => None,
    };
    known.unwrap_or(value).to_owned()
}

fn kind(word: &str, vi: bool) -> Option<&'static str> {
    let (vi_text, en_text) = match word {
        "hop_tac_xa" => ("Hợp tác xã", "Cooperative"),
        "to_hop_tac" => ("Tổ hợp tác", "Cooperative group"),
        "doanh_nghiep_nho_vua" => ("Doanh nghiệp nhỏ và vừa", "Small or medium enterprise"),
        "trang_trai" => ("Trang trại", "Farm"),
        "ho_san_xuat" => ("Hộ sản xuất", "Producing household"),
        "ho_gia_dinh" => ("Hộ gia đình", "Family household"),
        "hoi" => ("Hội", "Association"),
        "hiep_hoi" => ("Hiệp hội", "Union"),
        "trung_tam_dieu_hanh" => ("Trung tâm điều hành", "Management centre"),
        _ => return None,
    };
    Some(if vi { vi_text } else { en_text })
}

/// With the mark by which spreadsheets know UTF-8.
fn written(figures: &Figures, lang: Lang) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let names = figures.total.named().map(|(name, _)| name);
    table.write_record(["by", "value", "label"].iter().chain(&names))?;
    let total = Line {
        value: None,
        counts: figures.total,
    };
    let all = if lang == Lang::Vi {
        "Tất cả"
    } else {
        "All"
    };
    table.write_record(row("total", &total, all))?;
    for (dimension, lines) in &figures.by {
        for line in lines {
            let label = label(dimension, line.value.as_deref(), lang);
            table.write_record(row(dimension, line, &label))?;
        }
    }
    table
        .into_inner()
        .map_err(|err| std::io::Error::other(err.to_string()).into())
}

fn row(dimension: &str, line: &Line, label: &str) -> Vec<String> {
    let counts = line.counts.named();
    let counts = counts.into_iter().map(|(_, count)| count.to_string());
    let value = line.value.clone().unwrap_or_default();
    let cells = [dimension.to_owned(), value, label.to_owned()];
    cells
        .into_iter()
        .map(|cell| catalog::registry::inert(&cell))
        .chain(counts)
        .collect()
}
