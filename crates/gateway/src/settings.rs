/// How Stripe is reached.
#[derive(Clone)]
pub struct Settings {
    /// What the market signs in with: `sk_…` or `rk_…`.
    pub secret_key: String,
    /// What a browser pays with: `pk_…`.
    pub publishable_key: String,
    /// What webhooks are signed with: `whsec_…`.
    pub webhook_secret: String,
    /// Another address than Stripe's own; empty for that.
    pub url: String,
    /// Where a browser gets the script that takes a card's number.
    pub script: String,
    /// How long one try may take.
    pub timeout_ms: u64,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Settings(…)")
    }
}

/// What is wrong with the settings. No value is repeated: they are secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    /// The secret key is none.
    #[error("stripe.secret_key: expected sk_… or rk_…")]
    SecretKey,
    /// The publishable key is none.
    #[error("stripe.publishable_key: expected pk_…")]
    PublishableKey,
    /// The webhooks' secret is none.
    #[error("stripe.webhook_secret: expected whsec_…")]
    WebhookSecret,
    /// One key is for tests, the other for money.
    #[error("stripe: one key is a test key, the other is not")]
    Mixed,
    /// A test key where money is meant.
    #[error("stripe: a test key pays nobody: a market on a public address needs live keys")]
    TestKey,
}

impl Settings {
    /// Stripe's own script.
    pub const SCRIPT: &str = "https://js.stripe.com/v3/";

    /// Whether the keys are for tests: no money moves.
    pub fn is_test(&self) -> bool {
        self.secret_key.contains("_test_")
    }

    /// The address, with the slash that the library wants.
    pub(crate) fn base(&self) -> String {
        match self.url.trim_end_matches('/') {
            "" => "https://api.stripe.com/".to_owned(),
            url => format!("{url}/"),
        }
    }

    /// Whether the keys can be keys.
    pub fn check(&self) -> Result<(), BadSettings> {
        let starts = |key: &str, with: &[&str]| {
            let rest = with.iter().find_map(|with| key.strip_prefix(with));
            rest.is_some_and(|rest| rest.len() > 3 && rest.bytes().all(|b| b.is_ascii_graphic()))
        };
        if !starts(&self.secret_key, &["sk_", "rk_"]) {
            return Err(BadSettings::SecretKey);
        }
        if !starts(&self.publishable_key, &["pk_"]) {
            return Err(BadSettings::PublishableKey);
        }
        if !starts(&self.webhook_secret, &["whsec_"]) {
            return Err(BadSettings::WebhookSecret);
        }
        if self.publishable_key.contains("_test_") != self.is_test() {
            return Err(BadSettings::Mixed);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_keys_are_told_by_their_setting_and_never_repeated() {
        let good = Settings {
            secret_key: "sk_live_abcdef".to_owned(),
            publishable_key: "pk_live_abcdef".to_owned(),
            webhook_secret: "whsec_abcdef".to_owned(),
            url: String::new(),
            script: Settings::SCRIPT.to_owned(),
            timeout_ms: 5_000,
        };
        assert_eq!(good.check(), Ok(()));
        assert_eq!(good.base(), "https://api.stripe.com/");
        let wrong = |change: fn(&mut Settings)| {
            let mut settings = good.clone();
            change(&mut settings);
            settings.check().unwrap_err()
        };
        assert_eq!(
            wrong(|s| s.secret_key = "pk_live_abcdef".to_owned()),
            BadSettings::SecretKey
        );
        assert_eq!(
            wrong(|s| s.secret_key = "sk_live_ab\ncd".to_owned()),
            BadSettings::SecretKey
        );
        assert_eq!(
            wrong(|s| s.publishable_key = String::new()),
            BadSettings::PublishableKey
        );
        assert_eq!(
            wrong(|s| s.webhook_secret = "secret".to_owned()),
            BadSettings::WebhookSecret
        );
        assert_eq!(
            wrong(|s| s.publishable_key = "pk_test_abcdef".to_owned()),
            BadSettings::Mixed
        );
        assert_eq!(format!("{good:?}"), "Settings(…)");
    }
}
