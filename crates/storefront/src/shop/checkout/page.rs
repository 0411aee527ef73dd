use accounts::Policy;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{AccountId, Day, Lang};
use orders::{Cart, Method};
use web::{Problem, State};

use super::typed::Typed;
use crate::forms::Faults;
use crate::shell::{Shell, personal};
use crate::shop::addresses::{Kept, kept};
use crate::shop::quote::{Quoted, quoted};
use crate::words::say;

#[derive(Template)]
#[template(path = "shop/checkout.html")]
struct Page {
    shell: Shell,
    quote: Quoted,
    typed: Typed,
    faults: Faults,
    terms: Option<Policy>,
    /// The addresses of who is signed in: where the form is filled in with each.
    kept: Vec<(String, Kept)>,
    /// Whether the address may be kept.
    own: bool,
}

impl Page {
    /// Whether a way to pay is the one of an order: what was chosen, else the first.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "as templates hand them over"
    )]
    fn pays(&self, key: &str, first: &bool, method: &Method) -> bool {
        let chosen = self.typed.methods.get(key);
        chosen.map_or(*first, |chosen| chosen == method)
    }
}

/// The form with what was typed, what is wrong, and what it costs now.
pub(super) async fn page(
    state: &State,
    lang: Lang,
    cart: Cart,
    mut typed: Typed,
    faults: Faults,
) -> Result<Response, Problem> {
    // The total of the form is the one that stands on the page, and only where it is whole.
    let cart = reread(state, cart).await?;
    let account = cart.account;
    let seen = cart.destination.as_ref().map(|place| place.commune.clone());
    let quote = quoted(state, cart, lang).await?;
    typed.expected = quote.whole.then_some(quote.total);
    typed.seen = seen.unwrap_or_default();
    let status = if faults.none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = Page {
        shell: Shell::new(state, lang, "/checkout".to_owned(), say(lang, "checkout")),
        quote,
        typed,
        faults,
        terms: terms(state).await?,
        kept: addresses(state, lang, account).await?,
        own: account.is_some(),
    };
    personal(status, &page)
}

/// Of a guest none.
async fn addresses(
    state: &State,
    lang: Lang,
    account: Option<AccountId>,
) -> Result<Vec<(String, Kept)>, Problem> {
    let Some(account) = account else {
        return Ok(vec![]);
    };
    let filled = |one: Kept| {
        let to = format!("/{}/checkout?address={}", lang.as_str(), one.id);
        (to, one)
    };
    Ok(kept(state, account)
        .await?
        .into_iter()
        .map(filled)
        .collect())
}

/// Where it goes may have been written a moment ago.
async fn reread(state: &State, cart: Cart) -> Result<Cart, Problem> {
    let read = orders::cart(state.app.db.read(), cart.id, cart.account).await?;
    Ok(read)
}

/// The terms that hold today.
pub(super) async fn terms(state: &State) -> Result<Option<Policy>, Problem> {
    let today = Day::of(state.app.now());
    let all = accounts::policies(state.app.db.read(), today).await?;
    Ok(all.into_iter().find(|policy| policy.kind == "terms"))
}
