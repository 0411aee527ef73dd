use kernel::{CartId, ProducerId, ProductId, VariantId, Vnd};
use market::{Priced, Ways};
use orders::{Delivery, Group, Item};
use serde::Serialize;
use utoipa::ToSchema;

use crate::orders::{Days, Seller};
use crate::schema::Money;

/// A cart.
#[derive(Serialize, ToSchema)]
#[schema(as = Cart)]
pub(crate) struct CartView {
    #[schema(value_type = String)]
    id: CartId,
    lines: Vec<CartLine>,
    /// The orders that it would become: one a producer, alcohol apart.
    orders: Vec<CartOrder>,
    #[schema(value_type = Money)]
    total: Vnd,
}

/// A line of a cart.
#[derive(Serialize, ToSchema)]
struct CartLine {
    #[schema(value_type = String)]
    variant: VariantId,
    #[schema(value_type = String)]
    product: ProductId,
    name: String,
    variant_name: String,
    quantity: i64,
    #[schema(value_type = Money)]
    price: Vnd,
    #[schema(value_type = Money)]
    total: Vnd,
    /// How many can be bought now.
    available: i64,
}

/// An order that a cart would become.
#[derive(Serialize, ToSchema)]
struct CartOrder {
    /// Its name in `payment_methods`.
    key: String,
    producer: Seller,
    alcohol: bool,
    /// The variants in it.
    #[schema(value_type = Vec<String>)]
    lines: Vec<VariantId>,
    #[schema(value_type = Money)]
    goods: Vnd,
    /// None before a destination is set.
    #[schema(value_type = Option<Money>)]
    shipping: Option<Vnd>,
    #[schema(value_type = Money)]
    total: Vnd,
    /// None before a destination is set.
    deliverable: Option<bool>,
    /// Why it cannot be delivered or paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery_days: Option<Days>,
    /// The ways to pay.
    methods: Vec<&'static str>,
}

impl CartView {
    /// A priced cart; `ways` says what this market offers.
    pub(crate) fn of(priced: &Priced, ways: Ways) -> Self {
        let items = priced.quote.groups.iter().flat_map(|g| &g.items);
        Self {
            id: priced.cart.id,
            lines: items.map(line).collect(),
            orders: priced.quote.groups.iter().map(|g| order(g, ways)).collect(),
            total: priced.quote.total,
        }
    }
}

fn line(item: &Item) -> CartLine {
    CartLine {
        variant: item.variant,
        product: item.product,
        name: item.title.clone(),
        variant_name: item.variant_name.clone(),
        quantity: item.quantity,
        price: item.unit_price,
        // The quote has been summed: none of its lines is too large.
        total: item.total().unwrap_or_default(),
        available: item.available,
    }
}

fn order(group: &Group, ways: Ways) -> CartOrder {
    let (shipping, deliverable, obstacle, delivery_days) = match group.delivery {
        Delivery::NotAsked => (None, None, None, None),
        Delivery::Possible(carriage) => {
            let days = Days::new(carriage.days_min, carriage.days_max);
            (Some(carriage.price), Some(true), None, Some(days))
        }
        Delivery::Impossible(obstacle) => (None, Some(false), Some(obstacle.as_str()), None),
    };
    let methods = market::methods(group, ways);
    CartOrder {
        key: group.key.clone(),
        producer: seller(group.seller.producer, &group.seller.name),
        alcohol: group.alcohol,
        lines: group.items.iter().map(|item| item.variant).collect(),
        goods: group.goods,
        shipping,
        total: group.total,
        deliverable,
        reason: obstacle.or(methods.is_empty().then_some("alcohol_no_cash")),
        delivery_days,
        methods: methods.iter().map(|method| method.as_str()).collect(),
    }
}

fn seller(id: ProducerId, name: &str) -> Seller {
    Seller {
        id,
        name: name.to_owned(),
    }
}
