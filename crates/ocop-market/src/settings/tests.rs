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
fn a_market_takes_no_money_without_naming_its_licence_and_its_account() {
    assert_eq!(
        read(&[]).unwrap().transfers(),
        market::Transfers::ToProducer
    );
    let mut told = vec![("OCOP__PAYMENTS__VIETQR_CUSTODY", "market")];
    for (name, value, wanted) in [
        (
            "OCOP__PAYMENTS__LICENCE",
            "GP 01/2026/GP-NHNN",
            "payments.licence",
        ),
        ("OCOP__PAYMENTS__BANK_BIN", "970436", "payments.bank_bin"),
        ("OCOP__PAYMENTS__ACCOUNT", "9990000001", "payments.account "),
        (
            "OCOP__PAYMENTS__ACCOUNT_NAME",
            "CHO OCOP",
            "payments.account_name",
        ),
    ] {
        let err = read(&told).unwrap_err().to_string();
        assert!(err.contains(&format!("the setting {wanted}")), "{err}");
        told.push((name, value));
    }
    let transfers = read(&told).unwrap().transfers();
    assert_eq!(transfers.to_market().unwrap().account, "9990000001");
    told.push(("OCOP__PAYMENTS__MESSENGER", "sepay"));
    let err = read(&told).unwrap_err().to_string();
    assert!(err.contains("payments.messenger_key is wrong"), "{err}");
    told.push(("OCOP__PAYMENTS__MESSENGER_KEY", "a key that nobody knows"));
    let settings = read(&told).unwrap();
    assert!(settings.transfers().messenger().is_some());
    assert!(!format!("{settings:?} {:?}", settings.transfers()).contains("nobody knows"));
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

#[test]
fn a_test_key_pays_nobody_so_it_serves_this_machine_alone() {
    let with = |kind: &str, url: &str| {
        let settings = read(&[
            ("OCOP__STRIPE__SECRET_KEY", &format!("sk_{kind}_abcdef")),
            (
                "OCOP__STRIPE__PUBLISHABLE_KEY",
                &format!("pk_{kind}_abcdef"),
            ),
            ("OCOP__STRIPE__WEBHOOK_SECRET", "whsec_abcdef"),
            ("OCOP__HTTP__PUBLIC_URL", url),
        ]);
        settings.unwrap().cards()
    };
    assert!(read(&[]).unwrap().cards().unwrap().is_none());
    let test_key = Some(gateway::BadSettings::TestKey);
    assert_eq!(with("test", "https://cho.example.vn").err(), test_key);
    assert_eq!(with("test", "https://localhost.example.vn").err(), test_key);
    for url in ["", "http://localhost:8080", "http://127.0.0.1:8080"] {
        assert!(with("test", url).unwrap().is_some());
    }
    assert!(with("live", "https://cho.example.vn").unwrap().is_some());
    let half = read(&[("OCOP__STRIPE__SECRET_KEY", "sk_live_hidden")]).unwrap();
    let wrong = half.cards().unwrap_err().to_string();
    assert!(wrong.contains("stripe.publishable_key"), "{wrong}");
    assert!(!format!("{half:?}").contains("hidden"));
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
        "OCOP__PAYMENTS__VIETQR_CUSTODY",
        "bank",
        "payments.vietqr_custody is wrong: expected producer or market",
    ),
    (
        "OCOP__PAYMENTS__MESSENGER",
        "pigeon",
        "payments.messenger is wrong: expected casso",
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
