//! Who is told, and how they are reached: what notices ask of accounts.

use std::collections::HashMap;

use kernel::{AccountId, Lang, ProducerId};
use store::{ConnectionTrait, Row, Value, rows};

use crate::Error;

/// One way to reach a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Whose.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their language.
    pub lang: Lang,
    /// Where mail goes, unless it came back.
    pub email: Option<String>,
    /// Where texts go: only a proven number, for an unproven one may be anybody's.
    pub phone: Option<String>,
}

/// How active accounts are reached, in the order of their ids.
pub async fn reach(db: &impl ConnectionTrait, accounts: &[AccountId]) -> Result<Vec<Reach>, Error> {
    let sql = format!(
        "SELECT a.id, a.name, a.lang, \
          (SELECT MAX(c.value) FROM contact_points c WHERE c.account_id = a.id AND c.kind = 'email' AND c.bounced_at IS NULL) AS email, \
          (SELECT MAX(c.value) FROM contact_points c WHERE c.account_id = a.id AND c.kind = 'phone' AND c.proven_at IS NOT NULL) AS phone \
        FROM accounts a WHERE a.status = 'active' AND a.id IN {} ORDER BY a.id",
        store::in_list(accounts.len(), 1)
    );
    let found = rows(db, &sql, ids(accounts)).await?;
    let one = |row: &Row| -> Result<Reach, store::Error> {
        Ok(Reach {
            account: AccountId(row.try_get("", "id")?),
            name: row.try_get("", "name")?,
            lang: Lang::from_tag(&row.try_get::<String>("", "lang")?),
            email: row.try_get("", "email")?,
            phone: row.try_get("", "phone")?,
        })
    };
    Ok(found.iter().map(one).collect::<Result<_, _>>()?)
}

/// The phones of accounts, and whether each is proven.
pub async fn phones(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, (String, bool)>, Error> {
    let sql = format!(
        "SELECT account_id, value, proven_at FROM contact_points WHERE kind = 'phone' AND account_id IN {}",
        store::in_list(accounts.len(), 1)
    );
    let one = |row: &Row| -> Result<(AccountId, (String, bool)), store::Error> {
        let proven = row.try_get::<Option<i64>>("", "proven_at")?.is_some();
        let account = AccountId(row.try_get("", "account_id")?);
        Ok((account, (row.try_get("", "value")?, proven)))
    };
    let found = rows(db, &sql, ids(accounts)).await?;
    Ok(found.iter().map(one).collect::<Result<_, _>>()?)
}

/// The names behind accounts, for histories.
pub async fn names(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, String>, Error> {
    let sql = format!(
        "SELECT id, name FROM accounts WHERE status <> 'erased' AND id IN {}",
        store::in_list(accounts.len(), 1)
    );
    let found = rows(db, &sql, ids(accounts)).await?;
    let one = |row: &Row| -> Result<(AccountId, String), store::Error> {
        Ok((AccountId(row.try_get("", "id")?), row.try_get("", "name")?))
    };
    Ok(found.iter().map(one).collect::<Result<_, _>>()?)
}

/// The active members of a producer: who is told of its orders.
pub async fn members_of(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<AccountId>, Error> {
    let sql = "SELECT m.account_id AS id FROM members m JOIN accounts a ON a.id = m.account_id \
        WHERE m.producer_id = $1 AND a.status = 'active' ORDER BY m.added_at, m.account_id";
    account_ids(db, sql, vec![producer.uuid().into()]).await
}

/// The active officials whose area contains a place: of its commune, its province, the country.
pub async fn officials_for(
    db: &impl ConnectionTrait,
    province: &str,
    commune: &str,
) -> Result<Vec<AccountId>, Error> {
    let sql = "SELECT DISTINCT r.account_id AS id FROM account_roles r JOIN accounts a ON a.id = r.account_id \
        WHERE r.role = 'official' AND a.status = 'active' AND (r.area_kind = 'country' \
          OR (r.area_kind = 'province' AND r.area_code = $1) OR (r.area_kind = 'commune' AND r.area_code = $2)) ORDER BY id";
    account_ids(db, sql, vec![province.into(), commune.into()]).await
}

/// The official of exactly this area who has been there the longest.
pub async fn official_of(
    db: &impl ConnectionTrait,
    area: &crate::Area,
) -> Result<Option<AccountId>, Error> {
    let sql = "SELECT r.account_id AS id FROM account_roles r JOIN accounts a ON a.id = r.account_id \
        WHERE r.role = 'official' AND a.status = 'active' AND r.area_kind = $1 AND r.area_code = $2 \
        ORDER BY r.granted_at, r.account_id LIMIT 1";
    let values = vec![area.kind.as_str().into(), area.code.as_str().into()];
    Ok(account_ids(db, sql, values).await?.first().copied())
}

/// Every active official with their areas: whom the morning's digest goes to.
pub async fn list_officials(
    db: &impl ConnectionTrait,
) -> Result<Vec<(AccountId, crate::Area)>, Error> {
    let sql = "SELECT r.account_id, r.area_kind, r.area_code FROM account_roles r JOIN accounts a ON a.id = r.account_id \
        WHERE r.role = 'official' AND a.status = 'active' ORDER BY r.account_id, r.area_kind, r.area_code";
    let found = rows(db, sql, vec![]).await?;
    let one = |row: &Row| -> Result<Option<(AccountId, crate::Area)>, store::Error> {
        let kind: String = row.try_get("", "area_kind")?;
        let code: String = row.try_get("", "area_code")?;
        let account = AccountId(row.try_get("", "account_id")?);
        Ok(crate::Area::stored(&kind, &code).map(|area| (account, area)))
    };
    let all: Result<Vec<_>, store::Error> = found.iter().map(one).collect();
    Ok(all?.into_iter().flatten().collect())
}

/// The active administrators.
pub async fn admins(db: &impl ConnectionTrait) -> Result<Vec<AccountId>, Error> {
    let sql = "SELECT r.account_id AS id FROM account_roles r JOIN accounts a ON a.id = r.account_id \
        WHERE r.role = 'admin' AND a.status = 'active' ORDER BY r.account_id";
    account_ids(db, sql, vec![]).await
}

async fn account_ids(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<AccountId>, Error> {
    let found = rows(db, sql, values).await?;
    let one =
        |row: &Row| -> Result<AccountId, store::Error> { Ok(AccountId(row.try_get("", "id")?)) };
    Ok(found.iter().map(one).collect::<Result<_, _>>()?)
}

fn ids(accounts: &[AccountId]) -> Vec<Value> {
    accounts.iter().map(|a| a.uuid().into()).collect()
}
