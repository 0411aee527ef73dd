//! Carts: what somebody means to buy, and where it should go. The id is all that a guest needs.

use kernel::{AccountId, CartId, Timestamp, VariantId};
use store::{ConnectionTrait, Row, Tx, execute, first, rows};
use uuid::Uuid;

use crate::Error;
use crate::delivery::Place;
use crate::error::{Fault, Wrong};

/// So many different things fit into a cart.
pub const MOST_LINES: usize = 100;
/// So many of one thing.
pub const MOST_OF_ONE: i64 = 9_999;

/// A cart.
#[derive(Debug, Clone)]
pub struct Cart {
    /// Which.
    pub id: CartId,
    /// Whose, where somebody was signed in when it was made.
    pub account: Option<AccountId>,
    /// Where it should go.
    pub destination: Option<Place>,
    /// Whether it has become a checkout.
    pub used: bool,
    /// What is in it, in the order in which it came.
    pub lines: Vec<(VariantId, i64)>,
}

/// Makes an empty cart.
pub async fn create_cart(
    tx: &Tx,
    account: Option<AccountId>,
    now: Timestamp,
) -> Result<CartId, Error> {
    let id = CartId::random();
    let sql = "INSERT INTO carts (id, account_id, created_at) VALUES ($1, $2, $3)";
    let values = vec![
        id.uuid().into(),
        account.map(Uuid::from).into(),
        now.0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(id)
}

/// A cart with its lines, by one query. A signed-in buyer's cart is nobody else's.
pub async fn cart(
    db: &impl ConnectionTrait,
    id: CartId,
    account: Option<AccountId>,
) -> Result<Cart, Error> {
    let sql = "SELECT c.account_id, c.province_code, c.commune_code, k.id AS checkout_id, l.variant_id, l.quantity \
        FROM carts c LEFT JOIN checkouts k ON k.cart_id = c.id LEFT JOIN cart_lines l ON l.cart_id = c.id \
        WHERE c.id = $1 ORDER BY l.added_at, l.variant_id";
    let found = rows(db, sql, vec![id.uuid().into()]).await?;
    let row = found.first().ok_or(Error::NotFound)?;
    let owner = row
        .try_get::<Option<Uuid>>("", "account_id")?
        .map(AccountId);
    if owner.is_some() && owner != account {
        return Err(Error::NotFound);
    }
    let province: Option<String> = row.try_get("", "province_code")?;
    let commune: Option<String> = row.try_get("", "commune_code")?;
    let mut lines = Vec::with_capacity(found.len());
    for row in &found {
        lines.extend(line(row)?);
    }
    Ok(Cart {
        id,
        account: owner,
        destination: province
            .zip(commune)
            .map(|(province, commune)| Place { province, commune }),
        used: row.try_get::<Option<Uuid>>("", "checkout_id")?.is_some(),
        lines,
    })
}

fn line(row: &Row) -> Result<Option<(VariantId, i64)>, Error> {
    let Some(variant) = row.try_get::<Option<Uuid>>("", "variant_id")? else {
        return Ok(None);
    };
    Ok(Some((VariantId(variant), row.try_get("", "quantity")?)))
}

/// Sets how many of a variant are in a cart; 0 takes it out.
pub async fn put_line(
    tx: &Tx,
    cart: &Cart,
    variant: VariantId,
    quantity: i64,
    now: Timestamp,
) -> Result<(), Error> {
    if !(0..=MOST_OF_ONE).contains(&quantity) {
        return Err(Error::Invalid(vec![Fault {
            pointer: "/quantity",
            wrong: Wrong::OutOfRange(0, MOST_OF_ONE),
        }]));
    }
    still_open(tx, cart).await?;
    let ids = vec![cart.id.uuid().into(), variant.uuid().into()];
    if quantity == 0 {
        let sql = "DELETE FROM cart_lines WHERE cart_id = $1 AND variant_id = $2";
        execute(tx, sql, ids).await?;
        return Ok(());
    }
    let known = cart.lines.iter().any(|(v, _)| *v == variant);
    if !known && cart.lines.len() >= MOST_LINES {
        return Err(Error::CartFull { max: MOST_LINES });
    }
    let sql = "INSERT INTO cart_lines (cart_id, variant_id, quantity, added_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = excluded.quantity";
    let mut values: store::Values = ids;
    values.extend([quantity.into(), now.0.into()]);
    execute(tx, sql, values).await?;
    Ok(())
}

/// Says where a cart should go.
pub async fn set_destination(tx: &Tx, cart: &Cart, place: &Place) -> Result<(), Error> {
    still_open(tx, cart).await?;
    let sql = "UPDATE carts SET province_code = $2, commune_code = $3 WHERE id = $1";
    let values = vec![
        cart.id.uuid().into(),
        place.province.as_str().into(),
        place.commune.as_str().into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

async fn still_open(tx: &Tx, cart: &Cart) -> Result<(), Error> {
    let sql = "SELECT id FROM checkouts WHERE cart_id = $1";
    match first(tx, sql, vec![cart.id.uuid().into()]).await? {
        Some(_checkout) => Err(Error::CartUsed),
        None => Ok(()),
    }
}
