//! The words of notices, from one catalogue in two languages.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use kernel::Lang;
use unic_langid::LanguageIdentifier;

const VI: &str = include_str!("../texts/vi.ftl");
const EN: &str = include_str!("../texts/en.ftl");

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> =
    LazyLock::new(|| [bundle("vi", VI), bundle("en", EN)]);

/// The words under a key, or under an attribute of it (`subject`, `body`, `text`, `action`).
pub(crate) fn words(
    lang: Lang,
    key: &str,
    attribute: Option<&str>,
    args: &FluentArgs<'_>,
) -> Option<String> {
    let [vi, en] = &*BUNDLES;
    let bundle = if lang == Lang::En { en } else { vi };
    let message = bundle.get_message(key)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let words = bundle.format_pattern(pattern, Some(args), &mut vec![]);
    Some(words.into_owned())
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

    /// `key` and `key.attribute`, each with the variables that it uses.
    fn entries(source: &str) -> BTreeSet<(String, BTreeSet<String>)> {
        let mut found: Vec<(String, BTreeSet<String>)> = vec![];
        let mut message = String::new();
        for line in source.lines().filter(|l| !l.starts_with('#')) {
            let name = line.split(" =").next().unwrap().trim();
            if line.contains(" =") && !line.starts_with(' ') {
                message = name.to_owned();
                found.push((message.clone(), BTreeSet::new()));
            } else if line.starts_with("    .") && line.contains(" =") {
                found.push((format!("{message}{name}"), BTreeSet::new()));
            }
            let variables = line.split('$').skip(1).map(|rest| {
                let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                name.clone().next().unwrap().to_owned()
            });
            if let Some((_, used)) = found.last_mut() {
                used.extend(variables);
            }
        }
        found.into_iter().collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_and_use_the_same_facts() {
        let (vi, en) = (entries(VI), entries(EN));
        let only: Vec<_> = vi.symmetric_difference(&en).collect();
        assert!(only.is_empty(), "{only:#?}");
        assert!(vi.len() > 100, "{}", vi.len());
    }

    #[test]
    fn every_line_of_the_catalogue_can_be_read() {
        for source in [VI, EN] {
            if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                panic!("{errors:?}");
            }
        }
    }
}
