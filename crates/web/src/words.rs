use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use kernel::Lang;
use unic_langid::LanguageIdentifier;

/// A catalogue of words in Vietnamese and English.
pub struct Words([FluentBundle<FluentResource>; 2]);

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words(…)")
    }
}

impl Words {
    /// The catalogue of two files. A line that cannot be read is left out: each owner has a test
    /// that there is none such.
    pub fn new(vi: &str, en: &str) -> Self {
        Self([bundle("vi", vi), bundle("en", en)])
    }

    /// What stands under a key; the key itself where nothing does.
    pub fn say(&self, lang: Lang, key: &str, args: &[(&'static str, String)]) -> String {
        let [vi, en] = &self.0;
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
}

fn bundle(tag: &str, source: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    let resource =
        FluentResource::try_new(source.to_owned()).unwrap_or_else(|(read, _errors)| read);
    bundle.add_resource_overriding(resource);
    bundle
}
