//! Placing an order: one transaction of one statement a table, the guard of the stock last.

mod agreed;
mod asked;
mod placed;
mod qr;

use catalog::stock::Line;
use kernel::{Actor, Capacity, CheckoutId, Code, OrderId, Timestamp, Vnd};
use orders::{Cart, Method, New, Placing};
use payments::Payment;
use store::Tx;

use crate::error::{Refusal, Short};
use crate::once::{self, Key, Stored};
use crate::{App, Error, cards};

pub use asked::Asked;
pub use placed::{Placed, PlacedOrder, PlacedPayment, PlacedProducer};
pub use qr::Qr;

use agreed::{Agreed, agreed};

/// Codes are random: one that is taken is drawn again, so often at most.
const DRAWS: usize = 4;

/// Turns a cart into a checkout with its orders, once: asked again under the same key, it answers
/// the same, byte for byte. One that was interrupted on its way to the card company goes on.
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
        return replay(app, key, stored, now).await;
    }
    match first(app, asked, cart, key, now).await {
        // A twin may have been faster since the look above: what it was answered is the answer,
        // though its cart is used by now and its goods are gone.
        Err(refused) => match once::answered(app.db.read(), key).await? {
            Some(stored) => replay(app, key, stored, now).await,
            None => Err(refused),
        },
        Ok(placed) => finish(app, key, placed, now).await,
    }
}

/// Places the orders of a key that nobody has used so far.
async fn first(
    app: &App,
    asked: &Asked,
    cart: Result<Cart, Error>,
    key: &Key,
    now: Timestamp,
) -> Result<Placed, Error> {
    let agreed = agreed(app, cart?, asked, now).await?;
    for _ in 0..DRAWS {
        match store::retry(|| once(app, asked, &agreed, key, now)).await {
            Err(Error::Store(store::Error::Rule("checkout_code_once" | "order_code_once"))) => {}
            result => return result,
        }
    }
    Err(Refusal::InFlight.into())
}

/// What is left to do once the orders are written: a payment by card is made at the card company,
/// and with that the answer is whole. Where it cannot be made, the key waits for the next try.
async fn finish(app: &App, key: &Key, mut placed: Placed, now: Timestamp) -> Result<String, Error> {
    let by_card = |payment: &&mut PlacedPayment| payment.is_card();
    if let Some(payment) = placed.payments.iter_mut().find(by_card) {
        payment.stripe = match cards::open(app, payment.id, now).await {
            Ok(keys) => Some(keys),
            // It was paid, or given up, before this try came.
            Err(Error::Payments(payments::Error::State(_))) => None,
            Err(err) => return Err(err),
        };
        let stored = serde_json::to_string(&placed).map_err(unreadable)?;
        once::complete(&app.db, key, &stored).await?;
    }
    render(app, placed)
}

async fn replay(app: &App, key: &Key, stored: Stored, now: Timestamp) -> Result<String, Error> {
    let placed: Placed = serde_json::from_str(&stored.body).map_err(unreadable)?;
    if stored.pending {
        return finish(app, key, placed, now).await;
    }
    render(app, placed)
}

/// The answer with its token.
fn render(app: &App, placed: Placed) -> Result<String, Error> {
    let token = orders::token(&app.secret, placed.id);
    let mut placed = Placed { token, ..placed };
    for payment in &mut placed.payments {
        payment.draw()?;
    }
    serde_json::to_string(&placed).map_err(unreadable)
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn unreadable(err: serde_json::Error) -> Error {
    orders::Error::Unreadable(err.to_string()).into()
}

/// One attempt: ten statements whatever the number of lines and orders, one more where terms were
/// agreed to. Four reads went before it, and one more where cash is to be paid at the door.
async fn once(
    app: &App,
    asked: &Asked,
    Agreed { priced, birth_year }: &Agreed,
    key: &Key,
    now: Timestamp,
) -> Result<Placed, Error> {
    let actor = asked
        .account
        .map_or(Actor::GUEST, |a| Actor::new(a, Capacity::Own));
    let quote = &priced.quote;
    let mut orders: Vec<New<'_>> = Vec::with_capacity(quote.groups.len());
    for group in &quote.groups {
        orders.push(New {
            id: OrderId::new(now),
            code: Code::random(),
            method: asked.method(group),
            group,
            charges: priced.charges(group)?,
        });
    }
    let placing = Placing {
        checkout: CheckoutId::new(now),
        code: Code::random(),
        cart: asked.cart,
        account: asked.account,
        draft: &asked.draft,
        lang: asked.lang,
        age_confirmed: asked.age_confirmed,
        birth_year: *birth_year,
        total: quote.total,
        orders,
    };
    let payments = wanted_money(app, &placing, now)?;
    let placed = Placed::of(&placing, &payments);
    let stored = serde_json::to_string(&placed).map_err(unreadable)?;
    let tx = store::write(&app.db).await?;
    if payments.iter().any(Payment::is_card) {
        once::begin(&tx, key, &stored, now).await?;
    } else {
        once::answer(&tx, key, &stored, now).await?;
    }
    orders::place(&tx, &placing, actor, now).await?;
    payments::open(&tx, placing.checkout, &payments, now).await?;
    for payment in payments.iter().filter(|payment| payment.is_card()) {
        cards::begin(&tx, payment, now).await?;
    }
    agree_to_terms(&tx, &placing, now).await?;
    catalog::stock::reserve(&tx, &wanted(&placing), actor, now)
        .await
        .map_err(short)?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(placed)
}

/// What is collected: one payment an order, and one for all the orders whose money the market or the
/// card company takes.
fn wanted_money(app: &App, placing: &Placing<'_>, now: Timestamp) -> Result<Vec<Payment>, Error> {
    let to_market = app.transfers.to_market();
    let mut payments: Vec<Payment> = vec![];
    let (mut transfers, mut cards): (Shares, Shares) = (vec![], vec![]);
    for new in &placing.orders {
        let share = (new.id, new.group.total);
        match (new.method, to_market) {
            (Method::Stripe, _) => cards.push(share),
            (Method::Vietqr, Some(_)) => transfers.push(share),
            (Method::Cod | Method::Vietqr, _) => payments.push(payment(new, now)),
        }
    }
    let due_at = orders::payment_due(now);
    if let Some(account) = to_market.filter(|_| !transfers.is_empty()) {
        let of = (transfers.as_slice(), &placing.code);
        payments.push(payments::to_market(of, account.clone(), due_at, now)?);
    }
    if !cards.is_empty() {
        payments.push(payments::card((&cards, &placing.code), due_at, now)?);
    }
    Ok(payments)
}

/// Orders of one payment, and what each of them costs.
type Shares = Vec<(OrderId, Vnd)>;

/// What is collected for an order alone: cash at its door, or a transfer to its producer.
fn payment(new: &New<'_>, now: Timestamp) -> Payment {
    let total = new.group.total;
    match (new.method, &new.group.seller.account) {
        (Method::Vietqr, Some(account)) => {
            let to = (total, account.clone());
            let due_at = orders::payment_due(now);
            payments::transfer((new.id, &new.code), to, due_at, now)
        }
        _cash => payments::cash(new.id, &new.code, total, now),
    }
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
