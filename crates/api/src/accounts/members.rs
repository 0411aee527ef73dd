use accounts::{Login, MemberRole, NewInvitation};
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{AccountId, InvitationId, Timestamp};
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

/// Somebody who was asked to become a member and has not answered.
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
pub(crate) struct InvitationView {
    #[schema(value_type = String)]
    id: InvitationId,
    /// `owner`, `editor` or `packer`.
    role: &'static str,
    /// The e-mail address or phone that the code went to.
    login: String,
    #[schema(value_type = String)]
    invited_by: AccountId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl From<accounts::Invitation> for InvitationView {
    fn from(invitation: accounts::Invitation) -> Self {
        Self {
            id: invitation.id,
            role: invitation.role.as_str(),
            login: invitation.contact,
            invited_by: invitation.invited_by,
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
        }
    }
}

/// The producer's members, the oldest first, and, for its owners, who is invited.
#[derive(Serialize, ToSchema)]
pub(crate) struct MemberList {
    data: Vec<MemberView>,
    has_more: bool,
    next_cursor: Option<String>,
    invitations: Vec<InvitationView>,
}

impl MemberList {
    async fn read(
        db: &impl ConnectionTrait,
        reader: &Member,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let producer = reader.producer;
        let view = |member: accounts::Member| MemberView {
            account: member.account,
            name: member.name,
            role: member.role.as_str(),
            added_at: member.added_at,
        };
        let members = accounts::list_members(db, producer).await?;
        let invitations = if reader.standing.may(MemberRole::Owner) {
            accounts::list_invitations(db, producer, now).await?
        } else {
            vec![]
        };
        Ok(Self {
            invitations: invitations.into_iter().map(InvitationView::from).collect(),
            data: members.into_iter().map(view).collect(),
            has_more: false,
            next_cursor: None,
        })
    }
}

/// The producer's members, the oldest first, and, for its owners, who is invited.
#[utoipa::path(
    get, path = "/api/v1/producer/members", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = MemberList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    member: Member,
) -> Result<impl IntoResponse, Problem> {
    let list = MemberList::read(state.app.db.read(), &member, state.app.now()).await?;
    Ok((NO_STORE, axum::Json(list)))
}

/// Who is to be a member, and in which role: by a login, which is invited; or by the account of a
/// member, whose role changes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMember {
    #[schema(value_type = Option<String>)]
    account: Option<AccountId>,
    /// E-mail or phone: eight digits go there, and whoever shows them joins.
    login: Option<String>,
    /// `owner`, `editor` or `packer`.
    role: String,
}

/// What is to be done about a member.
enum Wanted {
    Change(AccountId),
    Invite(Login),
}

impl NewMember {
    fn wanted(&self) -> Result<Wanted, Problem> {
        match (self.account, &self.login) {
            (Some(account), None) => Ok(Wanted::Change(account)),
            (None, Some(login)) => Login::parse(login)
                .map(Wanted::Invite)
                .ok_or_else(|| Problem::field("/login", "invalid")),
            (None, None) => Err(Problem::field("/login", "required")),
            (Some(_), Some(_)) => Err(Problem::field("/login", "invalid")),
        }
    }
}

/// Invite somebody by e-mail or phone, or change the role of a member.
///
/// Nobody becomes a member without wanting to: an invitation is accepted with the eight digits
/// that go to the contact point, `POST /api/v1/invitations/accept`, within a week; another one to
/// the same contact point takes its place. Nobody learns whether an account is behind it. Asks for a
/// fresh sign-in.
#[utoipa::path(
    post, path = "/api/v1/producer/members", tag = "producer", request_body = NewMember,
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 201, body = MemberList),
        (status = 403, description = "`forbidden`: not an owner; `reauthentication_required`"),
        (status = 404, description = "`not_found`: the account is no member"),
        (status = 409, description = "`conflict`: the last owner stays one"),
        (status = 422, description = "`invalid`"),
        (status = 429, description = "`rate_limited`"),
    ),
)]
pub(crate) async fn add(
    Node(state): Node<State>,
    owner: OwnerOf,
    Json(new): Json<NewMember>,
) -> Result<impl IntoResponse, Problem> {
    let (app, now) = (&state.app, state.app.now());
    owner.session.must_be_fresh(&state)?;
    let role = MemberRole::parse(&new.role).ok_or_else(|| Problem::field("/role", "role"))?;
    let wanted = new.wanted()?;
    let tx = store::write(&app.db).await?;
    match wanted {
        Wanted::Change(account) => {
            let member = (account, role);
            accounts::change_member(&tx, owner.producer, member, owner.actor, now).await?;
        }
        Wanted::Invite(login) => {
            let new = NewInvitation {
                producer: owner.producer,
                login,
                role,
                actor: owner.actor,
            };
            accounts::invite(&tx, &new, app.codes(), now).await?;
        }
    }
    tx.commit().await.map_err(store::Error::from)?;
    let list = MemberList::read(app.db.read(), &owner, now).await?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(list)))
}

/// Whose membership ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeavingMember {
    #[schema(value_type = String)]
    account: AccountId,
}

/// End a membership: an owner anybody's, with a fresh sign-in; everybody their own.
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
    member: Member,
    Json(leaving): Json<LeavingMember>,
) -> Result<StatusCode, Problem> {
    web::members::end(&state, &member, leaving.account).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End the membership of an account: an owner anybody's, with a fresh sign-in; everybody their own.
#[utoipa::path(
    delete, path = "/api/v1/producer/members/{account}", tag = "producer",
    params(("account" = String, Path, description = "The member's account")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 204), (status = 404), (status = 409)),
)]
pub(crate) async fn remove_by_path(
    Node(state): Node<State>,
    member: Member,
    Path(account): Path<AccountId>,
) -> Result<StatusCode, Problem> {
    web::members::end(&state, &member, account).await?;
    Ok(StatusCode::NO_CONTENT)
}
