use std::sync::LazyLock;

use kernel::Lang;
use web::Words;

const VI: &str = concat!(
    include_str!("../locales/vi/shop.ftl"),
    "\n",
    include_str!("../locales/vi/office.ftl"),
    "\n",
    include_str!("../locales/vi/desk.ftl"),
    "\n",
    include_str!("../locales/vi/editor.ftl")
);
const EN: &str = concat!(
    include_str!("../locales/en/shop.ftl"),
    "\n",
    include_str!("../locales/en/office.ftl"),
    "\n",
    include_str!("../locales/en/desk.ftl"),
    "\n",
    include_str!("../locales/en/editor.ftl")
);

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(VI, EN));

/// What a page says under a key.
pub(crate) fn say(lang: Lang, key: &str) -> String {
    say_with(lang, key, &[])
}

/// The same, with facts in it.
pub(crate) fn say_with(lang: Lang, key: &str, facts: &[(&'static str, String)]) -> String {
    WORDS.say(lang, key, facts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(source: &str) -> BTreeSet<&str> {
        let lines = source.lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| Some(line.split_once(" = ")?.0))
            .collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        assert_eq!(keys(VI), keys(EN));
    }

    #[test]
    fn every_word_that_a_template_asks_for_is_there() {
        let mut folders = vec![concat!(env!("CARGO_MANIFEST_DIR"), "/templates").into()];
        let mut asked = 0;
        while let Some(folder) = folders.pop() {
            for file in std::fs::read_dir::<std::path::PathBuf>(folder).unwrap() {
                let file = file.unwrap().path();
                if file.is_dir() {
                    folders.push(file);
                    continue;
                }
                let template = std::fs::read_to_string(file).unwrap();
                for rest in template.split("say(\"").skip(1) {
                    let key = rest.split('"').next().unwrap();
                    assert!(keys(VI).contains(key), "{key}");
                    asked += 1;
                }
            }
        }
        assert!(asked > 20, "{asked}");
    }

    #[test]
    fn every_word_of_an_order_has_its_name() {
        use orders::{CaseKind, CaseStatus, Method, Obstacle, Reason, Remedy, Status, Wish};
        let mut asked: Vec<(&str, &str)> = vec![];
        asked.extend(Status::ALL.iter().map(|w| ("status", w.as_str())));
        let waiting = Status::ALL.iter().filter(|status| !status.is_end());
        asked.extend(waiting.map(|w| ("clock", w.as_str())));
        asked.extend(Reason::ALL.iter().map(|w| ("reason", w.as_str())));
        asked.extend(Method::ALL.iter().map(|w| ("method", w.as_str())));
        asked.extend(Obstacle::ALL.iter().map(|w| ("obstacle", w.as_str())));
        asked.extend(CaseKind::ALL.iter().map(|w| ("case", w.as_str())));
        asked.extend(CaseStatus::ALL.iter().map(|w| ("case-status", w.as_str())));
        asked.extend(Wish::ALL.iter().map(|w| ("wish", w.as_str())));
        asked.extend(Remedy::ALL.iter().map(|w| ("remedy", w.as_str())));
        for (of, word) in asked {
            let key = format!("{of}-{}", word.replace('_', "-"));
            assert!(keys(VI).contains(key.as_str()), "{key}");
        }
    }
}
