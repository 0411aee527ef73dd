use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use catalog::documents::{self, Document};
use kernel::{Day, DocumentId, Lang};
use web::who::Official;
use web::{Path, Problem, State};

use super::desk::{Desk, desk, shown};
use crate::shell::Shell;
use crate::words::{say, say_with};

/// So many days ahead, what ends is shown.
const AHEAD: i64 = 30;

#[derive(Template)]
#[template(path = "office/papers.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    rows: Vec<Row>,
}

struct Row {
    file: String,
    name: String,
    number: String,
    /// The producer's page on the desk.
    maker: String,
    producer: String,
    ends: String,
}

/// The papers of the official's area that end soon.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
) -> Result<Response, Problem> {
    let today = state.app.clock.today();
    let until = (today, today.plus_days(AHEAD));
    let found = documents::ending(state.app.db.read(), &official.decider(), until).await?;
    let head = ("/papers", "office-papers-ending");
    let (shell, desk) = desk(&state, lang, &official.session, head);
    shown(&Page {
        rows: found
            .into_iter()
            .map(|paper| row(paper, today, lang))
            .collect(),
        shell,
        desk,
    })
}

fn row((paper, producer): (Document, String), today: Day, lang: Lang) -> Row {
    let tag = lang.as_str();
    let ends = paper.expires_on.map(|day| {
        let left = today.days_until(day).to_string();
        say_with(
            lang,
            "office-until-left",
            &[("day", day.display_vi()), ("count", left)],
        )
    });
    Row {
        file: format!("/{tag}/office/papers/{}/file", paper.id),
        name: say(lang, &format!("office-paper-{}", paper.kind.as_str())),
        number: paper.number,
        maker: format!("/{tag}/office/producers/{}", paper.producer),
        producer,
        ends: ends.unwrap_or_default(),
    }
}

/// The file of a paper of the official's area.
pub(crate) async fn file(
    Node(state): Node<State>,
    official: Official,
    Path(id): Path<DocumentId>,
) -> Result<Response, Problem> {
    web::papers::of_area(&state, &official, id).await
}
