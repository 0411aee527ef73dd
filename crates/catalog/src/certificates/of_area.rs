use kernel::{CertificateId, Cursor, Day, Limit, Page, text, words};
use store::{ConnectionTrait, Row, Value, rows};

use super::find::{find, read};
use super::{COLUMNS, Certificate};
use crate::Error;
use crate::reviews::Official;

/// So many days ahead, what ends is shown.
const ENDING_DAYS: i64 = 30;
/// What sorts behind every day.
const NEVER: &str = "9999-12-31";

words! {
    /// Which of an area's certificates.
    Part {
        /// Those that a producer claims and no official has verified.
        Claimed = "claimed",
        /// Those that end within thirty days.
        Ending = "ending",
        /// Those that run and are verified.
        Running = "running",
    }
}

/// Which certificates an official asks for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// All, where nothing is said.
    pub part: Option<Part>,
    /// Part of the producer's or product's name, or of the decision's number.
    pub text: Option<String>,
}

/// The certificates of an official's area, those that end first at the top.
pub async fn of_area(
    db: &impl ConnectionTrait,
    official: &Official,
    wanted: &Wanted,
    (limit, after, today): (Limit, Option<(String, CertificateId)>, Day),
) -> Result<Page<Certificate>, Error> {
    let last = today.plus_days(ENDING_DAYS);
    let mut values: Vec<Value> = vec![
        today.to_string().into(),
        last.to_string().into(),
        i64::try_from(limit.overfetch()).unwrap_or(101).into(),
    ];
    let place = official.within("c", &mut values);
    let part = match wanted.part {
        None => "1 = 1",
        Some(Part::Claimed) => "c.state = 'recorded' AND c.claimed_by_producer IS NOT NULL",
        Some(Part::Ending) => {
            "c.state IN ('recorded', 'verified', 'extended') \
             AND COALESCE(c.extended_until, c.expires_on) BETWEEN $1 AND $2"
        }
        Some(Part::Running) => {
            "c.state IN ('verified', 'extended') AND COALESCE(c.extended_until, c.expires_on) >= $1"
        }
    };
    let sought = sought(wanted.text.as_deref(), &mut values);
    let ends = format!("COALESCE(c.extended_until, c.expires_on, '{NEVER}')");
    let seek = after.map_or(String::new(), |(day, id)| {
        values.extend([day.into(), id.uuid().into()]);
        let (day, id) = (values.len() - 1, values.len());
        format!(" AND ({ends} > ${day} OR ({ends} = ${day} AND c.id > ${id}))")
    });
    // Each part names the days, so that both databases know what they are.
    let sql = format!(
        "SELECT {COLUMNS} FROM certificates c LEFT JOIN decisions d ON d.id = c.decision_id \
         WHERE {place} AND {part}{sought}{seek} AND CAST($1 AS TEXT) <= CAST($2 AS TEXT) \
         ORDER BY {ends}, c.id LIMIT $3"
    );
    let found = rows(db, &sql, values).await?;
    let found: Result<Vec<Certificate>, Error> =
        found.iter().map(|row: &Row| read(Some(row))).collect();
    Ok(Page::from_overfetch(found?, limit, |last| {
        Cursor::new([ends_on(last), last.id.to_string()])
    }))
}

/// Its last day as it is sorted.
fn ends_on(certificate: &Certificate) -> String {
    let extended = certificate.extended_until.map(|day| day.to_string());
    let told = certificate.expires_on.map(|day| day.to_string());
    extended.or(told).unwrap_or_else(|| NEVER.to_owned())
}

fn sought(said: Option<&str>, values: &mut Vec<Value>) -> String {
    let Some(said) = said.map(text::clean).filter(|said| !said.is_empty()) else {
        return String::new();
    };
    let part = |text: &str| format!("%{}%", text.replace(['%', '_'], ""));
    values.extend([part(&said).into(), part(&text::fold(&said)).into()]);
    let (plain, folded) = (values.len() - 1, values.len());
    format!(
        " AND (c.product_name LIKE ${plain} OR c.producer_name LIKE ${plain} \
         OR d.number LIKE ${plain} OR c.producer_folded LIKE ${folded})"
    )
}

/// A certificate of the official's area; elsewhere it does not exist.
pub async fn in_area(
    db: &impl ConnectionTrait,
    official: &Official,
    id: CertificateId,
) -> Result<Certificate, Error> {
    let found = find(db, id).await?;
    let commune = found.commune_code.as_deref().unwrap_or_default();
    match official.level(&found.province_code, commune) {
        Some(_) => Ok(found),
        None => Err(Error::NotFound),
    }
}
