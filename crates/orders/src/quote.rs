//! What a cart would cost: orders by producer, alcohol apart, each with its delivery. Pure.

use std::collections::BTreeMap;

use kernel::{BankAccount, CertificateId, Closures, ProducerId, ProductId, VariantId, Vnd, words};

use crate::Error;
use crate::delivery::{Carriage, Place, Rates};

/// A line as it is offered now, copied from the catalogue: an order never asks there again.
#[derive(Debug, Clone)]
pub struct Item {
    /// Of what.
    pub variant: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// The product's name.
    pub title: String,
    /// The variant's name.
    pub variant_name: String,
    /// The producer's own number for it.
    pub sku: String,
    /// How many.
    pub quantity: i64,
    /// What one costs.
    pub unit_price: Vnd,
    /// Gross weight of one.
    pub weight_g: i64,
    /// Whether it is alcohol: then it is an order of its own.
    pub alcohol: bool,
    /// Perishable.
    pub fresh: bool,
    /// How many days it may be on the way.
    pub max_transit_days: Option<i64>,
    /// How many can still be bought; none where it is not on sale.
    pub available: i64,
    /// The star that is true at this moment.
    pub star: Option<Star>,
}

/// A star as the sale freezes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Star {
    /// 3, 4 or 5.
    pub stars: i64,
    /// The decision's number.
    pub decision_no: Option<String>,
    /// The certificate.
    pub certificate: CertificateId,
}

/// Who sells, as an order copies it.
#[derive(Debug, Clone)]
pub struct Seller {
    /// Which producer.
    pub producer: ProducerId,
    /// Their name.
    pub name: String,
    /// Where they are.
    pub place: Place,
    /// The days on which they are closed.
    pub closures: Closures,
    /// Where they are paid by transfer, if they are.
    pub account: Option<BankAccount>,
    /// Whether they deliver to the destination, where there is one.
    pub delivers: bool,
}

/// What a cart would cost.
#[derive(Debug, Clone)]
pub struct Quote {
    /// The orders that it would become.
    pub groups: Vec<Group>,
    /// Everything together.
    pub total: Vnd,
}

/// One order that a cart would become.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name, the same for as long as the cart lives.
    pub key: String,
    /// Who sells.
    pub seller: Seller,
    /// Whether it is the alcohol of this producer.
    pub alcohol: bool,
    /// Whether anything in it is perishable.
    pub fresh: bool,
    /// The lines.
    pub items: Vec<Item>,
    /// The goods alone.
    pub goods: Vnd,
    /// Its weight.
    pub weight_g: i64,
    /// How it would be delivered.
    pub delivery: Delivery,
    /// Goods and delivery.
    pub total: Vnd,
}

/// How an order would be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Nobody said where to.
    NotAsked,
    /// At a price, within days.
    Possible(Carriage),
    /// Not there.
    Impossible(Obstacle),
}

words! {
    /// Why an order cannot be delivered somewhere.
    Obstacle {
        /// The producer does not deliver there.
        OutsideZone = "outside_delivery_zone",
        /// Fresh goods would be too long on the way.
        TooLongOnTheWay = "too_long_on_the_way",
        /// No rate is known.
        NoRate = "no_delivery_rate",
    }
}

impl Item {
    /// The line's price.
    pub fn total(&self) -> Result<Vnd, Error> {
        Ok(self.unit_price.times(self.quantity)?)
    }
}

/// Prices a cart: one order a producer, alcohol apart, in the order in which they came in.
pub fn quote(
    items: Vec<(Item, Seller)>,
    destination: Option<&Place>,
    rates: &Rates,
) -> Result<Quote, Error> {
    let mut groups: Vec<(Seller, bool, Vec<Item>)> = vec![];
    let mut index: BTreeMap<(ProducerId, bool), usize> = BTreeMap::new();
    for (item, seller) in items {
        let at = *index
            .entry((seller.producer, item.alcohol))
            .or_insert_with(|| {
                groups.push((seller, item.alcohol, vec![]));
                groups.len() - 1
            });
        if let Some((_, _, items)) = groups.get_mut(at) {
            items.push(item);
        }
    }
    let groups = groups
        .into_iter()
        .map(|(seller, alcohol, items)| group(seller, alcohol, items, destination, rates))
        .collect::<Result<Vec<Group>, Error>>()?;
    let total = Vnd::sum(groups.iter().map(|g| g.total))?;
    Ok(Quote { groups, total })
}

fn group(
    seller: Seller,
    alcohol: bool,
    items: Vec<Item>,
    destination: Option<&Place>,
    rates: &Rates,
) -> Result<Group, Error> {
    let mut goods = Vnd::ZERO;
    let mut weight_g = 0i64;
    for item in &items {
        goods = goods.plus(item.total()?)?;
        weight_g = item
            .weight_g
            .checked_mul(item.quantity)
            .and_then(|weight| weight_g.checked_add(weight))
            .ok_or(Error::TooMuch)?;
    }
    let delivery = match destination {
        None => Delivery::NotAsked,
        Some(place) => delivery(&seller, &items, weight_g, place, rates)?,
    };
    let shipping = match delivery {
        Delivery::Possible(carriage) => carriage.price,
        Delivery::NotAsked | Delivery::Impossible(_) => Vnd::ZERO,
    };
    let suffix = if alcohol { "-alcohol" } else { "" };
    Ok(Group {
        key: format!("{}{suffix}", seller.producer),
        fresh: items.iter().any(|item| item.fresh),
        total: goods.plus(shipping)?,
        seller,
        alcohol,
        items,
        goods,
        weight_g,
        delivery,
    })
}

fn delivery(
    seller: &Seller,
    items: &[Item],
    weight_g: i64,
    to: &Place,
    rates: &Rates,
) -> Result<Delivery, Error> {
    if !seller.delivers {
        return Ok(Delivery::Impossible(Obstacle::OutsideZone));
    }
    let Some(carriage) = rates.carriage(seller.producer, (&seller.place, to), weight_g)? else {
        return Ok(Delivery::Impossible(Obstacle::NoRate));
    };
    let patience = items.iter().filter_map(|item| item.max_transit_days).min();
    Ok(match patience {
        Some(days) if carriage.days_max > days => Delivery::Impossible(Obstacle::TooLongOnTheWay),
        _ => Delivery::Possible(carriage),
    })
}
