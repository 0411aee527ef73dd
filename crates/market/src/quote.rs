//! What a cart would cost now: the catalogue's offers handed to `orders` as plain data.

use std::collections::BTreeMap;

use catalog::Offer;
use kernel::{Day, ProducerId, Timestamp, VariantId};
use orders::{Cart, Charges, Group, Item, Place, Quote, Seller, Star};
use payments::ledger::Terms;
use reference::SaleMode;
use store::ConnectionTrait;

use crate::Error;

/// A cart priced as it is now.
#[derive(Debug, Clone)]
pub struct Priced {
    /// The cart.
    pub cart: Cart,
    /// What it would cost.
    pub quote: Quote,
    /// What is in the cart and cannot be had at all any more.
    pub gone: Vec<(VariantId, i64)>,
    /// What is on offer of it.
    offers: BTreeMap<VariantId, Offer>,
}

impl Priced {
    /// What the producer of an order of it is charged once it is completed, by today's rules.
    pub(crate) fn charges(&self, order: &Group) -> Result<Charges, Error> {
        let offers = order
            .items
            .iter()
            .filter_map(|item| self.offers.get(&item.variant));
        let Some(seller) = offers.clone().next().map(|offer| &offer.seller) else {
            return Ok(Charges::default());
        };
        let mut lines = Vec::with_capacity(order.items.len());
        for (item, offer) in order.items.iter().zip(offers) {
            lines.push((offer.set_no, item.total()?));
        }
        let terms = Terms::parse(&seller.commission, &seller.withholding)?;
        let delivery = order
            .total
            .minus(order.goods)
            .map_err(orders::Error::from)?;
        let who = (seller.producer, seller.kind.as_str());
        let charges = terms.charges(who, &lines, delivery)?;
        Ok(Charges {
            commission: charges.commission,
            vat: charges.vat,
            pit: charges.pit,
        })
    }
}

/// Prices a cart by two queries, delivered to `destination` where there is one.
pub async fn price(
    db: &impl ConnectionTrait,
    cart: Cart,
    destination: Option<&Place>,
    now: Timestamp,
) -> Result<Priced, Error> {
    let variants: Vec<VariantId> = cart.lines.iter().map(|(variant, _)| *variant).collect();
    let offers = catalog::offers(db, &variants, now).await?;
    let rates = match destination {
        None => orders::Rates::default(),
        Some(_) => orders::rates(db, &producers(&offers), Day::of(now)).await?,
    };
    let mut items = Vec::with_capacity(cart.lines.len());
    let mut gone = vec![];
    for &(variant, quantity) in &cart.lines {
        let offered = offers.get(&variant).and_then(|o| item(o, quantity));
        match (offered, offers.get(&variant)) {
            (Some(item), Some(offer)) => items.push((item, seller(offer, destination))),
            _ => gone.push((variant, quantity)),
        }
    }
    let quote = orders::quote(items, destination, &rates)?;
    Ok(Priced {
        cart,
        quote,
        gone,
        offers,
    })
}

/// Whether a thing can be put into a cart: it is on sale, and its set is sold through carts.
pub(crate) fn orderable(offer: &Offer) -> bool {
    let mode = reference::set(offer.set_no).map(|set| set.sale_mode);
    offer.sellable && mode == Some(SaleMode::Cart)
}

fn producers(offers: &BTreeMap<VariantId, Offer>) -> Vec<ProducerId> {
    let mut producers: Vec<ProducerId> = offers.values().map(|o| o.seller.producer).collect();
    producers.sort_unstable();
    producers.dedup();
    producers
}

/// The line of an offer; none where it has no price any more.
fn item(offer: &Offer, quantity: i64) -> Option<Item> {
    let alcohol = offer.abv_permille.is_some_and(|abv| abv > 0)
        || reference::set(offer.set_no).is_some_and(|set| set.alcohol);
    Some(Item {
        variant: offer.variant,
        product: offer.product,
        title: offer.title.clone(),
        variant_name: offer.variant_name.clone(),
        sku: offer.sku.clone(),
        quantity,
        unit_price: offer.price_for(quantity)?,
        weight_g: offer.weight_g,
        alcohol,
        fresh: offer.fresh,
        max_transit_days: offer.max_transit_days,
        available: if orderable(offer) { offer.available } else { 0 },
        star: offer.star.as_ref().map(|star| Star {
            stars: star.stars,
            decision_no: star.decision_no.clone(),
            certificate: star.certificate,
        }),
    })
}

fn seller(offer: &Offer, destination: Option<&Place>) -> Seller {
    let seller = &offer.seller;
    Seller {
        producer: seller.producer,
        name: seller.name.clone(),
        place: Place {
            province: seller.province_code.clone(),
            commune: seller.commune_code.clone(),
        },
        closures: seller.closures.clone(),
        account: seller.account.clone(),
        delivers: destination.is_none_or(|to| seller.delivers_to(&to.province, &to.commune)),
    }
}
