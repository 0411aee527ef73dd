use std::collections::BTreeSet;

use kernel::{ProducerId, text};
use store::{ConnectionTrait, Row, first, rows};

use super::{COLUMNS, Certificate};
use crate::{Error, names};

/// How many entries of one place are looked at.
const MOST: i64 = 5_000;

/// An entry of the registry that may be a producer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The entry.
    pub certificate: Certificate,
    /// Whether the names are the same but for legal form and tones; else they are alike.
    pub same_name: bool,
}

/// "We found these. Are they yours?" The entries that nobody has claimed or asked for and whose producer's or
/// product's name is the producer's own, or like it in the same place: the likeliest first.
pub async fn suggest(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<Suggestion>, Error> {
    let sql = "SELECT name, province_code, commune_code FROM producers WHERE id = $1";
    let row = first(db, sql, vec![producer.uuid().into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let core = names::core(&row.try_get::<String>("", "name")?);
    let listed = listed(db, producer).await?;
    let mut found = vec![];
    for row in &near(db, &row, &core).await? {
        let theirs: String = row.try_get("", "producer_folded")?;
        let Some(certificate) = Certificate::read(row)? else {
            continue;
        };
        let same_name = theirs == core;
        let same_product = listed.contains(&text::fold(&certificate.product_name));
        if same_name || same_product || alike(&core, &theirs) {
            found.push(Suggestion {
                certificate,
                same_name,
            });
        }
    }
    found.sort_by_key(|suggestion| (!suggestion.same_name, suggestion.certificate.id));
    Ok(found)
}

/// The names of the producer's own products.
async fn listed(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<BTreeSet<String>, Error> {
    let sql = "SELECT name FROM products WHERE producer_id = $1";
    let mut names = BTreeSet::new();
    for row in &rows(db, sql, vec![producer.uuid().into()]).await? {
        names.insert(text::fold(&row.try_get::<String>("", "name")?));
    }
    Ok(names)
}

/// What is free under the same name in the province, in the commune, or in the province where the
/// registry knows no commune.
async fn near(db: &impl ConnectionTrait, producer: &Row, core: &str) -> Result<Vec<Row>, Error> {
    let sql = format!(
        "SELECT {COLUMNS}, c.producer_folded FROM certificates c LEFT JOIN decisions d ON d.id = c.decision_id \
         WHERE c.claimed_by_producer IS NULL AND c.product_id IS NULL \
         AND NOT EXISTS (SELECT 1 FROM reviews v WHERE v.kind = 'certificate' AND v.subject_id = c.id \
         AND v.status = 'pending') \
         AND c.state IN ('recorded', 'verified', 'extended') AND c.province_code = $1 \
         AND (c.producer_folded = $2 OR c.commune_code = $3 OR c.commune_code IS NULL) \
         ORDER BY c.id LIMIT $4"
    );
    let values = vec![
        producer.try_get::<String>("", "province_code")?.into(),
        core.into(),
        producer.try_get::<String>("", "commune_code")?.into(),
        MOST.into(),
    ];
    Ok(rows(db, &sql, values).await?)
}

/// Whether the words of the shorter name, two at least, all stand in the longer one.
fn alike(a: &str, b: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> { text::words(name).map(str::to_owned).collect() };
    let (a, b) = (words(a), words(b));
    a.len().min(b.len()) >= 2 && (a.is_subset(&b) || b.is_subset(&a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_where_one_holds_the_other() {
        let core = names::core;
        assert_eq!(core("HTX Thu Hùng"), core("Hợp tác xã Thu Hùng"));
        assert!(alike(&core("Nước mắm Thu Hùng"), &core("HTX Thu Hùng")));
        assert!(!alike(&core("HTX Thu Hà"), &core("HTX Thu Hùng")));
        assert!(!alike(&core("HTX Thu"), &core("HTX Thu Hùng")));
    }
}
