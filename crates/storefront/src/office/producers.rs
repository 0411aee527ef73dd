use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use catalog::producers::{self, Known, ProducerStatus, Wanted};
use kernel::{Cursor, Lang, Limit, PageError, ProducerId};
use serde::Deserialize;
use web::who::Official;
use web::{Problem, Query, State};

use super::desk::{Desk, Way, commune, desk, province, shown};
use crate::shell::Shell;
use crate::words::{say, say_with};

/// How many producers a page shows.
const SHOWN: Limit = Limit(50);

/// The states that are ways of their own.
const STATES: [ProducerStatus; 4] = [
    ProducerStatus::Submitted,
    ProducerStatus::ChangesRequested,
    ProducerStatus::Approved,
    ProducerStatus::Suspended,
];

/// Which producers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    status: Option<ProducerStatus>,
    q: Option<String>,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "office/producers.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    states: Vec<Way>,
    status: Option<ProducerStatus>,
    sought: String,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    to: String,
    name: String,
    place: String,
    state: String,
    live: String,
}

/// The producers of the official's area: applications, approved ones, suspended ones.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let wanted = Wanted {
        status: asked.status,
        text: asked.q.clone(),
    };
    let place = (SHOWN, asked.before()?);
    let db = state.app.db.read();
    let found = producers::of_area(db, &official.decider(), &wanted, place).await?;
    let head = ("/producers", "office-producers");
    let (shell, desk) = desk(&state, lang, &official.session, head);
    let next = found.next_cursor.map(|cursor| {
        let cursor = Some(cursor.as_str().to_owned());
        Asked {
            cursor,
            ..asked.clone()
        }
        .address(lang)
    });
    let way = |status: Option<ProducerStatus>| Way {
        to: Asked {
            status,
            cursor: None,
            ..asked.clone()
        }
        .address(lang),
        name: status.map_or_else(|| say(lang, "office-all"), |status| standing(status, lang)),
        here: asked.status == status,
    };
    shown(&Page {
        states: [None]
            .into_iter()
            .chain(STATES.map(Some))
            .map(way)
            .collect(),
        status: asked.status,
        rows: found
            .data
            .into_iter()
            .map(|known| row(known, lang))
            .collect(),
        next,
        sought: asked.q.unwrap_or_default(),
        shell,
        desk,
    })
}

impl Asked {
    fn before(&self) -> Result<Option<ProducerId>, Problem> {
        let Some(cursor) = &self.cursor else {
            return Ok(None);
        };
        let [id] = Cursor::fields(cursor)?;
        Ok(Some(id.parse().map_err(|_not_ours| PageError::Cursor)?))
    }

    fn address(&self, lang: Lang) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let parts = [
            ("status", self.status.map(ProducerStatus::as_str)),
            ("q", self.q.as_deref()),
            ("cursor", self.cursor.as_deref()),
        ];
        for (name, value) in parts {
            query.extend_pairs(value.map(|value| (name, value)));
        }
        format!("/{}/office/producers?{}", lang.as_str(), query.finish())
    }
}

/// What people call a producer's state.
pub(super) fn standing(status: ProducerStatus, lang: Lang) -> String {
    say(lang, &format!("office-producer-{}", status.as_str()))
}

fn row(known: Known, lang: Lang) -> Row {
    let live = [("count", known.live.to_string())];
    Row {
        to: format!("/{}/office/producers/{}", lang.as_str(), known.id),
        place: format!(
            "{}, {}",
            commune(&known.commune_code),
            province(&known.province_code)
        ),
        state: standing(known.status, lang),
        live: say_with(lang, "office-live", &live),
        name: known.name,
    }
}
