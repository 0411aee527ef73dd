use kernel::{CertificateId, Day, Timestamp, words};
use store::{Tx, execute};

use super::find::{find, within};
use super::settle::{News, settled, tell};
use super::{Certificate, State};
use crate::Error;
use crate::reviews::Official;

words! {
    /// Why a certificate is taken back: the six causes of Decision 26/2026/QĐ-TTg, article 8.
    Cause {
        /// The file was false.
        FalseFile = "false_file",
        /// The product no longer meets the criteria.
        CriteriaNoLongerMet = "criteria_no_longer_met",
        /// The law on quality, food safety, environment, property or labels was broken.
        LawBreached = "law_breached",
        /// The OCOP mark was misused.
        MarkMisused = "mark_misused",
        /// The product is no longer made.
        ProductionStopped = "production_stopped",
        /// Another finding.
        OtherFinding = "other_finding",
    }
}

/// Takes a certificate back: its star is gone at once. Revoking again for the same cause changes
/// nothing.
pub async fn revoke(
    tx: &Tx,
    id: CertificateId,
    official: &Official,
    cause: Cause,
    now: Timestamp,
) -> Result<Certificate, Error> {
    let today = Day::of(now);
    let was = within(tx, id, official, today).await?;
    match was.state {
        State::Revoked => return Ok(was),
        State::Recorded | State::Verified | State::Extended => {}
        State::Lapsed | State::Superseded => {
            return Err(Error::State {
                what: "certificate",
                status: was.state.as_str(),
                step: "revoke",
            });
        }
    }
    let sql = "UPDATE certificates SET state = 'revoked', revoked_on = $2, revocation_cause = $3, \
               version = version + 1 WHERE id = $1 AND version = $4";
    let values = vec![
        id.uuid().into(),
        today.to_string().into(),
        cause.as_str().into(),
        was.version.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    tell(tx, News::Revoked, (id, official.actor.account), now).await?;
    settled(tx, &was, official.actor, "catalog.revoke_certificate", now).await?;
    find(tx, id).await
}
