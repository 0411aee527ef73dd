//! A certificate in words, as officials and its producer read it.

use catalog::certificates::{Certificate, ToldDay, state_on};
use kernel::{Day, Lang};

use crate::words::{say, say_with};

/// A certificate as it is read.
pub(crate) struct CertificateView {
    pub(crate) id: String,
    pub(crate) product: String,
    pub(crate) producer: String,
    pub(crate) stars: Option<i64>,
    pub(crate) number: String,
    pub(crate) issuer: String,
    pub(crate) term: String,
    pub(crate) state: String,
    pub(crate) code: String,
    /// Whether a scan of its decision is there.
    pub(crate) scanned: bool,
}

/// A certificate in words.
pub(crate) fn certificate(certificate: &Certificate, today: Day, lang: Lang) -> CertificateView {
    let until = certificate
        .extended_until
        .map(ToldDay::day)
        .or(certificate.expires_on);
    CertificateView {
        id: certificate.id.to_string(),
        product: certificate.product_name.clone(),
        producer: certificate.producer_name.clone(),
        stars: certificate.stars,
        number: certificate
            .decision_no
            .clone()
            .unwrap_or_else(|| "–".to_owned()),
        issuer: Some(certificate.issuer.clone())
            .filter(|issuer| !issuer.is_empty())
            .unwrap_or_else(|| "–".to_owned()),
        term: term(certificate.issued_on, until, lang),
        state: say(
            lang,
            &format!("office-standing-{}", state_on(certificate, today).as_str()),
        ),
        code: certificate.product_code.clone().unwrap_or_default(),
        scanned: certificate.scan.is_some(),
    }
}

/// From when until when it runs, as far as its source told it.
fn term(from: Option<ToldDay>, until: Option<ToldDay>, lang: Lang) -> String {
    let day = |day: Option<ToldDay>| day.map(day_told).unwrap_or_default();
    let days = [("from", day(from)), ("until", day(until))];
    let key = match (from, until) {
        (Some(_), Some(_)) => "office-paper-term",
        (Some(_), None) => "office-certificate-since",
        (None, Some(_)) => "office-paper-ends",
        (None, None) => "office-paper-no-days",
    };
    say_with(lang, key, &days)
}

/// `19/06/2028`, `06/2028` or `2028`, as it was told.
pub(crate) fn day_told(day: ToldDay) -> String {
    match day.full() {
        Some(day) => day.display_vi(),
        None => day
            .to_string()
            .split('-')
            .rev()
            .collect::<Vec<_>>()
            .join("/"),
    }
}
