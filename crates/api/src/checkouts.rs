//! Checkouts: a cart becomes orders.

use std::collections::BTreeMap;

use axum::extract::State as Node;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use kernel::{CartId, CheckoutId, Vnd};
use market::{Asked, Key};
use orders::{Method, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::MaybeSession;
use web::{Code, Json, Path, Problem, ReaderLang, State};

use crate::orders::{CheckoutView, NO_STORE, holds};
use crate::schema::Money;

/// A purchase.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Purchase {
    #[schema(value_type = String)]
    cart: CartId,
    contact: Contact,
    address: Address,
    /// Who receives it, where it is not the buyer.
    recipient: Option<Recipient>,
    /// A word to the producers.
    note: Option<String>,
    #[schema(value_type = String, example = "cod")]
    payment_method: Method,
    /// Another way to pay for single orders, by their keys.
    #[schema(value_type = Option<Object>)]
    payment_methods: Option<BTreeMap<String, Method>>,
    #[schema(value_type = Money)]
    expected_total: Vnd,
    /// Buyer and receiver are of age; needed for alcohol.
    age_confirmed: Option<bool>,
    terms_version: Option<String>,
    source: Option<String>,
}

/// Who buys.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    name: String,
    phone: String,
    email: Option<String>,
}

/// Where it goes.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Address {
    province_code: String,
    commune_code: String,
    street: String,
}

/// Who receives it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recipient {
    name: String,
    phone: Option<String>,
}

/// Place the orders of a cart, once a key.
#[utoipa::path(
    post, path = "/api/v1/checkouts", tag = "buying", request_body = Purchase,
    params(("Idempotency-Key" = String, Header), ("Age-Declaration" = Option<String>, Header)),
    extensions(("x-policy" = json!("guest"))),
    responses(
        (status = 201, body = CheckoutView),
        (status = 403, description = "`age_declaration_required`"),
        (status = 409, description = "`out_of_stock`, `total_changed`, `cart_used` or `in_flight`"),
        (status = 503, description = "`unavailable`: the card company does not answer; the same key goes on"),
        (status = 422, description = "`method_not_allowed`, `idempotency_key_missing`, `idempotency_mismatch` or `invalid`"),
    ),
)]
pub(crate) async fn place(
    Node(state): Node<State>,
    caller: MaybeSession,
    ReaderLang(lang): ReaderLang,
    headers: HeaderMap,
    Json(purchase): Json<Purchase>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let account = caller.0.as_ref().map(|session| session.account);
    let scope = account.map_or_else(|| purchase.cart.to_string(), |a| a.to_string());
    let body = serde_json::to_vec(&purchase).map_err(|err| Problem::internal(&err))?;
    let key = Key::new(scope, "checkouts", word(&headers)?, &body);
    let asked = Asked {
        cart: purchase.cart,
        account,
        draft: orders::draft(&typed(&purchase))?,
        method: purchase.payment_method,
        methods: purchase.payment_methods.clone().unwrap_or_default(),
        expected_total: purchase.expected_total,
        age_confirmed: purchase.age_confirmed == Some(true),
        age_declaration: text(&headers, "age-declaration").map(str::to_owned),
        lang,
    };
    let answer = market::checkout(app, &asked, &key, app.now()).await?;
    let json = [(header::CONTENT_TYPE, "application/json")];
    Ok((StatusCode::CREATED, NO_STORE, json, answer))
}

fn typed(purchase: &Purchase) -> Typed<'_> {
    Typed {
        name: &purchase.contact.name,
        phone: &purchase.contact.phone,
        email: purchase.contact.email.as_deref(),
        province: &purchase.address.province_code,
        commune: &purchase.address.commune_code,
        street: &purchase.address.street,
        recipient: purchase
            .recipient
            .as_ref()
            .map(|r| (r.name.as_str(), r.phone.as_deref())),
        note: purchase.note.as_deref(),
        terms_version: purchase.terms_version.as_deref(),
        source: purchase.source.as_deref(),
    }
}

/// The caller's word for this purchase: 1 to 200 printable characters.
fn word(headers: &HeaderMap) -> Result<String, Problem> {
    text(headers, "idempotency-key")
        .map(str::trim)
        .filter(|word| (1..=200).contains(&word.len()))
        .map(str::to_owned)
        .ok_or_else(|| Problem::new(Code::IdempotencyKeyMissing))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

/// A checkout with its orders and payments.
#[utoipa::path(
    get, path = "/api/v1/checkouts/{id}", tag = "buying",
    params(("id" = String, Path), ("Order-Token" = Option<String>, Header)),
    extensions(("x-policy" = json!("buyer"))),
    responses((status = 200, body = CheckoutView), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path(id): Path<CheckoutId>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let mut checkout = orders::checkout(app.db.read(), id).await?;
    holds(&state, &caller, &headers, (checkout.account, id))?;
    let mut payments = payments::of_checkout(app.db.read(), id).await?;
    for payment in &payments {
        if market::cards::glance(app, payment, app.now()).await {
            payments = payments::of_checkout(app.db.read(), id).await?;
            checkout = orders::checkout(app.db.read(), id).await?;
            break;
        }
    }
    let view = CheckoutView::of(&state, &checkout, &payments).await?;
    Ok((NO_STORE, axum::Json(view)))
}
