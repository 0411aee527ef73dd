use std::sync::LazyLock;

use kernel::Lang;

use crate::Words;

const VI: &str = include_str!("../../locales/vi.ftl");
const EN: &str = include_str!("../../locales/en.ftl");

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(VI, EN));

/// A message in a language; its key where there is none (a test holds that there is none such).
pub(crate) fn message(lang: Lang, key: &str, args: &[(&'static str, String)]) -> String {
    WORDS.say(lang, key, args)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;

    use super::*;
    use crate::problem::Code;

    fn keys(source: &str) -> BTreeSet<&str> {
        source
            .lines()
            .filter(|l| !l.starts_with([' ', '#']))
            .filter_map(|l| l.split_once(" = ").map(|(key, _)| key))
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_messages() {
        assert_eq!(keys(VI), keys(EN));
        assert!(FluentResource::try_new(VI.to_owned()).is_ok());
        assert!(FluentResource::try_new(EN.to_owned()).is_ok());
    }

    #[test]
    fn every_code_has_its_words() {
        for code in Code::ALL {
            for part in ["title", "detail"] {
                let key = format!("{part}-{}", code.as_str());
                assert!(keys(VI).contains(key.as_str()), "{key} is missing");
            }
        }
    }

    #[test]
    fn every_state_has_a_word_for_people() {
        let states = [
            orders::Status::ALL
                .iter()
                .map(|s| s.as_str())
                .collect::<Vec<_>>(),
            orders::CaseStatus::ALL.iter().map(|s| s.as_str()).collect(),
            payments::Status::ALL.iter().map(|s| s.as_str()).collect(),
            payments::RefundStatus::ALL
                .iter()
                .map(|s| s.as_str())
                .collect(),
            catalog::products::ProductStatus::ALL
                .iter()
                .map(|s| s.as_str())
                .collect(),
            catalog::revisions::RevisionStatus::ALL
                .iter()
                .map(|s| s.as_str())
                .collect(),
        ];
        for state in states.concat() {
            let key = format!("status-{state}");
            assert!(keys(VI).contains(key.as_str()), "{key} is missing");
        }
    }
}
