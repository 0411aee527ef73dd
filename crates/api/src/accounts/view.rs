use accounts::{Account, AreaKind, MemberRole, SignedIn, StaffRole};
use axum::Json;
use axum::http::{HeaderName, HeaderValue, header};
use kernel::{AccountId, ProducerId};
use serde::Serialize;
use store::ConnectionTrait;
use utoipa::ToSchema;
use web::Problem;

/// An answer that no cache may keep.
pub(crate) const NO_STORE: [(HeaderName, HeaderValue); 1] =
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];

/// A person's account, as they see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct AccountView {
    #[schema(value_type = String, example = "acc_01k9m0e8qv4f6sb2n3r7w5x1yz")]
    id: AccountId,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    /// Whether the e-mail or the phone is proven.
    proven: bool,
    /// `buyer`, and what else applies of `member`, `official`, `admin`.
    roles: Vec<&'static str>,
    /// The producers that they belong to.
    producers: Vec<MembershipView>,
    /// Where an official decides.
    areas: Vec<AreaView>,
}

/// Belonging to a producer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Membership)]
pub(crate) struct MembershipView {
    #[schema(value_type = String)]
    id: ProducerId,
    /// `owner`, `editor` or `packer`.
    role: &'static str,
}

/// Where an official decides.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Area)]
pub(crate) struct AreaView {
    /// `commune`, `province` or `country`.
    kind: &'static str,
    code: String,
}

impl From<Account> for AccountView {
    fn from(account: Account) -> Self {
        let membership = |(id, role): &(ProducerId, MemberRole)| MembershipView {
            id: *id,
            role: role.as_str(),
        };
        let areas = account
            .staff
            .iter()
            .filter(|(role, _)| *role == StaffRole::Official);
        Self {
            roles: account.roles(),
            producers: account.memberships.iter().map(membership).collect(),
            areas: areas
                .map(|(_, area)| AreaView::of(area.kind, &area.code))
                .collect(),
            id: account.id,
            name: account.name,
            email: account.email,
            phone: account.phone,
            proven: account.proven,
        }
    }
}

impl AreaView {
    fn of(kind: AreaKind, code: &str) -> Self {
        Self {
            kind: kind.as_str(),
            code: code.to_owned(),
        }
    }
}

impl AccountView {
    /// Reads an account as it is now.
    pub(crate) async fn read(db: &impl ConnectionTrait, id: AccountId) -> Result<Self, Problem> {
        Ok(accounts::account(db, id).await?.into())
    }
}

/// A new session: the token is shown here and nowhere again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SignedIn)]
pub(crate) struct SignedInView {
    account: AccountView,
    /// Sent from now on as `Authorization: Bearer TOKEN`.
    token: String,
}

impl SignedInView {
    pub(crate) async fn answer(
        db: &impl ConnectionTrait,
        signed_in: &SignedIn,
    ) -> Result<Json<Self>, Problem> {
        Ok(Json(Self {
            account: AccountView::read(db, signed_in.account).await?,
            token: signed_in.token.reveal().to_owned(),
        }))
    }
}
