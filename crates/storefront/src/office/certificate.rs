mod scan;

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::certificates::{self, Cause, Certificate, Facts, Lodged, State as Known};
use kernel::{CertificateId, Lang};
use serde::Deserialize;
use web::who::Official;
use web::{Code, Path, Problem, Query, State};

pub(crate) use scan::{keep, scan};

use super::desk::{Desk, desk, shown_with};
use super::form::Filled;
use crate::certificate::{CertificateView, certificate};
use crate::forms::Form;
use crate::shell::Shell;
use crate::words::say;

/// What was done just before.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Before {
    done: Option<Act>,
}

/// What an official does with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    Verify,
    Extend,
    Revoke,
    Scan,
}

impl Act {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Extend => "extend",
            Self::Revoke => "revoke",
            Self::Scan => "scan",
        }
    }
}

#[derive(Template)]
#[template(path = "office/certificate.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    one: CertificateView,
    /// What may be done with it.
    acts: Vec<&'static str>,
    causes: Vec<(&'static str, String)>,
    /// Which form was refused.
    refused: &'static str,
    filled: Filled,
}

/// A certificate, and what may be done with it.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path(id): Path<CertificateId>,
    Query(before): Query<Before>,
) -> Result<Response, Problem> {
    let done = before
        .done
        .map(|act| say(lang, &format!("office-done-{}", act.as_str())));
    page(&state, lang, &official, (id, done, None)).await
}

async fn page(
    state: &State,
    lang: Lang,
    official: &Official,
    (id, done, refused): (
        CertificateId,
        Option<String>,
        Option<(Act, StatusCode, Filled)>,
    ),
) -> Result<Response, Problem> {
    let db = state.app.db.read();
    let found = certificates::in_area(db, &official.decider(), id).await?;
    let head = ("/certificates", "office-certificate");
    let (mut shell, mut desk) = desk(state, lang, &official.session, head);
    shell.path = format!("/office/certificates/{id}");
    desk.done = done;
    let (act, status, filled) = refused.map_or(
        ("", StatusCode::OK, Filled::default()),
        |(act, status, filled)| (act.as_str(), status, filled),
    );
    let cause = |cause: &Cause| {
        (
            cause.as_str(),
            say(lang, &format!("office-cause-{}", cause.as_str())),
        )
    };
    let page = Page {
        one: certificate(&found, state.app.clock.today(), lang),
        acts: acts(&found),
        causes: Cause::ALL.iter().map(cause).collect(),
        refused: act,
        filled,
        shell,
        desk,
    };
    shown_with(status, &page)
}

fn acts(certificate: &Certificate) -> Vec<&'static str> {
    match certificate.state {
        Known::Recorded => vec!["verify", "revoke"],
        Known::Verified | Known::Extended => vec!["extend", "revoke"],
        Known::Lapsed | Known::Revoked | Known::Superseded => vec![],
    }
}

/// Verifies, extends or takes back.
pub(crate) async fn act(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path((id, act)): Path<(CertificateId, Act)>,
    form: Form,
) -> Result<Response, Problem> {
    let Err(problem) = done(&state, &official, (id, act), &form).await else {
        let to = format!(
            "/{}/office/certificates/{id}?done={}",
            lang.as_str(),
            act.as_str()
        );
        return Ok(Redirect::to(&to).into_response());
    };
    if problem.code() == Code::NotFound {
        return Err(problem);
    }
    let refused = (
        act,
        problem.http_status(),
        Filled::refused(form, &problem, lang),
    );
    page(&state, lang, &official, (id, None, Some(refused))).await
}

/// What the form says, or the first field that says nothing.
enum Said {
    Verify(Facts),
    Extend(Lodged),
    Revoke(Cause),
}

impl Said {
    fn parse(act: Act, form: &Form) -> Result<Self, Problem> {
        Ok(match act {
            Act::Verify => Self::Verify(Facts {
                decision_no: form.filled("decision_no").unwrap_or_default().to_owned(),
                issued_on: form.must("issued_on")?,
                expires_on: form.must("expires_on")?,
                stars: form.must("stars")?,
            }),
            Act::Extend => Self::Extend(Lodged {
                lodged_on: form.must("lodged_on")?,
                receipt_no: form.filled("receipt_no").unwrap_or_default().to_owned(),
                until: form.read("until")?,
            }),
            // A scan comes with a file, by its own door.
            Act::Scan => return Err(Problem::new(Code::NotFound)),
            Act::Revoke => {
                let cause = form.filled("cause").and_then(Cause::parse);
                Self::Revoke(cause.ok_or_else(|| Problem::field("/cause", "required"))?)
            }
        })
    }
}

async fn done(
    state: &State,
    official: &Official,
    (id, act): (CertificateId, Act),
    form: &Form,
) -> Result<(), Problem> {
    let (who, now, said) = (official.decider(), state.app.now(), Said::parse(act, form)?);
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        match &said {
            Said::Verify(facts) => certificates::verify(&tx, id, &who, facts.clone(), now).await?,
            Said::Extend(lodged) => {
                certificates::extend(&tx, id, &who, lodged.clone(), now).await?
            }
            Said::Revoke(cause) => certificates::revoke(&tx, id, &who, *cause, now).await?,
        };
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}
