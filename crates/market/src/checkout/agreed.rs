//! What is refused before the write transaction is opened.

use kernel::Timestamp;
use orders::{Cart, Delivery, Group, Method, Quote};

use super::Asked;
use crate::error::{MethodRule, Refusal, Short};
use crate::quote::{Priced, price};
use crate::ways::{Cash, methods, ways};
use crate::{App, Error};

/// What is bought, and the year of birth that was declared for it, where there is alcohol.
pub(super) struct Agreed {
    pub(super) priced: Priced,
    pub(super) birth_year: Option<i64>,
}

/// Everything that can be refused before the write transaction is opened.
pub(super) async fn agreed(
    app: &App,
    cart: Cart,
    asked: &Asked,
    now: Timestamp,
) -> Result<Agreed, Error> {
    if cart.used {
        return Err(orders::Error::CartUsed.into());
    }
    if cart.lines.is_empty() {
        return Err(Refusal::CartEmpty.into());
    }
    let priced = price(app.db.read(), cart, Some(&asked.draft.place), now).await?;
    let quote = &priced.quote;
    known_keys(quote, asked)?;
    let birth_year = if quote.groups.iter().any(|g| g.alcohol) {
        Some(of_age(app, asked, now).await?)
    } else {
        None
    };
    payable(app, quote, asked, now).await?;
    if quote.groups.iter().any(|g| g.alcohol) && !asked.age_confirmed {
        return Err(Refusal::AgeUnconfirmed.into());
    }
    deliverable(quote)?;
    in_stock(&priced)?;
    if quote.total != asked.expected_total {
        return Err(Refusal::TotalChanged { total: quote.total }.into());
    }
    Ok(Agreed { priced, birth_year })
}

fn known_keys(quote: &Quote, asked: &Asked) -> Result<(), Refusal> {
    let unknown = asked
        .methods
        .keys()
        .find(|key| quote.groups.iter().all(|g| g.key != **key));
    unknown.map_or(Ok(()), |key| Err(Refusal::OrderKeyUnknown(key.clone())))
}

async fn of_age(app: &App, asked: &Asked, now: Timestamp) -> Result<i64, Error> {
    let token = asked.age_declaration.as_deref();
    let born = orders::birth_year(app.db.read(), token, now).await?;
    Ok(born.ok_or(Refusal::AgeDeclarationRequired)?)
}

/// Whether each order's way to pay suits it.
async fn payable(app: &App, quote: &Quote, asked: &Asked, now: Timestamp) -> Result<(), Error> {
    let alcohol = quote.groups.iter().any(|group| group.alcohol);
    let mut ways = ways(app, alcohol, now).await?;
    let lawful = ways.cash;
    let by_cash = |group: &Group| asked.method(group) == Method::Cod;
    if quote.groups.iter().any(by_cash) && refuses_cash(app, asked, now).await? {
        ways.cash = Cash::Nothing;
    }
    let unsuited = |group: &&Group| !methods(group, ways).contains(&asked.method(group));
    let refused: Vec<&Group> = quote.groups.iter().filter(unsuited).collect();
    let Some(first) = refused.first() else {
        return Ok(());
    };
    let rule_of = |group: &Group| match asked.method(group) {
        Method::Cod if group.alcohol && lawful == Cash::NoAlcohol => MethodRule::AlcoholNoCash,
        Method::Cod => MethodRule::RefusedTooOften,
        Method::Vietqr => MethodRule::NoAccount,
        Method::Stripe => MethodRule::NotOffered,
    };
    // One rule at a time, with all the orders that it forbids and what each of them admits.
    let rule = rule_of(first);
    let same = refused.iter().filter(|group| rule_of(group) == rule);
    let (orders, allowed): (Vec<String>, Vec<Vec<Method>>) = same
        .map(|group| (group.key.clone(), methods(group, ways)))
        .unzip();
    let mut common = Method::ALL.to_vec();
    common.retain(|method| allowed.iter().all(|own| own.contains(method)));
    Err(Refusal::MethodNotAllowed {
        orders,
        rule,
        allowed: common,
    }
    .into())
}

/// Whether buyer or receiver refused too many boxes at the door.
async fn refuses_cash(app: &App, asked: &Asked, now: Timestamp) -> Result<bool, Error> {
    let phones = [&asked.draft.phone, &asked.draft.recipient_phone];
    Ok(orders::refuses_cash(app.db.read(), phones, &app.secret, now).await?)
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
