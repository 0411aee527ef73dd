//! Placing an order: one transaction of one statement a table, the guard of the stock last.

use std::collections::BTreeMap;

use catalog::stock::Line;
use kernel::{
    AccountId, Actor, Capacity, CartId, CheckoutId, Code, Day, Lang, OrderId, Timestamp, Vnd,
};
use orders::{Cart, Delivery, Draft, Group, Method, New, Placing, Quote, Status};
use payments::Payment;
use serde::{Deserialize, Serialize};
use store::Tx;

use crate::error::{MethodRule, Refusal, Short};
use crate::once::{self, Key};
use crate::quote::{Priced, price};
use crate::{App, Error};

/// Codes are random: one that is taken is drawn again, so often at most.
const DRAWS: usize = 4;

/// What a buyer asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which cart.
    pub cart: CartId,
    /// Who buys, where they are signed in.
    pub account: Option<AccountId>,
    /// Who they are and where it goes.
    pub draft: Draft,
    /// How they pay …
    pub method: Method,
    /// … and how single orders are paid, by key.
    pub methods: BTreeMap<String, Method>,
    /// The total that they saw.
    pub expected_total: Vnd,
    /// Whether buyer and receiver are said to be of age.
    pub age_confirmed: bool,
    /// The token of their declaration of age.
    pub age_declaration: Option<String>,
    /// The language that they read.
    pub lang: Lang,
}

/// What a checkout became: the answer, as it is stored and replayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The checkout.
    pub id: CheckoutId,
    /// Its code.
    pub code: String,
    /// What a guest acts with; never stored, for it can be derived.
    pub token: String,
    /// Everything together.
    pub total: Vnd,
    /// What can be collected.
    pub payments: Vec<PlacedPayment>,
    /// The orders.
    pub orders: Vec<PlacedOrder>,
}

/// An order of a new checkout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedOrder {
    /// Which.
    pub id: OrderId,
    /// Its code.
    pub code: String,
    /// Who sells.
    pub producer: PlacedProducer,
    /// Where it stands.
    pub status: Status,
    /// Goods and delivery.
    pub total: Vnd,
}

/// The producer of a new order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedProducer {
    /// Which.
    pub id: kernel::ProducerId,
    /// Their name.
    pub name: String,
}

/// A payment as answers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedPayment {
    /// Which.
    pub id: kernel::PaymentId,
    /// How.
    pub method: String,
    /// Where it stands.
    pub status: String,
    /// Who holds the money.
    pub custody: String,
    /// The whole.
    pub amount: Vnd,
    /// What has come.
    pub received: Vnd,
    /// What has yet to come.
    pub remaining: Vnd,
    /// The code that it is recognised by.
    pub reference: String,
    /// For which orders.
    pub orders: Vec<OrderId>,
}

impl From<&Payment> for PlacedPayment {
    fn from(payment: &Payment) -> Self {
        Self {
            id: payment.id,
            method: payment.method.clone(),
            status: payment.status.as_str().to_owned(),
            custody: payment.custody.as_str().to_owned(),
            amount: payment.amount,
            received: payment.received,
            remaining: payment.remaining(),
            reference: payment.reference.clone(),
            orders: payment.orders.clone(),
        }
    }
}

/// Turns a cart into a checkout with its orders, once: asked again under the same key, it answers
/// the same, byte for byte.
pub async fn checkout(
    app: &App,
    asked: &Asked,
    key: &Key,
    now: Timestamp,
) -> Result<String, Error> {
    let reads = async {
        let cart = orders::cart(app.db.read(), asked.cart, asked.account).await;
        cart.map_err(Error::from)
    };
    let (answered, cart) = tokio::join!(once::answered(app.db.read(), key), reads);
    if let Some(stored) = answered? {
        return replay(app, &stored);
    }
    match first(app, asked, cart, key, now).await {
        // A twin may have been faster since the look above: what it was answered is the answer,
        // though its cart is used by now and its goods are gone.
        Err(refused) => {
            let stored = once::answered(app.db.read(), key).await?;
            stored.map_or(Err(refused), |stored| replay(app, &stored))
        }
        placed => placed,
    }
}

