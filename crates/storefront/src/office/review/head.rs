use std::collections::HashMap;

use catalog::reviews::{Dossier, ReviewStatus};
use kernel::{AccountId, Lang, Timestamp};

use crate::office::desk::{age, commune, moment};
use crate::office::monday::named;
use crate::office::queue::decided;
use crate::words::{say, say_with};

/// What lies here, since when, and who has looked at it.
pub(crate) struct Head {
    pub(crate) kind: &'static str,
    pub(crate) kind_name: String,
    pub(crate) producer: String,
    /// The producer's page on the desk.
    pub(crate) maker: String,
    pub(crate) place: String,
    /// How long it has waited and until when.
    pub(crate) clock: String,
    pub(crate) late: bool,
    /// Who says that they are looking at it.
    pub(crate) claimed: Option<String>,
    pub(crate) claimable: bool,
    /// What was decided, by whom and when.
    pub(crate) verdict: Option<String>,
}

impl Head {
    pub(crate) fn of(
        dossier: &Dossier,
        names: &HashMap<AccountId, String>,
        (lang, now): (Lang, Timestamp),
    ) -> Self {
        let review = &dossier.listed.review;
        let waits = review.status == ReviewStatus::Pending;
        let name = |account: Option<AccountId>| names.get(&account?).cloned();
        Self {
            kind: review.kind.as_str(),
            kind_name: named(review.kind, lang),
            producer: dossier.listed.producer_name.clone(),
            maker: format!("/{}/office/producers/{}", lang.as_str(), review.producer),
            place: commune(&review.commune_code),
            clock: clock(dossier, (lang, now)),
            late: waits && review.due_at < now,
            claimed: name(review.claimed_by).filter(|_| waits),
            claimable: waits && review.claimed_by.is_none() && dossier.barred.is_none(),
            verdict: verdict(dossier, name(review.decided_by), lang),
        }
    }
}

fn verdict(dossier: &Dossier, by: Option<String>, lang: Lang) -> Option<String> {
    let review = &dossier.listed.review;
    let said = [
        ("decision", decided(review.decision?, lang)),
        ("by", by.unwrap_or_else(|| say(lang, "office-the-program"))),
        ("at", moment(review.decided_at?)),
    ];
    Some(say_with(lang, "office-verdict", &said))
}

fn clock(dossier: &Dossier, (lang, now): (Lang, Timestamp)) -> String {
    let review = &dossier.listed.review;
    if review.status != ReviewStatus::Pending {
        return String::new();
    }
    let said = [
        ("age", age(review.created_at, now, lang)),
        ("until", moment(review.due_at)),
        (
            "level",
            say(lang, &format!("office-level-{}", review.level.as_str())),
        ),
    ];
    say_with(lang, "office-clock", &said)
}
