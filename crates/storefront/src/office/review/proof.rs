//! What a decision rests on: certificates and papers.

use catalog::certificates::{Certificate, ToldDay, state_on};
use catalog::documents::{Document, DocumentState, Gate, Needed};
use catalog::reviews::Dossier;
use kernel::{Day, Lang};

use crate::words::say;

/// What a decision rests on.
pub(crate) struct Proof {
    pub(crate) certificates: Vec<CertificateView>,
    pub(crate) papers: Vec<Paper>,
    /// The papers that the goods ask for and that are not even handed in.
    pub(crate) missing: Vec<String>,
}

impl Proof {
    pub(crate) fn of(dossier: &Dossier, today: Day, lang: Lang) -> Self {
        let certificates = dossier.certificates.iter();
        let papers = dossier.papers.iter();
        Self {
            certificates: certificates.map(|c| certificate(c, today, lang)).collect(),
            papers: papers.map(|paper| document(paper, lang)).collect(),
            missing: missing(&dossier.needed, &dossier.papers, lang),
        }
    }
}

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
}

pub(crate) struct Paper {
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) term: String,
    pub(crate) state: String,
    pub(crate) file: String,
}

/// A certificate in words.
pub(crate) fn certificate(certificate: &Certificate, today: Day, lang: Lang) -> CertificateView {
    let told = |day: Option<ToldDay>| day.map_or_else(|| "–".to_owned(), day_told);
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
        term: format!("{} – {}", told(certificate.issued_on), told(until)),
        state: say(
            lang,
            &format!("office-standing-{}", state_on(certificate, today).as_str()),
        ),
        code: certificate.product_code.clone().unwrap_or_default(),
    }
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

fn document(paper: &Document, lang: Lang) -> Paper {
    let day = |day: Option<Day>| day.map_or_else(|| "–".to_owned(), Day::display_vi);
    Paper {
        name: say(lang, &format!("office-paper-{}", paper.kind.as_str())),
        number: paper.number.clone(),
        term: format!("{} – {}", day(paper.issued_on), day(paper.expires_on)),
        state: say(
            lang,
            &format!("office-paper-state-{}", paper.state.as_str()),
        ),
        file: format!("/{}/office/papers/{}/file", lang.as_str(), paper.id),
    }
}

/// The papers that the goods ask for and that are not even handed in.
fn missing(needed: &[Needed], papers: &[Document], lang: Lang) -> Vec<String> {
    let held = |needed: &&Needed| {
        let counts = |paper: &Document| {
            paper.kind == needed.kind
                && matches!(
                    paper.state,
                    DocumentState::Submitted | DocumentState::Verified
                )
        };
        !papers.iter().any(counts)
    };
    let required = needed.iter().filter(|needed| needed.gate == Gate::Required);
    required
        .filter(held)
        .map(|needed| say(lang, &format!("office-paper-{}", needed.kind.as_str())))
        .collect()
}
