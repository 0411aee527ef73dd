//! The market's money: lines of its account that wait for a person, refunds that it owes, and cash
//! that carriers handed on otherwise than it was collected. For who runs the market.

mod act;

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{BankLineId, Lang, Limit, PaymentId, RefundId, RemittanceLineId, Vnd};
use payments::bank::{BankLine, LineStatus, Lines, Problem as Matter, Suggestion};
use payments::remit::{RemittedLine, RemittedLines, RemittedStatus};
use payments::{Destination, Discrepancy, Payer, Payment, Refund, RefundStatus, Refunds, Status};
use web::who::Admin;
use web::{Problem, State};

use super::desk::{Desk, desk, moment, shown_with};
use crate::money::dong;
use crate::shell::Shell;
use crate::words::{say, say_with};

pub(crate) use act::{code, line, remittance, sent, settle, sought, statement};

/// So many of each are shown.
const SHOWN: i64 = 50;

#[derive(Template)]
#[template(path = "office/money.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    /// What was refused, in words.
    refused: Vec<String>,
    /// The market's own account, where it takes money.
    account: Option<String>,
    lines: Vec<LineShown>,
    matters: Vec<MatterShown>,
    sought: Vec<SoughtShown>,
    disputed: Vec<BooksDiffer>,
    owed: Vec<OwedShown>,
    differences: Vec<DifferenceShown>,
}

/// A line that waits for a person.
struct LineShown {
    id: BankLineId,
    amount: String,
    at: String,
    number: String,
    text: String,
    suggestions: Vec<(PaymentId, String)>,
}

/// A line with which something is the matter, and its remedy.
struct MatterShown {
    amount: String,
    at: String,
    number: String,
    said: String,
}

/// A payment that somebody says was made, or of which a part came.
struct SoughtShown {
    id: PaymentId,
    said: String,
    amounts: String,
    /// Whether it may be said that nothing came.
    reported: bool,
    partly: bool,
}

/// What our books and the card company's say differently.
struct BooksDiffer {
    said: String,
    subject: String,
    since: String,
}

/// A refund that the market owes.
struct OwedShown {
    id: RefundId,
    amount: String,
    said: String,
    bank: String,
    to: Option<Destination>,
}

/// What a carrier handed on otherwise than it was collected.
struct DifferenceShown {
    id: RemittanceLineId,
    said: String,
    parcel: String,
    amounts: String,
}

/// The market's money.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
) -> Result<Response, Problem> {
    page(&state, lang, &admin, None).await
}

