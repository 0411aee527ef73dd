//! What stands between a producer and the market: balance, statement, payouts, and what a sale would
//! bring.

use axum::extract::State as Node;
use axum::response::{IntoResponse, Response};
use kernel::{Day, Limit, PaymentId, PayoutId, Timestamp, Vnd};
use market::StatementLine;
use payments::ledger::Standing;
use payments::payouts::{self, PayTo, Payout};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::statement::{self, File};
use web::who::OwnerOf;
use web::{Problem, Query, ReaderLang, State};

use crate::orders::NO_STORE;
use crate::schema::Money;

/// How a producer stands.
#[derive(Serialize, ToSchema)]
#[schema(as = Balance)]
pub(crate) struct BalanceView {
    /// What the market owes you.
    #[schema(value_type = Money)]
    payable: Vnd,
    /// What you owe the market: its share of what you took yourself, refunds after a payout.
    #[schema(value_type = Money)]
    claim: Vnd,
    /// The first less the second; below nothing where you owe more.
    #[schema(value_type = Money)]
    balance: Vnd,
    /// What the next batch would pay you, were it prepared now.
    #[schema(value_type = Money)]
    next_payout: Vnd,
    /// What you took yourself, less what you paid back.
    #[schema(value_type = Money)]
    held: Vnd,
    /// What you have earned of money that never passed through the market.
    #[schema(value_type = Money)]
    earned: Vnd,
    /// What you let go of.
    #[schema(value_type = Money)]
    forgiven: Vnd,
    #[schema(value_type = String, format = DateTime)]
    as_of: Timestamp,
}

/// Your balance.
#[utoipa::path(
    get, path = "/api/v1/producer/balance", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = BalanceView), (status = 403, description = "`forbidden`: not an owner")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    OwnerOf(member): OwnerOf,
) -> Result<impl IntoResponse, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let standing: Standing = payments::ledger::standing(db, member.producer, None).await?;
    let view = BalanceView {
        payable: standing.payable,
        claim: standing.claim,
        balance: Vnd(standing.payable.0.saturating_sub(standing.claim.0)),
        next_payout: next(payouts::waiting(db, member.producer, now).await?),
        held: standing.held,
        earned: standing.earned,
        forgiven: standing.forgiven,
        as_of: now,
    };
    Ok((NO_STORE, axum::Json(view)))
}

fn next(waiting: Vnd) -> Vnd {
    waiting.max(Vnd::ZERO)
}

/// Which days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Days {
    /// The first; the first of this month unless said.
    #[param(value_type = Option<String>)]
    from: Option<Day>,
    /// The last; today unless said. At most 366 days.
    #[param(value_type = Option<String>)]
    until: Option<Day>,
    /// How many transfers: 1 to 100, 24 unless said. Not for files.
    limit: Option<i64>,
    /// Where the page before this one ended. Not for files.
    cursor: Option<String>,
}

impl Days {
    fn range(&self, today: Day) -> Result<(Day, Day), Problem> {
        statement::range((self.from, self.until), today)
    }

    fn after(&self) -> Result<i64, Problem> {
        let parse = |cursor: &str| {
            cursor
                .parse::<i64>()
                .map_err(|_no_number| Problem::field("/cursor", "invalid"))
        };
        self.cursor.as_deref().map_or(Ok(0), parse)
    }
}

/// What a transfer did to one of your accounts.
#[derive(Serialize, ToSchema)]
#[schema(as = StatementLine)]
pub(crate) struct LineView {
    #[schema(value_type = String)]
    day: Day,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// `received`, `earned`, `commission`, `refund_owed`, `paid_out` …
    cause: &'static str,
    /// The order's code.
    order: Option<String>,
    /// `payable`, `claim`, `held`, `earned` or `forgiven`.
    account: &'static str,
    /// How much it grew by; below nothing where it shrank.
    #[schema(value_type = Money)]
    amount: Vnd,
}

