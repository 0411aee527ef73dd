use kernel::{ProducerId, ProductId, words};
use store::{ConnectionTrait, Tx, execute, first, rows};
use uuid::Uuid;

use crate::Error;
use crate::producers::{self, ProducerEvent};
use crate::products::{self, ProductEvent, ProductStatus};
use crate::reviews::Official;
use crate::words::stored;

words! {
    /// What becomes of the orders that are open.
    OpenOrders {
        /// They are finished as if nothing had happened.
        Finish = "finish",
        /// They are cancelled with the reason `suspended`.
        Cancel = "cancel",
    }
}

/// What is suspended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// One listing.
    Product(ProductId),
    /// A producer with all its listings.
    Producer(ProducerId),
}

/// A suspension, as what cancels its orders needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    /// What.
    pub subject: Subject,
    /// What becomes of the orders that are open.
    pub open_orders: OpenOrders,
    /// Whether it was lifted again.
    pub lifted: bool,
}

impl Subject {
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Product(_) => "product",
            Self::Producer(_) => "producer",
        }
    }

    pub(super) const fn uuid(self) -> Uuid {
        match self {
            Self::Product(id) => id.uuid(),
            Self::Producer(id) => id.uuid(),
        }
    }

    /// The producer's listings that buyers see change.
    pub(super) async fn listings(self, tx: &Tx) -> Result<Vec<ProductId>, Error> {
        let producer = match self {
            Self::Product(id) => return Ok(vec![id]),
            Self::Producer(id) => id,
        };
        let sql = "SELECT id FROM products WHERE producer_id = $1 AND live_revision IS NOT NULL";
        rows(tx, sql, vec![producer.uuid().into()])
            .await?
            .iter()
            .map(|row| Ok(ProductId(row.try_get("", "id")?)))
            .collect()
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Product(id) => id.fmt(f),
            Self::Producer(id) => id.fmt(f),
        }
    }
}

/// Where a subject stands, in the word of its own machine.
pub async fn status(db: &impl ConnectionTrait, subject: Subject) -> Result<&'static str, Error> {
    let product = match subject {
        Subject::Producer(id) => return Ok(producers::find(db, id).await?.status.as_str()),
        Subject::Product(id) => id,
    };
    let sql = "SELECT status FROM products WHERE id = $1";
    let row = first(db, sql, vec![product.uuid().into()]).await?;
    let word: String = row.ok_or(Error::NotFound)?.try_get("", "status")?;
    Ok(stored(&word, ProductStatus::parse)?.as_str())
}

/// A suspension by its id.
pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Suspension, Error> {
    let sql =
        "SELECT subject_kind, subject_id, open_orders, lifted_at FROM suspensions WHERE id = $1";
    let row = first(db, sql, vec![id.into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let subject: Uuid = row.try_get("", "subject_id")?;
    let is_product = row.try_get::<String>("", "subject_kind")? == "product";
    Ok(Suspension {
        subject: if is_product {
            Subject::Product(ProductId(subject))
        } else {
            Subject::Producer(ProducerId(subject))
        },
        open_orders: stored(
            &row.try_get::<String>("", "open_orders")?,
            OpenOrders::parse,
        )?,
        lifted: row.try_get::<Option<i64>>("", "lifted_at")?.is_some(),
    })
}

/// Where the subject stands, locked; elsewhere than in the official's area it does not exist.
pub(super) async fn standing(
    tx: &Tx,
    subject: Subject,
    official: &Official,
) -> Result<Standing, Error> {
    let (producer, standing) = match subject {
        Subject::Product(id) => {
            let product = products::locked(tx, id).await?;
            let producer = producers::find(tx, product.producer).await?;
            (producer, Standing::Product(product.status))
        }
        Subject::Producer(id) => {
            let producer = producers::locked(tx, id).await?;
            let status = producer.status;
            (producer, Standing::Producer(status))
        }
    };
    if official
        .level(&producer.province_code, &producer.profile.commune_code)
        .is_none()
    {
        return Err(Error::NotFound);
    }
    Ok(standing)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Product(ProductStatus),
    Producer(producers::ProducerStatus),
}

impl Standing {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Product(status) => status.as_str(),
            Self::Producer(status) => status.as_str(),
        }
    }

    pub(super) fn suspended(self) -> Result<Self, Error> {
        Ok(match self {
            Self::Product(was) => Self::Product(was.apply(ProductEvent::Suspend)?),
            Self::Producer(was) => Self::Producer(was.apply(ProducerEvent::Suspend)?),
        })
    }

    /// Back to what it was: `before` as the suspension kept it.
    pub(super) fn restored(self, before: &str) -> Result<Self, Error> {
        Ok(match self {
            Self::Product(now) if before == ProductStatus::Paused.as_str() => {
                Self::Product(now.apply(ProductEvent::RestorePaused)?)
            }
            Self::Product(now) => Self::Product(now.apply(ProductEvent::RestoreLive)?),
            Self::Producer(now) => Self::Producer(now.apply(ProducerEvent::Restore)?),
        })
    }
}

pub(super) async fn write(
    tx: &Tx,
    subject: Subject,
    from: Standing,
    to: Standing,
) -> Result<(), Error> {
    let table = match subject {
        Subject::Product(_) => "products",
        Subject::Producer(_) => "producers",
    };
    let sql = format!(
        "UPDATE {table} SET status = $2, version = version + 1 WHERE id = $1 AND status = $3"
    );
    let values = vec![
        subject.uuid().into(),
        to.as_str().into(),
        from.as_str().into(),
    ];
    if execute(tx, &sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}
