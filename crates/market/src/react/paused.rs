use kernel::ProducerId;
use notifications::{Message, Notice};

use super::{Error, people};
use crate::App;

/// A shop that paused itself, to its people: kindly, and how to go on.
pub(super) async fn notices(
    app: &App,
    key: &str,
    producer: ProducerId,
) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let name = catalog::producers::find(db, producer).await?.profile.name;
    let notice = |to| Notice {
        event: key.to_owned(),
        to,
        producer: Some(producer),
        message: Message::ShopPaused {
            producer,
            name: name.clone(),
        },
    };
    let people = people::producer(db, producer).await?;
    Ok(people.into_iter().map(notice).collect())
}
