//! The producer's certificates: how long each still runs and what is to be done before it ends,
//! what may be theirs in the registry, and what became of what they claimed.

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::Response;
use catalog::certificates::{self, Certificate, Stage, State as Known, Window};
use catalog::products::{self, ProductStatus};
use catalog::reviews::{self, Decision, Remark, Review, ReviewKind, ReviewStatus};
use kernel::{CertificateId, Day, Lang, Limit, ProducerId, ProductId};
use web::who::{Member, Session};
use web::{Problem, State};

use super::acting::{Acting, asked_for};
use crate::certificate::{CertificateView, certificate};
use crate::clock::moment;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::{say, say_with};

/// How many products one chooses among.
const SHOWN: Limit = Limit(100);

#[derive(Template)]
#[template(path = "desk/certificates.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    producer: ProducerId,
    /// Whether the reader may claim.
    claims: bool,
    faults: Faults,
    form: Form,
    found: Vec<CertificateView>,
    held: Vec<Held>,
    answers: Vec<Answer>,
    products: Vec<(ProductId, String)>,
}

/// A certificate, and what is to be done.
struct Held {
    one: CertificateView,
    left: Option<String>,
    advice: Option<String>,
    /// Now is the time, or it is late.
    urgent: bool,
    /// No official has decided on it yet: a scan helps.
    waits: bool,
}

/// What became of a claim.
struct Answer {
    product: String,
    said: String,
    remarks: Vec<String>,
}

/// The certificates of a producer.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    page(&state, lang, &member, (Form::default(), None)).await
}

/// The page, with what could not be claimed.
pub(super) async fn page(
    state: &State,
    lang: Lang,
    member: &Member,
    (form, refused): (Form, Option<&Problem>),
) -> Result<Response, Problem> {
    let (db, today) = (state.app.db.read(), state.app.clock.today());
    let title = say(lang, "desk-certificates");
    let shell = Shell::new(state, lang, "/producer/certificates".to_owned(), title);
    let window = Window::on(db, today).await?;
    let held = certificates::claimed_by(db, member.producer).await?;
    let found = certificates::suggest(db, member.producer).await?;
    let page = Page {
        acting: Acting::of(state, lang, member).await?,
        producer: member.producer,
        claims: member.must_be(MemberRole::Editor).is_ok(),
        faults: refused.map_or_else(Faults::default, |problem| Faults::of(problem, lang)),
        found: found
            .iter()
            .map(|found| certificate(&found.certificate, today, lang))
            .collect(),
        held: held
            .iter()
            .map(|one| holds(one, (window, today), lang))
            .collect(),
        answers: answers(state, lang, member.producer).await?,
        products: own_products(state, member.producer).await?,
        form,
        shell,
    };
    personal(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

fn holds(one: &Certificate, (window, today): (Window, Day), lang: Lang) -> Held {
    let regrading = window.of(one, today);
    let left = regrading.map(|regrading| {
        let count = regrading.days_left.to_string();
        say_with(lang, "desk-days-left", &[("count", count)])
    });
    let advice = regrading.map(|regrading| {
        let key = format!("desk-regrading-{}", regrading.stage.as_str());
        let days = [
            ("opens", regrading.opens.display_vi()),
            ("closes", regrading.closes.display_vi()),
            ("last", regrading.last.display_vi()),
        ];
        say_with(lang, &key, &days)
    });
    let stage = regrading.map(|regrading| regrading.stage);
    Held {
        one: certificate(one, today, lang),
        left: left.filter(|_| stage != Some(Stage::Over)),
        advice,
        waits: one.state == Known::Recorded,
        urgent: matches!(stage, Some(Stage::Open | Stage::Late | Stage::Over)),
    }
}

async fn answers(state: &State, lang: Lang, producer: ProducerId) -> Result<Vec<Answer>, Problem> {
    let db = state.app.db.read();
    let mut answers = vec![];
    for (review, remarks) in reviews::of_producer(db, producer, ReviewKind::Certificate).await? {
        let about = certificates::find(db, CertificateId(review.subject)).await?;
        answers.push(Answer {
            product: about.product_name,
            said: answer(&review, lang),
            remarks: remarks.iter().map(|said| remark(said, lang)).collect(),
        });
    }
    Ok(answers)
}

/// Where something lies that was handed in, or what became of it.
pub(super) fn answer(review: &Review, lang: Lang) -> String {
    let word = match (review.status, review.decision) {
        (ReviewStatus::Pending, _) => {
            let until = [("until", moment(review.due_at))];
            let key = format!("desk-lies-{}", review.level.as_str());
            return say_with(lang, &key, &until);
        }
        (ReviewStatus::Decided, Some(Decision::Approved)) => "desk-answer-approved",
        (ReviewStatus::Decided, _) => "desk-answer-rejected",
        (ReviewStatus::Withdrawn, _) => "desk-answer-withdrawn",
    };
    let day = review.decided_at.map(|at| Day::of(at).display_vi());
    say_with(lang, word, &[("day", day.unwrap_or_default())])
}

/// A remark as its producer reads it.
pub(super) fn remark(remark: &Remark, lang: Lang) -> String {
    let about = say(lang, &format!("office-remark-{}", remark.code.as_str()));
    format!("{about}: {}", remark.text)
}

/// What is there to carry a certificate.
async fn own_products(
    state: &State,
    producer: ProducerId,
) -> Result<Vec<(ProductId, String)>, Problem> {
    let listed = products::list(state.app.db.read(), producer, SHOWN, None).await?;
    let there = listed.data.into_iter().filter(|listed| {
        !matches!(
            listed.status,
            ProductStatus::Retired | ProductStatus::TakenDown
        )
    });
    Ok(there.map(|listed| (listed.id, listed.name)).collect())
}
