use kernel::{CertificateId, Day, DecisionId, Timestamp, text};
use store::{Tx, execute, first, insert};
use uuid::Uuid;

use super::find::{find, within};
use super::settle::{answer, settled};
use super::supersede::supersede;
use super::{Certificate, State, ToldDay};
use crate::reviews::{Decision, Official};
use crate::{Error, Fault, Wrong};

/// What an official reads from the decision in their hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The decision's number.
    pub decision_no: String,
    /// From when.
    pub issued_on: Day,
    /// Until when, that day included.
    pub expires_on: Day,
    /// 3, 4 or 5.
    pub stars: i64,
}

/// Holds a recorded certificate against its decision: what was recorded must be what the official
/// reads, what was missing is filled in, and from now on the star shows. An older certificate of
/// the same product is superseded. Verifying the same again changes nothing.
pub async fn verify(
    tx: &Tx,
    id: CertificateId,
    official: &Official,
    facts: Facts,
    now: Timestamp,
) -> Result<Certificate, Error> {
    let today = Day::of(now);
    let was = within(tx, id, official, today).await?;
    let facts = Facts {
        decision_no: text::clean(&facts.decision_no),
        ..facts
    };
    let months: i64 = rules::value(tx, "certificate.valid_months", "*", today).await?;
    let faults = faults(&was, &facts, (today, months));
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    // It holds already: whoever asks for it gets it.
    let holds = matches!(was.state, State::Verified | State::Extended);
    if holds && answer(tx, id, official, Decision::Approved, now).await? {
        return find(tx, id).await;
    }
    match was.state {
        State::Recorded => {}
        State::Verified => return Ok(was),
        other => {
            return Err(Error::State {
                what: "certificate",
                status: other.as_str(),
                step: "verify",
            });
        }
    }
    write(tx, &was, &facts, official, now).await?;
    supersede(tx, &was, &facts, (official.actor, now)).await?;
    answer(tx, id, official, Decision::Approved, now).await?;
    let done = find(tx, id).await?;
    settled(tx, &done, official.actor, "catalog.verify_certificate", now).await?;
    Ok(done)
}

fn faults(was: &Certificate, facts: &Facts, (today, months): (Day, i64)) -> Vec<Fault> {
    let mut faults = vec![];
    let mut check = |holds: bool, pointer: &str, wrong: Wrong| {
        if !holds {
            faults.push(Fault::new(pointer, wrong));
        }
    };
    let same = |a: &str, b: &str| text::lower(a) == text::lower(b);
    let number = was.decision_no.as_deref();
    check(
        !facts.decision_no.is_empty(),
        "/decision_no",
        Wrong::Required,
    );
    check(
        number.is_none_or(|n| same(n, &facts.decision_no)),
        "/decision_no",
        Wrong::Differs,
    );
    check(
        (3..=5).contains(&facts.stars),
        "/stars",
        Wrong::OutOfRange(3, 5),
    );
    check(
        was.stars.is_none_or(|s| s == facts.stars),
        "/stars",
        Wrong::Differs,
    );
    let can_be = |told: Option<ToldDay>, day: Day| {
        told.is_none_or(|told| told.earliest() <= day && day <= told.latest())
    };
    let (from, until) = (facts.issued_on, facts.expires_on);
    check(can_be(was.issued_on, from), "/issued_on", Wrong::Differs);
    check(from <= today, "/issued_on", Wrong::OutsideTerm);
    check(can_be(was.expires_on, until), "/expires_on", Wrong::Differs);
    // The law gives so many months and no more.
    let lawful = from < until && until <= from.plus_months(months);
    check(lawful, "/expires_on", Wrong::OutsideTerm);
    faults
}

async fn write(
    tx: &Tx,
    was: &Certificate,
    facts: &Facts,
    official: &Official,
    now: Timestamp,
) -> Result<(), Error> {
    let decision = decision(tx, was, facts, now).await?;
    let sql = "UPDATE certificates SET state = 'verified', decision_id = $2, stars = $3, issued_on = $4, \
               issued_precision = 'day', expires_on = $5, expires_precision = 'day', verified_by = $6, \
               verified_at = $7, version = version + 1 WHERE id = $1 AND state = 'recorded'";
    let values = vec![
        was.id.uuid().into(),
        decision.uuid().into(),
        facts.stars.into(),
        facts.issued_on.to_string().into(),
        facts.expires_on.to_string().into(),
        official.actor.account.map(Uuid::from).into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}

/// The decision of that number and issuer, written where it is not there yet.
async fn decision(
    tx: &Tx,
    was: &Certificate,
    facts: &Facts,
    now: Timestamp,
) -> Result<DecisionId, Error> {
    let number = was.decision_no.as_deref().unwrap_or(&facts.decision_no);
    let sql = "SELECT id FROM decisions WHERE number = $1 AND issuer = $2";
    let key = vec![number.into(), was.issuer.as_str().into()];
    if let Some(row) = first(tx, sql, key).await? {
        return Ok(DecisionId(row.try_get("", "id")?));
    }
    let id = DecisionId::new(now);
    let row = vec![
        id.uuid().into(),
        number.into(),
        facts.issued_on.to_string().into(),
        was.issuer.as_str().into(),
        crate::registry::level(&was.issuer).into(),
        was.province_code.as_str().into(),
        now.0.into(),
    ];
    let columns = [
        "id",
        "number",
        "issued_on",
        "issuer",
        "level",
        "province_code",
        "created_at",
    ];
    insert(tx, "decisions", &columns, vec![row]).await?;
    Ok(id)
}
