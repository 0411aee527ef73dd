//! What each setting may be: checked before anything starts, so that a wrong value is told by its
//! key and not by what breaks later. Values are never repeated: some of them are secrets.

use std::net::SocketAddr;

use tracing_subscriber::EnvFilter;

use super::sections::{Custody, Payments};
use super::{Settings, SettingsError};

const ADDRESS: &str = "an address and a port, such as 127.0.0.1:8080";
const COUNT: &str = "a whole number, 0 or more";
const POSITIVE: &str = "a whole number, 1 or more";
const WEB: &str = "http:// or https:// and a host, or nothing";
const FOLDER: &str = "a folder's path";
const TEXT: &str = "text";

/// What a setting of this key should have been.
pub(super) fn of(key: &str) -> &'static str {
    match key {
        "http.listen" => ADDRESS,
        "metrics.listen" => "an address and a port, such as 127.0.0.1:9090, or nothing",
        "http.public_url" | "text.gateway_url" | "pictures.endpoint" | "stripe.url"
        | "stripe.script" => WEB,
        "http.kept_mb" | "http.leaving_s" | "limits.devices_an_address" => COUNT,
        "database.url" => "sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE, or nothing",
        "redis.url" => "redis://HOST:PORT or rediss://HOST:PORT, or nothing",
        "smtp.url" => "smtp://HOST:PORT or smtps://HOST, or nothing",
        "smtp.from" => "an e-mail address, with a name before it or not",
        "text.gateway_key" => "at least 16 characters where text.gateway_url is set",
        "text.carrier" => "zns, sms or sms_unicode",
        "stripe.timeout_ms" => "a whole number of milliseconds, 100 to 60000",
        "secret.key" => "64 hexadecimal digits, or nothing",
        "payments.vietqr_custody" => "producer or market",
        "payments.licence" => {
            "the licence under which the market takes others' money, where payments.vietqr_custody is market"
        }
        "payments.bank_bin" => "the six digits of a bank, where payments.vietqr_custody is market",
        "payments.account" => "4 to 19 letters and digits, where payments.vietqr_custody is market",
        "payments.account_name" => {
            "a name in capitals without tones, where payments.vietqr_custody is market"
        }
        "payments.messenger" => "casso, sepay or payos, or nothing",
        "payments.messenger_key" => "at least 16 characters where payments.messenger is set",
        "market.provinces" => "a list of the two-digit codes of provinces, such as [\"42\"]",
        "limits.enabled" => "true or false",
        "log.format" => "human or json",
        "log.level" => "error, warn, info, debug, or a filter such as info,orders=debug",
        _ if key.ends_with(".folder") || key == "data.dir" => FOLDER,
        _ if key.ends_with("_minute") || key.ends_with("minutes") => POSITIVE,
        "database.connections" | "database.acquire_timeout_s" => POSITIVE,
        _ => TEXT,
    }
}

/// The first setting whose value is of the right kind and means nothing.
pub(super) fn check(settings: &Settings) -> Result<(), SettingsError> {
    let text = &settings.text;
    let provinces = &settings.market.provinces;
    let checks = [
        ("http.public_url", is_web(&settings.http.public_url)),
        ("database.url", is_database(&settings.database.url)),
        ("database.connections", settings.database.connections > 0),
        (
            "database.acquire_timeout_s",
            settings.database.acquire_timeout_s > 0,
        ),
        (
            "redis.url",
            is_one_of(&settings.redis.url, &["redis://", "rediss://"]),
        ),
        (
            "smtp.url",
            is_one_of(&settings.smtp.url, &["smtp://", "smtps://"]),
        ),
        ("smtp.from", settings.smtp.from.contains('@')),
        ("text.gateway_url", is_web(&text.gateway_url)),
        (
            "text.gateway_key",
            text.gateway_url.is_empty() || text.gateway_key.chars().count() >= 16,
        ),
        ("pictures.endpoint", is_web(&settings.pictures.endpoint)),
        ("stripe.url", is_web(&settings.stripe.url)),
        ("stripe.script", is_web(&settings.stripe.script)),
        (
            "stripe.timeout_ms",
            (100..=60_000).contains(&settings.stripe.timeout_ms),
        ),
        ("secret.key", is_key(&settings.secret.key)),
        (
            "market.provinces",
            provinces
                .iter()
                .all(|code| reference::province(code).is_some()),
        ),
        (
            "metrics.listen",
            settings.metrics.listen.is_empty()
                || settings.metrics.listen.parse::<SocketAddr>().is_ok(),
        ),
        ("log.level", EnvFilter::try_new(&settings.log.level).is_ok()),
    ];
    let money = money(&settings.payments);
    let wrong = checks.iter().chain(&money).find(|(_, holds)| !holds);
    wrong.map_or(Ok(()), |(key, _)| {
        Err(SettingsError::Wrong {
            key: (*key).to_owned(),
        })
    })
}

/// A market that takes others' money names its licence and its account.
fn money(told: &Payments) -> [(&'static str, bool); 6] {
    let free = told.vietqr_custody == Custody::Producer;
    let account = told.account.bytes();
    let scheme = payments::bank::Scheme::parse(&told.messenger);
    let name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ';
    [
        (
            "payments.licence",
            free || told.licence.trim().chars().count() >= 4,
        ),
        (
            "payments.bank_bin",
            free || reference::bank(&told.bank_bin).is_some(),
        ),
        (
            "payments.account",
            free || (4..=19).contains(&told.account.len())
                && account.clone().all(|b| b.is_ascii_alphanumeric()),
        ),
        (
            "payments.account_name",
            free || told.account_name.trim().len() >= 2 && told.account_name.chars().all(name),
        ),
        (
            "payments.messenger",
            told.messenger.is_empty() || scheme.is_some(),
        ),
        (
            "payments.messenger_key",
            told.messenger.is_empty() || told.messenger_key.chars().count() >= 16,
        ),
    ]
}

fn is_web(url: &str) -> bool {
    is_one_of(url, &["http://", "https://"])
}

fn is_database(url: &str) -> bool {
    is_one_of(url, &["sqlite://", "postgres://", "postgresql://"])
}

/// Nothing, or one of these schemes with something after it.
fn is_one_of(url: &str, schemes: &[&str]) -> bool {
    let after = schemes.iter().find_map(|scheme| url.strip_prefix(scheme));
    url.is_empty() || after.is_some_and(|rest| !rest.is_empty())
}

fn is_key(key: &str) -> bool {
    key.is_empty() || (key.len() == 64 && key.bytes().all(|b| b.is_ascii_hexdigit()))
}
