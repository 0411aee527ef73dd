mod facts;

use fluent_bundle::{FluentArgs, FluentValue};
use kernel::Lang;

use self::facts::Fact;
use crate::catalogue::words;
use crate::format::{one_line, time};
use crate::message::{Message, Remark, Side, Waiting};

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
            .filter(|_| matches!(self.link(), Some(crate::Link::Accept(_))));
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

/// The catalogue, with what one message says.
struct Words<'a> {
    lang: Lang,
    kind: String,
    args: FluentArgs<'a>,
}

impl<'a> Words<'a> {
    fn new(lang: Lang, message: &Message) -> Self {
        let (kind, args) = (message.kind(), FluentArgs::new());
        let mut words = Self { lang, kind, args };
        match message {
            Message::Order { order, .. } => {
                words.set("code", order.code.clone());
                words.set("producer", order.producer.clone());
                words.set("total", order.total.to_string());
            }
            Message::Case { case, .. } => {
                words.set("code", case.code.clone());
                words.set("producer", case.producer.clone());
            }
            Message::Refund { refund, .. } => {
                words.set("code", refund.code.clone());
                words.set("amount", refund.amount.to_string());
            }
            Message::Decided { name, .. } | Message::ShopPaused { name } => {
                words.set("name", name.clone());
            }
            Message::CertificateExpiring {
                product,
                producer,
                expires_on,
                days,
                ..
            } => {
                words.set("product", product.clone());
                words.set("producer", producer.clone());
                words.set("expires", expires_on.display_vi());
                words.set("days", *days);
            }
            Message::Certificate { certificate, .. } => {
                words.set("product", certificate.product.clone());
                words.set("producer", certificate.producer.clone());
            }
            Message::Document {
                number, expires_on, ..
            } => {
                words.set("number", number.clone());
                words.set("expires", expires_on.display_vi());
            }
            Message::Takedown {
                product,
                authority,
                number,
                ..
            } => {
                words.set("product", product.clone());
                words.set("authority", authority.clone());
                words.set("number", number.clone());
            }
            Message::WorkWaiting { day, waiting } => {
                words.set("day", day.display_vi());
                words.set("total", waiting.iter().map(|w| w.count).sum::<i64>());
            }
            of_account => words.of_account(of_account),
        }
        words
    }

    /// What is between the program and an account mostly says nothing but its code.
    fn of_account(&mut self, message: &Message) {
        match message {
            Message::Invited { producer, role, .. } => {
                let role = self.word(&format!("role-{role}"));
                self.set("producer", producer.clone());
                self.set("role", role.unwrap_or_default());
            }
            Message::BankAccountChanged {
                producer,
                bank,
                ending,
                from,
            } => {
                self.set("producer", producer.clone());
                self.set("bank", bank.clone());
                self.set("ending", ending.clone());
                self.set("from", time(*from));
            }
            Message::CardIssued { by, .. } => self.set("by", by.clone()),
            Message::HandedOver {
                producer, reason, ..
            } => {
                let reason = self.word(&format!("hand-over-{reason}"));
                self.set("producer", producer.clone());
                self.set("reason", reason.unwrap_or_default());
            }
            _ => {}
        }
    }

    fn set(&mut self, name: &'static str, value: impl Into<FluentValue<'a>>) {
        self.args.set(name, value);
    }

    /// An attribute of the message's own kind.
    fn own(&self, attribute: &str) -> Option<String> {
        words(self.lang, &self.kind, Some(attribute), &self.args)
    }

    fn word(&self, key: &str) -> Option<String> {
        words(self.lang, key, None, &self.args)
    }

    fn sums(&self, message: &Message) -> Vec<(String, String)> {
        let Message::Order { order, .. } = message else {
            return vec![];
        };
        [
            ("label-goods", order.goods),
            ("label-shipping", order.shipping),
            ("label-total", order.total),
        ]
        .map(|(label, sum)| (self.word(label).unwrap_or_default(), sum.to_string()))
        .into()
    }

    fn points(&self, message: &Message) -> Vec<String> {
        match message {
            Message::Decided { remarks, .. } => remarks.iter().map(|r| self.remark(r)).collect(),
            Message::WorkWaiting { waiting, .. } => {
                waiting.iter().filter_map(|w| self.waiting(w)).collect()
            }
            _ => vec![],
        }
    }

    fn remark(&self, remark: &Remark) -> String {
        match self.word(&format!("remark-{}", remark.code)) {
            Some(word) if remark.text.is_empty() => word,
            Some(word) => format!("{word}: {}", remark.text),
            None => remark.text.clone(),
        }
    }

    fn waiting(&self, waiting: &Waiting) -> Option<String> {
        let mut args = FluentArgs::new();
        args.set("count", waiting.count);
        args.set("days", waiting.days);
        args.set("urgent", waiting.urgent);
        let key = format!("waiting-{}", waiting.on.word());
        words(self.lang, &key, None, &args)
    }

    fn footer(&self, message: &Message) -> Vec<String> {
        let to_buyer = matches!(
            message,
            Message::Order {
                to: Side::Buyer,
                ..
            }
        );
        let tracking = to_buyer.then(|| self.word("footer-tracking")).flatten();
        tracking.into_iter().chain(self.word("footer")).collect()
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
