use catalog::reviews::{self, Review, ReviewKind};
use kernel::ReviewId;
use notifications::{Decision, Message, Notice, Remark, Subject};
use store::ConnectionTrait;

use super::{Error, people};
use crate::App;

/// A decision, with its remarks, to the producer's people and to whoever prepared it.
pub(super) async fn notices(app: &App, key: &str, review: ReviewId) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let review = reviews::find(db, review).await?;
    let Some(decision) = review.decision.map(decision) else {
        return Ok(vec![]);
    };
    let remarks = reviews::remarks(db, review.id).await?;
    let message = Message::Decided {
        on: subject(review.kind),
        decision,
        name: name(db, &review).await?,
        remarks: remarks.into_iter().map(remark).collect(),
    };
    let mut told = people::producer(db, review.producer).await?;
    let hands = review.submitted_by.into_iter().chain(review.prepared_by);
    let further = hands.filter(|hand| told.iter().all(|person| person.account != Some(*hand)));
    told.extend(people::accounts(db, further.collect::<Vec<_>>()).await?);
    let notice = |to| Notice {
        event: key.to_owned(),
        to,
        producer: Some(review.producer),
        message: message.clone(),
    };
    Ok(told.into_iter().map(notice).collect())
}

/// What people call the thing that was decided on.
async fn name(db: &impl ConnectionTrait, review: &Review) -> Result<String, Error> {
    let sql = match review.kind {
        ReviewKind::Producer => "SELECT name FROM producers WHERE id = $1",
        ReviewKind::Listing => "SELECT name FROM products WHERE id = $1",
        ReviewKind::Certificate => "SELECT product_name AS name FROM certificates WHERE id = $1",
        ReviewKind::Document => "SELECT number AS name FROM documents WHERE id = $1",
        ReviewKind::Portrait => {
            "SELECT r.name FROM pictures p JOIN producers r ON r.id = p.producer_id WHERE p.id = $1"
        }
    };
    let row = store::first(db, sql, vec![review.subject.into()]).await?;
    let row = row.ok_or(Error::Missing("subject of a review"))?;
    Ok(row
        .try_get::<Option<String>>("", "name")
        .map_err(store::Error::from)?
        .unwrap_or_default())
}

const fn decision(decision: reviews::Decision) -> Decision {
    match decision {
        reviews::Decision::Approved => Decision::Approved,
        reviews::Decision::Rejected => Decision::Rejected,
        reviews::Decision::ChangesRequested => Decision::ChangesRequested,
    }
}

const fn subject(kind: ReviewKind) -> Subject {
    match kind {
        ReviewKind::Producer => Subject::Producer,
        ReviewKind::Listing => Subject::Listing,
        ReviewKind::Certificate => Subject::Certificate,
        ReviewKind::Document => Subject::Document,
        ReviewKind::Portrait => Subject::Portrait,
    }
}

fn remark(remark: reviews::Remark) -> Remark {
    Remark {
        code: remark.code.as_str().to_owned(),
        text: remark.text,
    }
}
