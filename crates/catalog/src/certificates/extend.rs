use kernel::{CertificateId, Day, Timestamp, text};
use store::{Tx, execute};

use super::find::{find, within};
use super::lapse::runs_on;
use super::settle::{News, settled, tell};
use super::{Certificate, State, ToldDay};
use crate::reviews::Official;
use crate::{Error, Fault, Wrong};

/// The proof that a re-grading was lodged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lodged {
    /// When the file was lodged: on the last day at the latest.
    pub lodged_on: Day,
    /// The receipt's number.
    pub receipt_no: String,
    /// Until when it runs on; as long as the law allows where it is not said.
    pub until: Option<Day>,
}

/// Lets a verified certificate run on after its last day, until its re-grading is decided.
pub async fn extend(
    tx: &Tx,
    id: CertificateId,
    official: &Official,
    lodged: Lodged,
    now: Timestamp,
) -> Result<Certificate, Error> {
    let today = Day::of(now);
    let was = within(tx, id, official, today).await?;
    if !matches!(was.state, State::Verified | State::Extended) {
        return Err(Error::State {
            what: "certificate",
            status: was.state.as_str(),
            step: "extend",
        });
    }
    let expires = was
        .expires_on
        .and_then(ToldDay::full)
        .ok_or_else(|| Error::Unreadable(format!("{id} is verified without its last day")))?;
    let most: i64 = rules::value(tx, "certificate.extension_days", "*", today).await?;
    let until = lodged.until.unwrap_or_else(|| expires.plus_days(most));
    let receipt = text::clean(&lodged.receipt_no);
    let mut faults = vec![];
    if receipt.is_empty() {
        faults.push(Fault::new("/receipt_no", Wrong::Required));
    }
    if receipt.chars().count() > 100 {
        faults.push(Fault::new("/receipt_no", Wrong::TooLong(100)));
    }
    // The law's window opens so many days before the last one; whoever could not meet its end is
    // heard until the last day.
    let (opens, _closes): (i64, i64) =
        rules::value(tx, "certificate.regrading_window", "*", today).await?;
    let window = expires.plus_days(-opens)..=expires;
    if !window.contains(&lodged.lodged_on) || lodged.lodged_on > today {
        faults.push(Fault::new("/lodged_on", Wrong::OutsideTerm));
    }
    if until <= expires || until > expires.plus_days(most) {
        faults.push(Fault::new("/until", Wrong::OutsideTerm));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let sql = "UPDATE certificates SET state = 'extended', regrading_lodged_on = $2, receipt_no = $3, \
               extended_until = $4, version = version + 1 WHERE id = $1 AND version = $5";
    let values = vec![
        id.uuid().into(),
        lodged.lodged_on.to_string().into(),
        receipt.into(),
        until.to_string().into(),
        was.version.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    runs_on(tx, id).await?;
    tell(tx, News::Extended, (id, official.actor.account), now).await?;
    settled(tx, &was, official.actor, "catalog.extend_certificate", now).await?;
    find(tx, id).await
}
