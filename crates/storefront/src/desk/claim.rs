//! A certificate is claimed: an entry of the registry, or what the paper says.

use accounts::MemberRole;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::certificates::{self, Claim, Told, ToldDay};
use kernel::{CertificateId, Lang};
use web::who::{Member, Session};
use web::{Code, FieldError, Path, Problem, State};

use super::acting::{asked_for, page as address};
use super::certificates::page;
use crate::forms::Form;

/// “It is ours.”
pub(crate) async fn found(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<CertificateId>,
    form: Form,
) -> Result<Response, Problem> {
    let member = asked_for(&session, &form)?;
    let done = claim(&state, &member, Claim::Recorded(id), &form).await;
    after(&state, lang, (&member, form), done).await
}

/// A certificate that no registry holds, as its producer tells it.
pub(crate) async fn told(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    form: Form,
) -> Result<Response, Problem> {
    let member = asked_for(&session, &form)?;
    let done = match said(&form) {
        Ok(told) => claim(&state, &member, Claim::Told(told), &form).await,
        Err(problem) => Err(problem),
    };
    after(&state, lang, (&member, form), done).await
}

async fn claim(state: &State, member: &Member, claim: Claim, form: &Form) -> Result<(), Problem> {
    member.must_be(MemberRole::Editor)?;
    let (whose, now) = ((member.producer, form.read("product")?), state.app.now());
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        certificates::claim(&tx, whose, claim.clone(), member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

async fn after(
    state: &State,
    lang: Lang,
    (member, form): (&Member, Form),
    done: Result<(), Problem>,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => {
            let to = address(lang, "/producer/certificates", member.producer);
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) if matches!(problem.code(), Code::Invalid | Code::Conflict) => {
            page(state, lang, member, (form, Some(&problem))).await
        }
        Err(problem) => Err(problem),
    }
}

fn said(form: &Form) -> Result<Told, Problem> {
    let mut wrong = vec![];
    let mut day = |name: &str| {
        let typed = form.filled(name)?;
        let read = told_day(typed);
        if read.is_none() {
            wrong.push(FieldError::new(format!("/{name}"), "told_day"));
        }
        read
    };
    let told = Told {
        decision_no: form.text("decision_no").to_owned(),
        issuer: form.text("issuer").to_owned(),
        issued_on: day("issued_on"),
        expires_on: day("expires_on"),
        stars: form.text("stars").parse().unwrap_or_default(),
        product_code: form.filled("product_code").map(str::to_owned),
    };
    if wrong.is_empty() {
        return Ok(told);
    }
    Err(Problem::invalid(wrong))
}

/// A day as people write it, as far as it is known: `19/06/2028`, `06/2028`, `2028`.
fn told_day(typed: &str) -> Option<ToldDay> {
    let parts: Vec<String> = typed
        .split('/')
        .rev()
        .map(|part| format!("{:0>2}", part.trim()))
        .collect();
    ToldDay::parse(&parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_far_as_it_is_known() {
        let read = |typed| told_day(typed).map(|day| day.to_string());
        assert_eq!(read("9/6/2028").as_deref(), Some("2028-06-09"));
        assert_eq!(read("06 / 2028").as_deref(), Some("2028-06"));
        assert_eq!(read("2028").as_deref(), Some("2028"));
        for wrong in ["hôm qua", "31/02/2028", "1/2/3/2028", "28", ""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
