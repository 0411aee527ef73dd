use catalog::stock::Shelf;
use kernel::{ProductId, VariantId, Vnd};
use serde::Serialize;
use utoipa::ToSchema;
use web::who::Member;
use web::{Problem, State};

use crate::schema::{Money, NetSchema};

/// A variant with its price and what there is of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ShelfView {
    #[schema(value_type = String)]
    id: VariantId,
    #[schema(value_type = String)]
    product: ProductId,
    sku: String,
    name: String,
    #[schema(value_type = NetSchema)]
    net: catalog::revisions::Net,
    weight_g: i64,
    #[schema(value_type = Option<Money>)]
    price: Option<Vnd>,
    /// In the producer's hands.
    on_hand: i64,
    /// Of it promised to orders.
    reserved: i64,
    /// What can still be bought.
    available: i64,
}

impl From<Shelf> for ShelfView {
    fn from(shelf: Shelf) -> Self {
        Self {
            id: shelf.id,
            product: shelf.product,
            sku: shelf.sku,
            name: shelf.name,
            net: shelf.net,
            weight_g: shelf.weight_g,
            price: shelf.price,
            on_hand: shelf.level.on_hand,
            reserved: shelf.level.reserved,
            available: shelf.level.available(),
        }
    }
}

/// The variant as it is now.
pub(super) async fn answer(
    state: &State,
    member: &Member,
    variant: VariantId,
) -> Result<axum::Json<ShelfView>, Problem> {
    let whose = (member.producer, variant);
    let shelf = catalog::stock::shelf(state.app.db.read(), whose, state.app.now()).await?;
    Ok(axum::Json(shelf.into()))
}
