//! "Does it come to my commune, at what price, in how many days?", asked before anything is in a
//! cart.

use catalog::shelf::Listing;
use kernel::{CartId, Lang};
use orders::{Cart, Delivery, Place};
use web::{Problem, State};

use super::place::Whither;
use super::producer::place;
use super::quote::days;
use crate::forms::{Faults, Form};
use crate::money::dong;
use crate::words::{say, say_with};

/// The question as it stands in the form, and its answer.
#[derive(Default)]
pub(super) struct Reach {
    pub(super) whither: Whither,
    pub(super) faults: Faults,
    /// What bringing one of it there costs and how long it takes; or why it does not come there.
    pub(super) said: Option<String>,
    /// Whether it does not come there.
    pub(super) far: bool,
}

/// Asks where one of a listing's cheapest would go.
pub(super) async fn reach(
    state: &State,
    listing: &Listing,
    query: &Form,
    lang: Lang,
) -> Result<Reach, Problem> {
    let mut reach = Reach {
        whither: Whither::typed(query),
        ..Reach::default()
    };
    let Some(to) = reach.whither.find(&mut reach.faults, lang) else {
        return Ok(reach);
    };
    let delivery = delivered(state, listing, &to).await?;
    let there = place(&to.commune, &to.province);
    reach.far = !matches!(delivery, Delivery::Possible(_));
    reach.said = Some(match delivery {
        Delivery::Possible(way) => {
            let days = days(way.days_min, way.days_max, lang);
            let size = listing.cheapest().map(|size| size.name.clone());
            let facts = [
                ("size", size.unwrap_or_default()),
                ("place", there),
                ("price", dong(way.price)),
                ("days", days),
            ];
            say_with(lang, "reach-yes", &facts)
        }
        Delivery::Impossible(why) => {
            let why = say(
                lang,
                &format!("obstacle-{}", why.as_str().replace('_', "-")),
            );
            format!("{there}: {why}")
        }
        Delivery::NotAsked => say(lang, "obstacle-no-delivery-rate"),
    });
    Ok(reach)
}

/// One of it alone, as the cart would price it.
async fn delivered(state: &State, listing: &Listing, to: &Place) -> Result<Delivery, Problem> {
    let Some(variant) = listing.cheapest() else {
        return Ok(Delivery::NotAsked);
    };
    let one = Cart {
        id: CartId::random(),
        account: None,
        destination: None,
        used: false,
        lines: vec![(variant.id, 1)],
    };
    let priced = market::price(state.app.db.read(), one, Some(to), state.app.now()).await?;
    let order = priced.quote.groups.first();
    Ok(order.map_or(Delivery::NotAsked, |order| order.delivery))
}
