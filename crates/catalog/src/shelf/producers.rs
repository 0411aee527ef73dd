use kernel::{Cursor, Limit, Page, PictureId, ProducerId};
use store::{ConnectionTrait, Row, first, rows};
use uuid::Uuid;

use crate::Error;

/// A producer as the public sees it: of a household, the commune and no street.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownProducer {
    /// Which.
    pub id: ProducerId,
    /// The readable part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What kind of producer.
    pub entity_type: String,
    /// Who speaks for it.
    pub representative: String,
    /// Where it lies.
    pub province_code: String,
    /// Where it lies.
    pub commune_code: String,
    /// Its story.
    pub story: String,
    /// Its face.
    pub portrait: Option<PictureId>,
    /// Invented, not a real producer's data.
    pub sample: bool,
    /// How many of its products are on sale.
    pub products: i64,
    sort: String,
}

/// Producers with the count of what a reader may see of theirs: alcohol only after a declaration.
fn select(adult: bool) -> String {
    let sets: Vec<String> = reference::sets()
        .iter()
        .filter(|set| set.alcohol)
        .map(|set| set.no.to_string())
        .collect();
    let hidden = if adult {
        String::new()
    } else {
        format!(
            " AND NOT EXISTS (SELECT 1 FROM product_revisions r WHERE r.id = p.live_revision \
             AND (r.abv_permille > 0 OR r.set_no IN ({})))",
            sets.join(", ")
        )
    };
    SELECT.replace("{hidden}", &hidden)
}

const SELECT: &str = "SELECT pr.id, pr.slug, pr.name, pr.name_sort, pr.entity_type, pr.representative, \
    pr.province_code, pr.commune_code, pr.story, pr.portrait, pr.sample, \
    (SELECT COUNT(*) FROM products p WHERE p.producer_id = pr.id AND p.status = 'live'{hidden}) AS products \
    FROM producers pr WHERE pr.status = 'approved'";

/// The approved producers, as the dictionary sorts them.
pub async fn list_producers(
    db: &impl ConnectionTrait,
    (province, adult): (Option<&str>, bool),
    limit: Limit,
    after: Option<(String, ProducerId)>,
) -> Result<Page<ShownProducer>, Error> {
    let sql = format!(
        "{} AND (CAST($1 AS TEXT) IS NULL OR pr.province_code = $1) \
         AND (pr.name_sort > $2 OR (pr.name_sort = $2 AND pr.id > $3)) ORDER BY pr.name_sort, pr.id LIMIT $4",
        select(adult)
    );
    let (name, id) = after.unwrap_or((String::new(), ProducerId(Uuid::nil())));
    let values = vec![
        province.map(str::to_owned).into(),
        name.into(),
        id.uuid().into(),
        i64::try_from(limit.overfetch()).unwrap_or(101).into(),
    ];
    let found = rows(db, &sql, values).await?;
    let all = found.iter().map(shown).collect::<Result<Vec<_>, Error>>()?;
    Ok(Page::from_overfetch(all, limit, |p| {
        Cursor::new([p.sort.clone(), p.id.to_string()])
    }))
}

/// One approved producer, by its id or a slug that was ever its own.
pub async fn find_producer(
    db: &impl ConnectionTrait,
    id_or_slug: &str,
    adult: bool,
) -> Result<Option<ShownProducer>, Error> {
    let id = match id_or_slug.parse::<ProducerId>() {
        Ok(id) => Some(id),
        Err(_slug) => match crate::slugs::find(db, id_or_slug).await? {
            Some(crate::slugs::Subject::Producer(id)) => Some(id),
            Some(crate::slugs::Subject::Product(_)) | None => None,
        },
    };
    let Some(id) = id else { return Ok(None) };
    let row = first(
        db,
        &format!("{} AND pr.id = $1", select(adult)),
        vec![id.uuid().into()],
    )
    .await?;
    row.map(|row| shown(&row)).transpose()
}

fn shown(row: &Row) -> Result<ShownProducer, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    Ok(ShownProducer {
        id: ProducerId(row.try_get::<Uuid>("", "id")?),
        slug: row
            .try_get::<Option<String>>("", "slug")?
            .unwrap_or_default(),
        name: text("name")?,
        entity_type: text("entity_type")?,
        representative: text("representative")?,
        province_code: text("province_code")?,
        commune_code: text("commune_code")?,
        story: text("story")?,
        portrait: row.try_get::<Option<Uuid>>("", "portrait")?.map(PictureId),
        sample: row.try_get::<i64>("", "sample")? == 1,
        products: row.try_get("", "products")?,
        sort: text("name_sort")?,
    })
}
