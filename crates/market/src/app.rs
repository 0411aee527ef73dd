use std::path::PathBuf;

use kernel::{Clock, Secret};
use store::Db;

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
}

impl App {
    /// Connects, brings the schema up to date and opens what a node needs.
    pub async fn open(settings: Settings, clock: Clock) -> Result<Self, store::Error> {
        let db = Db::connect(&settings.database).await?;
        store::migrate(&db).await?;
        Ok(Self {
            db,
            clock,
            secret: settings.secret,
            public_url: settings.public_url,
            accounts: settings.accounts,
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
