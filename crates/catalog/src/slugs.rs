//! Slugs: the readable part of a public address. One that was minted leads to its subject for ever.

use kernel::{ProducerId, ProductId, Timestamp, base32, text};
use store::{ConnectionTrait, Tx, execute, first};
use uuid::Uuid;

use crate::Error;

/// What a slug leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A product.
    Product(ProductId),
    /// A producer.
    Producer(ProducerId),
}

impl Subject {
    const fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::Product(id) => ("product", id.uuid()),
            Self::Producer(id) => ("producer", id.uuid()),
        }
    }
}

/// The slug of a subject under a name: the folded name and 5 characters of the id; more of them
/// where another has that one. The same name gives the same slug again.
pub async fn mint(tx: &Tx, subject: Subject, name: &str, now: Timestamp) -> Result<String, Error> {
    let (kind, id) = subject.parts();
    let letters = base32(id.as_u128());
    for length in [5, 8, 26] {
        let slug = compose(name, &letters, length);
        let sql = "INSERT INTO slugs (slug, subject_kind, subject_id, created_at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (slug) DO NOTHING";
        let values = vec![slug.as_str().into(), kind.into(), id.into(), now.0.into()];
        if execute(tx, sql, values).await? == 1 || find(tx, &slug).await? == Some(subject) {
            return Ok(slug);
        }
    }
    Err(Error::Unreadable(format!("no slug is left for {letters}")))
}

/// What a slug leads to, an old one included.
pub async fn find(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Subject>, Error> {
    let sql = "SELECT subject_kind, subject_id FROM slugs WHERE slug = $1";
    let Some(row) = first(db, sql, vec![slug.into()]).await? else {
        return Ok(None);
    };
    let id: Uuid = row.try_get("", "subject_id")?;
    let kind: String = row.try_get("", "subject_kind")?;
    Ok(Some(if kind == "product" {
        Subject::Product(ProductId(id))
    } else {
        Subject::Producer(ProducerId(id))
    }))
}

/// The last characters of an id are random; the first tell the time alone.
fn compose(name: &str, letters: &str, length: usize) -> String {
    let tail = letters
        .get(letters.len().saturating_sub(length)..)
        .unwrap_or(letters);
    match text::slug(name) {
        words if words.is_empty() => tail.to_owned(),
        words => format!("{words}-{tail}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_the_folded_name_and_five_characters_of_the_id() {
        let id = base32(7);
        assert_eq!(
            compose("Nước mắm Thu Hùng", &id, 5),
            "nuoc-mam-thu-hung-00007"
        );
        assert_eq!(compose("!!!", &id, 5), "00007");
    }
}
