//! Whom officials and administrators find: the members of a producer of their area, and an account
//! by its login.

use accounts::Login;
use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{AccountId, ProducerId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::{Admin, Official};
use web::{Path, Problem, Query, State};

use super::view::{AccountView, NO_STORE};

/// A member of a producer, as an official has to know them: to call, to let in, to hand over.
#[derive(Serialize, ToSchema)]
struct KnownMember {
    #[schema(value_type = String)]
    account: AccountId,
    name: String,
    /// `owner`, `editor` or `packer`.
    role: &'static str,
    phone: Option<String>,
    phone_proven: bool,
    #[schema(value_type = String, format = DateTime)]
    added_at: Timestamp,
}

/// The members of a producer, the oldest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct KnownMembers {
    data: Vec<KnownMember>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// The members of a producer of the official's area, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/admin/producers/{id}/members", tag = "admin",
    params(("id" = String, Path, description = "The producer")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = KnownMembers), (status = 404, description = "`not_found`: also in another area")),
)]
pub(crate) async fn members(
    Node(state): Node<State>,
    official: Official,
    Path(producer): Path<ProducerId>,
) -> Result<impl IntoResponse, Problem> {
    official.must_cover(&state, producer).await?;
    let db = state.app.db.read();
    let members = accounts::list_members(db, producer).await?;
    let ids: Vec<AccountId> = members.iter().map(|member| member.account).collect();
    let mut phones = accounts::phones(db, &ids).await?;
    let view = |member: accounts::Member| {
        let (phone, proven) = phones.remove(&member.account).unzip();
        KnownMember {
            account: member.account,
            name: member.name,
            role: member.role.as_str(),
            phone,
            phone_proven: proven.unwrap_or(false),
            added_at: member.added_at,
        }
    };
    let list = KnownMembers {
        data: members.into_iter().map(view).collect(),
        has_more: false,
        next_cursor: None,
    };
    Ok((NO_STORE, axum::Json(list)))
}

/// By what an account is found.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Sought {
    /// E-mail or phone, in any usual spelling.
    login: String,
}

/// Accounts: who has proven the login, then those who only say that it is theirs.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountList {
    data: Vec<AccountView>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// The accounts that name a login.
#[utoipa::path(
    get, path = "/api/v1/admin/accounts", tag = "admin", params(Sought),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = AccountList), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn find(
    Node(state): Node<State>,
    _admin: Admin,
    Query(sought): Query<Sought>,
) -> Result<impl IntoResponse, Problem> {
    let login = Login::parse(&sought.login).ok_or_else(|| Problem::field("/login", "invalid"))?;
    let db = state.app.db.read();
    let mut data = vec![];
    for account in accounts::naming(db, &login).await? {
        data.push(AccountView::read(db, account).await?);
    }
    let list = AccountList {
        data,
        has_more: false,
        next_cursor: None,
    };
    Ok((NO_STORE, axum::Json(list)))
}
