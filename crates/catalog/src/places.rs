use kernel::ProducerId;
use store::{ConnectionTrait, Row, rows};

/// Where a producer is at home: its administrative codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The producer.
    pub producer: ProducerId,
    /// Its province.
    pub province: String,
    /// Its commune.
    pub commune: String,
}

/// Where producers are at home: what decides which officials know them.
pub async fn places(
    db: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<Vec<Place>, store::Error> {
    let sql = format!(
        "SELECT id, province_code, commune_code FROM producers WHERE id IN {} ORDER BY id",
        store::in_list(producers.len(), 1)
    );
    let ids = producers.iter().map(|id| id.uuid().into()).collect();
    let found = rows(db, &sql, ids).await?;
    let place = |row: &Row| -> Result<Place, store::Error> {
        Ok(Place {
            producer: ProducerId(row.try_get("", "id")?),
            province: row.try_get("", "province_code")?,
            commune: row.try_get("", "commune_code")?,
        })
    };
    found.iter().map(place).collect()
}
