//! A listing as a whole: where it stands, what each step still lacks, and what is next.

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use catalog::producers;
use catalog::products::ProductStatus;
use catalog::reviews::ReviewStatus;
use catalog::revisions::RevisionStatus;
use kernel::{Lang, ProductId};
use web::who::Session;
use web::{Code, Path, Problem, State};

use super::step::Step;
use super::waits::changed;
use super::work::Work;
use crate::desk::acting::{Acting, page as page_of, shelf};
use crate::desk::lies::lies;
use crate::desk::listings::stand;
use crate::forms::Faults;
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "desk/listing.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    id: ProductId,
    version: i64,
    /// What went wrong with a step.
    refused: Option<String>,
    stands: String,
    /// Where it lies.
    lies: Option<String>,
    /// Nothing of it is in stock, which is written on another page.
    empty: bool,
    /// Its page, while it is on sale.
    on_sale: Option<String>,
    /// What is other than on sale, and waits.
    waits: Vec<String>,
    /// What was said of the whole.
    remarks: Vec<String>,
    steps: Vec<Row>,
    /// The papers that the goods ask for.
    papers: Vec<String>,
    /// Where they are handed in.
    hand_in: String,
    can: Can,
    shelf: String,
}

/// A step and what it still lacks.
struct Row {
    to: String,
    name: String,
    missing: Vec<String>,
    /// What is said where nothing is missing.
    whole: String,
    remarks: usize,
}

/// What can be done now.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each shows a button of its own"
)]
struct Can {
    edit: bool,
    submit: bool,
    withdraw: bool,
    retire: bool,
}

impl Can {
    fn of(work: &Work) -> Self {
        use RevisionStatus::{ChangesRequested, Draft, Rejected, Submitted, Withdrawn};
        let (text, open) = (work.revision.status, work.is_open());
        let unsent = matches!(text, Draft | ChangesRequested | Rejected | Withdrawn);
        let under_way = matches!(text, Draft | Submitted | ChangesRequested);
        let never_sold = work.product.live_revision.is_none();
        let of_ours = matches!(
            work.product.status,
            ProductStatus::Draft | ProductStatus::Live | ProductStatus::Paused
        );
        Self {
            edit: open,
            submit: open && unsent && work.missing.is_empty(),
            withdraw: open && under_way && (text == Submitted || !never_sold),
            retire: open && of_ours,
        }
    }
}

/// The listing's page.
pub(super) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<ProductId>,
) -> Result<Response, Problem> {
    let work = Work::open(&state, lang, &session, id).await?;
    page(&state, lang, &work, None).await
}

pub(super) async fn page(
    state: &State,
    lang: Lang,
    work: &Work,
    refused: Option<&Problem>,
) -> Result<Response, Problem> {
    let (product, body) = (&work.product, &work.revision.body);
    let lacking = Problem::from(catalog::Error::Invalid(work.missing.clone()));
    let mut faults = Faults::default();
    faults.join(&lacking, lang);
    let waiting = work.review.as_ref().filter(|review| {
        review.status == ReviewStatus::Pending && work.revision.status == RevisionStatus::Submitted
    });
    let maker = producers::find(state.app.db.read(), work.member.producer).await?;
    let whole = |at: &str| Step::of(at).is_none();
    let path = format!("/producer/products/{}", product.id);
    let sold = product
        .slug
        .as_ref()
        .filter(|_| product.status == ProductStatus::Live);
    let page = Page {
        shell: Shell::new(state, lang, path, body.name.clone()),
        acting: Acting::of(state, lang, &work.member).await?,
        id: product.id,
        version: product.version,
        refused: refused.map(|problem| told(problem, lang)),
        stands: stand(product.status, work.revision.status, lang),
        lies: waiting.map(|review| {
            if maker.status.is_open() {
                say(lang, "listing-with-application")
            } else {
                lies(review, lang)
            }
        }),
        empty: work.shelf.iter().all(|kept| kept.level.on_hand == 0) && !work.shelf.is_empty(),
        on_sale: sold.map(|slug| format!("/{}/products/{slug}", lang.as_str())),
        waits: match &work.live {
            Some(live) => changed(body, live, lang),
            None => vec![],
        },
        remarks: work
            .remarks
            .of_those(whole)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        steps: Step::ALL
            .iter()
            .map(|step| row(work, *step, (&faults, lang)))
            .collect(),
        papers: papers(work, lang),
        hand_in: page_of(lang, "/producer/papers", work.member.producer),
        can: Can::of(work),
        shelf: shelf(lang, work.member.producer),
    };
    personal(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

fn told(problem: &Problem, lang: Lang) -> String {
    match problem.code() {
        Code::Stale => say(lang, "listing-stale"),
        Code::Invalid => say(lang, "listing-lacks"),
        _ => problem.words(lang).1,
    }
}

fn row(work: &Work, step: Step, (faults, lang): (&Faults, Lang)) -> Row {
    let own = faults.all().filter(|(at, _)| Step::of(at) == Some(step));
    Row {
        to: step.path(lang, work.product.id),
        name: step.name(lang),
        whole: if step == Step::Pictures && work.revision.body.pictures.is_empty() {
            say(lang, "pictures-none")
        } else {
            format!("✓ {}", say(lang, "listing-whole"))
        },
        missing: own
            .map(|(at, said)| format!("{}: {said}", named(work, at, lang)))
            .collect(),
        remarks: work.remarks.of_those(|at| Step::of(at) == Some(step)).len(),
    }
}

/// What people call a field that lacks something.
fn named(work: &Work, pointer: &str, lang: Lang) -> String {
    let mut parts = pointer.split('/').skip(1);
    let key = match (parts.next().unwrap_or_default(), parts.next()) {
        ("variants", Some(place)) => {
            let place = place.parse::<usize>().ok();
            let variant = place.and_then(|place| work.revision.body.variants.get(place));
            return variant.map_or_else(String::new, |variant| variant.name.clone());
        }
        ("facts", Some(key)) => return work.label(key, lang),
        ("variants", None) => "step-sizes",
        ("name", _) => "office-field-name",
        ("name_en", _) => "office-field-name-en",
        ("set", _) => "office-field-set",
        ("abv", _) => "office-field-abv",
        ("description_en", _) => "office-field-description-en",
        ("story", _) => "story",
        _ => "description",
    };
    say(lang, key)
}

/// The papers that the goods ask for and that are not handed in.
fn papers(work: &Work, lang: Lang) -> Vec<String> {
    let kinds = work
        .missing
        .iter()
        .filter_map(|fault| fault.pointer.strip_prefix("/documents/"));
    kinds
        .map(|kind| say(lang, &format!("office-paper-{kind}")))
        .collect()
}
