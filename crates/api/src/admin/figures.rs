//! The programme in numbers, in the official's own area.

use axum::Json;
use axum::extract::State as Node;
use axum::response::Response;
use catalog::figures::{self, Counts, Line, Wanted};
use kernel::Lang;
use serde_json::{Map, Value, json};
use utoipa::IntoParams;
use web::who::Official;
use web::{Problem, Query, ReaderLang, State};

/// Which of the area's products are counted; all where nothing is said.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "`Wanted` is read; this only describes it")]
pub(crate) struct Asked {
    /// `I` to `VI`.
    group: Option<String>,
    /// 3, 4 or 5.
    stars: Option<i64>,
    /// A province's code.
    province: Option<String>,
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
    responses((status = 200, description = "`{as_of, total, by: {group, stars, province, commune, year, entity_type: [{value, label, participating, registered, graded, certified, unverified, lapsed, revoked}]}}`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    ReaderLang(lang): ReaderLang,
    official: Official,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Problem> {
    let (figures, today) = web::figures::count(&state, &official, &wanted).await?;
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
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    web::figures::table(&state, lang, &official, &wanted).await
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
        json!(figures::label(dimension, line.value.as_deref(), lang)),
    );
    Value::Object(all)
}
