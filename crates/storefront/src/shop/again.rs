use axum::Extension;
use axum::extract::State as Node;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Lang, OrderId};
use web::who::MaybeSession;
use web::{Code, Path, Problem, State};

use super::basket::{self, account};
use super::order::held;
use crate::cookies::CART;
use crate::forms::Form;

/// Puts what was ordered into the cart once more; what is no longer sold stays out.
pub(crate) async fn order(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    (caller, headers): (MaybeSession, HeaderMap),
    Path(id): Path<OrderId>,
    form: Form,
) -> Result<Response, Problem> {
    let held = held(&state, &caller, id, form.text("token").to_owned()).await?;
    let cart = basket::take(&state, &caller, &headers).await?;
    let (app, now) = (&state.app, state.app.now());
    for line in &held.order.lines {
        let [quantity, ..] = line.counts;
        let wanted = (line.variant, quantity);
        let put = market::put_line(app, cart.id, account(&caller), wanted, now).await;
        if let Err(problem) = put.map_err(Problem::from)
            && !matches!(problem.code(), Code::Conflict | Code::NotFound)
        {
            return Err(problem);
        }
    }
    let kept = CART.set(&state, &cart.id.to_string(), basket::DAYS);
    let to = Redirect::to(&format!("/{}/cart", lang.as_str()));
    Ok(([(header::SET_COOKIE, kept)], to).into_response())
}
