use kernel::{AccountId, CartId, Timestamp, VariantId};
use orders::Cart;

use crate::error::Refusal;
use crate::{App, Error, quote};

/// Sets how many of a variant are in a cart; 0 takes it out. Only what can be ordered goes in.
pub async fn put_line(
    app: &App,
    cart: CartId,
    account: Option<AccountId>,
    (variant, quantity): (VariantId, i64),
    now: Timestamp,
) -> Result<Cart, Error> {
    let before = orders::cart(app.db.read(), cart, account).await?;
    if quantity > 0 {
        let offers = catalog::offers(app.db.read(), &[variant], now).await?;
        let offer = offers.get(&variant).ok_or(orders::Error::NotFound)?;
        if !quote::orderable(offer) {
            return Err(Refusal::NotForSale.into());
        }
    }
    let tx = store::write(&app.db).await?;
    orders::put_line(&tx, &before, variant, quantity, now).await?;
    let after = orders::cart(&tx, cart, account).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(after)
}
