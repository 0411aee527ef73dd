use accounts::{Area, Grant};
use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::AccountId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::Admin;
use web::{Json, Path, Problem, State};

use super::AccountView;
use super::view::NO_STORE;

/// What an account is to be for the market, in place of what it was.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRole {
    /// `official`, `admin`, or `buyer` for neither.
    role: String,
    /// Where an official decides; none for the others.
    area: Option<NewArea>,
}

/// The code of a commune or a province, or `VN`; alone or with its kind.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum NewArea {
    Code(String),
    Named(NamedArea),
}

/// An area with its kind.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamedArea {
    /// `commune`, `province` or `country`.
    kind: String,
    code: String,
}

impl NewRole {
    fn grant(&self) -> Result<Grant, Problem> {
        let area = self.area.as_ref().map(NewArea::parse).transpose()?;
        Grant::parse(&self.role, area).map_err(|fault| accounts::Error::from(fault).into())
    }
}

impl NewArea {
    fn parse(&self) -> Result<Area, Problem> {
        let area = match self {
            Self::Code(code) => Area::parse(code),
            Self::Named(NamedArea { kind, code }) => {
                Area::parse(code).filter(|area| area.kind.as_str() == kind)
            }
        };
        area.ok_or_else(|| Problem::field("/area", "area"))
    }
}

/// Set what an account is for the market. A change ends its sessions: the person signs in again.
#[utoipa::path(
    put, path = "/api/v1/admin/accounts/{id}/roles", tag = "admin", request_body = NewRole,
    params(("id" = String, Path, description = "The account")),
    extensions(("x-policy" = json!("admin"))),
    responses(
        (status = 200, body = AccountView),
        (status = 404, description = "`not_found`"),
        (status = 409, description = "`conflict`: the last administrator stays one"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn set(
    Node(state): Node<State>,
    admin: Admin,
    Path(account): Path<AccountId>,
    Json(new): Json<NewRole>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let grant = new.grant()?;
    let tx = store::write(&app.db).await?;
    accounts::set_role(&tx, account, &grant, admin.actor, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let view = AccountView::read(app.db.read(), account).await?;
    Ok((NO_STORE, axum::Json(view)))
}
