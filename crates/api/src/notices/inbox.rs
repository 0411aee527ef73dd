use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{Lang, Limit, NoticeId, Page, Timestamp};
use notifications::Read;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::Session;
use web::{Code, Path, Problem, Query, ReaderLang, State};

use super::NO_STORE;

/// Which part of the inbox.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    limit: Option<i64>,
    cursor: Option<String>,
}

/// A notice as its reader sees it, in the language of the request.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeView {
    #[schema(value_type = String)]
    id: NoticeId,
    /// What it is about: `order-placed-buyer`.
    kind: String,
    subject: String,
    body: Vec<String>,
    /// What it opens.
    link: Option<NoticeLink>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    read_at: Option<Timestamp>,
}

/// A button: what it says and what it opens.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeLink {
    label: String,
    url: String,
}

/// A page of the inbox.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of a page in the document")]
pub(crate) struct Inbox {
    data: Vec<NoticeView>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// The caller's own notices, the newest first.
#[utoipa::path(
    get, path = "/api/v1/inbox", tag = "notices", params(Part),
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 200, body = Inbox)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    session: Session,
    ReaderLang(lang): ReaderLang,
    Query(part): Query<Part>,
) -> Result<impl IntoResponse, Problem> {
    let limit = Limit::parse(part.limit)?;
    let db = state.app.db.read();
    let page =
        notifications::list_inbox(db, session.account, limit, part.cursor.as_deref()).await?;
    let mut data = Vec::with_capacity(page.data.len());
    for notice in page.data {
        data.push(view(&state, notice, lang).await?);
    }
    let page = Page {
        data,
        has_more: page.has_more,
        next_cursor: page.next_cursor,
    };
    Ok((NO_STORE, axum::Json(page)))
}

/// Notes that a notice was read.
#[utoipa::path(
    post, path = "/api/v1/inbox/{id}/read", tag = "notices", params(("id" = String, Path)),
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 204)),
)]
pub(crate) async fn read(
    Node(state): Node<State>,
    session: Session,
    Path(id): Path<NoticeId>,
) -> Result<StatusCode, Problem> {
    let tx = store::write(&state.app.db).await?;
    if !notifications::mark_read(&tx, session.account, id, state.app.now()).await? {
        return Err(Problem::new(Code::NotFound));
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn view(state: &State, notice: Read, lang: Lang) -> Result<NoticeView, Problem> {
    let url = match notice.message.link() {
        Some(link) => market::address(&state.app, link, lang).await?,
        None => None,
    };
    let text = notice.message.text(lang, notice.name.as_deref(), url);
    let facts = text
        .facts
        .into_iter()
        .map(|(label, value)| format!("{label}: {value}"));
    Ok(NoticeView {
        id: notice.id,
        kind: notice.kind,
        subject: text.subject,
        body: text
            .paragraphs
            .into_iter()
            .chain(text.points)
            .chain(facts)
            .collect(),
        link: text.action.map(|(label, url)| NoticeLink { label, url }),
        created_at: notice.created_at,
        read_at: notice.read_at,
    })
}
