//! What is done about the market's money.

use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State as Node};
use axum::response::Response;
use kernel::{BankLineId, Lang, PaymentId, RefundId};
use payments::Payer;
use web::who::Admin;
use web::{Code, Path, Problem, State};

use super::after;
use crate::forms::Form;
use crate::shell::picture;

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
    if let Some(payout) = form.filled("payout") {
        market::assign_line_to_payout(&app.db, id, payout, admin.actor, app.now()).await?;
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

/// Lets go of what is missing of a payment, or says that nothing of it is on the account.
pub(crate) async fn sought(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path((id, step)): Path<(PaymentId, String)>,
    _form: Form,
) -> Result<Response, Problem> {
    let app = &state.app;
    let done = match step.as_str() {
        "forgive" => market::forgive_rest(&app.db, id, admin.actor, app.now()).await,
        "missing" => market::nothing_on_account(&app.db, id, admin.actor, app.now()).await,
        _ => return Err(Problem::new(Code::NotFound)),
    };
    after(&state, lang, &admin, done.map_err(Problem::from)).await
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
    // An account that no code holds is typed in by hand.
    let payload = refund.vietqr(&to).map_err(|_unfit| gone())?;
    Ok(picture(media::qr_png(&payload)?))
}
