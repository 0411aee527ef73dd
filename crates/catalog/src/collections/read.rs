use kernel::{CollectionId, Day, ProducerId, ProductId, text, words};
use store::{ConnectionTrait, Row, Value, rows};
use uuid::Uuid;

use crate::Error;
use crate::reviews::Official;
use crate::words::stored;

words! {
    /// What a collection is about.
    Kind {
        /// The goods of a place: "Đặc sản Cẩm Xuyên".
        RegionalBrand = "regional_brand",
        /// What is in season.
        Season = "season",
        /// A fair.
        Fair = "fair",
        /// A campaign.
        Campaign = "campaign",
    }
}

/// A collection with its products in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Which.
    pub id: CollectionId,
    /// What it is about.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// Of which province; none where it is the country's.
    pub province_code: Option<String>,
    /// Of which commune; none where it is the whole province's.
    pub commune_code: Option<String>,
    /// From when it is shown.
    pub from: Option<Day>,
    /// Until when, that day included.
    pub until: Option<Day>,
    /// What is in it.
    pub products: Vec<Member>,
}

/// A product in a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Which.
    pub id: ProductId,
    /// Its name.
    pub name: String,
    /// Whose.
    pub producer: ProducerId,
    /// Their name.
    pub producer_name: String,
}

/// The collections that are shown on a day, by their titles.
pub async fn running(db: &impl ConnectionTrait, today: Day) -> Result<Vec<Collection>, Error> {
    let shown =
        "(c.from_on IS NULL OR c.from_on <= $1) AND (c.until_on IS NULL OR c.until_on >= $1)";
    load(db, shown, vec![today.to_string().into()]).await
}

/// The collections of an official's area.
pub async fn of_area(
    db: &impl ConnectionTrait,
    official: &Official,
) -> Result<Vec<Collection>, Error> {
    let mut values: Vec<Value> = vec![];
    let place = official.within("c", &mut values);
    load(db, &place, values).await
}

/// A collection of the official's area; elsewhere it does not exist.
pub async fn in_area(
    db: &impl ConnectionTrait,
    official: &Official,
    id: CollectionId,
) -> Result<Collection, Error> {
    let mut values: Vec<Value> = vec![id.uuid().into()];
    let place = official.within("c", &mut values);
    let found = load(db, &format!("c.id = $1 AND {place}"), values).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

async fn load(
    db: &impl ConnectionTrait,
    clause: &str,
    values: Vec<Value>,
) -> Result<Vec<Collection>, Error> {
    let sql = format!(
        "SELECT c.id, c.kind, c.title, c.province_code, c.commune_code, c.from_on, c.until_on, \
         p.id AS product_id, p.name, p.producer_id, r.name AS producer_name FROM collections c \
         LEFT JOIN collection_products m ON m.collection_id = c.id \
         LEFT JOIN products p ON p.id = m.product_id LEFT JOIN producers r ON r.id = p.producer_id \
         WHERE {clause} ORDER BY c.id, m.position, m.product_id"
    );
    let mut all: Vec<Collection> = vec![];
    for row in &rows(db, &sql, values).await? {
        let id = CollectionId(row.try_get("", "id")?);
        if all.last().is_none_or(|last| last.id != id) {
            all.push(collection(row, id)?);
        }
        if let (Some(last), Some(product)) = (all.last_mut(), member(row)?) {
            last.products.push(product);
        }
    }
    all.sort_by_cached_key(|collection| text::sort_key(&collection.title));
    Ok(all)
}

fn collection(row: &Row, id: CollectionId) -> Result<Collection, Error> {
    let day = |column: &str| -> Result<Option<Day>, Error> {
        let text: Option<String> = row.try_get("", column)?;
        Ok(text.and_then(|text| text.parse().ok()))
    };
    Ok(Collection {
        id,
        kind: stored(&row.try_get::<String>("", "kind")?, Kind::parse)?,
        title: row.try_get("", "title")?,
        province_code: row.try_get("", "province_code")?,
        commune_code: row.try_get("", "commune_code")?,
        from: day("from_on")?,
        until: day("until_on")?,
        products: vec![],
    })
}

fn member(row: &Row) -> Result<Option<Member>, Error> {
    let Some(id) = row.try_get::<Option<Uuid>>("", "product_id")? else {
        return Ok(None);
    };
    Ok(Some(Member {
        id: ProductId(id),
        name: row.try_get("", "name")?,
        producer: ProducerId(row.try_get("", "producer_id")?),
        producer_name: row.try_get("", "producer_name")?,
    }))
}
