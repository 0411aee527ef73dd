//! Where somebody has things brought: kept by them, to be filled in at the next purchase.

use kernel::{AccountId, SavedAddressId, Timestamp};
use store::{ConnectionTrait, Row, Tx, execute, first, insert, rows};

use crate::Error;

/// So many are kept; a further one takes the place of the oldest.
pub const MOST_ADDRESSES: i64 = 10;

/// An address to be kept: whoever keeps it has checked it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAddress {
    /// Who receives there.
    pub name: String,
    /// Where they are called.
    pub phone: String,
    /// Two digits.
    pub province_code: String,
    /// Five digits.
    pub commune_code: String,
    /// House, street, hamlet.
    pub street: String,
}

/// An address that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedAddress {
    /// Which.
    pub id: SavedAddressId,
    /// What it says.
    pub address: NewAddress,
    /// Since when.
    pub created_at: Timestamp,
}

const SELECT: &str =
    "SELECT id, name, phone, province_code, commune_code, street, created_at FROM saved_addresses";

/// Somebody's addresses, the newest first.
pub async fn list_addresses(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<SavedAddress>, Error> {
    let sql = format!("{SELECT} WHERE account_id = $1 ORDER BY created_at DESC, id DESC");
    let found = rows(db, &sql, vec![account.uuid().into()]).await?;
    Ok(found.iter().map(read).collect::<Result<_, _>>()?)
}

/// One of somebody's addresses; another's is not there.
pub async fn find_address(
    db: &impl ConnectionTrait,
    (account, id): (AccountId, SavedAddressId),
) -> Result<Option<SavedAddress>, Error> {
    let sql = format!("{SELECT} WHERE account_id = $1 AND id = $2");
    let row = first(db, &sql, vec![account.uuid().into(), id.uuid().into()]).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

fn read(row: &Row) -> Result<SavedAddress, store::Error> {
    Ok(SavedAddress {
        id: SavedAddressId(row.try_get("", "id")?),
        address: NewAddress {
            name: row.try_get("", "name")?,
            phone: row.try_get("", "phone")?,
            province_code: row.try_get("", "province_code")?,
            commune_code: row.try_get("", "commune_code")?,
            street: row.try_get("", "street")?,
        },
        created_at: Timestamp(row.try_get("", "created_at")?),
    })
}

/// Keeps an address; the same one again is kept once. Answers with its id.
pub async fn save_address(
    tx: &Tx,
    account: AccountId,
    new: &NewAddress,
    now: Timestamp,
) -> Result<SavedAddressId, Error> {
    let known = list_addresses(tx, account).await?;
    if let Some(same) = known.iter().find(|known| known.address == *new) {
        return Ok(same.id);
    }
    let columns = [
        "id",
        "account_id",
        "name",
        "phone",
        "province_code",
        "commune_code",
        "street",
        "created_at",
    ];
    let id = SavedAddressId::new(now);
    let row = vec![
        id.uuid().into(),
        account.uuid().into(),
        new.name.as_str().into(),
        new.phone.as_str().into(),
        new.province_code.as_str().into(),
        new.commune_code.as_str().into(),
        new.street.as_str().into(),
        now.0.into(),
    ];
    insert(tx, "saved_addresses", &columns, vec![row]).await?;
    let sql = "DELETE FROM saved_addresses WHERE account_id = $1 AND id NOT IN (SELECT id FROM \
               saved_addresses WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2)";
    execute(tx, sql, vec![account.uuid().into(), MOST_ADDRESSES.into()]).await?;
    Ok(id)
}

/// Forgets an address of somebody's; one that is gone stays gone.
pub async fn forget_address(
    tx: &Tx,
    (account, id): (AccountId, SavedAddressId),
) -> Result<(), Error> {
    let sql = "DELETE FROM saved_addresses WHERE account_id = $1 AND id = $2";
    execute(tx, sql, vec![account.uuid().into(), id.uuid().into()]).await?;
    Ok(())
}
