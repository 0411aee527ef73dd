//! Where a producer is paid by transfer.

use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use catalog::bank_accounts::{self, Version};
use kernel::{BankAccountId, ProducerId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::OwnerOf;
use web::{Json, Problem, State};

use crate::orders::NO_STORE;

/// A bank account to be named.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBankAccount {
    /// The six digits that VietQR knows the bank by.
    bank_bin: String,
    /// 4 to 19 letters and digits; blanks are ignored.
    account: String,
    /// In whose name; tones are dropped, as banks do.
    account_name: String,
}

/// One version of where a producer is paid.
#[derive(Serialize, ToSchema)]
#[schema(as = BankAccount)]
pub(crate) struct BankAccountView {
    #[schema(value_type = String)]
    id: BankAccountId,
    bank_bin: String,
    bank_name: String,
    account: String,
    account_name: String,
    /// `waiting`, `current` or `past`.
    state: &'static str,
    /// From when on new orders are paid to it.
    #[schema(value_type = String, format = DateTime)]
    effective_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// The versions, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct BankAccountList {
    data: Vec<BankAccountView>,
}

impl BankAccountList {
    async fn read(state: &State, producer: ProducerId) -> Result<Self, Problem> {
        let now = state.app.now();
        let versions = bank_accounts::list(state.app.db.read(), producer).await?;
        let mut current = false;
        let mut standing = |version: &Version| {
            if version.effective_at > now {
                "waiting"
            } else if std::mem::replace(&mut current, true) {
                "past"
            } else {
                "current"
            }
        };
        let view = |version: Version| BankAccountView {
            id: version.id,
            state: standing(&version),
            bank_name: reference::bank(&version.account.bank_bin)
                .map_or_else(String::new, |bank| bank.short.to_owned()),
            bank_bin: version.account.bank_bin,
            account: version.account.account,
            account_name: version.account.account_name,
            effective_at: version.effective_at,
            created_at: version.created_at,
        };
        Ok(Self {
            data: versions.into_iter().map(view).collect(),
        })
    }
}

/// The bank accounts of one's producer: one holds, one may wait.
#[utoipa::path(
    get, path = "/api/v1/producer/bank-accounts", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = BankAccountList), (status = 403, description = "`forbidden`: not an owner")),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    owner: OwnerOf,
) -> Result<impl IntoResponse, Problem> {
    let list = BankAccountList::read(&state, owner.producer).await?;
    Ok((NO_STORE, axum::Json(list)))
}

/// Name another bank account.
///
/// New orders are paid to it after 48 hours, in which every member hears of it by every channel
/// and an owner may take it back; orders that were placed before keep theirs. Asks for a fresh
/// sign-in.
#[utoipa::path(
    post, path = "/api/v1/producer/bank-accounts", tag = "producer", request_body = NewBankAccount,
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 201, body = BankAccountList),
        (status = 403, description = "`forbidden`: not an owner; `reauthentication_required`"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn change(
    Node(state): Node<State>,
    owner: OwnerOf,
    Json(new): Json<NewBankAccount>,
) -> Result<impl IntoResponse, Problem> {
    owner.session.must_be_fresh(&state)?;
    let account = bank_accounts::parse(&new.bank_bin, &new.account, &new.account_name)?;
    let app = &state.app;
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        bank_accounts::change(&tx, owner.producer, &account, owner.actor, app.now()).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok::<(), catalog::Error>(())
    })
    .await?;
    let list = BankAccountList::read(&state, owner.producer).await?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(list)))
}

/// Take back a bank account that still waits: the one before it stays. Asks for a fresh sign-in.
#[utoipa::path(
    delete, path = "/api/v1/producer/bank-accounts", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 200, body = BankAccountList),
        (status = 403, description = "`forbidden`: not an owner; `reauthentication_required`"),
    ),
)]
pub(crate) async fn withdraw(
    Node(state): Node<State>,
    owner: OwnerOf,
) -> Result<impl IntoResponse, Problem> {
    owner.session.must_be_fresh(&state)?;
    let app = &state.app;
    let tx = store::write(&app.db).await?;
    bank_accounts::withdraw(&tx, owner.producer, owner.actor, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let list = BankAccountList::read(&state, owner.producer).await?;
    Ok((NO_STORE, axum::Json(list)))
}
