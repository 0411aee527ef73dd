//! A producer passes to a new owner: the form with its paper, as both front doors take it.

use accounts::{HAND_OVER_REASONS, Login, NewHandOver};
use kernel::{AccountId, DocumentId, ProducerId};

use crate::State;
use crate::problem::Problem;
use crate::uploads::Upload;
use crate::who::Official;

/// Passes a producer of the official's area to a new owner, on the strength of a paper.
pub async fn hand_over(
    state: &State,
    official: &Official,
    producer: ProducerId,
    upload: &Upload,
) -> Result<(), Problem> {
    let (app, now) = (&state.app, state.app.now());
    let said = Said::parse(upload)?;
    let (paper, media_type) = (DocumentId::new(now), media::paper_type(&upload.bytes)?);
    // The file first: a row never names one that is not there.
    app.media.keep_paper(paper, upload.bytes.clone()).await?;
    let tx = store::write(&app.db).await?;
    let to = match &said.to {
        To::Account(account) => *account,
        To::Login(login, name) => accounts::account_for(&tx, (name, login), now).await?,
    };
    let new = NewHandOver {
        producer,
        to,
        reason: said.reason,
        paper,
        media_type,
    };
    accounts::hand_over(&tx, &new, official.actor, now).await?;
    market::calls::hand_on(&tx, producer, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

struct Said {
    to: To,
    reason: String,
}

enum To {
    Account(AccountId),
    Login(Login, String),
}

impl Said {
    fn parse(upload: &Upload) -> Result<Self, Problem> {
        let reason = upload.text("reason_code").unwrap_or_default();
        if !HAND_OVER_REASONS.contains(&reason) {
            return Err(Problem::field("/reason_code", "unknown_value"));
        }
        let to = match (upload.text("account"), upload.text("login")) {
            (Some(account), None) => {
                let account = account.parse();
                To::Account(account.map_err(|_id| Problem::field("/account", "invalid"))?)
            }
            (None, Some(login)) => {
                let login =
                    Login::parse(login).ok_or_else(|| Problem::field("/login", "invalid"))?;
                To::Login(login, upload.text("name").unwrap_or_default().to_owned())
            }
            (None, None) => return Err(Problem::field("/login", "required")),
            (Some(_), Some(_)) => return Err(Problem::field("/login", "invalid")),
        };
        Ok(Self {
            to,
            reason: reason.to_owned(),
        })
    }
}
