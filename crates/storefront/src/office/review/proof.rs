//! What a decision rests on: certificates and papers.

use catalog::documents::{Document, DocumentState, Gate, Needed};
use catalog::reviews::Dossier;
use kernel::{Day, Lang};

use crate::certificate::{CertificateView, certificate};
use crate::words::{say, say_with};

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

pub(crate) struct Paper {
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) term: String,
    pub(crate) state: String,
    pub(crate) file: String,
}

fn document(paper: &Document, lang: Lang) -> Paper {
    Paper {
        name: say(lang, &format!("office-paper-{}", paper.kind.as_str())),
        number: paper.number.clone(),
        term: term(paper, lang),
        state: say(
            lang,
            &format!("office-paper-state-{}", paper.state.as_str()),
        ),
        file: format!("/{}/office/papers/{}/file", lang.as_str(), paper.id),
    }
}

/// From when until when it holds, as far as it says so.
fn term(paper: &Document, lang: Lang) -> String {
    let day = |day: Option<Day>| day.map(Day::display_vi).unwrap_or_default();
    let days = [
        ("from", day(paper.issued_on)),
        ("until", day(paper.expires_on)),
    ];
    let key = match (paper.issued_on, paper.expires_on) {
        (Some(_), Some(_)) => "office-paper-term",
        (Some(_), None) => "office-paper-endless",
        (None, Some(_)) => "office-paper-ends",
        (None, None) => "office-paper-no-days",
    };
    say_with(lang, key, &days)
}

/// The papers that the goods ask for and that are not even handed in.
fn missing(needed: &[Needed], papers: &[Document], lang: Lang) -> Vec<String> {
    let held = |needed: &&Needed| {
        let counts = |paper: &Document| {
            needed.is_met_by(paper.kind)
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
