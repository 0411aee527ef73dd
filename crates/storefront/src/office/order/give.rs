//! Giving back: all of it, some lines and the delivery, or an amount.

use axum::Extension;
use axum::extract::State as Node;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Lang, LineId, OrderId, Vnd};
use market::{Key, Measure};
use web::who::Admin;
use web::{Code, Path, Problem, State};

use super::{REASONS, address, page};
use crate::forms::{Faults, Form};
use crate::words::say;

/// How it is said how much is given back.
pub(super) const WAYS: [&str; 3] = ["all", "parts", "amount"];

/// Decides that something is owed to an order's buyer; a form sent twice decides it once.
pub(crate) async fn give(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path(id): Path<OrderId>,
    form: Form,
) -> Result<Response, Problem> {
    match given(&state, &admin, id, &form).await {
        Ok(()) => Ok(Redirect::to(&address(lang, id)).into_response()),
        Err(problem) => match problem.code() {
            Code::Invalid | Code::Conflict | Code::InFlight | Code::IdempotencyMismatch => {
                let said = (form, faults(&problem, lang));
                page(&state, lang, &admin, id, (problem.http_status(), said)).await
            }
            _ => Err(problem),
        },
    }
}

async fn given(state: &State, admin: &Admin, id: OrderId, form: &Form) -> Result<(), Problem> {
    let measure = measure(form)?;
    let reason = form.text("reason");
    if !REASONS.contains(&reason) {
        return Err(Problem::field("/reason", "required"));
    }
    let word: String = form.must("key")?;
    let scope = admin.session.account.to_string();
    let key = Key::new(scope, "admin.refunds", word, &body(id, form));
    let (app, what) = (&state.app, (&measure, reason));
    market::decide_refund(&app.db, id, what, (&key, admin.actor), app.now()).await?;
    Ok(())
}

/// What a form says, and of which order: by this a form sent twice is known.
fn body(id: OrderId, form: &Form) -> Vec<u8> {
    let mut body = id.to_string().into_bytes();
    body.extend(form.bytes());
    body
}

/// How much is given back. What was typed beside what was chosen is refused, for it was meant.
fn measure(form: &Form) -> Result<Measure, Problem> {
    let (lines, amount) = (lines(form)?, form.filled("amount"));
    let shipping = form.filled("shipping").is_some();
    let parts = shipping || !lines.is_empty();
    match (form.text("what"), parts, amount) {
        ("all", false, None) => Ok(Measure::All),
        ("parts", true, None) => Ok(Measure::Parts { lines, shipping }),
        ("parts", false, None) => Err(Problem::field("/lines", "required")),
        ("amount", false, Some(typed)) => Ok(Measure::Exactly(dong(typed)?)),
        ("amount", false, None) => Err(Problem::field("/amount", "required")),
        _ => Err(Problem::field("/what", "required")),
    }
}

fn lines(form: &Form) -> Result<Vec<(LineId, i64)>, Problem> {
    let wrong = || Problem::field("/lines", "invalid");
    let typed = form
        .under("q-")
        .filter(|(_, typed)| !matches!(*typed, "" | "0"));
    typed
        .map(|(line, typed)| {
            let line = line.parse().map_err(|_no_line| wrong())?;
            let count = typed.parse().map_err(|_no_number| wrong())?;
            Ok((line, count))
        })
        .collect()
}

/// A whole number above nothing, as people write it: `125.000 ₫`.
fn dong(typed: &str) -> Result<Vnd, Problem> {
    let parts = |c: &char| !c.is_whitespace() && !matches!(c, '.' | ',' | '₫');
    let digits: String = typed.chars().filter(parts).collect();
    let number = digits.parse().ok().filter(|number| *number > 0);
    let number = number.ok_or_else(|| Problem::field("/amount", "not_whole_number"))?;
    Ok(Vnd(number))
}

/// What is wrong, in words of this form where it has its own.
fn faults(problem: &Problem, lang: Lang) -> Faults {
    let mut faults = Faults::whole(problem.words(lang).1);
    let own = [
        ("/what", "office-refund-one"),
        ("/lines", "office-refund-lines-most"),
    ];
    for (pointer, said) in problem.faults(lang) {
        let known = own.iter().find(|(at, _)| *at == pointer);
        faults.add(pointer, known.map_or(said, |(_, key)| say(lang, key)));
    }
    faults
}
