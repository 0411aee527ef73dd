//! Policies with their versions, and what somebody agreed to: said by themselves, never assumed.

use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::Session;
use web::{Json, Path, Problem, State};

use crate::orders::NO_STORE;

/// A policy that holds today.
#[derive(Serialize, ToSchema)]
struct PolicyView {
    /// `terms` or `privacy`.
    kind: String,
    version: String,
    text: String,
    #[schema(format = Date)]
    from: String,
}

/// The policies that hold today.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolicyList {
    data: Vec<PolicyView>,
}

/// To what somebody agrees.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentBody {
    /// `terms` or `privacy`.
    kind: String,
    /// The version that was read.
    version: String,
}

/// A consent.
#[derive(Serialize, ToSchema)]
struct ConsentView {
    kind: String,
    version: String,
    #[schema(value_type = String, format = DateTime)]
    given_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Timestamp>,
}

/// What somebody agreed to, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentList {
    data: Vec<ConsentView>,
}

/// The policies that hold today.
#[utoipa::path(
    get, path = "/api/v1/policies", tag = "accounts",
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, body = PolicyList)),
)]
pub(crate) async fn policies(Node(state): Node<State>) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let found = accounts::policies(app.db.read(), app.clock.today()).await?;
    let view = |policy: accounts::Policy| PolicyView {
        kind: policy.kind,
        version: policy.version,
        text: policy.text,
        from: policy.from,
    };
    let data = found.into_iter().map(view).collect();
    Ok(axum::Json(PolicyList { data }))
}

/// What you agreed to.
#[utoipa::path(
    get, path = "/api/v1/consents", tag = "accounts",
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 200, body = ConsentList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    session: Session,
) -> Result<impl IntoResponse, Problem> {
    all(&state, &session).await
}

/// Agree to a policy in a version that holds today.
#[utoipa::path(
    post, path = "/api/v1/consents", tag = "accounts", request_body = ConsentBody,
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 201, body = ConsentList), (status = 422, description = "`invalid`: no such version holds")),
)]
pub(crate) async fn give(
    Node(state): Node<State>,
    session: Session,
    Json(body): Json<ConsentBody>,
) -> Result<impl IntoResponse, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let held = accounts::policies(app.db.read(), app.clock.today()).await?;
    if !held
        .iter()
        .any(|p| p.kind == body.kind && p.version == body.version)
    {
        return Err(Problem::field("/version", "not_there"));
    }
    let tx = store::write(&app.db).await?;
    accounts::agree(&tx, session.account, (&body.kind, &body.version), now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok((StatusCode::CREATED, all(&state, &session).await?))
}

/// Take a consent back; what was done under it stays.
#[utoipa::path(
    delete, path = "/api/v1/consents/{kind}", tag = "accounts", params(("kind" = String, Path)),
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 204)),
)]
pub(crate) async fn withdraw(
    Node(state): Node<State>,
    session: Session,
    Path(kind): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let tx = store::write(&app.db).await?;
    accounts::disagree(&tx, session.account, &kind, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn all(state: &State, session: &Session) -> Result<impl IntoResponse + use<>, Problem> {
    Ok((
        NO_STORE,
        axum::Json(ConsentList::read(state, session).await?),
    ))
}

impl ConsentList {
    pub(super) async fn read(state: &State, session: &Session) -> Result<Self, Problem> {
        let given = accounts::consents_of(state.app.db.read(), session.account).await?;
        let view = |given: accounts::Given| ConsentView {
            kind: given.kind,
            version: given.version,
            given_at: given.at,
            withdrawn_at: given.withdrawn_at,
        };
        let data = given.into_iter().map(view).collect();
        Ok(Self { data })
    }
}
