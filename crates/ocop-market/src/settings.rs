//! Settings: `config/default.toml`, then a file, then the environment, then flags.

mod expected;
mod sections;
#[cfg(test)]
mod tests;

use std::path::Path;

use config::{Config, ConfigError, File, FileFormat, Map, Source, Value, ValueKind};
use serde::Deserialize;

use sections::{
    Data, Database, Folder, Http, Market, Metrics, Payments, Pictures, Redis, Secret, Sessions,
    Smtp, Stripe, TextWay,
};
pub(crate) use sections::{Log, LogFormat};

/// Every key with its default and its explanation.
const DEFAULT: &str = include_str!("../../../config/default.toml");

/// What the program was told.
#[derive(Debug, Clone, Deserialize)]
pub struct Settings {
    /// The public listener.
    pub http: Http,
    /// The data folder.
    pub data: Data,
    /// The database.
    pub database: Database,
    /// What nodes share.
    pub redis: Redis,
    /// Mail by SMTP.
    pub smtp: Smtp,
    /// Mail into a folder.
    pub mail: Folder,
    /// Text messages, to a gateway or into a folder.
    pub text: TextWay,
    /// Pictures in S3-compatible storage.
    pub pictures: Pictures,
    /// Paying by card.
    pub stripe: Stripe,
    /// The installation's key.
    pub secret: Secret,
    /// What is sold where.
    pub market: Market,
    /// Who takes the buyers' money.
    pub payments: Payments,
    /// Rate limits.
    pub limits: web::limits::Settings,
    /// The metrics' listener.
    pub metrics: Metrics,
    /// The log.
    pub log: Log,
    /// `[sessions]`
    pub sessions: Sessions,
    /// The numbers of signing in.
    #[serde(skip)]
    pub accounts: accounts::Settings,
}

/// Why the settings were refused: the key, and what was expected.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A key that stands nowhere in the defaults.
    #[error("there is no setting {key} (in {origin}); the settings of that section are: {known}")]
    Unknown {
        /// The key.
        key: String,
        /// Where it was found.
        origin: String,
        /// What there is.
        known: String,
    },
    /// A file that cannot be read.
    #[error("{file}: {why}")]
    File {
        /// Its path.
        file: String,
        /// Why not.
        why: String,
    },
    /// A value that means nothing there.
    #[error("the setting {key} is wrong: expected {}", expected::of(key))]
    Wrong {
        /// The key.
        key: String,
    },
    /// The file of a `…_FILE` variable that cannot be read, or holds nothing.
    #[error("{variable} names {file}, which {why}")]
    Secret {
        /// The variable.
        variable: String,
        /// Its path.
        file: String,
        /// Why not.
        why: String,
    },
    /// The settings cannot be put together.
    #[error("{0}")]
    Value(String),
}

impl Settings {
    /// Reads the settings from a file (where one is named) and from these environment variables.
    pub fn read(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let defaults = File::from_str(DEFAULT, FileFormat::Toml);
        let known = defaults
            .collect()
            .map_err(|err| SettingsError::Value(err.to_string()))?;
        let mut builder = Config::builder().add_source(defaults);
        if let Some(path) = file {
            let source = read_file(path)?;
            let given = source.collect().map_err(|err| broken(path, &err))?;
            check_known(&known, &given, &path.display().to_string())?;
            builder = builder.add_source(source);
        }
        for (name, value) in environment
            .filter_map(|(name, value)| Some((name.strip_prefix("OCOP__")?.to_owned(), value)))
        {
            let (key, value) = variable(&name, value)?;
            check_key(&known, &key, &format!("OCOP__{name}"))?;
            builder = builder
                .set_override(&key, value)
                .map_err(|err| SettingsError::Value(err.to_string()))?;
        }
        let config = builder
            .build()
            .map_err(|err| SettingsError::Value(err.to_string()))?;
        let mut settings: Self = config.try_deserialize().map_err(|err| wrong(&err))?;
        expected::check(&settings)?;
        settings.sessions.tell(&mut settings.accounts);
        settings.accounts.throttle = settings.limits.enabled;
        Ok(settings)
    }

    /// The address that people use, without a slash at its end.
    pub fn public_url(&self) -> String {
        match self.http.public_url.trim_end_matches('/') {
            "" => format!("http://{}", self.http.listen),
            url => url.to_owned(),
        }
    }

    /// How cards are paid with, where they are: a test key only where nobody pays in earnest.
    pub fn cards(&self) -> Result<Option<gateway::Settings>, gateway::BadSettings> {
        let stripe = &self.stripe;
        let keys = [
            &stripe.secret_key,
            &stripe.publishable_key,
            &stripe.webhook_secret,
        ];
        if keys.iter().all(|key| key.is_empty()) {
            return Ok(None);
        }
        let cards = gateway::Settings {
            secret_key: stripe.secret_key.clone(),
            publishable_key: stripe.publishable_key.clone(),
            webhook_secret: stripe.webhook_secret.clone(),
            url: stripe.url.clone(),
            script: stripe.script.clone(),
            timeout_ms: stripe.timeout_ms,
        };
        cards.check()?;
        if cards.is_test() && !is_this_machine(&self.public_url()) {
            return Err(gateway::BadSettings::TestKey);
        }
        Ok(Some(cards))
    }

