//! Paying by card: the one page on which a script runs, Stripe's own and ours beside it. The number of
//! a card goes from the browser to Stripe and never comes here.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{CheckoutId, Lang};
use market::cards::CardKeys;
use payments::Payment;
use web::who::MaybeSession;
use web::{Code, Path, Problem, State};

use super::purchase::{may_read, token};
use crate::money::dong;
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "shop/by-card.html")]
struct Page {
    shell: Shell,
    amount: String,
    keys: CardKeys,
    /// Where the browser goes once the card has paid.
    back: String,
    purchase: String,
    script: String,
    own: &'static str,
}

/// The page on which the card of a checkout pays; where nothing is to be paid any more, the purchase.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    caller: MaybeSession,
    Path(id): Path<CheckoutId>,
) -> Result<Response, Problem> {
    let app = &state.app;
    let token = token(query.as_deref())?;
    let checkout = orders::checkout(app.db.read(), id).await?;
    may_read(&state, &caller, (checkout.account, id), &token)?;
    let purchase = purchase(lang, id, &token);
    let payments = payments::of_checkout(app.db.read(), id).await?;
    let Some(payment) = payments.iter().find(|p| waits_for_card(p)) else {
        return Ok(Redirect::to(&purchase).into_response());
    };
    let cards = app
        .cards
        .as_ref()
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    let page = Page {
        shell: Shell::new(&state, lang, way(id, &token), say(lang, "card-title")),
        amount: dong(payment.remaining()),
        keys: market::cards::open(app, payment.id, app.now()).await?,
        back: format!("{}{purchase}", app.public_url.trim_end_matches('/')),
        purchase,
        script: cards.script().to_owned(),
        own: crate::assets::CARD.address(),
    };
    let mut response = personal(StatusCode::OK, &page)?;
    let policy =
        HeaderValue::from_str(&policy(cards.script())).map_err(|err| Problem::internal(&err))?;
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// Whether a payment is one that a card has yet to pay.
pub(super) fn waits_for_card(payment: &Payment) -> bool {
    payment.is_card() && payment.is_wanted()
}

/// The path of the page behind the language.
pub(crate) fn way(checkout: CheckoutId, token: &str) -> String {
    format!("/checkouts/{checkout}/card{}", asked(token))
}

fn purchase(lang: Lang, checkout: CheckoutId, token: &str) -> String {
    format!("/{}/checkouts/{checkout}{}", lang.as_str(), asked(token))
}

fn asked(token: &str) -> String {
    if token.is_empty() {
        String::new()
    } else {
        format!("?token={token}")
    }
}

/// Of this page alone: Stripe's script, the frames that it opens and the calls that it makes.
fn policy(script: &str) -> String {
    let origin = origin(script);
    let stripe = "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com";
    format!(
        "default-src 'none'; script-src 'self' {origin}; style-src 'self'; img-src 'self' https://*.stripe.com; \
         connect-src 'self' {origin} https://api.stripe.com; frame-src {origin} {stripe}; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    )
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(host..).unwrap_or_default();
    let end = rest.find('/').map_or(url.len(), |at| host + at);
    url.get(..end).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_scripts_own_origin_is_let_in() {
        assert_eq!(origin("https://js.stripe.com/v3/"), "https://js.stripe.com");
        assert_eq!(
            origin("http://127.0.0.1:12111/v3/"),
            "http://127.0.0.1:12111"
        );
        assert_eq!(origin("https://js.stripe.com"), "https://js.stripe.com");
        let policy = policy("https://js.stripe.com/v3/");
        assert!(policy.contains("script-src 'self' https://js.stripe.com;"));
        assert!(!policy.contains("unsafe"));
    }
}
