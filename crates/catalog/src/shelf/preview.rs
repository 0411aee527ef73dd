use kernel::{ProducerId, ProductId, Timestamp};
use store::ConnectionTrait;

use super::{Listing, Maker, OnSale};
use crate::prices::Tier;
use crate::revisions::{VariantText, newest};
use crate::stock::{Shelf, shelf_of};
use crate::{Error, certificates, producers, products};

/// A listing as it would be with the text that its producer works on.
pub async fn preview(
    db: &impl ConnectionTrait,
    (producer, id): (ProducerId, ProductId),
    now: Timestamp,
) -> Result<Listing, Error> {
    let product = products::find(db, producer, id).await?;
    let body = newest(db, &product).await?.body;
    let maker = producers::find(db, producer).await?;
    let shelves = shelf_of(db, (producer, id), now).await?;
    let on_shelf = |text: &VariantText| shelves.iter().find(|shelf| shelf.id == text.id);
    Ok(Listing {
        id,
        number: product.number,
        slug: product.slug.unwrap_or_default(),
        status: product.status,
        public_code: product.public_code,
        since: product.created_at.0,
        sample: false,
        maker: Maker {
            id: producer,
            slug: maker.slug.unwrap_or_default(),
            name: maker.profile.name,
            portrait: maker.portrait.shown,
            province_code: maker.province_code,
            commune_code: maker.profile.commune_code,
            approved: maker.status == producers::ProducerStatus::Approved,
        },
        variants: body
            .variants
            .iter()
            .map(|text| on_sale(text, on_shelf(text)))
            .collect(),
        certificates: certificates::of_product(db, id).await?,
        body,
    })
}

fn on_sale(text: &VariantText, shelf: Option<&Shelf>) -> OnSale {
    let price = shelf.and_then(|shelf| shelf.price);
    let tier = |price| Tier {
        min_quantity: 1,
        price,
    };
    OnSale {
        id: text.id,
        name: text.name.clone(),
        sku: text.sku.clone(),
        prices: price.map(tier).into_iter().collect(),
        net: text.net,
        weight_g: text.weight_g,
        available: shelf.map_or(0, |shelf| shelf.level.available()),
    }
}