/// Places the orders of a key that nobody has used so far.
async fn first(
    app: &App,
    asked: &Asked,
    cart: Result<Cart, Error>,
    key: &Key,
    now: Timestamp,
) -> Result<String, Error> {
    let priced = agreed(app, cart?, asked, now).await?;
    for _ in 0..DRAWS {
        match store::retry(|| once(app, asked, &priced.quote, key, now)).await {
            Err(Error::Store(store::Error::Rule("checkout_code_once" | "order_code_once"))) => {}
            result => return result,
        }
    }
    Err(Refusal::InFlight.into())
}

fn replay(app: &App, stored: &str) -> Result<String, Error> {
    let placed: Placed = serde_json::from_str(stored).map_err(unreadable)?;
    render(app, placed)
}

/// The answer with its token.
fn render(app: &App, placed: Placed) -> Result<String, Error> {
    let token = orders::token(&app.secret, placed.id);
    serde_json::to_string(&Placed { token, ..placed }).map_err(unreadable)
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn unreadable(err: serde_json::Error) -> Error {
    orders::Error::Unreadable(err.to_string()).into()
}

/// Everything that can be refused before the write transaction is opened.
async fn agreed(app: &App, cart: Cart, asked: &Asked, now: Timestamp) -> Result<Priced, Error> {
    if cart.used {
        return Err(orders::Error::CartUsed.into());
    }
    if cart.lines.is_empty() {
        return Err(Refusal::CartEmpty.into());
    }
    let priced = price(app.db.read(), cart, Some(&asked.draft.place), now).await?;
    let quote = &priced.quote;
    known_keys(quote, asked)?;
    if quote.groups.iter().any(|g| g.alcohol) {
        of_age(app, asked, now).await?;
    }
    payable(app, quote, asked, now).await?;
    if quote.groups.iter().any(|g| g.alcohol) && !asked.age_confirmed {
        return Err(Refusal::AgeUnconfirmed.into());
    }
    deliverable(quote)?;
    in_stock(&priced)?;
    if quote.total != asked.expected_total {
        return Err(Refusal::TotalChanged { total: quote.total }.into());
    }
    Ok(priced)
}

fn known_keys(quote: &Quote, asked: &Asked) -> Result<(), Refusal> {
    let unknown = asked
        .methods
        .keys()
        .find(|key| quote.groups.iter().all(|g| g.key != **key));
    unknown.map_or(Ok(()), |key| Err(Refusal::OrderKeyUnknown(key.clone())))
}

async fn of_age(app: &App, asked: &Asked, now: Timestamp) -> Result<(), Error> {
    let token = asked.age_declaration.as_deref();
    if orders::declared(app.db.read(), token, now).await? {
        Ok(())
    } else {
        Err(Refusal::AgeDeclarationRequired.into())
    }
}

/// Whether each order's way to pay suits it.
async fn payable(app: &App, quote: &Quote, asked: &Asked, now: Timestamp) -> Result<(), Error> {
    let with = |refused: &dyn Fn(&Group) -> bool| -> Vec<String> {
        let groups = quote.groups.iter().filter(|g| refused(g));
        groups.map(|g| g.key.clone()).collect()
    };
    let unoffered = with(&|g| method(asked, g) != Method::Cod);
    if !unoffered.is_empty() {
        return Err(Refusal::MethodNotAllowed {
            orders: unoffered,
            rule: MethodRule::NotOffered,
        }
        .into());
    }
    let alcohol = with(&|g| g.alcohol);
    if !alcohol.is_empty() && !cash_for_alcohol(app, now).await? {
        return Err(Refusal::MethodNotAllowed {
            orders: alcohol,
            rule: MethodRule::AlcoholNoCash,
        }
        .into());
    }
    Ok(())
}

fn method(asked: &Asked, group: &Group) -> Method {
    asked
        .methods
        .get(&group.key)
        .copied()
        .unwrap_or(asked.method)
}

/// Whether alcohol may be paid in cash today.
pub async fn cash_for_alcohol(app: &App, now: Timestamp) -> Result<bool, Error> {
    let today = Day::of(now);
    Ok(rules::value(app.db.read(), "alcohol.cod_allowed", "*", today).await?)
}

fn deliverable(quote: &Quote) -> Result<(), Refusal> {
    let stuck: Vec<_> = quote
        .groups
        .iter()
        .filter_map(|g| match g.delivery {
            Delivery::Impossible(obstacle) => Some((g.key.clone(), obstacle)),
            Delivery::NotAsked | Delivery::Possible(_) => None,
        })
        .collect();
    if stuck.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Undeliverable(stuck))
    }
}

