use kernel::{Lang, Vnd};
use search::Hit;
use serde::Deserialize;
use serde_json::Value;

use crate::money::{dong, per_unit};
use crate::shell::Shell;
use crate::words::say_with;

/// A listing in a list.
pub(crate) struct Card {
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) producer: String,
    pub(crate) place: String,
    pub(crate) price: String,
    pub(crate) unit_price: Option<String>,
    /// `/media/img_…`, to which a size is added.
    pub(crate) picture: Option<String>,
    pub(crate) star: Option<u8>,
    pub(crate) in_stock: bool,
}

/// What the index keeps of a listing for its card.
#[derive(Deserialize)]
struct Lasting {
    name: String,
    slug: String,
    price: Price,
    unit_price: Option<Value>,
    image: Option<String>,
    producer: Named,
    commune: Option<Named>,
    province: Option<Named>,
}

#[derive(Deserialize)]
struct Price {
    amount: i64,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

impl Card {
    /// The card of a hit; none where the index keeps something else.
    pub(crate) fn of(hit: &Hit, lang: Lang) -> Option<Self> {
        let lasting: Lasting = serde_json::from_str(&hit.card).ok()?;
        let places = [lasting.commune, lasting.province];
        let places: Vec<String> = places.into_iter().flatten().map(|p| p.name).collect();
        Some(Self {
            name: lasting.name,
            slug: lasting.slug,
            producer: lasting.producer.name,
            place: places.join(", "),
            price: dong(Vnd(lasting.price.amount)),
            unit_price: lasting.unit_price.and_then(|price| per_unit(&price, lang)),
            picture: lasting.image.as_deref().and_then(folder),
            star: hit.star,
            in_stock: hit.in_stock,
        })
    }

    pub(crate) fn all(hits: &[Hit], lang: Lang) -> Vec<Self> {
        hits.iter().filter_map(|hit| Self::of(hit, lang)).collect()
    }

    /// `4 sao`.
    pub(crate) fn stars_said(&self, shell: &Shell) -> String {
        let count = self.star.unwrap_or_default().to_string();
        say_with(shell.lang, "stars", &[("count", count)])
    }

    /// `★★★★`.
    pub(crate) fn stars(&self) -> String {
        "★".repeat(usize::from(self.star.unwrap_or_default()))
    }
}

/// The folder of a picture's sizes, of the address of one of them.
fn folder(address: &str) -> Option<String> {
    Some(address.rsplit_once('/')?.0.to_owned())
}
