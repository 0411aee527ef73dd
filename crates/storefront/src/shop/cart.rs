use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Lang, VariantId};
use orders::Cart;
use web::who::MaybeSession;
use web::{Code, Problem, State};

use super::basket::{self, account};
use super::place::Whither;
use super::quote::{Quoted, quoted};
use crate::cookies::CART;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "shop/cart.html")]
struct Page {
    shell: Shell,
    quote: Option<Quoted>,
    whither: Whither,
    faults: Faults,
    /// What was just done.
    done: Option<String>,
}

/// What the reader's cart holds and what it would cost.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    caller: MaybeSession,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let cart = basket::find(&state, &caller, &headers).await?;
    let done = (query.as_deref() == Some("added")).then(|| say(lang, "cart-added"));
    page(
        &state,
        lang,
        cart,
        Shown {
            done,
            ..Shown::default()
        },
    )
    .await
}

/// What a page of the cart says beside what is in it.
#[derive(Default)]
struct Shown {
    whither: Option<Whither>,
    faults: Faults,
    lines: Vec<(VariantId, String)>,
    done: Option<String>,
}

async fn page(
    state: &State,
    lang: Lang,
    cart: Option<Cart>,
    shown: Shown,
) -> Result<Response, Problem> {
    let known = cart.as_ref().and_then(|cart| cart.destination.as_ref());
    let whither = shown.whither.or_else(|| known.map(Whither::of));
    let mut quote = match cart.filter(|cart| !cart.lines.is_empty()) {
        Some(cart) => Some(quoted(state, cart, lang).await?),
        None => None,
    };
    let fine = shown.faults.none() && shown.lines.is_empty();
    if let Some(quote) = &mut quote {
        for (variant, said) in shown.lines {
            quote.fault(variant, said);
        }
    }
    let page = Page {
        shell: Shell::new(state, lang, "/cart".to_owned(), say(lang, "cart")),
        quote,
        whither: whither.unwrap_or_default(),
        faults: shown.faults,
        done: shown.done,
    };
    let status = if fine {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    personal(status, &page)
}

/// Puts so many more of a thing into the reader's cart.
pub(crate) async fn add(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let variant: VariantId = form
        .text("variant")
        .parse()
        .map_err(|_not_an_id| Problem::new(Code::NotFound))?;
    let more = form.filled("quantity").map_or(Ok(1), str::parse::<i64>);
    // Nothing but a number above zero is more.
    let more = more.unwrap_or(0).max(-1);
    let cart = basket::take(&state, &caller, &headers).await?;
    let held = cart.lines.iter().find(|(held, _)| *held == variant);
    let quantity = if more > 0 {
        held.map_or(0, |(_, n)| *n).saturating_add(more)
    } else {
        -1
    };
    let now = state.app.now();
    market::put_line(
        &state.app,
        cart.id,
        account(&caller),
        (variant, quantity),
        now,
    )
    .await?;
    if let Some(place) = said_before(&form, &cart) {
        let tx = store::write(&state.app.db).await?;
        orders::set_destination(&tx, &cart, &place).await?;
        tx.commit().await.map_err(store::Error::from)?;
    }
    let kept = CART.set(&state, &cart.id.to_string(), basket::DAYS);
    let to = Redirect::to(&format!("/{}/cart?added", lang.as_str()));
    Ok(([(header::SET_COOKIE, kept)], to).into_response())
}

/// Where the listing's page was asked to bring it, for a cart that does not know yet.
fn said_before(form: &Form, cart: &Cart) -> Option<orders::Place> {
    let commune = reference::commune(form.filled("commune_code")?)?;
    let place = orders::destination(commune.province, commune.code).ok()?;
    cart.destination.is_none().then_some(place)
}

/// Sets how many of each thing are in the reader's cart, or takes one out.
pub(crate) async fn change(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let Some(cart) = basket::find(&state, &caller, &headers).await? else {
        return page(&state, lang, None, Shown::default()).await;
    };
    let mut shown = Shown::default();
    for (variant, quantity) in wanted(&form, &cart) {
        let (id, now, line) = (cart.id, state.app.now(), (variant, quantity));
        let put = market::put_line(&state.app, id, account(&caller), line, now).await;
        if let Err(problem) = put.map_err(Problem::from) {
            let said = problem
                .faults(lang)
                .into_iter()
                .next()
                .map(|(_, said)| said);
            shown
                .lines
                .push((variant, said.unwrap_or_else(|| problem.words(lang).1)));
        }
    }
    if shown.lines.is_empty() {
        let to = format!("/{}/cart", lang.as_str());
        return Ok(Redirect::to(&to).into_response());
    }
    let cart = basket::find(&state, &caller, &headers).await?;
    page(&state, lang, cart, shown).await
}

/// The lines that shall be other than they are; what is no number is out of any range.
fn wanted(form: &Form, cart: &Cart) -> Vec<(VariantId, i64)> {
    if let Some(out) = form.filled("remove") {
        return out
            .parse()
            .map(|variant| vec![(variant, 0)])
            .unwrap_or_default();
    }
    let typed = form.under("q-").filter_map(|(variant, typed)| {
        Some((
            variant.parse::<VariantId>().ok()?,
            typed.parse().unwrap_or(-1),
        ))
    });
    typed
        .filter(|line| {
            cart.lines
                .iter()
                .any(|held| held.0 == line.0 && held.1 != line.1)
        })
        .collect()
}

/// Says where the cart should go: from then on its delivery is priced.
pub(crate) async fn send_to(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let Some(cart) = basket::find(&state, &caller, &headers).await? else {
        return page(&state, lang, None, Shown::default()).await;
    };
    let (mut whither, mut faults) = (Whither::typed(&form), Faults::default());
    let Some(place) = whither.find(&mut faults, lang) else {
        let whither = Some(whither);
        let shown = Shown {
            whither,
            faults,
            ..Shown::default()
        };
        return page(&state, lang, Some(cart), shown).await;
    };
    let tx = store::write(&state.app.db).await?;
    orders::set_destination(&tx, &cart, &place).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let to = format!("/{}/cart", lang.as_str());
    Ok(Redirect::to(&to).into_response())
}
