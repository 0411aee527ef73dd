use kernel::{Cursor, Limit, Page, ProducerId, text};
use store::{ConnectionTrait, Row, Value, rows};

use super::find::{Producer, find};
use super::status::ProducerStatus;
use crate::Error;
use crate::reviews::Official;
use crate::words::stored;

/// A producer in its officials' list.
#[derive(Debug, Clone)]
pub struct Known {
    /// Which.
    pub id: ProducerId,
    /// Its name.
    pub name: String,
    /// In which province.
    pub province_code: String,
    /// In which commune.
    pub commune_code: String,
    /// Where it stands.
    pub status: ProducerStatus,
    /// How many of its listings are on sale.
    pub live: i64,
}

/// Which producers an official asks for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In this state alone.
    pub status: Option<ProducerStatus>,
    /// Part of the name.
    pub text: Option<String>,
}

/// The producers of an official's area whose application was ever handed in, the newest first.
pub async fn of_area(
    db: &impl ConnectionTrait,
    official: &Official,
    wanted: &Wanted,
    (limit, before): (Limit, Option<ProducerId>),
) -> Result<Page<Known>, Error> {
    let mut values: Vec<Value> = vec![
        wanted
            .status
            .map(|status| status.as_str().to_owned())
            .into(),
        wanted.text.as_deref().map(part).into(),
        i64::try_from(limit.overfetch()).unwrap_or(101).into(),
    ];
    let place = official.within("p", &mut values);
    let seek = before.map_or(String::new(), |id| {
        values.push(id.uuid().into());
        format!(" AND p.id < ${}", values.len())
    });
    let sql = format!(
        "SELECT p.id, p.name, p.province_code, p.commune_code, p.status, (SELECT COUNT(*) FROM products l \
         WHERE l.producer_id = p.id AND l.status = 'live') AS live FROM producers p \
         WHERE p.status <> 'draft' AND {place} AND (CAST($1 AS TEXT) IS NULL OR p.status = $1) \
         AND (CAST($2 AS TEXT) IS NULL OR p.name LIKE $2){seek} ORDER BY p.id DESC LIMIT $3"
    );
    let known: Result<Vec<Known>, Error> =
        rows(db, &sql, values).await?.iter().map(known).collect();
    Ok(Page::from_overfetch(known?, limit, |last| {
        Cursor::new([last.id.to_string()])
    }))
}

fn part(said: &str) -> String {
    format!("%{}%", text::clean(said).replace(['%', '_'], ""))
}

fn known(row: &Row) -> Result<Known, Error> {
    Ok(Known {
        id: ProducerId(row.try_get("", "id")?),
        name: row.try_get("", "name")?,
        province_code: row.try_get("", "province_code")?,
        commune_code: row.try_get("", "commune_code")?,
        status: stored(&row.try_get::<String>("", "status")?, ProducerStatus::parse)?,
        live: row.try_get("", "live")?,
    })
}

/// A producer of the official's area; elsewhere it does not exist.
pub async fn in_area(
    db: &impl ConnectionTrait,
    official: &Official,
    id: ProducerId,
) -> Result<Producer, Error> {
    let found = find(db, id).await?;
    match official.level(&found.province_code, &found.profile.commune_code) {
        Some(_) if found.status != ProducerStatus::Draft => Ok(found),
        _ => Err(Error::NotFound),
    }
}
