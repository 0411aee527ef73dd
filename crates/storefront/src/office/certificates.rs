use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use catalog::certificates::{self, Certificate, Part, Wanted, state_on};
use kernel::{CertificateId, Cursor, Day, Lang, Limit, PageError};
use serde::Deserialize;
use web::who::Official;
use web::{Problem, Query, State};

use super::desk::{Desk, Way, desk, shown};
use crate::certificate::day_told;
use crate::shell::Shell;
use crate::words::{say, say_with};

/// How many certificates a page shows.
const SHOWN: Limit = Limit(50);

/// Which of the area's certificates.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    part: Option<Part>,
    q: Option<String>,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "office/certificates.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    parts: Vec<Way>,
    part: Option<Part>,
    sought: String,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    to: String,
    product: String,
    producer: String,
    stars: Option<i64>,
    number: String,
    state: String,
    ends: String,
}

/// The certificates of the official's area: those claimed, those that end, those that run.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let today = state.app.clock.today();
    let wanted = Wanted {
        part: asked.part,
        text: asked.q.clone(),
    };
    let place = (SHOWN, asked.after()?, today);
    let db = state.app.db.read();
    let found = certificates::of_area(db, &official.decider(), &wanted, place).await?;
    let head = ("/certificates", "office-certificates");
    let (shell, desk) = desk(&state, lang, &official.session, head);
    let next = found.next_cursor.map(|cursor| {
        let on = Asked {
            cursor: Some(cursor.as_str().to_owned()),
            ..asked.clone()
        };
        on.address(lang)
    });
    shown(&Page {
        parts: asked.parts(lang),
        part: asked.part,
        sought: asked.q.unwrap_or_default(),
        rows: found.data.iter().map(|one| row(one, today, lang)).collect(),
        next,
        shell,
        desk,
    })
}

impl Asked {
    fn after(&self) -> Result<Option<(String, CertificateId)>, Problem> {
        let Some(cursor) = &self.cursor else {
            return Ok(None);
        };
        let [day, id] = Cursor::fields(cursor)?;
        let id = id.parse().map_err(|_not_ours| PageError::Cursor)?;
        Ok(Some((day, id)))
    }

    fn address(&self, lang: Lang) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let parts = [
            ("part", self.part.map(Part::as_str)),
            ("q", self.q.as_deref()),
            ("cursor", self.cursor.as_deref()),
        ];
        for (name, value) in parts {
            query.extend_pairs(value.map(|value| (name, value)));
        }
        format!("/{}/office/certificates?{}", lang.as_str(), query.finish())
    }

    fn parts(&self, lang: Lang) -> Vec<Way> {
        let way = |part: Option<Part>| Way {
            to: Self {
                part,
                cursor: None,
                ..self.clone()
            }
            .address(lang),
            name: say(
                lang,
                &format!("office-part-{}", part.map_or("all", Part::as_str)),
            ),
            here: self.part == part,
        };
        let all = Part::ALL.iter().map(|part| way(Some(*part)));
        all.chain([way(None)]).collect()
    }
}

fn row(one: &Certificate, today: Day, lang: Lang) -> Row {
    let until = one
        .extended_until
        .map(catalog::certificates::ToldDay::day)
        .or(one.expires_on);
    let left = until.map(|until| today.days_until(until.latest()));
    Row {
        to: format!("/{}/office/certificates/{}", lang.as_str(), one.id),
        product: one.product_name.clone(),
        producer: one.producer_name.clone(),
        stars: one.stars,
        number: one.decision_no.clone().unwrap_or_else(|| "–".to_owned()),
        state: say(
            lang,
            &format!("office-standing-{}", state_on(one, today).as_str()),
        ),
        ends: match (until, left) {
            (Some(until), Some(left)) if (0..=210).contains(&left) => {
                let said = [("day", day_told(until)), ("count", left.to_string())];
                say_with(lang, "office-until-left", &said)
            }
            (Some(until), _) => day_told(until),
            (None, _) => "–".to_owned(),
        },
    }
}
