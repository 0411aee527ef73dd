//! What a cart would cost, as pages show it: one order a producer, each with its delivery and the
//! ways to pay for it.

use std::collections::HashMap;

use catalog::shelf::{Listing, Which, read};
use kernel::{Lang, ProductId, VariantId, Vnd};
use market::{Priced, Ways};
use orders::{Delivery, Group, Item, Method};
use web::{Problem, State};

use crate::money::dong;
use crate::words::{say, say_with};

/// A priced cart.
pub(super) struct Quoted {
    pub(super) orders: Vec<OrderShown>,
    /// What cannot be had at all any more.
    pub(super) gone: Vec<VariantId>,
    pub(super) total: Vnd,
    /// Whether it is known where it goes: only then is the total whole.
    pub(super) whole: bool,
    /// Whether nothing stands in the way of buying it.
    pub(super) clear: bool,
    pub(super) alcohol: bool,
}

/// An order that the cart would become.
pub(super) struct OrderShown {
    pub(super) key: String,
    pub(super) seller: String,
    pub(super) alcohol: bool,
    pub(super) lines: Vec<LineShown>,
    pub(super) goods: String,
    pub(super) shipping: Option<String>,
    /// `2–4 ngày`.
    pub(super) days: Option<String>,
    /// Why it cannot be delivered or paid.
    pub(super) obstacle: Option<String>,
    pub(super) total: String,
    pub(super) methods: Vec<(Method, String)>,
}

/// A line of it.
pub(super) struct LineShown {
    pub(super) variant: VariantId,
    pub(super) name: String,
    pub(super) size: String,
    /// Where its page lies, behind the language.
    pub(super) slug: Option<String>,
    pub(super) picture: Option<String>,
    pub(super) quantity: i64,
    pub(super) price: String,
    pub(super) total: String,
    /// What is wrong with it.
    pub(super) fault: Option<String>,
}

impl Quoted {
    /// What it costs in all.
    pub(super) fn said(&self) -> String {
        dong(self.total)
    }

    /// Says what is wrong with a line.
    pub(super) fn fault(&mut self, variant: VariantId, said: String) {
        let mut lines = self.orders.iter_mut().flat_map(|order| &mut order.lines);
        if let Some(line) = lines.find(|line| line.variant == variant) {
            line.fault = Some(said);
        }
    }
}

/// Prices a cart for a page.
pub(super) async fn quoted(
    state: &State,
    cart: orders::Cart,
    lang: Lang,
) -> Result<Quoted, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let destination = cart.destination.clone();
    let priced = market::price(app.db.read(), cart, destination.as_ref(), now).await?;
    let alcohol = priced.quote.groups.iter().any(|group| group.alcohol);
    let ways = market::ways(app, alcohol, now).await?;
    let listings = listings(state, &priced).await?;
    let groups = priced.quote.groups.iter();
    let orders: Vec<OrderShown> = groups.map(|g| order(g, &listings, ways, lang)).collect();
    let gone: Vec<VariantId> = priced.gone.iter().map(|(variant, _)| *variant).collect();
    let open = |order: &OrderShown| {
        order.obstacle.is_none() && order.lines.iter().all(|line| line.fault.is_none())
    };
    Ok(Quoted {
        clear: gone.is_empty() && !orders.is_empty() && orders.iter().all(open),
        total: priced.quote.total,
        whole: destination.is_some(),
        orders,
        gone,
        alcohol,
    })
}

async fn listings(state: &State, priced: &Priced) -> Result<HashMap<ProductId, Listing>, Problem> {
    let items = priced.quote.groups.iter().flat_map(|group| &group.items);
    let mut ids: Vec<ProductId> = items.map(|item| item.product).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = read(state.app.db.read(), Which::Products(&ids), state.app.now()).await?;
    Ok(found
        .into_iter()
        .map(|listing| (listing.id, listing))
        .collect())
}

fn order(
    group: &Group,
    listings: &HashMap<ProductId, Listing>,
    ways: Ways,
    lang: Lang,
) -> OrderShown {
    let methods = market::methods(group, ways);
    let (shipping, days, obstacle) = match group.delivery {
        Delivery::NotAsked => (None, None, None),
        Delivery::Possible(way) => {
            let days = days(way.days_min, way.days_max, lang);
            (Some(dong(way.price)), Some(days), None)
        }
        Delivery::Impossible(obstacle) => (None, None, Some(obstacle.as_str())),
    };
    let obstacle = obstacle.or(methods.is_empty().then_some("alcohol_no_cash"));
    OrderShown {
        key: group.key.clone(),
        seller: group.seller.name.clone(),
        alcohol: group.alcohol,
        lines: group
            .items
            .iter()
            .map(|item| line(item, listings.get(&item.product), lang))
            .collect(),
        goods: dong(group.goods),
        shipping,
        days,
        obstacle: obstacle.map(|why| say(lang, &format!("obstacle-{}", why.replace('_', "-")))),
        total: dong(group.total),
        methods: methods.iter().map(|m| (*m, method(*m, lang))).collect(),
    }
}

/// `2–4 ngày`.
pub(super) fn days(min: i64, max: i64, lang: Lang) -> String {
    let count = if min == max {
        max.to_string()
    } else {
        format!("{min}–{max}")
    };
    say_with(lang, "days", &[("count", count)])
}

/// What people call a way to pay.
pub(super) fn method(method: Method, lang: Lang) -> String {
    say(
        lang,
        &format!("method-{}", method.as_str().replace('_', "-")),
    )
}

fn line(item: &Item, listing: Option<&Listing>, lang: Lang) -> LineShown {
    let listing = listing.filter(|listing| listing.is_public());
    let picture = listing.and_then(|listing| listing.body.pictures.first());
    let short = match item.available {
        ..=0 => Some(say(lang, "cart-none-left")),
        left if left < item.quantity => Some(say_with(
            lang,
            "cart-few-left",
            &[("left", left.to_string())],
        )),
        _ => None,
    };
    LineShown {
        variant: item.variant,
        name: item.title.clone(),
        size: item.variant_name.clone(),
        slug: listing.map(|listing| listing.slug.clone()),
        picture: picture.map(|id| format!("/media/{id}")),
        quantity: item.quantity,
        price: dong(item.unit_price),
        // The quote has been summed: none of its lines is too large.
        total: dong(item.total().unwrap_or_default()),
        fault: short,
    }
}
