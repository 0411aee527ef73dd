//! Buying on one page: who, where, how, and what it costs.

mod page;
mod typed;

use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{CartId, Lang, Phone, PhoneError};
use market::{Asked, Key, Placed};
use orders::{Cart, Draft, Place};
use web::who::MaybeSession;
use web::{Code, Problem, State};

use super::age;
use super::basket::{self, account};
use super::quote::quoted;
use crate::cookies::{AGE, CART};
use crate::forms::{Faults, Form};
use crate::money::dong;
use crate::words::{say, say_with};
use page::{page, terms};
use typed::Typed;

/// The empty form; without anything to buy, the cart says what to do.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let cart = basket::find(&state, &caller, &headers).await?;
    let Some(cart) = cart.filter(|cart| !cart.lines.is_empty()) else {
        let to = format!("/{}/cart", lang.as_str());
        return Ok(Redirect::to(&to).into_response());
    };
    let alcohol = quoted(&state, cart.clone(), lang).await?.alcohol;
    if alcohol && !age::declared(&state, &headers).await? {
        return age::asked(&state, lang, "/checkout");
    }
    let mut typed = Typed::empty(&cart);
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    if let (Some(account), Some(id)) = (cart.account, query.read("address")?) {
        let address = accounts::find_address(state.app.db.read(), (account, id)).await?;
        typed = address.map_or(typed.clone(), |known| typed.filled(&known.address));
    }
    page(&state, lang, cart, typed, Faults::default()).await
}

/// Buys what is in the cart, once however often the form is sent.
pub(crate) async fn place(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let buyer = Buyer {
        state: &state,
        lang,
        caller: &caller,
        headers: &headers,
    };
    let mut typed = Typed::of(&form);
    let mut faults = Faults::default();
    let terms = terms(&state).await?;
    let agreed = buyer.checked(&mut typed, terms.is_some(), &mut faults);
    let (Some(id), Some((draft, to))) = (typed.cart, agreed) else {
        return buyer.again(typed, faults).await;
    };
    if let Some(unseen) = buyer.unseen(id, &typed, &to).await? {
        return buyer.again(typed, unseen).await;
    }
    let asked = buyer.asked(id, &typed, draft);
    let key = buyer.key(id, &typed, &form)?;
    match market::checkout(&state.app, &asked, &key, state.app.now()).await {
        Ok(answer) => {
            buyer.keep(&form, &typed).await?;
            buyer.placed(&answer)
        }
        Err(err) => buyer.refused(typed, Problem::from(err)).await,
    }
}

/// Who sends the form, and to which node.
struct Buyer<'a> {
    state: &'a State,
    lang: Lang,
    caller: &'a MaybeSession,
    headers: &'a HeaderMap,
}

