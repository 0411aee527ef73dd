//! The producer's papers: what its goods ask for, what is there, and the form to hand one in.

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::documents::{self, Document, DocumentKind, DocumentState, Gate, Needed};
use catalog::reviews::{self, ReviewKind};
use kernel::{Day, DocumentId, Lang, ProducerId};
use web::uploads::Upload;
use web::who::{Member, Session};
use web::{Code, Path, Problem, State};

use super::acting::{Acting, asked_for, page as address};
use super::certificates::{answer, remark};
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::{say, say_with};

/// What is typed beside the file, and kept where it could not be handed in.
const FIELDS: [&str; 5] = ["for", "kind", "number", "issued_on", "expires_on"];

#[derive(Template)]
#[template(path = "desk/papers.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    producer: ProducerId,
    /// Whether the reader may hand in.
    hands_in: bool,
    faults: Faults,
    form: Form,
    needed: Vec<Asked>,
    papers: Vec<Paper>,
    kinds: Vec<(&'static str, String)>,
}

/// A paper that the goods ask for.
struct Asked {
    name: String,
    basis: String,
    said: String,
    missing: bool,
    /// What does in its place.
    instead: Vec<String>,
}

struct Paper {
    name: String,
    number: String,
    state: String,
    term: String,
    file: String,
    said: Option<String>,
    remarks: Vec<String>,
}

/// The papers of a producer.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    page(&state, lang, &member, (query, None)).await
}

async fn page(
    state: &State,
    lang: Lang,
    member: &Member,
    (form, refused): (Form, Option<&Problem>),
) -> Result<Response, Problem> {
    let (db, producer, today) = (
        state.app.db.read(),
        member.producer,
        state.app.clock.today(),
    );
    let held = documents::list_of(db, producer).await?;
    let needed = documents::needed_of(db, producer, today).await?;
    let title = say(lang, "desk-papers");
    let kind = |kind: &DocumentKind| (kind.as_str(), named(*kind, lang));
    let page = Page {
        shell: Shell::new(state, lang, "/producer/papers".to_owned(), title),
        acting: Acting::of(state, lang, member).await?,
        producer,
        hands_in: member.must_be(MemberRole::Editor).is_ok(),
        faults: refused.map_or_else(Faults::default, |problem| Faults::of(problem, lang)),
        needed: needed
            .iter()
            .map(|needed| asked(needed, &held, lang))
            .collect(),
        papers: papers(state, lang, (producer, held)).await?,
        kinds: DocumentKind::ALL.iter().map(kind).collect(),
        form,
    };
    personal(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

fn named(kind: DocumentKind, lang: Lang) -> String {
    say(lang, &format!("office-paper-{}", kind.as_str()))
}

fn asked(needed: &Needed, held: &[Document], lang: Lang) -> Asked {
    let there = |state| {
        held.iter()
            .any(|paper| needed.is_met_by(paper.kind) && paper.state == state)
    };
    let (key, missing) = if there(DocumentState::Verified) {
        ("desk-paper-there", false)
    } else if there(DocumentState::Submitted) {
        ("desk-paper-waits", false)
    } else if needed.gate == Gate::Required {
        ("desk-paper-missing", true)
    } else {
        ("desk-paper-advised", false)
    };
    Asked {
        name: named(needed.kind, lang),
        basis: needed.basis.said(lang).to_owned(),
        said: say(lang, key),
        missing,
        instead: needed.instead.iter().map(|of| named(*of, lang)).collect(),
    }
}

async fn papers(
    state: &State,
    lang: Lang,
    (producer, held): (ProducerId, Vec<Document>),
) -> Result<Vec<Paper>, Problem> {
    let db = state.app.db.read();
    let mut answers = reviews::of_producer(db, producer, ReviewKind::Document).await?;
    let paper = |document: Document| {
        let own = |answer: &mut (reviews::Review, _)| answer.0.subject == document.id.uuid();
        let (review, remarks) = answers.extract_if(.., own).next().unzip();
        Paper {
            name: named(document.kind, lang),
            state: say(
                lang,
                &format!("office-paper-state-{}", document.state.as_str()),
            ),
            term: term(&document, state.app.clock.today(), lang),
            file: file_of(lang, document.id, producer),
            said: review.map(|review| answer(&review, lang)),
            remarks: remarks
                .into_iter()
                .flatten()
                .map(|said| remark(&said, lang))
                .collect(),
            number: document.number,
        }
    };
    Ok(held.into_iter().map(paper).collect())
}

/// From when to when it holds, and how long still.
fn term(paper: &Document, today: Day, lang: Lang) -> String {
    let from = paper.issued_on.map_or_else(String::new, Day::display_vi);
    let Some(until) = paper.expires_on else {
        return say_with(lang, "desk-paper-endless", &[("from", from)]);
    };
    let facts = [
        ("from", from),
        ("until", until.display_vi()),
        ("count", today.days_until(until).max(0).to_string()),
    ];
    say_with(lang, "desk-paper-term", &facts)
}

fn file_of(lang: Lang, id: DocumentId, producer: ProducerId) -> String {
    address(lang, &format!("/producer/papers/{id}/file"), producer)
}

/// Hands in a paper.
pub(crate) async fn hand_in(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let upload = web::uploads::file(form, "file").await?;
    let form = typed(&upload);
    let member = asked_for(&session, &form)?;
    member.must_be(MemberRole::Editor)?;
    match web::papers::hand_in(&state, &member, &upload).await {
        Ok(_id) => {
            let to = address(lang, "/producer/papers", member.producer);
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) if matches!(problem.code(), Code::Invalid | Code::UnsupportedMediaType) => {
            page(&state, lang, &member, (form, Some(&problem))).await
        }
        Err(problem) => Err(problem),
    }
}

fn typed(upload: &Upload) -> Form {
    Form::of(FIELDS.map(|name| (name, upload.text(name).unwrap_or_default().to_owned())))
}

/// The file of one of the producer's papers.
pub(crate) async fn file(
    Node(state): Node<State>,
    session: Session,
    Path(id): Path<DocumentId>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    web::papers::of_producer(&state, member.producer, id).await
}
