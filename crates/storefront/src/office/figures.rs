use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use catalog::figures::{Line, Wanted, label};
use kernel::Lang;
use web::who::Official;
use web::{Problem, Query, State};

use super::desk::{Desk, Way, desk, shown};
use crate::chart::{Chart, Point};
use crate::shell::Shell;
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "office/figures.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    as_of: String,
    /// What is counted: each leads back to more.
    chosen: Vec<Way>,
    csv: String,
    totals: Vec<(String, i64)>,
    heads: Vec<String>,
    parts: Vec<Part>,
}

/// The products by one of their traits.
struct Part {
    key: &'static str,
    name: String,
    chart: Chart,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    /// To the figures of these products alone.
    to: Option<String>,
    counts: Vec<i64>,
}

/// The programme in figures, with charts and the tables that they are drawn from.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let (figures, today) = web::figures::count(&state, &official, &wanted).await?;
    let head = ("/figures", "office-figures");
    let (shell, desk) = desk(&state, lang, &official.session, head);
    let named = figures.total.named();
    let parts = figures.by.iter();
    shown(&Page {
        as_of: say_with(lang, "office-as-of", &[("day", today.display_vi())]),
        chosen: chosen(&wanted, lang),
        csv: address("/figures.csv", &wanted, lang),
        totals: named
            .map(|(key, count)| (count_name(key, lang), count))
            .to_vec(),
        heads: named.map(|(key, _)| count_name(key, lang)).to_vec(),
        parts: parts
            .map(|(key, lines)| part(key, lines, (&wanted, lang)))
            .collect(),
        shell,
        desk,
    })
}

/// The same as a table for a spreadsheet.
pub(crate) async fn table(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    web::figures::table(&state, lang, &official, &wanted).await
}

fn count_name(key: &str, lang: Lang) -> String {
    say(lang, &format!("office-count-{key}"))
}

fn part(key: &'static str, lines: &[Line], (wanted, lang): (&Wanted, Lang)) -> Part {
    let name = |line: &Line| match (key, line.value.as_deref()) {
        ("stars", Some(stars)) => say_with(lang, "stars", &[("count", stars.to_owned())]),
        (_, value) => label(key, value, lang),
    };
    let bar = |line: &Line| {
        let (all, part) = (line.counts.participating, line.counts.certified);
        Point {
            name: name(line),
            all,
            part,
            said: format!("{part}/{all}"),
        }
    };
    let row = |line: &Line| Row {
        name: name(line),
        to: line
            .value
            .as_deref()
            .map(|value| address("/figures", &narrowed(wanted, key, value), lang)),
        counts: line.counts.named().map(|(_, count)| count).to_vec(),
    };
    Part {
        key,
        name: say(lang, &format!("office-by-{key}")),
        chart: Chart::of(lines.iter().map(bar)),
        rows: lines.iter().map(row).collect(),
    }
}

/// The same with one more condition.
fn narrowed(wanted: &Wanted, key: &str, value: &str) -> Wanted {
    let (mut narrowed, value) = (wanted.clone(), value.to_owned());
    match key {
        "group" => narrowed.group = Some(value),
        "stars" => narrowed.stars = value.parse().ok(),
        "province" => narrowed.province = Some(value),
        "commune" => narrowed.commune = Some(value),
        "year" => narrowed.year = Some(value),
        _ => narrowed.entity_type = Some(value),
    }
    narrowed
}

/// The conditions by their names.
fn conditions(wanted: &Wanted) -> [(&'static str, Option<String>); 6] {
    [
        ("group", wanted.group.clone()),
        ("stars", wanted.stars.map(|stars| stars.to_string())),
        ("province", wanted.province.clone()),
        ("commune", wanted.commune.clone()),
        ("year", wanted.year.clone()),
        ("entity_type", wanted.entity_type.clone()),
    ]
}

fn address(path: &str, wanted: &Wanted, lang: Lang) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in conditions(wanted) {
        query.extend_pairs(value.map(|value| (name, value)));
    }
    let (tag, query) = (lang.as_str(), query.finish());
    let mark = if query.is_empty() { "" } else { "?" };
    format!("/{tag}/office{path}{mark}{query}")
}

/// What is chosen, each with the way back.
fn chosen(wanted: &Wanted, lang: Lang) -> Vec<Way> {
    let without = |key: &str| {
        let mut less = wanted.clone();
        match key {
            "group" => less.group = None,
            "stars" => less.stars = None,
            "province" => less.province = None,
            "commune" => less.commune = None,
            "year" => less.year = None,
            _ => less.entity_type = None,
        }
        less
    };
    let way = |(key, value): (&'static str, Option<String>)| {
        let name = label(key, Some(value?.as_str()), lang);
        let trait_name = say(lang, &format!("office-by-{key}"));
        Some(Way {
            to: address("/figures", &without(key), lang),
            name: format!("{trait_name}: {name}"),
            here: false,
        })
    };
    conditions(wanted).into_iter().filter_map(way).collect()
}
