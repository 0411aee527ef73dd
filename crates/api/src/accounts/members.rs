use accounts::{Login, MemberRole};
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{AccountId, ProducerId, Timestamp};
use serde::{Deserialize, Serialize};
use store::ConnectionTrait;
use utoipa::ToSchema;
use web::who::{Member, OwnerOf};
use web::{Json, Path, Problem, State};

use super::view::NO_STORE;

/// Somebody who belongs to the producer.
#[derive(Serialize, ToSchema)]
#[schema(as = Member)]
pub(crate) struct MemberView {
    #[schema(value_type = String)]
    account: AccountId,
    name: String,
    /// `owner`, `editor` or `packer`.
    role: &'static str,
    #[schema(value_type = String, format = DateTime)]
    added_at: Timestamp,
}

/// The producer's members, the oldest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct MemberList {
    data: Vec<MemberView>,
    has_more: bool,
    next_cursor: Option<String>,
}

impl MemberList {
    async fn read(db: &impl ConnectionTrait, producer: ProducerId) -> Result<Self, Problem> {
        let view = |member: accounts::Member| MemberView {
            account: member.account,
            name: member.name,
            role: member.role.as_str(),
            added_at: member.added_at,
        };
        let members = accounts::list_members(db, producer).await?;
        Ok(Self {
            data: members.into_iter().map(view).collect(),
            has_more: false,
            next_cursor: None,
        })
    }
}

/// The producer's members, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/producer/members", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = MemberList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    member: Member,
) -> Result<impl IntoResponse, Problem> {
    let list = MemberList::read(state.app.db.read(), member.producer).await?;
    Ok((NO_STORE, axum::Json(list)))
}

/// Who is to be a member, by account or by a login that they have proven, and in which role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMember {
    #[schema(value_type = Option<String>)]
    account: Option<AccountId>,
    /// E-mail or phone. An unproven one may be anybody's, so it opens no door.
    login: Option<String>,
    /// `owner`, `editor` or `packer`.
    role: String,
}

impl NewMember {
    async fn find(&self, db: &impl ConnectionTrait) -> Result<AccountId, Problem> {
        match (self.account, &self.login) {
            (Some(account), None) => Ok(account),
            (None, Some(login)) => {
                let login = Login::parse(login).ok_or(accounts::Error::LoginUnknown)?;
                let found = accounts::proven(db, &login).await?;
                Ok(found.ok_or(accounts::Error::LoginUnknown)?)
            }
            (None, None) => Err(Problem::field("/login", "required")),
            (Some(_), Some(_)) => Err(Problem::field("/login", "invalid")),
        }
    }
}

/// Add a member, or change the role of one. Asks for a fresh sign-in.
#[utoipa::path(
    post, path = "/api/v1/producer/members", tag = "producer", request_body = NewMember,
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 201, body = MemberList),
        (status = 403, description = "`forbidden`: not an owner; `reauthentication_required`"),
        (status = 409, description = "`conflict`: the last owner stays one"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn add(
    Node(state): Node<State>,
    owner: OwnerOf,
    Json(new): Json<NewMember>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    owner.session.must_be_fresh(&state)?;
    let role = MemberRole::parse(&new.role).ok_or_else(|| Problem::field("/role", "role"))?;
    let account = new.find(app.db.read()).await?;
    let tx = store::write(&app.db).await?;
    let member = (account, role);
    accounts::add_member(&tx, owner.producer, member, owner.actor, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let list = MemberList::read(app.db.read(), owner.producer).await?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(list)))
}

/// Whose membership ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeavingMember {
    #[schema(value_type = String)]
    account: AccountId,
}

/// End a membership. Asks for a fresh sign-in.
#[utoipa::path(
    delete, path = "/api/v1/producer/members", tag = "producer", request_body = LeavingMember,
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 204),
        (status = 404, description = "`not_found`: not a member of this producer"),
        (status = 409, description = "`conflict`: the last owner stays one"),
    ),
)]
pub(crate) async fn remove(
    Node(state): Node<State>,
    owner: OwnerOf,
    Json(leaving): Json<LeavingMember>,
) -> Result<StatusCode, Problem> {
    end(&state, &owner, leaving.account).await
}

/// End the membership of an account. Asks for a fresh sign-in.
#[utoipa::path(
    delete, path = "/api/v1/producer/members/{account}", tag = "producer",
    params(("account" = String, Path, description = "The member's account")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 204), (status = 404), (status = 409)),
)]
pub(crate) async fn remove_by_path(
    Node(state): Node<State>,
    owner: OwnerOf,
    Path(account): Path<AccountId>,
) -> Result<StatusCode, Problem> {
    end(&state, &owner, account).await
}

async fn end(state: &State, owner: &OwnerOf, account: AccountId) -> Result<StatusCode, Problem> {
    owner.session.must_be_fresh(state)?;
    let (app, now) = (&state.app, state.app.now());
    let tx = store::write(&app.db).await?;
    accounts::remove_member(&tx, owner.producer, account, owner.actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}
