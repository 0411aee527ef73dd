//! The shop as a whole: whether it is open, and on which days it is closed.

use axum::extract::State as Node;
use catalog::producers;
use kernel::{Closures, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::{Member, Packer};
use web::{Json, Problem, State};

use crate::schema::Nothing;

/// Whether a shop is open.
#[derive(Serialize, ToSchema)]
pub(crate) struct ShopView {
    /// It sells nothing new.
    paused: bool,
    /// Orders that died unanswered or unsent since one was sent last.
    missed_orders: i64,
    /// The days from today on which it is closed; deadlines leave them out.
    #[schema(value_type = Vec<String>)]
    closure_days: Closures,
}

/// Days.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosureDays {
    /// From tomorrow on, at most 60 of them, none more than a year ahead.
    #[schema(value_type = Vec<String>)]
    days: Closures,
}

/// Whether one's shop is open.
#[utoipa::path(
    get, path = "/api/v1/producer/shop", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = ShopView), (status = 403, description = "`forbidden`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    member: Member,
) -> Result<axum::Json<ShopView>, Problem> {
    view(&state, &member, state.app.now()).await
}

/// Open the shop again that paused itself after orders that nobody answered. One that is open
/// stays so.
#[utoipa::path(
    post, path = "/api/v1/producer/resume", tag = "producer", request_body = Option<Nothing>,
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = ShopView), (status = 403, description = "`forbidden`")),
)]
pub(crate) async fn resume(
    Node(state): Node<State>,
    Packer(member): Packer,
    Json(Nothing {}): Json<Nothing>,
) -> Result<axum::Json<ShopView>, Problem> {
    let now = state.app.now();
    market::resume(&state.app.db, member.producer, member.actor, now).await?;
    view(&state, &member, now).await
}

/// Say on which days from tomorrow on the shop is closed: these and no others.
///
/// They count for what begins from now on; a deadline that runs already stays where it is.
#[utoipa::path(
    put, path = "/api/v1/producer/closure-days", tag = "producer", request_body = ClosureDays,
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = ShopView), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn close(
    Node(state): Node<State>,
    Packer(member): Packer,
    Json(body): Json<ClosureDays>,
) -> Result<axum::Json<ShopView>, Problem> {
    let now = state.app.now();
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        catalog::close_on(&tx, member.producer, &body.days, member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    view(&state, &member, now).await
}

async fn view(
    state: &State,
    member: &Member,
    now: Timestamp,
) -> Result<axum::Json<ShopView>, Problem> {
    let db = state.app.db.read();
    let producer = producers::find(db, member.producer).await?;
    Ok(axum::Json(ShopView {
        paused: producer.paused_until.is_some_and(|until| until > now),
        missed_orders: producer.missed_orders,
        closure_days: catalog::closures(db, member.producer, now).await?,
    }))
}
