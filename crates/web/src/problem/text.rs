use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use kernel::Lang;
use unic_langid::LanguageIdentifier;

const VI: &str = include_str!("../../locales/vi.ftl");
const EN: &str = include_str!("../../locales/en.ftl");

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> =
    LazyLock::new(|| [bundle("vi", VI), bundle("en", EN)]);

/// A message in a language; its key where there is none (a test holds that there is none such).
pub(crate) fn message(lang: Lang, key: &str, args: &[(&'static str, String)]) -> String {
    let [vi, en] = &*BUNDLES;
    let bundle = if lang == Lang::En { en } else { vi };
    let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
        return key.to_owned();
    };
    let mut values = FluentArgs::new();
    for (name, value) in args {
        values.set(*name, value.as_str());
    }
    bundle
        .format_pattern(pattern, Some(&values), &mut vec![])
        .into_owned()
}

fn bundle(tag: &str, source: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    // A line that cannot be read is dropped here and found by the test below.
    let resource =
        FluentResource::try_new(source.to_owned()).unwrap_or_else(|(read, _errors)| read);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

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
}
