//! The producer's own account at Stripe, to which its share of what cards paid can go.

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Lang;
use payments::CardAccount;
use web::who::{Member, Session};
use web::{Code, Problem, State};

use super::{PATH, owner};
use crate::desk::acting::{Acting, page as address};
use crate::forms::Form;
use crate::shell::{Shell, personal};
use crate::signed_in;
use crate::words::{say, say_with};

/// How the account stands.
pub(super) struct CardShown {
    pub(super) said: String,
    /// What its button does.
    pub(super) button: String,
    /// Whether Stripe has all that it wants.
    pub(super) ready: bool,
    /// An account is opened by whoever signed in just now; else one signs in once more.
    pub(super) fresh: bool,
    pub(super) again: String,
}

impl CardShown {
    /// Nothing where this market takes no cards.
    pub(super) async fn of(
        state: &State,
        member: &Member,
        lang: Lang,
    ) -> Result<Option<Self>, Problem> {
        if state.app.cards.is_none() {
            return Ok(None);
        }
        let account = account(state, member).await?;
        let word = match &account {
            None => "none",
            Some(known) if known.ready => "ready",
            Some(_) => "wants",
        };
        let known = account.as_ref().map(|known| known.account.clone());
        let named = [("account", known.unwrap_or_default())];
        Ok(Some(Self {
            said: say_with(lang, &format!("card-account-{word}"), &named),
            button: say(lang, &format!("card-account-{word}-do")),
            ready: word == "ready",
            fresh: member.session.is_fresh(state.app.now()),
            again: signed_in::address(lang, &address(lang, PATH, member.producer)),
        }))
    }
}

/// As it was last read; one that Stripe still wants something for is read again, for its owner may
/// come back from there this moment.
async fn account(state: &State, member: &Member) -> Result<Option<CardAccount>, Problem> {
    let (app, producer) = (&state.app, member.producer);
    let known = payments::card_account(app.db.read(), producer).await?;
    if known.as_ref().is_none_or(|known| known.ready) {
        return Ok(known);
    }
    match market::cards::account(app, producer, app.now()).await {
        Ok(read) => Ok(read),
        // Where Stripe does not answer, the page stands all the same.
        Err(market::Error::Cards(_)) => Ok(known),
        Err(err) => Err(err.into()),
    }
}

#[derive(Template)]
#[template(path = "desk/card-account.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    /// Stripe's page; it lives for minutes.
    url: String,
    back: String,
}

/// Opens an account at Stripe, or goes on filling it in: by a link, for a form that leads elsewhere is
/// let go nowhere by the pages' policy.
pub(in crate::desk) async fn open(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    form: Form,
) -> Result<Response, Problem> {
    let member = owner(&session, &form)?;
    let own = address(lang, PATH, member.producer);
    match member.session.must_be_fresh(&state) {
        Err(problem) if problem.code() == Code::ReauthenticationRequired => {
            return Ok(Redirect::to(&signed_in::address(lang, &own)).into_response());
        }
        fresh => fresh?,
    }
    let app = &state.app;
    let back = format!("{}{own}", app.public_url.trim_end_matches('/'));
    let url = market::cards::onboard(app, member.producer, &back, app.now()).await?;
    let title = say(lang, "card-account");
    let page = Page {
        shell: Shell::new(&state, lang, PATH.to_owned(), title),
        acting: Acting::of(&state, lang, &member).await?,
        url,
        back: own,
    };
    personal(StatusCode::OK, &page)
}
