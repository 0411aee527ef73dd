//! The addresses that you keep.

use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{SavedAddressId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::addresses::{self, Typed};
use web::who::Session;
use web::{Code, Json, Path, Problem, State};

use super::view::NO_STORE;

/// An address to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAddress {
    /// Who receives there.
    name: String,
    phone: String,
    /// Five digits; the province is its own.
    commune_code: String,
    street: String,
}

/// An address that you keep.
#[derive(Serialize, ToSchema)]
pub(crate) struct SavedAddress {
    #[schema(value_type = String)]
    id: SavedAddressId,
    name: String,
    phone: String,
    province_code: String,
    commune_code: String,
    street: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// The addresses that you keep, the newest first: ten at most.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressList {
    data: Vec<SavedAddress>,
}

impl From<accounts::SavedAddress> for SavedAddress {
    fn from(saved: accounts::SavedAddress) -> Self {
        let address = saved.address;
        Self {
            id: saved.id,
            name: address.name,
            phone: address.phone,
            province_code: address.province_code,
            commune_code: address.commune_code,
            street: address.street,
            created_at: saved.created_at,
        }
    }
}

impl AddressList {
    pub(super) async fn read(state: &State, session: &Session) -> Result<Self, Problem> {
        let found = accounts::list_addresses(state.app.db.read(), session.account).await?;
        Ok(Self {
            data: found.into_iter().map(SavedAddress::from).collect(),
        })
    }
}

/// The addresses that you keep.
#[utoipa::path(
    get, path = "/api/v1/addresses", tag = "accounts",
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 200, body = AddressList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    session: Session,
) -> Result<impl IntoResponse, Problem> {
    let list = AddressList::read(&state, &session).await?;
    Ok((NO_STORE, axum::Json(list)))
}

/// Keep an address. The same one again is kept once; an eleventh takes the place of the oldest.
#[utoipa::path(
    post, path = "/api/v1/addresses", tag = "accounts", request_body = NewAddress,
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 201, body = SavedAddress), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn save(
    Node(state): Node<State>,
    session: Session,
    Json(body): Json<NewAddress>,
) -> Result<impl IntoResponse, Problem> {
    let typed = Typed {
        name: &body.name,
        phone: &body.phone,
        commune_code: &body.commune_code,
        street: &body.street,
    };
    let id = addresses::save(&state, session.account, &typed.parse()?).await?;
    let whose = (session.account, id);
    let saved = accounts::find_address(state.app.db.read(), whose).await?;
    let saved = saved.ok_or_else(|| Problem::new(Code::NotFound))?;
    let view = axum::Json(SavedAddress::from(saved));
    Ok((StatusCode::CREATED, NO_STORE, view))
}

/// Forget an address; one that is gone stays gone.
#[utoipa::path(
    delete, path = "/api/v1/addresses/{id}", tag = "accounts",
    params(("id" = String, Path, description = "adr_…")),
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 204)),
)]
pub(crate) async fn forget(
    Node(state): Node<State>,
    session: Session,
    Path(id): Path<SavedAddressId>,
) -> Result<StatusCode, Problem> {
    addresses::forget(&state, (session.account, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
