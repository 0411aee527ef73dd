//! The facts in a message's table.

use super::Words;
use crate::certificate::{CertificateFacts, CertificateStep};
use crate::format::time;
use crate::message::{CaseFacts, Message, OrderFacts};

/// A fact in the table; the urgent ones stand in a text message too.
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) urgent: bool,
}

impl Words<'_> {
    fn fact(&self, label: &str, value: impl Into<String>, urgent: bool) -> Fact {
        Fact {
            label: self.word(label).unwrap_or_default(),
            value: value.into(),
            urgent,
        }
    }

    /// What the message's table shows.
    pub(super) fn facts(&self, message: &Message) -> Vec<Fact> {
        match message {
            Message::Order { order, .. } => self.order_facts(order),
            Message::Case { case, .. } => self.case_facts(case),
            Message::Refund { refund, .. } => vec![
                self.fact("label-code", refund.code.clone(), false),
                self.fact("label-amount", refund.amount.to_string(), true),
                self.fact("label-until", time(refund.until), false),
            ],
            Message::CertificateExpiring {
                product,
                producer,
                decision_no,
                expires_on,
                ..
            } => vec![
                self.fact("label-product", product, false),
                self.fact("label-producer", producer, false),
                self.fact("label-decision", decision_no, false),
                self.fact("label-expires", expires_on.display_vi(), false),
            ],
            Message::Certificate {
                step, certificate, ..
            } => self.certificate_facts(*step, certificate),
            Message::Document {
                kind,
                number,
                expires_on,
                ..
            } => {
                let kind = self.word(&format!("paper-{kind}"));
                vec![
                    self.fact("label-paper", kind.unwrap_or_default(), true),
                    self.fact("label-number", number.clone(), false),
                    self.fact("label-expires", expires_on.display_vi(), true),
                ]
            }
            Message::Takedown {
                product,
                authority,
                number,
                until,
                ..
            } => vec![
                self.fact("label-product", product, false),
                self.fact("label-authority", authority, false),
                self.fact("label-number", number, false),
                self.fact("label-until", time(*until), true),
            ],
            Message::ResetPassword { until, .. }
            | Message::ProveContact { until, .. }
            | Message::SignInCode { until, .. }
            | Message::Invited { until, .. }
            | Message::CardIssued { until, .. }
            | Message::ProvePhone { until, .. } => {
                vec![self.fact("label-until", time(*until), false)]
            }
            // What these say stands in their words.
            _ => vec![],
        }
    }

    fn order_facts(&self, order: &OrderFacts) -> Vec<Fact> {
        let mut facts = vec![self.fact("label-code", &order.code, false)];
        // A step whose words name no deadline does not show one.
        if let Some((label, until)) = self.own("deadline").zip(order.deadline) {
            facts.push(Fact {
                label,
                value: time(until),
                urgent: true,
            });
        }
        if let Some(transfer) = &order.transfer {
            let said = [
                ("label-to-send", transfer.amount.to_string()),
                ("label-bank", transfer.bank.clone()),
                ("label-account", transfer.account.clone()),
                ("label-account-name", transfer.account_name.clone()),
                ("label-transfer-text", transfer.text.clone()),
            ];
            facts.extend(said.map(|(label, value)| self.fact(label, value, true)));
        }
        let reason = order.reason.as_ref();
        if let Some(reason) = reason.and_then(|code| self.word(&format!("reason-{code}"))) {
            facts.push(self.fact("label-reason", reason, true));
        }
        if let Some(carrier) = &order.carrier {
            let known = self.word(&format!("carrier-{carrier}"));
            facts.push(self.fact("label-carrier", known.unwrap_or(carrier.clone()), true));
        }
        if let Some(tracking) = &order.tracking_code {
            facts.push(self.fact("label-tracking", tracking, true));
        }
        if let Some(phone) = &order.parcel_phone {
            facts.push(self.fact("label-parcel-phone", phone, true));
        }
        facts.push(self.fact("label-recipient", &order.recipient, false));
        if let Some(how) = self.word(&format!("payment-{}", order.payment_method)) {
            facts.push(self.fact("label-payment", how, false));
        }
        facts
    }

    fn certificate_facts(&self, step: CertificateStep, told: &CertificateFacts) -> Vec<Fact> {
        let ends = if step == CertificateStep::Extended {
            "label-extended-until"
        } else {
            "label-expires"
        };
        let cause = told.cause.as_ref();
        let cause = cause.and_then(|code| self.word(&format!("cause-{code}")));
        let said = [
            ("label-product", Some(told.product.clone()), false),
            ("label-producer", Some(told.producer.clone()), false),
            ("label-decision", Some(told.decision_no.clone()), false),
            (
                ends,
                told.until.map(kernel::Day::display_vi),
                step == CertificateStep::Extended,
            ),
            ("label-cause", cause, true),
            ("label-newer-decision", told.newer.clone(), true),
        ];
        said.into_iter()
            .filter_map(|(label, value, urgent)| Some(self.fact(label, value?, urgent)))
            .collect()
    }

    fn case_facts(&self, case: &CaseFacts) -> Vec<Fact> {
        let mut facts = vec![self.fact("label-code", case.code.clone(), false)];
        if let Some((label, until)) = self.own("deadline").zip(case.until) {
            facts.push(Fact {
                label,
                value: time(until),
                urgent: true,
            });
        }
        let word = |code: &String| self.word(&format!("case-word-{code}"));
        let said = [
            ("label-problem", Some(&case.kind)),
            ("label-wish", Some(&case.wish)),
            ("label-answer", case.answer.as_ref()),
            ("label-case-decision", case.decision.as_ref()),
        ];
        for (label, code) in said {
            if let Some(value) = code.and_then(word) {
                facts.push(self.fact(label, value, label == "label-case-decision"));
            }
        }
        facts
    }
}
