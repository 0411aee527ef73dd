//! Sheets of labels to print, for what has a code.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::Response;
use catalog::{certificates, codes, products};
use kernel::{Lang, Limit};
use web::who::Session;
use web::{Problem, State};

use super::acting::{Acting, asked_for};
use crate::forms::Form;
use crate::shell::{Shell, personal};
use crate::words::say;

/// How many products a page shows.
const SHOWN: Limit = Limit(100);

#[derive(Template)]
#[template(path = "desk/labels.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    labels: Vec<Label>,
}

struct Label {
    code: String,
    name: String,
}

/// What has a code: listings that were approved once, and certificates of what is not listed.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    let db = state.app.db.read();
    let listed = products::list(db, member.producer, SHOWN, None).await?;
    let mut labels: Vec<Label> = listed
        .data
        .into_iter()
        .filter_map(|listed| {
            Some(Label {
                code: listed.public_code?,
                name: listed.name,
            })
        })
        .collect();
    let held = certificates::claimed_by(db, member.producer).await?;
    for one in held.into_iter().filter(|one| one.product.is_none()) {
        if let Some(code) = codes::of_certificate(db, one.id).await? {
            labels.push(Label {
                code,
                name: one.product_name,
            });
        }
    }
    let title = say(lang, "desk-labels");
    let page = Page {
        shell: Shell::new(&state, lang, "/producer/labels".to_owned(), title),
        acting: Acting::of(&state, lang, &member).await?,
        labels,
    };
    personal(StatusCode::OK, &page)
}
