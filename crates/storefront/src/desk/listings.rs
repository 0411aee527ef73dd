//! What a producer lists, each with where it stands.

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::Response;
use catalog::products::{self, Listed, ProductStatus};
use catalog::revisions::RevisionStatus;
use kernel::{Cursor, Lang, Limit, PageError, ProducerId, ProductId};
use web::who::Session;
use web::{Problem, State};

use super::acting::{Acting, asked_for, page};
use crate::forms::Form;
use crate::shell::{Shell, personal};
use crate::words::{say, say_with};

/// How many a page shows.
const SHOWN: Limit = Limit(50);

#[derive(Template)]
#[template(path = "desk/listings.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    /// Where another one is begun, for who may.
    new: Option<String>,
    rows: Vec<Row>,
    /// The older ones.
    more: Option<String>,
}

struct Row {
    to: String,
    name: String,
    said: String,
}

/// The listings of a producer, the newest first.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    let before = query.filled("before").map(number).transpose()?;
    let listed = products::list(state.app.db.read(), member.producer, SHOWN, before).await?;
    let row = |listed: Listed| Row {
        to: one(lang, listed.id),
        said: stands(&listed, lang),
        name: listed.name,
    };
    let here = all(lang, member.producer);
    let may = member.must_be(MemberRole::Editor).is_ok();
    let page = Page {
        shell: Shell::new(
            &state,
            lang,
            "/producer/products".to_owned(),
            say(lang, "listings"),
        ),
        acting: Acting::of(&state, lang, &member).await?,
        new: may.then(|| new(lang, member.producer)),
        more: listed
            .next_cursor
            .map(|at| format!("{here}&before={}", at.as_str())),
        rows: listed.data.into_iter().map(row).collect(),
    };
    personal(StatusCode::OK, &page)
}

fn number(cursor: &str) -> Result<i64, PageError> {
    let [number] = Cursor::fields(cursor)?;
    number.parse().map_err(|_not_ours| PageError::Cursor)
}

/// Where the listings of a producer are.
pub(super) fn all(lang: Lang, producer: ProducerId) -> String {
    page(lang, "/producer/products", producer)
}

/// Where a new one is begun.
pub(super) fn new(lang: Lang, producer: ProducerId) -> String {
    page(lang, "/producer/products/new", producer)
}

/// Where one of them is worked on.
pub(super) fn one(lang: Lang, product: ProductId) -> String {
    format!("/{}/producer/products/{product}", lang.as_str())
}

/// Where a listing stands, and where the text that is worked on: `đang bán · bản sửa chờ duyệt`.
pub(super) fn stands(listed: &Listed, lang: Lang) -> String {
    stand(listed.status, listed.revision_status, lang)
}

/// The same of a product and its newest text.
pub(super) fn stand(product: ProductStatus, text: RevisionStatus, lang: Lang) -> String {
    let word = say(lang, &format!("desk-product-{}", product.as_str()));
    let own = say(lang, &format!("listing-text-{}", text.as_str()));
    match (product, text) {
        (ProductStatus::Draft, RevisionStatus::Draft) => word,
        (ProductStatus::Draft, _) => own,
        (_, RevisionStatus::Approved | RevisionStatus::Superseded | RevisionStatus::Withdrawn) => {
            word
        }
        (ProductStatus::Retired | ProductStatus::TakenDown, _) => word,
        _another => say_with(lang, "listing-stands", &[("status", word), ("text", own)]),
    }
}
