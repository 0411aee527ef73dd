//! The market's money: lines of its account that wait for a person, refunds that it owes, and cash
//! that carriers handed on otherwise than it was collected. For who runs the market.

use askama::Template;
use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{BankLineId, Lang, Limit, PaymentId, RefundId, RemittanceLineId, Vnd};
use payments::bank::{BankLine, LineStatus, Lines, Problem as Matter, Suggestion};
use payments::remit::{NewRemittance, RemittedLine, RemittedLines, RemittedStatus};
use payments::{Destination, Payer, Refund, RefundStatus, Refunds, Transfer};
use web::who::Admin;
use web::{Code, Path, Problem, State};

use super::desk::{Desk, desk, moment, shown_with};
use crate::forms::Form;
use crate::money::dong;
use crate::shell::{Shell, picture};
use crate::words::{say, say_with};

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
    let waiting = Lines {
        status: Some(LineStatus::Waiting),
        problem: None,
    };
    let waiting = payments::bank::list_lines(db, waiting, (limit, None))
        .await?
        .data;
    let mut lines = vec![];
    for line in &waiting {
        let suggested = payments::bank::suggestions(db, line).await?;
        lines.push(LineShown::of(line, &suggested, lang));
    }
    let matched = Lines {
        status: Some(LineStatus::Matched),
        problem: None,
    };
    let matched = payments::bank::list_lines(db, matched, (limit, None))
        .await?
        .data;
    let page = Page {
        refused: refused
            .map(|problem| refusals(problem, lang))
            .unwrap_or_default(),
        account,
        lines,
        matters: matched
            .iter()
            .filter_map(|line| MatterShown::of(line, lang))
            .collect(),
        owed: owed(state, lang, limit).await?,
        differences: differences(state, lang, limit).await?,
        shell,
        desk,
    };
    shown_with(refused.map_or(StatusCode::OK, Problem::http_status), &page)
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

/// Brings the bank's statement.
pub(crate) async fn statement(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let app = &state.app;
    let done = async {
        let file = web::uploads::file(form, "statement").await?;
        let own = (&app.db, &app.transfers);
        market::take_statement(own, &file.bytes, admin.actor, app.now()).await?;
        Ok(())
    };
    after(&state, lang, &admin, done.await).await
}

/// Brings the file in which a carrier tells what it handed on.
pub(crate) async fn remittance(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let app = &state.app;
    let done = async {
        let file = web::uploads::file(form, "file").await?;
        let text = |name: &str| {
            let text = file
                .text(name)
                .map(kernel::text::clean)
                .filter(|t| t.chars().count() <= 60);
            text.ok_or_else(|| Problem::field(format!("/{name}"), "required"))
        };
        let told = NewRemittance {
            carrier: text("carrier")?,
            reference: text("reference")?,
            received_on: app.clock.today(),
            producer: None,
        };
        let lines = payments::remit::remitted(&file.bytes).map_err(payments::Error::from)?;
        market::take_remittance(&app.db, (&told, &lines), admin.actor, app.now()).await?;
        Ok(())
    };
    after(&state, lang, &admin, done.await).await
}

/// Says what a line is for, or that it is nobody's.
pub(crate) async fn line(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path(id): Path<BankLineId>,
    form: Form,
) -> Result<Response, Problem> {
    let done = decided(&state, &admin, id, &form).await;
    after(&state, lang, &admin, done).await
}

async fn decided(state: &State, admin: &Admin, id: BankLineId, form: &Form) -> Result<(), Problem> {
    let app = &state.app;
    if let Some(note) = form.filled("note") {
        market::set_line_aside(&app.db, id, note, admin.actor, app.now()).await?;
        return Ok(());
    }
    let line = payments::bank::line(app.db.read(), id).await?;
    let payment: Option<PaymentId> = form.read("payment")?;
    let payment = match (payment, form.filled("code")) {
        (Some(payment), _) => payment,
        (None, Some(code)) => {
            let found = payments::bank::named(app.db.read(), code).await?;
            let found = found.first().map(|payment| payment.id);
            found.ok_or_else(|| Problem::field("/code", "unknown"))?
        }
        (None, None) => return Err(Problem::field("/code", "required")),
    };
    let parts = [(payment, line.told.amount)];
    market::assign_line(&app.db, id, &parts, admin.actor, app.now()).await?;
    Ok(())
}

/// Says that a refund of the market's was sent.
pub(crate) async fn sent(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path(id): Path<RefundId>,
    form: Form,
) -> Result<Response, Problem> {
    let app = &state.app;
    let number = form
        .filled("bank_ref")
        .filter(|number| number.chars().count() <= 60);
    let done = market::send_refund(&app.db, (None, id), number, admin.actor, app.now()).await;
    after(&state, lang, &admin, done.map_err(Problem::from)).await
}

/// The code that sends exactly a refund of the market's.
pub(crate) async fn code(
    Node(state): Node<State>,
    _admin: Admin,
    Path(id): Path<RefundId>,
) -> Result<Response, Problem> {
    let (db, gone) = (state.app.db.read(), || Problem::new(Code::NotFound));
    let refund = payments::refund(db, id).await?;
    if refund.payer != Payer::Market {
        return Err(gone());
    }
    let to = payments::destination(db, id, &state.app.secret)
        .await?
        .ok_or_else(gone)?;
    let transfer = Transfer {
        bank_bin: &to.bank_bin,
        account: &to.account,
        amount: Some(refund.amount),
        bill: None,
        text: Some(&refund.reference),
    };
    // An account that no code holds is typed in by hand.
    let payload = transfer.payload().map_err(|_unfit| gone())?;
    Ok(picture(media::qr_png(&payload)?))
}

/// Says how a difference was settled with its carrier.
pub(crate) async fn settle(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path(id): Path<RemittanceLineId>,
    form: Form,
) -> Result<Response, Problem> {
    let app = &state.app;
    let done = match form.filled("note") {
        None => Err(Problem::field("/note", "required")),
        Some(note) => {
            let settled = market::settle_remitted(&app.db, id, note, admin.actor, app.now()).await;
            settled.map_err(Problem::from)
        }
    };
    after(&state, lang, &admin, done).await
}

/// Back to the page; what was refused is said on it.
async fn after(
    state: &State,
    lang: Lang,
    admin: &Admin,
    done: Result<(), Problem>,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/{}/office/money", lang.as_str())).into_response()),
        Err(problem) if matches!(problem.code(), Code::Conflict | Code::Invalid) => {
            page(state, lang, admin, Some(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}
