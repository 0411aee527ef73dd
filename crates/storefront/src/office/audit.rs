use std::collections::HashMap;

use askama::Template;
use audit::Record;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use kernel::{AccountId, Cursor, Lang, Limit, Page as Part, PageError};
use serde::Deserialize;
use web::who::Admin;
use web::{Problem, Query, State};

use super::desk::{Desk, desk, moment, shown};
use crate::shell::Shell;
use crate::words::say;

/// How many rows a page shows.
const SHOWN: Limit = Limit(50);

/// Which part of the record.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    subject: Option<String>,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "office/audit.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    subject: String,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    at: String,
    by: String,
    action: String,
    subject: String,
    detail: String,
}

/// Who did what to what, in which capacity, the newest first.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let subject = asked
        .subject
        .as_deref()
        .map(str::trim)
        .filter(|s| !s.is_empty());
    let before = asked.cursor.as_deref().map(position).transpose()?;
    let db = state.app.db.read();
    let records = audit::list(db, before, subject, SHOWN.overfetch()).await?;
    let part = Part::from_overfetch(records, SHOWN, |last| Cursor::new([last.seq.to_string()]));
    let people: Vec<AccountId> = part
        .data
        .iter()
        .filter_map(|record| record.account)
        .collect();
    let names = accounts::names(db, &people).await?;
    let (shell, desk) = desk(&state, lang, &admin.session, ("/audit", "office-audit"));
    let next = part.next_cursor.map(|cursor| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(subject.map(|subject| ("subject", subject)));
        query.append_pair("cursor", cursor.as_str());
        format!("/{}/office/audit?{}", lang.as_str(), query.finish())
    });
    shown(&Page {
        subject: subject.unwrap_or_default().to_owned(),
        rows: part
            .data
            .into_iter()
            .map(|record| row(record, &names, lang))
            .collect(),
        next,
        shell,
        desk,
    })
}

fn position(cursor: &str) -> Result<i64, PageError> {
    let [seq] = Cursor::fields::<1>(cursor)?;
    seq.parse().map_err(|_number| PageError::Cursor)
}

fn row(record: Record, names: &HashMap<AccountId, String>, lang: Lang) -> Row {
    let name = record
        .account
        .and_then(|account| names.get(&account).cloned());
    let capacity = say(lang, &format!("office-capacity-{}", record.capacity));
    Row {
        at: moment(record.at),
        by: name.map_or_else(|| capacity.clone(), |name| format!("{name} ({capacity})")),
        action: record.action,
        subject: record.subject_id,
        detail: told(&record.detail),
    }
}

/// What changed; nothing where nothing is told.
fn told(detail: &serde_json::Value) -> String {
    let empty = detail.is_null() || detail.as_object().is_some_and(serde_json::Map::is_empty);
    if empty {
        String::new()
    } else {
        detail.to_string()
    }
}