async fn page(
    state: &State,
    lang: Lang,
    admin: &Admin,
    refused: Option<&Problem>,
) -> Result<Response, Problem> {
    let (db, head) = (state.app.db.read(), ("/money", "office-money"));
    let (shell, desk) = desk(state, lang, &admin.session, head);
    let account = state.app.transfers.to_market().map(|to| {
        let bank = reference::bank(&to.bank_bin).map_or("", |bank| bank.short);
        format!("{bank} {}", to.account)
    });
    let limit = Limit::parse(Some(SHOWN))?;
    let (lines, matters) = lines(state, lang, limit).await?;
    let page = Page {
        refused: refused
            .map(|problem| refusals(problem, lang))
            .unwrap_or_default(),
        account,
        lines,
        matters,
        sought: payments::bank::looked_for(db)
            .await?
            .iter()
            .map(|payment| SoughtShown::of(payment, lang))
            .collect(),
        disputed: payments::differences(db)
            .await?
            .iter()
            .map(|difference| BooksDiffer::of(&difference.found, lang))
            .collect(),
        owed: owed(state, lang, limit).await?,
        differences: differences(state, lang, limit).await?,
        shell,
        desk,
    };
    shown_with(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

/// The lines that wait for a person, and those with which something is the matter.
async fn lines(
    state: &State,
    lang: Lang,
    limit: Limit,
) -> Result<(Vec<LineShown>, Vec<MatterShown>), Problem> {
    let db = state.app.db.read();
    let of = |status| Lines {
        status: Some(status),
        problem: None,
    };
    let waiting = payments::bank::list_lines(db, of(LineStatus::Waiting), (limit, None)).await?;
    let mut lines = vec![];
    for line in &waiting.data {
        let suggested = payments::bank::suggestions(db, line).await?;
        lines.push(LineShown::of(line, &suggested, lang));
    }
    let matched = payments::bank::list_lines(db, of(LineStatus::Matched), (limit, None)).await?;
    let matters = matched.data.iter();
    let matters = matters.filter_map(|line| MatterShown::of(line, lang));
    Ok((lines, matters.collect()))
}

/// Each fault in words, or what is wrong with the whole.
fn refusals(problem: &Problem, lang: Lang) -> Vec<String> {
    let faults = problem.faults(lang).into_iter();
    let faults: Vec<String> = faults.map(|(_, said)| said).collect();
    if faults.is_empty() {
        vec![problem.words(lang).1]
    } else {
        faults
    }
}

impl LineShown {
    fn of(line: &BankLine, suggested: &[Suggestion], lang: Lang) -> Self {
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
    fn of(payment: &Payment, lang: Lang) -> Self {
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

impl BooksDiffer {
    fn of(found: &Discrepancy, lang: Lang) -> Self {
        let sides = [
            ("ours", found.ours.clone()),
            ("theirs", found.theirs.clone()),
        ];
        Self {
            said: say_with(lang, "office-money-sides", &sides),
            subject: format!("{} {}", found.kind, found.subject),
            since: moment(found.found_at),
        }
    }
}

/// What the market owes, with the buyer's account where they have named it.
async fn owed(state: &State, lang: Lang, limit: Limit) -> Result<Vec<OwedShown>, Problem> {
    let db = state.app.db.read();
    let due = Refunds {
        producer: None,
        status: Some(RefundStatus::Due),
        payer: Some(Payer::Market),
    };
    let mut shown = vec![];
    for refund in payments::list_refunds(db, due, (limit, None)).await?.data {
        let to = payments::destination(db, refund.id, &state.app.secret).await?;
        shown.push(OwedShown::of(&refund, to, lang));
    }
    Ok(shown)
}

impl OwedShown {
    fn of(refund: &Refund, to: Option<Destination>, lang: Lang) -> Self {
        let until = [("until", moment(refund.due_at))];
        Self {
            id: refund.id,
            amount: dong(refund.amount),
            said: format!(
                "{} · {}",
                refund.reference,
                say_with(lang, "office-money-until", &until)
            ),
            bank: to
                .as_ref()
                .and_then(|to| reference::bank(&to.bank_bin))
                .map_or_else(String::new, |bank| bank.short.to_owned()),
            to,
        }
    }
}

async fn differences(
    state: &State,
    lang: Lang,
    limit: Limit,
) -> Result<Vec<DifferenceShown>, Problem> {
    let open = [
        RemittedStatus::Differs,
        RemittedStatus::Undelivered,
        RemittedStatus::Unknown,
        RemittedStatus::Twice,
    ];
    let mut shown = vec![];
    for status in open {
        let which = RemittedLines {
            status: Some(status),
        };
        let found =
            payments::remit::list_remitted(state.app.db.read(), which, (limit, None)).await?;
        shown.extend(
            found
                .data
                .iter()
                .map(|line| DifferenceShown::of(line, lang)),
        );
    }
    Ok(shown)
}

impl DifferenceShown {
    fn of(line: &RemittedLine, lang: Lang) -> Self {
        let expected = line.expected.unwrap_or(Vnd::ZERO);
        let amounts = [
            ("told", dong(line.told.amount)),
            ("collected", dong(expected)),
        ];
        Self {
            id: line.id,
            said: say(lang, &format!("office-money-cash-{}", line.status.as_str())),
            parcel: format!("{} · {} · {}", line.carrier, line.reference, line.told.code),
            amounts: say_with(lang, "office-money-amounts", &amounts),
        }
    }
}
