use std::collections::HashMap;

use kernel::{Day, text};
use store::{ConnectionTrait, Row, Value, rows};

use crate::Error;
use crate::certificates::{COLUMNS, Certificate, StandingState, State, state_on};
use crate::reviews::Official;

/// A product of the programme, as the newest of its entries tells it today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The programme's group, where it is told.
    pub group: Option<String>,
    /// The stars of its certificate, whether they show or not.
    pub stars: Option<i64>,
    /// The province that answers for it.
    pub province: String,
    /// Where it is made.
    pub commune: Option<String>,
    /// The year in which it joined, else that of its first certificate.
    pub year: Option<String>,
    /// What kind of producer.
    pub entity_type: Option<String>,
    /// Whether a file was handed in.
    pub registered: bool,
    /// Whether it was graded.
    pub graded: bool,
    /// What is true of its certificate.
    pub state: StandingState,
    /// Whether its certificate runs by what is told, seen by an official or not.
    pub runs: bool,
}

/// The products of an official's area on a day, by one query.
pub async fn read(
    db: &impl ConnectionTrait,
    official: &Official,
    today: Day,
) -> Result<Vec<Participant>, Error> {
    let mut values: Vec<Value> = vec![];
    let place = official.within("c", &mut values);
    let sql = format!(
        "SELECT {COLUMNS}, c.group_code, COALESCE(c.set_no, r.set_no) AS set_no, c.entity_type, c.joined_on, \
         c.registered_on, c.graded_on, c.score_milli, c.producer_folded \
         FROM certificates c LEFT JOIN decisions d ON d.id = c.decision_id \
         LEFT JOIN products p ON p.id = c.product_id \
         LEFT JOIN product_revisions r ON r.id = p.live_revision \
         WHERE {place} ORDER BY COALESCE(c.issued_on, ''), c.id"
    );
    let mut products: HashMap<(String, String), Participant> = HashMap::new();
    for row in &rows(db, &sql, values).await? {
        let Some(certificate) = Certificate::read(row)? else {
            continue;
        };
        let key = (
            text::fold(&certificate.product_name),
            row.try_get::<String>("", "producer_folded")?,
        );
        let newer = participant(row, &certificate, today)?;
        match products.get_mut(&key) {
            Some(older) => older.follow(newer, certificate.state),
            None => {
                products.insert(key, newer);
            }
        }
    }
    Ok(products.into_values().collect())
}

fn participant(row: &Row, certificate: &Certificate, today: Day) -> Result<Participant, Error> {
    let of = |column: &str| row.try_get::<Option<String>>("", column);
    let set: Option<i64> = row.try_get("", "set_no")?;
    let group = of("group_code")?.or_else(|| {
        let set = set.and_then(reference::set)?;
        Some(set.group.to_owned())
    });
    let score: Option<i64> = row.try_get("", "score_milli")?;
    let graded = certificate.stars.is_some()
        || certificate.decision_no.is_some()
        || score.is_some()
        || of("graded_on")?.is_some();
    let issued = certificate.issued_on.map(|day| day.to_string());
    let year = of("joined_on")?.or(issued);
    let ended = certificate
        .expires_on
        .is_some_and(|day| day.latest() < today);
    Ok(Participant {
        group,
        stars: certificate.stars,
        province: certificate.province_code.clone(),
        commune: certificate.commune_code.clone(),
        year: year.and_then(|day| day.get(..4).map(str::to_owned)),
        entity_type: of("entity_type")?,
        registered: graded || of("registered_on")?.is_some(),
        graded,
        state: state_on(certificate, today),
        runs: certificate.decision_no.is_some() && certificate.stars.is_some() && !ended,
    })
}

impl Participant {
    /// A newer entry of the same product: what it leaves unsaid stays, and what is past does not
    /// count against what runs.
    fn follow(&mut self, newer: Self, state: State) {
        let holds = |state| matches!(state, StandingState::Valid | StandingState::Extended);
        self.year = self.year.take().min(newer.year.clone()).or(newer.year);
        self.registered |= newer.registered;
        self.graded |= newer.graded;
        self.group = newer.group.or_else(|| self.group.take());
        self.province = newer.province;
        self.commune = newer.commune.or_else(|| self.commune.take());
        self.entity_type = newer.entity_type.or_else(|| self.entity_type.take());
        if state != State::Superseded && (!holds(self.state) || holds(newer.state)) {
            self.state = newer.state;
            self.stars = newer.stars.or(self.stars);
            self.runs = newer.runs;
        }
    }
}
