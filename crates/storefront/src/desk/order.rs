//! One order on the producer's desk: what it is, whose move it is, and the buttons of its next
//! steps.

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, OrderId, RefundId, Vnd};
use orders::{Case, CaseStatus, Event, Method, Order, Reason, Remedy, Status, apply};
use payments::{Custody, Destination, Payer, Payment, RefundStatus};
use web::who::{Member, Session};
use web::{Code, Path, Problem, State};

use super::acting::{Acting, own};
use crate::clock::moment;
use crate::money::dong;
use crate::shell::{Shell, personal, picture};
use crate::shop::order::{CaseShown, Facts, told};
use crate::words::{say, say_with};

/// Why a producer may refuse an order.
pub(super) const DECLINES: [Reason; 3] =
    [Reason::OutOfStock, Reason::Undeliverable, Reason::Recall];
/// What a producer may offer to who has a problem.
pub(super) const OFFERS: [Remedy; 4] = [
    Remedy::Refund,
    Remedy::Replacement,
    Remedy::Return,
    Remedy::Refuse,
];

#[derive(Template)]
#[template(path = "desk/order.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    id: OrderId,
    facts: Facts,
    phone: String,
    refused: Option<String>,
    can: Can,
    declines: Vec<(&'static str, String)>,
    money: Option<Money>,
    cases: Vec<CaseShown>,
    /// The cases that wait for an answer, with what may be offered.
    offers: Vec<(&'static str, String)>,
    refunds: Vec<Owed>,
}

/// What the order's state admits.
#[expect(clippy::struct_excessive_bools, reason = "each is a button of its own")]
struct Can {
    accept: bool,
    decline: bool,
    pack: bool,
    ship: bool,
    deliver: bool,
    fail: bool,
    take_back: bool,
    extend: bool,
}

/// Money that is looked for.
struct Money {
    /// What has yet to come: the number that is typed in already.
    remaining: i64,
    said: String,
    account: Option<String>,
    text: String,
    received: Option<String>,
    /// Whether the producer may say that nothing came.
    missing: bool,
}

/// What is owed to the buyer.
struct Owed {
    id: RefundId,
    amount: String,
    /// The amount as a bank's app takes it, and the transfer's text.
    digits: String,
    text: String,
    said: String,
    until: String,
    /// Where it goes, where the reader is its payer and the buyer has said so.
    to: Option<Destination>,
    bank: String,
    payable: bool,
}

impl Can {
    fn of(order: &Order) -> Self {
        let can = |event| apply(order.status, event).is_ok();
        Self {
            accept: can(Event::Accept),
            decline: can(Event::Decline(Reason::OutOfStock)),
            pack: can(Event::Pack),
            ship: can(Event::Ship),
            deliver: can(Event::Deliver),
            fail: can(Event::FailDelivery { refused: false }),
            take_back: can(Event::Returned { whole: true }),
            extend: order.status.extension().is_some() && order.extended_at.is_none(),
        }
    }
}

/// An order with everything that can be done with it.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<OrderId>,
) -> Result<Response, Problem> {
    let (order, member) = own(&state, &session, id).await?;
    page(&state, lang, (&order, &member), None).await
}

