use kernel::{BankLineId, Lang, Limit, PaymentId, Vnd};
use payments::bank::{BankLine, LineStatus, Lines, Problem as Matter, Suggestion};
use payments::{CardPayout, Payment, Status};
use web::{Problem, State};

use super::paid_in;
use crate::money::dong;
use crate::office::desk::moment;
use crate::words::{say, say_with};

/// A line that waits for a person.
pub(super) struct LineShown {
    pub(super) id: BankLineId,
    pub(super) amount: String,
    pub(super) at: String,
    pub(super) number: String,
    pub(super) text: String,
    pub(super) suggestions: Vec<(PaymentId, String)>,
    /// What the card company paid out that it could be.
    pub(super) payouts: Vec<(String, String)>,
}

/// A line with which something is the matter, and its remedy.
pub(super) struct MatterShown {
    pub(super) amount: String,
    pub(super) at: String,
    pub(super) number: String,
    pub(super) said: String,
}

/// A payment that somebody says was made, or of which a part came.
pub(super) struct SoughtShown {
    pub(super) id: PaymentId,
    pub(super) said: String,
    pub(super) amounts: String,
    /// Whether it may be said that nothing came.
    pub(super) reported: bool,
    pub(super) partly: bool,
}

/// The lines that wait for a person, and those with which something is the matter.
pub(super) async fn lines(
    state: &State,
    lang: Lang,
    limit: Limit,
) -> Result<(Vec<LineShown>, Vec<MatterShown>), Problem> {
    let db = state.app.db.read();
    let of = |status| Lines {
        status: Some(status),
        problem: None,
        open: true,
    };
    let waiting = payments::bank::list_lines(db, of(LineStatus::Waiting), (limit, None)).await?;
    let mut lines = vec![];
    for line in &waiting.data {
        let suggested = payments::bank::suggestions(db, line).await?;
        let payouts = payments::on_their_way(db, &line.told).await?;
        lines.push(LineShown::of(line, (&suggested, payouts), lang));
    }
    let matched = payments::bank::list_lines(db, of(LineStatus::Matched), (limit, None)).await?;
    let matters = matched.data.iter();
    let matters = matters.filter_map(|line| MatterShown::of(line, lang));
    Ok((lines, matters.collect()))
}

impl LineShown {
    fn of(
        line: &BankLine,
        (suggested, payouts): (&[Suggestion], Vec<CardPayout>),
        lang: Lang,
    ) -> Self {
        let told = &line.told;
        let said = |s: &Suggestion| {
            let why = if s.amount {
                "office-money-same-amount"
            } else {
                "office-money-reported"
            };
            format!(
                "{} · {} · {}",
                s.payment.reference,
                dong(s.payment.remaining()),
                say(lang, why)
            )
        };
        Self {
            id: line.id,
            amount: dong(told.amount),
            at: moment(told.booked_at),
            number: told.bank_ref.clone(),
            text: told.text.clone(),
            suggestions: suggested.iter().map(|s| (s.payment.id, said(s))).collect(),
            payouts: payouts
                .into_iter()
                .map(|payout| paid_in::could_be(payout, lang))
                .collect(),
        }
    }
}

impl MatterShown {
    fn of(line: &BankLine, lang: Lang) -> Option<Self> {
        let problem = line.problem?;
        let word = Matter::as_str(problem).replace('_', "-");
        Some(Self {
            amount: dong(line.told.amount),
            at: moment(line.told.booked_at),
            number: line.told.bank_ref.clone(),
            said: say(lang, &format!("office-money-{word}")),
        })
    }
}

impl SoughtShown {
    pub(super) fn of(payment: &Payment, lang: Lang) -> Self {
        let state = say(lang, &format!("office-money-{}", payment.status.as_str()));
        let amounts = [
            ("received", dong(payment.received)),
            ("remaining", dong(payment.remaining())),
        ];
        Self {
            id: payment.id,
            said: format!("{} · {state}", payment.reference),
            amounts: say_with(lang, "office-money-came", &amounts),
            reported: payment.status == Status::Reported,
            partly: payment.received > Vnd::ZERO,
        }
    }
}