    /// Where notices leave the house.
    pub fn notices(&self) -> notifications::Settings {
        let folder = |folder: &Path| (!folder.as_os_str().is_empty()).then(|| folder.to_owned());
        let text = &self.text;
        let gateway = || notifications::GatewaySettings {
            url: text.gateway_url.clone(),
            key: text.gateway_key.clone(),
            sender: text.sender.clone(),
        };
        notifications::Settings {
            from: self.smtp.from.clone(),
            smtp_url: (!self.smtp.url.is_empty()).then(|| self.smtp.url.clone()),
            mail_folder: folder(&self.mail.folder),
            text_gateway: (!text.gateway_url.is_empty()).then(gateway),
            text_carrier: text.carrier,
            text_folder: folder(&text.folder),
            public_url: self.public_url(),
        }
    }

    /// To whose account transfers go.
    pub fn transfers(&self) -> market::Transfers {
        self.payments.transfers()
    }

    /// The Redis that nodes share, where there is one.
    pub fn redis(&self) -> Option<String> {
        (!self.redis.url.is_empty()).then(|| self.redis.url.clone())
    }

    /// Where pictures are kept, where it is not the data folder.
    pub fn pictures(&self) -> Option<media::S3> {
        let told = &self.pictures;
        (!told.bucket.is_empty()).then(|| media::S3 {
            bucket: told.bucket.clone(),
            endpoint: (!told.endpoint.is_empty()).then(|| told.endpoint.clone()),
            region: told.region.clone(),
            access_key_id: told.access_key_id.clone(),
            secret_access_key: told.secret_access_key.clone(),
        })
    }

    /// The database's settings.
    pub fn store(&self) -> store::Settings {
        let url = match self.database.url.as_str() {
            "" => format!("sqlite://{}", self.data.dir.join("ocop.db").display()),
            url => url.to_owned(),
        };
        let mut settings = store::Settings::new(url);
        settings.connections = self.database.connections.max(1);
        settings.acquire_timeout =
            std::time::Duration::from_secs(self.database.acquire_timeout_s.max(1));
        settings
    }
}

/// Whether an address is one that only this machine reaches.
fn is_this_machine(url: &str) -> bool {
    let host = url.split("://").last().unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _port)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

/// A value of the wrong kind, by its key.
fn wrong(err: &ConfigError) -> SettingsError {
    let key = match err {
        ConfigError::Type { key, .. } | ConfigError::At { key, .. } => key.clone(),
        ConfigError::NotFound(key) => Some(key.clone()),
        _ => None,
    };
    key.map_or_else(
        || SettingsError::Value(err.to_string()),
        |key| SettingsError::Wrong { key },
    )
}

fn read_file(path: &Path) -> Result<File<config::FileSourceString, FileFormat>, SettingsError> {
    let text = std::fs::read_to_string(path).map_err(|err| broken(path, &err))?;
    Ok(File::from_str(&text, FileFormat::Toml))
}

fn broken(path: &Path, why: &dyn std::fmt::Display) -> SettingsError {
    SettingsError::File {
        file: path.display().to_string(),
        why: why.to_string(),
    }
}

/// `SMTP__URL` or `SMTP__URL_FILE` as a key and its value; lists are separated by commas.
fn variable(name: &str, value: String) -> Result<(String, ValueKind), SettingsError> {
    let key = name.to_ascii_lowercase().replace("__", ".");
    let (key, value) = match key.strip_suffix("_file") {
        Some(key) => {
            let refused = |why: String| SettingsError::Secret {
                variable: format!("OCOP__{name}"),
                file: value.clone(),
                why,
            };
            let read = std::fs::read_to_string(&value)
                .map_err(|err| refused(format!("cannot be read: {err}")))?;
            let read = read.trim_end().to_owned();
            if read.is_empty() {
                return Err(refused("is empty".to_owned()));
            }
            (key.to_owned(), read)
        }
        None => (key, value),
    };
    if key == "market.provinces" {
        let items = value
            .split(',')
            .map(str::trim)
            .filter(|code| !code.is_empty());
        let list = items
            .map(|code| Value::new(None, ValueKind::String(code.to_owned())))
            .collect();
        return Ok((key, ValueKind::Array(list)));
    }
    Ok((key, ValueKind::String(value)))
}

fn check_known(
    known: &Map<String, Value>,
    given: &Map<String, Value>,
    origin: &str,
) -> Result<(), SettingsError> {
    for (section, value) in given {
        match &value.kind {
            ValueKind::Table(table) => {
                for key in table.keys() {
                    check_key(known, &format!("{section}.{key}"), origin)?;
                }
            }
            _ => check_key(known, section, origin)?,
        }
    }
    Ok(())
}

fn check_key(known: &Map<String, Value>, key: &str, origin: &str) -> Result<(), SettingsError> {
    let (section, name) = key.split_once('.').unwrap_or((key, ""));
    let table = match known.get(section).map(|value| &value.kind) {
        Some(ValueKind::Table(table)) => Some(table),
        _ => None,
    };
    if table.is_some_and(|table| table.contains_key(name)) {
        return Ok(());
    }
    let mut names: Vec<String> = match table {
        Some(table) => table.keys().map(|k| format!("{section}.{k}")).collect(),
        None => known.keys().cloned().collect(),
    };
    names.sort();
    Err(SettingsError::Unknown {
        key: key.to_owned(),
        origin: origin.to_owned(),
        known: names.join(", "),
    })
}
