use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use catalog::shelf::{SoldUntil, Which, ever_on_sale, read, shown_by};
use kernel::{Day, ProductId, Timestamp};
use search::{Change, Index};
use store::Db;
use tokio::sync::{Mutex, Notify};
use tokio_util::sync::CancellationToken;

use super::card::{day_number, document};
use crate::{App, Error};

/// How long a node usually waits before it looks again by itself.
pub const LOOK_AGAIN: Duration = Duration::from_millis(250);
/// How long it leaves a database alone that does not answer.
const AWAY: Duration = Duration::from_secs(1);
/// How many listings are read and written together: what bounds the memory of a large catch-up.
const TOGETHER: usize = 1_000;

/// The node's copy of what the public sees.
pub struct Listings {
    index: Arc<Index>,
    /// One catch-up at a time; where it stands.
    turn: Mutex<Position>,
    generation: AtomicU64,
    /// How often each listing was seen to change: a part of the key under which its answer is kept.
    stamps: RwLock<HashMap<ProductId, u64>>,
    /// Another node has changed something.
    wake: Notify,
}

#[derive(Debug)]
struct Position {
    feed: i64,
    sold: SoldUntil,
}

impl std::fmt::Debug for Listings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Listings({:?})", self.index)
    }
}

impl Listings {
    /// Opens the index in a folder and brings it up to date; one that cannot be right is built anew.
    pub(crate) async fn open(folder: &Path, db: &Db, now: Timestamp) -> Result<Self, Error> {
        let folder = folder.to_owned();
        let (index, feed) = blocking(move || Index::open(&folder)).await?;
        let sold = SoldUntil::now(db.read(), now).await?;
        let listings = Self {
            index: Arc::new(index),
            turn: Mutex::new(Position { feed, sold }),
            generation: AtomicU64::new(1),
            stamps: RwLock::default(),
            wake: Notify::new(),
        };
        listings.mend(db, feed).await?;
        listings.catch_up(db, now).await?;
        Ok(listings)
    }

    /// An index without a listing or from a database that has since been taken back is begun anew.
    async fn mend(&self, db: &Db, feed: i64) -> Result<(), Error> {
        let head = shown_by(db.read(), i64::MAX).await?.head;
        if feed > head || self.index.is_empty() {
            let index = self.index.clone();
            blocking(move || index.clear()).await?;
            self.turn.lock().await.feed = 0;
        }
        Ok(())
    }

    /// Reads what changed since the last time. What a caller has committed before is in it.
    pub async fn catch_up(&self, db: &Db, now: Timestamp) -> Result<(), Error> {
        let mut at = self.turn.lock().await;
        let mut shown = shown_by(db.read(), at.feed).await?;
        if at.feed == 0 {
            shown.products.extend(ever_on_sale(db.read()).await?);
        }
        let mut until = at.sold.clone();
        let sold = until.read(db.read(), now).await?;
        let all: Vec<ProductId> = shown.products.union(&sold).copied().collect();
        let mut rest = all.len();
        for some in all.chunks(TOGETHER) {
            rest -= some.len();
            // The new place is recorded with the last of them: one who is cut off begins again.
            let place = if rest == 0 { shown.head } else { at.feed };
            self.refresh(db, some, &shown.products, (place, now))
                .await?;
        }
        *at = Position {
            feed: shown.head,
            sold: until,
        };
        Ok(())
    }

    async fn refresh(
        &self,
        db: &Db,
        products: &[ProductId],
        shown: &BTreeSet<ProductId>,
        (place, now): (i64, Timestamp),
    ) -> Result<(), Error> {
        let listings = read(db.read(), Which::Products(products), now).await?;
        let changes: Vec<Change> = listings
            .iter()
            .filter_map(|listing| {
                let number = u64::try_from(listing.number).unwrap_or(0);
                if !listing.is_public() {
                    return Some(Change::Remove(number));
                }
                let price = listing
                    .cheapest()
                    .and_then(catalog::shelf::OnSale::price)
                    .unwrap_or_default();
                let same = self.index.shown(number) == Some((price.amount(), listing.in_stock()));
                let changed = shown.contains(&listing.id) || !same;
                changed.then(|| Change::Put(Box::new(document(listing))))
            })
            .collect();
        self.touch(products);
        if changes.is_empty() {
            Ok(())
        } else {
            self.apply(changes, place).await
        }
    }

    async fn apply(&self, changes: Vec<Change>, place: i64) -> Result<(), Error> {
        let index = self.index.clone();
        blocking(move || index.apply(changes, place)).await?;
        self.generation.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }

    /// The answers of these listings are read anew from now on.
    fn touch(&self, products: &[ProductId]) {
        let mut stamps = self.stamps.write().unwrap_or_else(PoisonError::into_inner);
        for product in products {
            *stamps.entry(*product).or_default() += 1;
        }
    }

    /// The text index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Grows with every change of the index: a part of the key under which answers are kept.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// How often a listing was seen to change.
    pub fn stamp(&self, product: ProductId) -> u64 {
        let stamps = self.stamps.read().unwrap_or_else(PoisonError::into_inner);
        stamps.get(&product).copied().unwrap_or_default()
    }

    /// The day as the index counts days.
    pub fn day(now: Timestamp) -> i32 {
        day_number(Day::of(now))
    }
}

/// Keeps a node's copy up to date until it is told to stop.
pub async fn follow(app: App, stop: CancellationToken) {
    let mut feed = app.db.feed();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = app.listings.wake.notified() => {}
            _ = feed.changed() => {}
            () = tokio::time::sleep(app.look_again) => {}
        }
        if let Err(err) = app.listings.catch_up(&app.db, app.now()).await {
            tracing::warn!(error = %err, "the listings cannot be brought up to date");
            tokio::time::sleep(AWAY).await;
        }
    }
}

/// Holds the connection to what the nodes share, until told to stop: this node's moves of the feed
/// wake the others, and theirs this one.
pub async fn listen(app: App, stop: CancellationToken) {
    let heard = || app.listings.wake.notify_one();
    app.shared.keep(app.db.feed(), heard, stop).await;
}

/// The text index works with files: off the threads that answer requests.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, search::Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|err| Error::Task(err.to_string()))?
        .map_err(Error::Search)
}
