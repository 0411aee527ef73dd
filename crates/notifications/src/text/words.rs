//! The words of one message, from the catalogue.

use fluent_bundle::{FluentArgs, FluentValue};
use kernel::Lang;

use crate::catalogue::words;
use crate::format::time;
use crate::message::{Message, Remark, Side, Waiting};

/// The catalogue, with what one message says.
pub(super) struct Words<'a> {
    pub(super) lang: Lang,
    pub(super) kind: String,
    pub(super) args: FluentArgs<'a>,
}

impl<'a> Words<'a> {
    pub(super) fn new(lang: Lang, message: &Message) -> Self {
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
            Message::Decided { name, .. } | Message::ShopPaused { name, .. } => {
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

    pub(super) fn set(&mut self, name: &'static str, value: impl Into<FluentValue<'a>>) {
        self.args.set(name, value);
    }

    /// An attribute of the message's own kind.
    pub(super) fn own(&self, attribute: &str) -> Option<String> {
        words(self.lang, &self.kind, Some(attribute), &self.args)
    }

    pub(super) fn word(&self, key: &str) -> Option<String> {
        words(self.lang, key, None, &self.args)
    }

    pub(super) fn sums(&self, message: &Message) -> Vec<(String, String)> {
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

    pub(super) fn points(&self, message: &Message) -> Vec<String> {
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

    pub(super) fn footer(&self, message: &Message) -> Vec<String> {
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
