//! What of a changed text is other than the one on sale.

use catalog::revisions::RevisionBody;
use kernel::Lang;

use crate::words::say;

/// The fields that differ, as people call them.
pub(super) fn changed(now: &RevisionBody, live: &RevisionBody, lang: Lang) -> Vec<String> {
    let differs = [
        ("office-field-name", now.name != live.name),
        ("office-field-name-en", now.name_en != live.name_en),
        ("office-field-set", now.set != live.set),
        ("office-field-abv", now.abv_permille != live.abv_permille),
        ("description", now.description != live.description),
        (
            "office-field-description-en",
            now.description_en != live.description_en,
        ),
        ("story", now.story != live.story),
        ("label", now.facts != live.facts),
        ("step-sizes", now.variants != live.variants),
        ("office-field-pictures", now.pictures != live.pictures),
    ];
    let changed = differs.into_iter().filter(|(_, differs)| *differs);
    changed.map(|(key, _)| say(lang, key)).collect()
}
