//! What goes on the box: a label of A6 to be printed, or the same in large letters to be written by
//! hand; and the list of what goes into it.

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, OrderId};
use orders::{Method, Order, Status};
use web::who::Session;
use web::{Path, Problem, State};

use super::acting::{Acting, own};
use crate::money::dong;
use crate::shell::{Shell, personal};
use crate::shop::producer::place;
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "desk/label.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    /// Back to the order.
    order: String,
    code: String,
    /// Leads to where the order is, from the box.
    qr: String,
    from: String,
    from_phone: String,
    /// Where the box is fetched, and comes back to.
    from_place: String,
    to: String,
    phone: String,
    street: String,
    place: String,
    /// What is to be collected at the door, or that nothing is.
    money: String,
    lines: Vec<String>,
    note: Option<String>,
}

/// The label of an order's box.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<OrderId>,
) -> Result<Response, Problem> {
    let (order, member) = own(&state, &session, id).await?;
    let producer = catalog::producers::find(state.app.db.read(), member.producer).await?;
    let path = format!("/producer/orders/{id}/label");
    let fetched = catalog::zones::pickup(state.app.db.read(), member.producer).await?;
    let title = say_with(lang, "desk-label-of", &[("code", order.code.clone())]);
    let shell = Shell::new(&state, lang, path, title);
    let tracking = format!("{}/vi/tracking?code={}", shell.origin, order.code);
    let line = |line: &orders::OrderLine| {
        let [quantity, ..] = line.counts;
        format!("{quantity} × {}, {}", line.title, line.variant_name)
    };
    let page = Page {
        acting: Acting::of(&state, lang, &member).await?,
        order: format!("/{}/producer/orders/{id}", lang.as_str()),
        qr: media::qr_svg(&tracking)?,
        from: producer.profile.name,
        from_place: if let Some(at) = &fetched {
            format!("{}, {}", at.street, place(&at.commune, &at.province))
        } else {
            let home = place(&producer.profile.commune_code, &producer.province_code);
            format!("{}, {home}", producer.profile.street)
        },
        from_phone: fetched.map_or(producer.profile.phone, |at| at.phone),
        to: order.recipient_name.clone(),
        phone: order.recipient_phone.clone(),
        street: order.street.clone(),
        place: place(&order.place.commune, &order.place.province),
        money: money(&order, lang),
        lines: order.lines.iter().map(line).collect(),
        note: order.note.clone(),
        code: order.code,
        shell,
    };
    personal(StatusCode::OK, &page)
}

fn money(order: &Order, lang: Lang) -> String {
    if order.status == Status::AwaitingPayment {
        return say(lang, "desk-not-paid");
    }
    match order.method {
        Method::Cod => say_with(lang, "desk-collect", &[("amount", dong(order.total))]),
        Method::Vietqr | Method::Stripe => say(lang, "desk-collect-nothing"),
    }
}