impl Buyer<'_> {
    /// What was typed, once all of it holds; else each fault.
    fn checked(
        &self,
        typed: &mut Typed,
        terms: bool,
        faults: &mut Faults,
    ) -> Option<(Draft, Place)> {
        let place = typed.whither.find(faults, self.lang);
        if terms && typed.terms.is_empty() {
            faults.add("/terms_version", say(self.lang, "checkout-terms-missing"));
        }
        if let Err(PhoneError::Invalid | PhoneError::NotMobile) = Phone::parse(&typed.phone) {
            faults.add("/contact/phone", say(self.lang, "checkout-phone-wrong"));
        }
        if place.is_none() {
            // What is missing of the place is said beside the commune.
            faults.leave("/address/province_code");
        }
        let drafted = orders::draft(&typed.draft(place.as_ref()));
        match (drafted, place) {
            (Ok(draft), Some(place)) if faults.none() => Some((draft, place)),
            (Err(err), _) => {
                faults.join(&Problem::from(err), self.lang);
                None
            }
            _ => None,
        }
    }

    /// The form as it was typed, with what is wrong.
    async fn again(&self, typed: Typed, mut faults: Faults) -> Result<Response, Problem> {
        let cart = match typed.cart {
            Some(id) => basket::open(self.state, self.caller, id).await?,
            None => basket::find(self.state, self.caller, self.headers).await?,
        };
        let cart = cart.ok_or_else(|| Problem::new(Code::CartUsed))?;
        if faults.said.is_none() && !faults.none() {
            faults.said = Some(say(self.lang, "checkout-look-again"));
        }
        page(self.state, self.lang, cart, typed, faults).await
    }

    /// A buyer sees what it costs to bring it there before they buy it; from now on the cart knows.
    async fn unseen(
        &self,
        id: CartId,
        typed: &Typed,
        to: &Place,
    ) -> Result<Option<Faults>, Problem> {
        // One that has become a checkout was seen; its twin is answered the same.
        let cart = basket::open(self.state, self.caller, id).await?;
        let Some(cart) = cart.filter(|cart| !cart.lines.is_empty()) else {
            return Ok(None);
        };
        if typed.seen == to.commune && typed.expected.is_some() {
            return Ok(None);
        }
        let tx = store::write(&self.state.app.db).await?;
        orders::set_destination(&tx, &cart, to).await?;
        tx.commit().await.map_err(store::Error::from)?;
        let priced = say(self.lang, "checkout-delivery-priced");
        Ok(Some(Faults::noted(priced)))
    }

    fn asked(&self, cart: CartId, typed: &Typed, draft: Draft) -> Asked {
        Asked {
            cart,
            account: account(self.caller),
            draft,
            method: typed.method(),
            methods: typed.methods.clone(),
            expected_total: typed.expected.unwrap_or_default(),
            age_confirmed: typed.of_age,
            age_declaration: AGE.read(self.state, self.headers).map(str::to_owned),
            lang: self.lang,
        }
    }

    fn key(&self, cart: CartId, typed: &Typed, form: &Form) -> Result<Key, Problem> {
        let scope = account(self.caller).map_or_else(|| cart.to_string(), |a| a.to_string());
        let word = Some(typed.key.clone()).filter(|word| (1..=200).contains(&word.len()));
        let word = word.ok_or_else(|| Problem::field("/key", "required"))?;
        Ok(Key::new(scope, "checkouts", word, &form.bytes()))
    }

    /// Keeps the address for the next purchase, where who is signed in asks for it.
    async fn keep(&self, form: &Form, typed: &Typed) -> Result<(), Problem> {
        let Some(account) = account(self.caller).filter(|_| form.filled("keep").is_some()) else {
            return Ok(());
        };
        let address = web::addresses::Typed {
            name: &typed.name,
            phone: &typed.phone,
            commune_code: &typed.whither.code,
            street: &typed.street,
        };
        // What the checkout took may be more than is kept: then it is not kept, and bought all the same.
        if let Ok(new) = address.parse() {
            web::addresses::save(self.state, account, &new).await?;
        }
        Ok(())
    }

    /// To the page of the purchase; the cart is done with.
    fn placed(&self, answer: &str) -> Result<Response, Problem> {
        let placed: Placed = serde_json::from_str(answer).map_err(|err| Problem::internal(&err))?;
        let (lang, id, token) = (self.lang.as_str(), placed.id, placed.token);
        let to = Redirect::to(&format!("/{lang}/checkouts/{id}?token={token}"));
        Ok(([(header::SET_COOKIE, CART.clear(self.state))], to).into_response())
    }

    async fn refused(&self, typed: Typed, problem: Problem) -> Result<Response, Problem> {
        let mut faults = Faults::of(&problem, self.lang);
        match problem.code() {
            Code::TotalChanged => faults.said = Some(self.changed(&typed).await?),
            Code::OutOfStock | Code::MethodNotAllowed | Code::AgeDeclarationRequired => {}
            Code::Invalid => faults.said = faults.at("/cart").map(str::to_owned),
            Code::IdempotencyMismatch => return Err(Problem::new(Code::CartUsed)),
            _ => return Err(problem),
        }
        self.again(typed, faults).await
    }

    /// What it cost when the buyer looked, and what it costs now.
    async fn changed(&self, typed: &Typed) -> Result<String, Problem> {
        let now = match typed.cart {
            Some(id) => {
                self.total(basket::open(self.state, self.caller, id).await?)
                    .await?
            }
            None => String::new(),
        };
        let before = dong(typed.expected.unwrap_or_default());
        let facts = [("before", before), ("now", now)];
        Ok(say_with(self.lang, "checkout-total-changed", &facts))
    }

    async fn total(&self, cart: Option<Cart>) -> Result<String, Problem> {
        let Some(cart) = cart else {
            return Ok(String::new());
        };
        Ok(quoted(self.state, cart, self.lang).await?.said())
    }
}
