mod facts;
mod words;

use fluent_bundle::FluentArgs;
use kernel::Lang;

use self::facts::Fact;
use self::words::Words;
use crate::catalogue::words;
use crate::format::one_line;
use crate::message::Message;

/// A notice in words, before any layout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The subject: one line.
    pub subject: String,
    /// How the reader is addressed.
    pub greeting: String,
    /// What is to be said.
    pub paragraphs: Vec<String>,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    /// An order's lines: what, and for how much.
    pub items: Vec<(String, String)>,
    /// What the lines add up to.
    pub sums: Vec<(String, String)>,
    /// Remarks, or what waits.
    pub points: Vec<String>,
    /// The button: its label and address.
    pub action: Option<(String, String)>,
    /// What stands at the end.
    pub footer: Vec<String>,
    /// The whole in a text message.
    pub short: String,
}

impl Message {
    /// The message in words, for somebody, with what its [`Link`](crate::Link) is: the address that
    /// its button opens, or digits to be typed in.
    pub fn text(&self, lang: Lang, name: Option<&str>, url: Option<String>) -> Text {
        let mut words = Words::new(lang, self);
        if let Some(url) = &url {
            let digits = matches!(self.link(), Some(crate::Link::Digits(_)));
            words.set(if digits { "code" } else { "url" }, url.clone());
        }
        let facts = words.facts(self);
        let text = words.own("text");
        let action = words.own("action").zip(url);
        // Who has nothing but a telephone answers from the message itself.
        let tap = action
            .as_ref()
            .filter(|_| self.link().is_some_and(crate::Link::is_in_a_text));
        let short = short(text, &facts, self, tap);
        Text {
            subject: one_line(&words.own("subject").unwrap_or_default()),
            greeting: greeting(lang, name),
            paragraphs: lines(words.own("body")),
            short,
            items: items(self),
            sums: words.sums(self),
            points: words.points(self),
            action,
            footer: words.footer(self),
            facts: facts
                .into_iter()
                .map(|fact| (fact.label, fact.value))
                .collect(),
        }
    }
}

fn items(message: &Message) -> Vec<(String, String)> {
    let Message::Order { order, .. } = message else {
        return vec![];
    };
    let item = |line: &crate::Item| {
        (
            format!("{} × {}", line.quantity, line.name),
            line.total.to_string(),
        )
    };
    order.lines.iter().map(item).collect()
}

fn greeting(lang: Lang, name: Option<&str>) -> String {
    let mut args = FluentArgs::new();
    let key = match name.filter(|name| !name.is_empty()) {
        Some(name) => {
            args.set("name", name);
            "greeting"
        }
        None => "greeting-nameless",
    };
    words(lang, key, None, &args).unwrap_or_default()
}

fn lines(body: Option<String>) -> Vec<String> {
    body.unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect()
}

/// A text message: its own sentence, then the facts that cannot wait, then the link that acts.
fn short(
    text: Option<String>,
    facts: &[Fact],
    message: &Message,
    tap: Option<&(String, String)>,
) -> String {
    let mut out = text.unwrap_or_default();
    for fact in facts.iter().filter(|fact| fact.urgent) {
        out = format!("{out} {}: {}.", fact.label, fact.value);
    }
    if let Message::Decided { remarks, .. } = message {
        for remark in remarks.iter().filter(|remark| !remark.text.is_empty()) {
            out = format!("{out} {}", remark.text);
        }
    }
    if let Some((label, url)) = tap {
        out = format!("{out} {label}: {url}");
    }
    one_line(&out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Side;
    use crate::{layout, sample};

    const HOME: &str = "https://cho.example.vn";

    fn written(message: &Message, lang: Lang) -> String {
        let url = format!("{HOME}/open?what={}", message.kind());
        let text = message.text(lang, Some("Trần Thị Bích"), Some(url));
        let plain = layout::plain(&text, lang, HOME).unwrap();
        format!(
            "Subject: {}\n\n{plain}\n\nText: {}",
            text.subject, text.short
        )
    }

    #[test]
    fn every_message_has_its_words_in_both_languages() {
        for message in sample::messages() {
            for lang in [Lang::Vi, Lang::En] {
                let (kind, words) = (message.kind(), written(&message, lang));
                let text = message.text(lang, None, Some(HOME.into()));
                assert!(!text.subject.is_empty() && !text.short.is_empty(), "{kind}");
                let typed = matches!(message.link(), Some(crate::Link::Digits(_)));
                assert!(!text.paragraphs.is_empty(), "{kind}");
                assert_eq!(text.action.is_none(), typed, "{kind}");
                assert!(!words.contains(['{', '\u{2068}']), "{kind}: {words}");
            }
        }
    }

    #[test]
    fn the_words_of_every_message_are_as_they_were_written() {
        let mut kinds: Vec<(String, String)> = vec![];
        for message in sample::messages() {
            let (vi, en) = (written(&message, Lang::Vi), written(&message, Lang::En));
            kinds.push((message.kind(), format!("{vi}\n\n=== en ===\n{en}")));
        }
        for (index, (kind, words)) in kinds.iter().enumerate() {
            let again = kinds.iter().take(index).any(|(earlier, _)| earlier == kind);
            let name = if again {
                format!("{kind}-today")
            } else {
                kind.clone()
            };
            insta::assert_snapshot!(name, words);
        }
    }

    #[test]
    fn html_carries_the_same_words_escaped() {
        let message = Message::Order {
            step: crate::OrderStep::Placed,
            to: Side::Buyer,
            order: Box::new(sample::order(crate::OrderStep::Placed)),
        };
        let text = message.text(
            Lang::Vi,
            Some("<b>Bích</b>"),
            Some(format!("{HOME}/?a=1&b=2")),
        );
        insta::assert_snapshot!("html", layout::html(&text, Lang::Vi, HOME).unwrap());
    }
}
