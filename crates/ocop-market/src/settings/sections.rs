//! The sections of the settings, as `config/default.toml` explains them.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use accounts::Lifetime;
use serde::Deserialize;

/// Where a value may hold a password, only whether it is set is printed.
macro_rules! hide {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
hide!(Database Redis Smtp TextWay Pictures Payments Secret Stripe);

/// `[http]`
#[derive(Debug, Clone, Deserialize)]
pub struct Http {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address that people use, without a slash at its end; empty for the listener's own.
    pub public_url: String,
    /// Megabytes in which public answers are kept.
    pub kept_mb: u64,
    /// Seconds between being told to stop and closing the door.
    pub leaving_s: u64,
}

/// `[data]`
#[derive(Debug, Clone, Deserialize)]
pub struct Data {
    /// The folder.
    pub dir: PathBuf,
}

/// `[database]`
#[derive(Clone, Deserialize)]
pub struct Database {
    /// The URL; empty for SQLite in the data folder.
    pub url: String,
    /// Connections of the pool.
    pub connections: u32,
    /// Seconds to wait for one.
    pub acquire_timeout_s: u64,
}

/// `[redis]`
#[derive(Clone, Deserialize)]
pub struct Redis {
    /// The URL; empty for none.
    pub url: String,
}

/// `[smtp]`
#[derive(Clone, Deserialize)]
pub struct Smtp {
    /// The URL; empty for none.
    pub url: String,
    /// The sender.
    pub from: String,
}

/// `[text]`
#[derive(Clone, Deserialize)]
pub struct TextWay {
    /// The folder; empty for none.
    pub folder: PathBuf,
    /// The gateway; empty for none.
    pub gateway_url: String,
    /// What requests to it are signed with.
    pub gateway_key: String,
    /// What it knows us by.
    pub sender: String,
    /// Who carries the messages.
    pub carrier: notifications::Carrier,
}

/// `[mail]`
#[derive(Debug, Clone, Deserialize)]
pub struct Folder {
    /// The folder; empty for none.
    pub folder: PathBuf,
}

/// `[pictures]`
#[derive(Clone, Deserialize)]
pub struct Pictures {
    /// The bucket; empty for the data folder.
    pub bucket: String,
    /// The storage's address; empty for Amazon's.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// The key's id.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: String,
}

/// `[stripe]`
#[derive(Clone, Deserialize)]
pub struct Stripe {
    /// What signs in; empty for no cards.
    pub secret_key: String,
    /// What a browser pays with.
    pub publishable_key: String,
    /// What webhooks are signed with.
    pub webhook_secret: String,
    /// Another address than Stripe's own.
    pub url: String,
    /// The script that takes a card's number.
    pub script: String,
    /// How long one try may take.
    pub timeout_ms: u64,
}

/// `[secret]`
#[derive(Clone, Deserialize)]
pub struct Secret {
    /// 64 hexadecimal digits; empty for a file in the data folder.
    pub key: String,
}

/// `[payments]`
#[derive(Clone, Deserialize)]
pub struct Payments {
    /// To whose account transfers go.
    pub vietqr_custody: Custody,
    /// The licence to take others' money.
    pub licence: String,
    /// The bank of the market's account.
    pub bank_bin: String,
    /// Its number.
    pub account: String,
    /// In whose name.
    pub account_name: String,
    /// Who tells of its lines; empty for nobody.
    pub messenger: String,
    /// What the messages are signed with.
    pub messenger_key: String,
}

/// To whose account transfers go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Custody {
    /// Each to the producer's.
    Producer,
    /// To the market's.
    Market,
}

impl Payments {
    /// The market's account as it was told, where transfers go there.
    pub(super) fn transfers(&self) -> market::Transfers {
        let scheme = payments::bank::Scheme::parse(&self.messenger);
        match self.custody() {
            Custody::Producer => market::Transfers::ToProducer,
            Custody::Market => market::Transfers::ToMarket(market::MarketAccount {
                licence: self.licence.trim().to_owned(),
                account: kernel::BankAccount {
                    bank_bin: self.bank_bin.clone(),
                    account: self.account.clone(),
                    account_name: self.account_name.clone(),
                },
                messenger: scheme.map(|scheme| market::Messenger {
                    scheme,
                    key: self.messenger_key.clone(),
                }),
            }),
        }
    }

    const fn custody(&self) -> Custody {
        self.vietqr_custody
    }
}

/// `[market]`
#[derive(Debug, Clone, Deserialize)]
pub struct Market {
    /// Provinces' codes; empty for all.
    pub provinces: Vec<String>,
}

/// `[sessions]`: how long they live without a request, and in all.
#[expect(
    clippy::struct_field_names,
    reason = "a key of a setting names its unit"
)]
#[derive(Debug, Clone, Deserialize)]
pub struct Sessions {
    /// Buyers.
    pub buyer_idle_minutes: NonZeroU32,
    /// Buyers.
    pub buyer_minutes: NonZeroU32,
    /// Producers' members.
    pub member_idle_minutes: NonZeroU32,
    /// Producers' members.
    pub member_minutes: NonZeroU32,
    /// Officials and administrators.
    pub staff_idle_minutes: NonZeroU32,
    /// Officials and administrators.
    pub staff_minutes: NonZeroU32,
}

impl Sessions {
    /// Hands them to who signs people in.
    pub(super) fn tell(&self, accounts: &mut accounts::Settings) {
        let lifetime = |idle: NonZeroU32, absolute: NonZeroU32| Lifetime {
            idle_minutes: idle.get().into(),
            absolute_minutes: absolute.get().into(),
        };
        accounts.buyer = lifetime(self.buyer_idle_minutes, self.buyer_minutes);
        accounts.member = lifetime(self.member_idle_minutes, self.member_minutes);
        accounts.staff = lifetime(self.staff_idle_minutes, self.staff_minutes);
    }
}

/// `[metrics]`
#[derive(Debug, Clone, Deserialize)]
pub struct Metrics {
    /// Where to listen; empty for nowhere.
    pub listen: String,
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
pub struct Log {
    /// How lines look.
    pub format: LogFormat,
    /// Which lines are written.
    pub level: String,
}
/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}
