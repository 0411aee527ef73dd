//! Settings: `config/default.toml`, then a file, then the environment, then flags.

mod expected;
mod sections;

use std::path::Path;

use config::{Config, ConfigError, File, FileFormat, Map, Source, Value, ValueKind};
use serde::Deserialize;

use sections::{
    Data, Database, Folder, Http, Market, Metrics, Pictures, Redis, Secret, Sessions, Smtp, TextWay,
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
    /// The installation's key.
    pub secret: Secret,
    /// What is sold where.
    pub market: Market,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(environment: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        Settings::read(
            None,
            environment
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned())),
        )
    }

    #[test]
    fn the_defaults_are_complete() {
        let settings = read(&[]).unwrap();
        assert_eq!(settings.public_url(), "http://127.0.0.1:8080");
        assert!(settings.store().url.starts_with("sqlite://./var/"));
        assert!(settings.limits.enabled);
        assert_eq!(settings.accounts, accounts::Settings::default());
    }

    #[test]
    fn how_long_a_session_lives_is_a_setting() {
        let settings = read(&[("OCOP__SESSIONS__MEMBER_IDLE_MINUTES", "60")]).unwrap();
        assert_eq!(settings.accounts.member.idle_minutes, 60);
        let err = read(&[("OCOP__SESSIONS__STAFF_MINUTES", "0")]).unwrap_err();
        assert!(err.to_string().contains("sessions.staff_minutes"), "{err}");
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let settings = read(&[
            ("OCOP__HTTP__LISTEN", "0.0.0.0:9000"),
            ("OCOP__LIMITS__ENABLED", "false"),
            ("OCOP__MARKET__PROVINCES", "42,04"),
            ("OTHER", "x"),
        ])
        .unwrap();
        assert_eq!(settings.http.listen.port(), 9000);
        assert!(!settings.limits.enabled);
        assert_eq!(settings.market.provinces, ["42", "04"]);
    }

    #[test]
    fn a_secret_is_read_from_a_file_and_never_printed() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("url");
        std::fs::write(&file, "postgres://u:hidden@h/d\n").unwrap();
        let settings = read(&[("OCOP__DATABASE__URL_FILE", file.to_str().unwrap())]).unwrap();
        assert_eq!(settings.database.url, "postgres://u:hidden@h/d");
        assert!(!format!("{settings:?}").contains("hidden"));
    }

    /// A variable, a value of it that is wrong, and what is said then.
    const WRONG: &[(&str, &str, &str)] = &[
        ("OCOP__HTTP__LISTN", "x", "there is no setting http.listn"),
        ("OCOP__HTPP__LISTEN", "x", "there is no setting htpp.listen"),
        (
            "OCOP__HTTP__LISTEN",
            "foo",
            "http.listen is wrong: expected an address and a port",
        ),
        (
            "OCOP__HTTP__PUBLIC_URL",
            "cho.vn",
            "http.public_url is wrong: expected http://",
        ),
        (
            "OCOP__HTTP__KEPT_MB",
            "-1",
            "http.kept_mb is wrong: expected a whole number",
        ),
        (
            "OCOP__LIMITS__ENABLED",
            "perhaps",
            "limits.enabled is wrong: expected true or false",
        ),
        (
            "OCOP__LOG__FORMAT",
            "xml",
            "log.format is wrong: expected human or json",
        ),
        (
            "OCOP__LOG__LEVEL",
            "loud=very",
            "log.level is wrong: expected error, warn",
        ),
        (
            "OCOP__MARKET__PROVINCES",
            "42,99",
            "market.provinces is wrong: expected a list",
        ),
        (
            "OCOP__DATABASE__URL",
            "mysql://x",
            "database.url is wrong: expected sqlite://",
        ),
        (
            "OCOP__DATABASE__CONNECTIONS",
            "0",
            "database.connections is wrong",
        ),
        (
            "OCOP__REDIS__URL",
            "http://x",
            "redis.url is wrong: expected redis://",
        ),
        (
            "OCOP__SMTP__URL",
            "ftp://x",
            "smtp.url is wrong: expected smtp://",
        ),
        (
            "OCOP__SMTP__FROM",
            "me",
            "smtp.from is wrong: expected an e-mail address",
        ),
        (
            "OCOP__TEXT__CARRIER",
            "pigeon",
            "text.carrier is wrong: expected zns",
        ),
        (
            "OCOP__SECRET__KEY",
            "short",
            "secret.key is wrong: expected 64",
        ),
        (
            "OCOP__METRICS__LISTEN",
            "9090",
            "metrics.listen is wrong: expected an address",
        ),
        (
            "OCOP__DATABASE__URL_FILE",
            "/nowhere/at/all",
            "OCOP__DATABASE__URL_FILE names /nowhere/at/all",
        ),
        (
            "OCOP__DATABASE__URL_FILE",
            "/dev/null",
            "OCOP__DATABASE__URL_FILE names /dev/null, which is empty",
        ),
    ];

    #[test]
    fn a_wrong_key_or_value_is_named() {
        for (name, value, said) in WRONG {
            let err = read(&[(name, value)]).unwrap_err().to_string();
            assert!(err.contains(said), "{name}: {err}");
        }
    }
}
