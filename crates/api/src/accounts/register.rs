use accounts::{Form, PasswordHash, Person, Registration, SignedIn};
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::Timestamp;
use market::App;
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::Device;
use web::{Json, Problem, ReaderLang, State};

use super::SignedInView;
use super::view::NO_STORE;

/// A new account: at least one of `email` and `phone`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAccount {
    name: String,
    email: Option<String>,
    phone: Option<String>,
    password: String,
}

/// Register.
///
/// The contact points are unproven: a letter that proves the e-mail goes out. An address that
/// another account holds is no obstacle, and nobody learns that it does.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "accounts", request_body = NewAccount,
    extensions(("x-policy" = json!("public"))),
    responses((status = 201, body = SignedInView), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn register(
    Node(state): Node<State>,
    device: Device,
    ReaderLang(lang): ReaderLang,
    Json(new): Json<NewAccount>,
) -> Result<impl IntoResponse, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let form = Form {
        name: &new.name,
        email: new.email.as_deref(),
        phone: new.phone.as_deref(),
        password: &new.password,
    };
    let registration = Registration::parse(form, lang, &app.accounts)?;
    let hash = accounts::hash_password(&registration.password).await?;
    let new = New {
        person: registration.person,
        hash,
        device: device.label,
    };
    let signed_in = store::retry(|| once(app, &new, now)).await?;
    let answer = SignedInView::answer(app.db.read(), &signed_in).await?;
    Ok((StatusCode::CREATED, NO_STORE, answer))
}

/// What the transaction writes, made ready outside it.
struct New {
    person: Person,
    hash: PasswordHash,
    device: String,
}

async fn once(app: &App, new: &New, now: Timestamp) -> Result<SignedIn, accounts::Error> {
    let codes = app.codes();
    let tx = store::write(&app.db).await?;
    let account = accounts::register(&tx, &new.person, Some(&new.hash), codes, now).await?;
    let signed_in = accounts::open_session(&tx, account, &new.device, codes.settings, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(signed_in)
}