impl From<StatementLine> for LineView {
    fn from(line: StatementLine) -> Self {
        Self {
            day: line.day,
            at: line.at,
            cause: line.cause.as_str(),
            order: line.code,
            account: line.account,
            amount: line.amount,
        }
    }
}

/// A page of a statement, in the order of the ledger.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatementPage {
    data: Vec<LineView>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// What moved on your accounts on some days.
#[utoipa::path(
    get, path = "/api/v1/producer/statement", tag = "producer", params(Days),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = StatementPage), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn statement(
    Node(state): Node<State>,
    OwnerOf(member): OwnerOf,
    Query(days): Query<Days>,
) -> Result<impl IntoResponse, Problem> {
    let (range, after) = (days.range(state.app.clock.today())?, days.after()?);
    let limit = i64::try_from(Limit::parse(days.limit)?.overfetch()).unwrap_or(2) - 1;
    let place = (after, limit);
    let db = state.app.db.read();
    let (lines, last) = market::statement_page(db, member.producer, range, place).await?;
    let mut transfers: Vec<i64> = lines.iter().map(|line| line.seq).collect();
    transfers.dedup();
    let has_more = i64::try_from(transfers.len()).unwrap_or(0) == limit;
    Ok((
        NO_STORE,
        axum::Json(StatementPage {
            data: lines.into_iter().map(LineView::from).collect(),
            has_more,
            next_cursor: has_more.then(|| last.to_string()),
        }),
    ))
}

/// Your statement as CSV, with what stood before and after.
#[utoipa::path(
    get, path = "/api/v1/producer/statement.csv", tag = "producer", params(Days),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, description = "CSV in the reader's language"), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn csv(
    Node(state): Node<State>,
    ReaderLang(lang): ReaderLang,
    OwnerOf(member): OwnerOf,
    Query(days): Query<Days>,
) -> Result<Response, Problem> {
    let range = days.range(state.app.clock.today())?;
    File::Csv.of(&state, (member.producer, range), lang).await
}

/// Your statement as a workbook.
#[utoipa::path(
    get, path = "/api/v1/producer/statement.xlsx", tag = "producer", params(Days),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, description = "XLSX in the reader's language"), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn xlsx(
    Node(state): Node<State>,
    ReaderLang(lang): ReaderLang,
    OwnerOf(member): OwnerOf,
    Query(days): Query<Days>,
) -> Result<Response, Problem> {
    let range = days.range(state.app.clock.today())?;
    File::Xlsx.of(&state, (member.producer, range), lang).await
}

/// What you are paid out, as the market's accountants see it.
#[derive(Serialize, ToSchema)]
#[schema(as = Payout)]
pub(crate) struct PayoutView {
    #[schema(value_type = String)]
    pub(crate) id: PayoutId,
    #[schema(value_type = String)]
    pub(crate) producer: kernel::ProducerId,
    /// What stands in the transfer's text.
    pub(crate) reference: String,
    /// `prepared`, `confirmed`, `paid`, `failed` or `cancelled`.
    pub(crate) status: &'static str,
    /// What the market owed.
    #[schema(value_type = Money)]
    pub(crate) payable: Vnd,
    /// What was taken off, for it was owed to the market.
    #[schema(value_type = Money)]
    pub(crate) claim: Vnd,
    /// What is paid.
    #[schema(value_type = Money)]
    pub(crate) amount: Vnd,
    /// The bank that it goes to; null where Stripe transfers it.
    pub(crate) bank_bin: Option<String>,
    /// The bank account, or the account at Stripe.
    pub(crate) account: String,
    pub(crate) account_name: Option<String>,
    /// The payment by card that it comes out of; null where the bank pays it.
    #[schema(value_type = Option<String>)]
    pub(crate) payment: Option<PaymentId>,
    /// The bank's number for it, or Stripe's.
    pub(crate) bank_ref: Option<String>,
    /// What of it was taken back, for it is owed to a buyer.
    #[schema(value_type = Money)]
    pub(crate) reversed: Vnd,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) settled_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub(crate) created_at: Timestamp,
}

