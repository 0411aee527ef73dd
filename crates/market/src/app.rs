use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use gateway::Gateway;
use kernel::{Clock, Secret};
use media::{Keep, Media};
use notifications::Channels;
use store::{Db, Shared};

use crate::Transfers;
use crate::listings::Listings;

/// Where a node finds its things.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The database.
    pub database: store::Settings,
    /// The folder of everything that is not in the database: pictures, index, mail.
    pub data: PathBuf,
    /// The address under which people reach the market, without a slash at its end.
    pub public_url: String,
    /// The installation's key.
    pub secret: Secret,
    /// The numbers of signing in.
    pub accounts: accounts::Settings,
    /// Where notices leave the house.
    pub notices: notifications::Settings,
    /// Where pictures are kept; none: in the data folder.
    pub pictures: Option<media::S3>,
    /// How cards are paid with; none: no card is offered.
    pub cards: Option<gateway::Settings>,
    /// The Redis that the nodes share; none: nothing is shared.
    pub redis: Option<String>,
    /// To whose account transfers go.
    pub transfers: Transfers,
    /// How long a node waits before it looks at the feed by itself.
    pub look_again: Duration,
}

/// Why a node could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The settings of mail cannot be used.
    #[error(transparent)]
    Notices(#[from] notifications::Error),
    /// The search index cannot be opened.
    #[error(transparent)]
    Listings(#[from] crate::Error),
    /// The storage of pictures cannot be used.
    #[error(transparent)]
    Pictures(#[from] media::Error),
    /// The keys of the card gateway cannot be keys.
    #[error(transparent)]
    Cards(#[from] gateway::BadSettings),
    /// The URL of Redis is none.
    #[error(transparent)]
    Redis(#[from] store::shared::Away),
}

/// What a node works with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The truth.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The key that tokens are derived from.
    pub secret: Secret,
    /// The address under which people reach the market.
    pub public_url: String,
    /// The numbers of signing in.
    pub accounts: accounts::Settings,
    /// The ways out of the house.
    pub channels: Channels,
    /// This node's copy of what the public sees.
    pub listings: Arc<Listings>,
    /// The pictures.
    pub media: Media,
    /// The way to pay by card, where there is one.
    pub cards: Option<Gateway>,
    /// What the nodes share, and may lose.
    pub shared: Shared,
    /// To whose account transfers go.
    pub transfers: Transfers,
    pub(crate) look_again: Duration,
}

impl App {
    /// Connects, brings the schema up to date and opens what a node needs.
    pub async fn open(settings: Settings, clock: Clock) -> Result<Self, OpenError> {
        let channels = Channels::open(&settings.notices)?;
        let keep = match settings.pictures {
            Some(bucket) => Keep::s3(bucket)?,
            None => Keep::folder(&settings.data)?,
        };
        let cards = settings.cards.map(Gateway::open).transpose()?;
        let shared = Shared::open(settings.redis.as_deref(), &settings.secret)?;
        let db = Db::connect(&settings.database).await?;
        store::migrate(&db).await?;
        let listings = Listings::open(&settings.data.join("index"), &db, clock.now()).await?;
        Ok(Self {
            listings: Arc::new(listings),
            db,
            clock,
            secret: settings.secret,
            public_url: settings.public_url,
            accounts: settings.accounts,
            channels,
            media: Media::new(keep),
            cards,
            shared,
            transfers: settings.transfers,
            look_again: settings.look_again,
        })
    }

    /// What codes and letters of accounts are made with.
    pub fn codes(&self) -> accounts::Codes<'_> {
        accounts::Codes {
            secret: self.secret.expose(),
            settings: &self.accounts,
        }
    }

    /// The instant now.
    pub fn now(&self) -> kernel::Timestamp {
        self.clock.now()
    }
}