/// A look before the queue for the write lock: who comes too late need not wait for it.
fn in_stock(priced: &Priced) -> Result<(), Refusal> {
    let gone = priced.gone.iter().map(|&(variant, wanted)| Short {
        variant,
        wanted,
        left: 0,
    });
    let groups = priced.quote.groups.iter();
    let few = groups
        .flat_map(|g| &g.items)
        .filter(|item| item.available < item.quantity)
        .map(|item| Short {
            variant: item.variant,
            wanted: item.quantity,
            left: item.available,
        });
    let short: Vec<Short> = gone.chain(few).collect();
    if short.is_empty() {
        Ok(())
    } else {
        Err(Refusal::OutOfStock(short))
    }
}

/// One attempt: eleven statements whatever the number of lines and orders, one more where terms
/// were agreed to.
async fn once(
    app: &App,
    asked: &Asked,
    quote: &Quote,
    key: &Key,
    now: Timestamp,
) -> Result<String, Error> {
    let actor = asked
        .account
        .map_or(Actor::GUEST, |a| Actor::new(a, Capacity::Own));
    let orders: Vec<New<'_>> = quote
        .groups
        .iter()
        .map(|group| New {
            id: OrderId::new(now),
            code: Code::random(),
            method: method(asked, group),
            group,
        })
        .collect();
    let placing = Placing {
        checkout: CheckoutId::new(now),
        code: Code::random(),
        cart: asked.cart,
        account: asked.account,
        draft: &asked.draft,
        lang: asked.lang,
        age_confirmed: asked.age_confirmed,
        total: quote.total,
        orders,
    };
    let payments: Vec<Payment> = placing
        .orders
        .iter()
        .map(|new| payments::cash(new.id, &new.code, new.group.total, now))
        .collect();
    let placed = answer(&placing, &payments);
    let stored = serde_json::to_string(&placed).map_err(unreadable)?;
    let tx = store::write(&app.db).await?;
    once::answer(&tx, key, &stored, now).await?;
    orders::place(&tx, &placing, actor, now).await?;
    payments::open(&tx, placing.checkout, &payments, now).await?;
    agree_to_terms(&tx, &placing, now).await?;
    catalog::stock::reserve(&tx, &wanted(&placing), actor, now)
        .await
        .map_err(short)?;
    tx.commit().await.map_err(store::Error::from)?;
    render(app, placed)
}

fn wanted(placing: &Placing<'_>) -> Vec<Line> {
    let lines = placing.orders.iter().flat_map(|new| {
        new.group.items.iter().map(|item| Line {
            variant: item.variant,
            quantity: item.quantity,
            order: new.id,
        })
    });
    lines.collect()
}

fn short(err: catalog::Error) -> Error {
    match err {
        catalog::Error::OutOfStock(lines) => {
            let lines = lines.into_iter().map(|l| Short {
                variant: l.variant,
                wanted: l.wanted,
                left: l.left,
            });
            Refusal::OutOfStock(lines.collect()).into()
        }
        other => other.into(),
    }
}

async fn agree_to_terms(tx: &Tx, placing: &Placing<'_>, now: Timestamp) -> Result<(), Error> {
    let Some(version) = &placing.draft.terms_version else {
        return Ok(());
    };
    let given = accounts::Consent {
        account: placing.account,
        checkout: placing.checkout,
        policy: "terms",
        version,
    };
    Ok(accounts::consent(tx, &given, now).await?)
}

fn answer(placing: &Placing<'_>, payments: &[Payment]) -> Placed {
    Placed {
        id: placing.checkout,
        code: placing.code.to_string(),
        token: String::new(),
        total: placing.total,
        payments: payments.iter().map(PlacedPayment::from).collect(),
        orders: placing
            .orders
            .iter()
            .map(|new| PlacedOrder {
                id: new.id,
                code: new.code.to_string(),
                producer: PlacedProducer {
                    id: new.group.seller.producer,
                    name: new.group.seller.name.clone(),
                },
                status: Status::Placed,
                total: new.group.total,
            })
            .collect(),
    }
}