impl From<Payout> for PayoutView {
    fn from(payout: Payout) -> Self {
        let (bank_bin, account, account_name, payment) = match payout.to {
            PayTo::Bank(to) => (Some(to.bank_bin), to.account, Some(to.account_name), None),
            PayTo::Card { account, payment } => (None, account, None, Some(payment)),
        };
        Self {
            id: payout.id,
            producer: payout.producer,
            reference: payout.reference,
            status: payout.status.as_str(),
            payable: payout.payable,
            claim: payout.claim,
            amount: payout.amount,
            bank_bin,
            account,
            account_name,
            payment,
            bank_ref: payout.bank_ref,
            reversed: payout.reversed,
            settled_at: payout.settled_at,
            created_at: payout.created_at,
        }
    }
}

/// Your payouts, the newest first: the last hundred.
#[derive(Serialize, ToSchema)]
pub(crate) struct PayoutList {
    pub(crate) data: Vec<PayoutView>,
}

/// What you were paid out, and what is about to be.
#[utoipa::path(
    get, path = "/api/v1/producer/payouts", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = PayoutList)),
)]
pub(crate) async fn payouts_list(
    Node(state): Node<State>,
    OwnerOf(member): OwnerOf,
) -> Result<impl IntoResponse, Problem> {
    let found = payouts::payouts_to(state.app.db.read(), member.producer).await?;
    let data = found.into_iter().map(PayoutView::from).collect();
    Ok((NO_STORE, axum::Json(PayoutList { data })))
}

/// A sale to be reckoned.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Sale {
    /// What the goods cost, in đồng.
    price: i64,
    /// Their product set.
    set: i64,
    /// What their delivery costs, in đồng.
    delivery: Option<i64>,
}

/// What a sale would bring by today's rules.
#[derive(Serialize, ToSchema)]
pub(crate) struct NetReceipt {
    #[schema(value_type = Money)]
    price: Vnd,
    #[schema(value_type = Money)]
    delivery: Vnd,
    /// The market's share.
    #[schema(value_type = Money)]
    commission: Vnd,
    /// Value-added tax that is kept back.
    #[schema(value_type = Money)]
    vat_withheld: Vnd,
    /// Personal income tax that is kept back.
    #[schema(value_type = Money)]
    pit_withheld: Vnd,
    /// Delivery that the market keeps, where it pays the carriers.
    #[schema(value_type = Money)]
    shipping: Vnd,
    /// What you receive.
    #[schema(value_type = Money)]
    net: Vnd,
    /// What the market's share, the taxes and who keeps the delivery rest on, in your language.
    basis: Vec<String>,
}

/// What you will receive if you sell at a price.
#[utoipa::path(
    get, path = "/api/v1/producer/net-receipt", tag = "producer", params(Sale),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = NetReceipt), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn net_receipt(
    Node(state): Node<State>,
    ReaderLang(lang): ReaderLang,
    OwnerOf(member): OwnerOf,
    Query(sale): Query<Sale>,
) -> Result<impl IntoResponse, Problem> {
    let (goods, delivery) = web::net_receipt::sale((sale.set, sale.price), sale.delivery)?;
    let app = &state.app;
    let net = market::net_receipt(app.db.read(), member.producer, (goods, delivery), app.now());
    let net = net.await?;
    Ok((
        NO_STORE,
        axum::Json(NetReceipt {
            price: goods.1,
            delivery,
            commission: net.charges.commission,
            vat_withheld: net.charges.vat,
            pit_withheld: net.charges.pit,
            shipping: net.charges.shipping,
            net: net.net,
            basis: net
                .basis
                .iter()
                .map(|one| one.said(lang).to_owned())
                .collect(),
        }),
    ))
}
