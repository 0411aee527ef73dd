//! How an order is paid by a transfer: the code, its fields to be copied, and "I have paid".

use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::response::Response;
use kernel::{Lang, OrderId, Vnd};
use market::{Transfers, Whose};
use payments::{Custody, Payment, Status};
use web::who::MaybeSession;
use web::{Code, Path, Problem, State};

use super::{Held, after, held};
use crate::forms::Form;
use crate::money::dong;
use crate::shop::purchase::token;

/// What a buyer sends, and where it stands.
pub(super) struct PayShown {
    /// Whose account it is, where the money never passes through the market …
    pub(super) producer: String,
    /// … and under which licence it does, where it does.
    pub(super) licence: Option<String>,
    /// Whether it is for several orders.
    pub(super) together: bool,
    pub(super) amount: String,
    /// The amount as a bank's app takes it.
    pub(super) digits: String,
    pub(super) bank: String,
    pub(super) account: String,
    pub(super) account_name: String,
    pub(super) text: String,
    /// What has come of it so far.
    pub(super) received: Option<String>,
    /// The buyer says that they have paid.
    pub(super) reported: bool,
    /// The code as a picture that a telephone can keep.
    pub(super) picture: String,
}

impl PayShown {
    /// What is still to be sent for an order, if anything is.
    pub(super) async fn of(
        state: &State,
        lang: Lang,
        held: &Held,
    ) -> Result<Option<Self>, Problem> {
        let (order, token) = (&held.order, &held.token);
        let payments = payments::of_orders(state.app.db.read(), &[order.id]).await?;
        let open = payments
            .into_iter()
            .find(|payment| payment.vietqr().is_some());
        Ok(open.and_then(|payment| {
            let to = payment.pay_to.clone()?;
            let bank = reference::bank(&to.bank_bin).map_or("", |bank| bank.short);
            Some(Self {
                producer: order.producer_name.clone(),
                licence: licence(state, &payment),
                together: payment.shares.len() > 1,
                amount: dong(payment.remaining()),
                digits: payment.remaining().0.to_string(),
                bank: bank.to_owned(),
                account: to.account,
                account_name: to.account_name,
                text: payment.reference.clone(),
                received: (payment.received > Vnd::ZERO).then(|| dong(payment.received)),
                reported: payment.status == Status::Reported,
                picture: format!(
                    "/{}/orders/{}/qr.png?token={token}",
                    lang.as_str(),
                    order.id
                ),
            })
        }))
    }
}

/// The licence under which the market holds the money of a payment, where it does.
fn licence(state: &State, payment: &Payment) -> Option<String> {
    match (&state.app.transfers, payment.custody) {
        (Transfers::ToMarket(market), Custody::Market) => Some(market.licence.clone()),
        // What was asked for before the market stopped taking money.
        (Transfers::ToProducer, Custody::Market) => Some(String::new()),
        _ => None,
    }
}

/// The code as a picture: what a telephone keeps in its gallery, for the bank's app to read.
pub(crate) async fn picture(
    Node(state): Node<State>,
    RawQuery(query): RawQuery,
    caller: MaybeSession,
    Path(id): Path<OrderId>,
) -> Result<Response, Problem> {
    let held = held(&state, &caller, id, token(query.as_deref())?).await?;
    let payments = payments::of_orders(state.app.db.read(), &[held.order.id]).await?;
    let payload = payments.iter().find_map(Payment::vietqr);
    let payload = payload.ok_or_else(|| Problem::new(Code::NotFound))?;
    let payload = payload.map_err(|err| Problem::internal(&err))?;
    Ok(crate::shell::picture(media::qr_png(&payload)?))
}

/// The buyer says that they have paid.
pub(crate) async fn report(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    Path(id): Path<OrderId>,
    form: Form,
) -> Result<Response, Problem> {
    let held = held(&state, &caller, id, form.text("token").to_owned()).await?;
    let app = &state.app;
    let done = market::report_payment(&app.db, (id, Whose::Holder), app.now()).await;
    after(&state, lang, held, done).await
}