/// The page of an order, with what could not be done.
pub(super) async fn page(
    state: &State,
    lang: Lang,
    (order, member): (&Order, &Member),
    refused: Option<&Problem>,
) -> Result<Response, Problem> {
    let db = state.app.db.read();
    let cases = orders::cases_of(db, order.id).await?;
    let path = format!("/producer/orders/{}", order.id);
    let title = say_with(lang, "order", &[("code", order.code.clone())]);
    let words = |of: &str, word: &str| say(lang, &format!("{of}-{}", word.replace('_', "-")));
    let waits = cases
        .iter()
        .any(|case: &Case| case.status == CaseStatus::Open);
    let page = Page {
        shell: Shell::new(state, lang, path, title),
        acting: Acting::of(state, lang, member).await?,
        id: order.id,
        facts: Facts::to_producer(order, lang),
        phone: order.recipient_phone.clone(),
        refused: refused.map(|problem| told(problem, lang)),
        can: Can::of(order),
        declines: DECLINES
            .map(|reason| (reason.as_str(), words("reason", reason.as_str())))
            .to_vec(),
        money: money(state, lang, order).await?,
        cases: cases.iter().map(|case| CaseShown::of(case, lang)).collect(),
        offers: OFFERS
            .iter()
            .filter(|_| waits)
            .map(|offer| (offer.as_str(), words("remedy", offer.as_str())))
            .collect(),
        refunds: owed(state, lang, (order, member)).await?,
    };
    personal(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

/// The money of an order, where there is something to say about it.
async fn money(state: &State, lang: Lang, order: &Order) -> Result<Option<Money>, Problem> {
    let payments = payments::of_orders(state.app.db.read(), &[order.id]).await?;
    let Some(payment) = payments.first() else {
        return Ok(None);
    };
    if !is_wanted(order, payment) {
        return Ok(None);
    }
    let account = payment.pay_to.as_ref();
    Ok(Some(Money {
        remaining: payment.remaining().0,
        said: say(lang, &format!("desk-money-{}", payment.status.as_str())),
        account: account.map(|to| {
            let bank = reference::bank(&to.bank_bin).map_or("", |bank| bank.short);
            format!("{bank} {}", to.account)
        }),
        text: payment.reference.clone(),
        received: (payment.received > Vnd::ZERO).then(|| dong(payment.received)),
        missing: payment.status == payments::Status::Reported,
    }))
}

/// Whether money may still come: a transfer also after its order has ended, cash once the box went.
fn is_wanted(order: &Order, payment: &Payment) -> bool {
    // What goes to the market or by card is nothing that a producer could look for.
    let own = matches!(payment.custody, Custody::Producer | Custody::Carrier);
    if !own || payment.remaining() == Vnd::ZERO {
        return false;
    }
    match order.method {
        Method::Cod => matches!(
            order.status,
            Status::Shipped | Status::Delivered | Status::Completed
        ),
        Method::Vietqr => true,
        Method::Stripe => false,
    }
}

/// What is owed; where it goes is for the owners' eyes.
async fn owed(
    state: &State,
    lang: Lang,
    (order, member): (&Order, &Member),
) -> Result<Vec<Owed>, Problem> {
    let db = state.app.db.read();
    let owner = member.must_be(MemberRole::Owner).is_ok();
    let mut owed = vec![];
    for refund in payments::refunds_of(db, order.id).await? {
        let ours = owner && refund.payer == Payer::Producer;
        let to = if ours {
            payments::destination(db, refund.id, &state.app.secret).await?
        } else {
            None
        };
        let waits = matches!(refund.status, RefundStatus::Due | RefundStatus::Failed);
        owed.push(Owed {
            id: refund.id,
            amount: dong(refund.amount),
            digits: refund.amount.0.to_string(),
            text: refund.reference.clone(),
            said: say(lang, &format!("refund-{}", refund.status.as_str())),
            until: moment(refund.due_at),
            bank: to
                .as_ref()
                .and_then(|to| reference::bank(&to.bank_bin))
                .map_or_else(String::new, |bank| bank.short.to_owned()),
            payable: ours && waits && to.is_some(),
            to,
        });
    }
    Ok(owed)
}

/// The code that sends exactly a refund to its buyer, for who pays it.
pub(crate) async fn refund_code(
    Node(state): Node<State>,
    session: Session,
    Path((id, refund)): Path<(OrderId, RefundId)>,
) -> Result<Response, Problem> {
    let (order, member) = own(&state, &session, id).await?;
    member.must_be(MemberRole::Owner)?;
    let db = state.app.db.read();
    let refund = payments::refund(db, refund).await?;
    let gone = || Problem::new(Code::NotFound);
    if refund.order != order.id || refund.payer != Payer::Producer {
        return Err(gone());
    }
    let to = payments::destination(db, refund.id, &state.app.secret).await?;
    let to = to.ok_or_else(gone)?;
    // An account that no code holds is typed in by hand.
    let payload = refund.vietqr(&to).map_err(|_unfit| gone())?;
    Ok(picture(media::qr_png(&payload)?))
}
