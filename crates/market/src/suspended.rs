use catalog::pictures;
use catalog::suspensions::{self, OpenOrders, Subject};
use kernel::{Actor, OrderId, ProductId};
use orders::Reason;
use store::Values;
use uuid::Uuid;

use crate::{App, Error, withdraw};

/// Ends the open orders of something that was taken off sale, unless it was restored meanwhile.
/// Each is a transaction of its own; one that has moved on meanwhile is left as it is.
pub(crate) async fn cancel(app: &App, suspension: Uuid) -> Result<(), Error> {
    let db = app.db.read();
    let order = suspensions::find(db, suspension).await?;
    if order.lifted || order.open_orders == OpenOrders::Finish {
        return Ok(());
    }
    let (whose, id) = match order.subject {
        Subject::Producer(producer) => ("o.producer_id = $1", producer.uuid()),
        Subject::Product(product) => (
            "EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.product_id = $1)",
            product.uuid(),
        ),
    };
    let sql = format!(
        "SELECT o.id FROM orders o WHERE {whose} \
         AND o.status IN ('awaiting_payment', 'placed', 'accepted', 'packed') ORDER BY o.id"
    );
    let values: Values = vec![id.into()];
    for row in store::rows(db, &sql, values).await? {
        let order = OrderId(row.try_get("", "id").map_err(store::Error::from)?);
        let ended = withdraw(&app.db, order, Reason::Suspended, Actor::SYSTEM, app.now()).await;
        match ended {
            Ok(()) | Err(Error::Orders(orders::Error::State(_))) => {}
            Err(err) => return Err(err),
        }
    }
    Ok(())
}

/// Puts the pictures of a listing that was taken down where no public address leads.
pub(crate) async fn withhold(app: &App, product: ProductId) -> Result<(), Error> {
    for picture in pictures::of_product(app.db.read(), product).await? {
        app.media.withhold(picture.id).await?;
    }
    Ok(())
}
