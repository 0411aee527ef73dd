//! Stock and price of everything on one page.

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::prices::{self, Asked};
use catalog::products::{self, Listed, ProductStatus};
use catalog::stock::{self, Count, Shelf};
use kernel::{Lang, Limit, OrderId, ProductId, VariantId};
use web::who::{Member, Session};
use web::{Code, Path, Problem, State};

use super::acting::{Acting, asked_for, shelf};
use super::steps::dong;
use crate::forms::Form;
use crate::shell::{Shell, personal};
use crate::words::{say, say_with};

/// How many products a page shows.
const SHOWN: Limit = Limit(100);

/// What is said beside the fields, with what was typed still in them.
const REFUSED: [Code; 3] = [Code::Invalid, Code::PromisedToOrders, Code::Conflict];

#[derive(Template)]
#[template(path = "desk/shelf.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    producer: kernel::ProducerId,
    products: Vec<Product>,
    /// What could not be written, of which variant.
    refused: Option<Refused>,
}

struct Product {
    id: ProductId,
    name: String,
    status: String,
    live: bool,
    paused: bool,
    variants: Vec<Shelf>,
}

/// What could not be written, and the ways out.
struct Refused {
    variant: VariantId,
    said: String,
    /// What was typed.
    on_hand: String,
    price: String,
    /// The price was a leap: it is written once it is said again.
    leap: bool,
    /// Fewer were counted than are promised: so many, and to which orders.
    promised: Option<i64>,
    orders: Vec<OrderId>,
}

impl Page {
    /// What stands in a field: what was typed, where it could not be written; else what is.
    fn typed(&self, kept: &Shelf, count: bool) -> String {
        let refused = self.refused.as_ref().filter(|told| told.variant == kept.id);
        match (refused, count) {
            (Some(refused), true) => refused.on_hand.clone(),
            (Some(refused), false) => refused.price.clone(),
            (None, true) => kept.level.on_hand.to_string(),
            (None, false) => kept
                .price
                .map_or_else(String::new, |price| price.0.to_string()),
        }
    }

    /// Whether a price waits to be said again.
    fn leaps(&self, kept: &Shelf) -> bool {
        self.refused
            .as_ref()
            .is_some_and(|told| told.leap && told.variant == kept.id)
    }
}

/// The shelf of a producer.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    page(&state, lang, &member, None).await
}

async fn page(
    state: &State,
    lang: Lang,
    member: &Member,
    refused: Option<(StatusCode, Refused)>,
) -> Result<Response, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let listed = products::list(db, member.producer, SHOWN, None).await?;
    let mut shelves = stock::shelves(db, member.producer, now).await?;
    let product = |listed: Listed| Product {
        id: listed.id,
        status: say(lang, &format!("desk-product-{}", listed.status.as_str())),
        live: listed.status == ProductStatus::Live,
        paused: listed.status == ProductStatus::Paused,
        variants: shelves
            .extract_if(.., |shelf| shelf.product == listed.id)
            .collect(),
        name: listed.name,
    };
    let shown = listed
        .data
        .into_iter()
        .filter(|l| l.status != ProductStatus::Retired);
    let products = shown.map(product).collect();
    let (status, refused) = match refused {
        Some((status, refused)) => (status, Some(refused)),
        None => (StatusCode::OK, None),
    };
    let page = Page {
        shell: Shell::new(
            state,
            lang,
            "/producer/shelf".to_owned(),
            say(lang, "desk-shelf"),
        ),
        acting: Acting::of(state, lang, member).await?,
        producer: member.producer,
        products,
        refused,
    };
    personal(status, &page)
}

/// Writes what was counted and what it costs: both or neither.
pub(crate) async fn write(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(variant): Path<VariantId>,
    form: Form,
) -> Result<Response, Problem> {
    let member = asked_for(&session, &form)?;
    member.must_be(MemberRole::Packer)?;
    match written(&state, &member, variant, &form).await {
        Ok(()) => Ok(back(lang, &member, &variant.to_string())),
        Err(problem) if REFUSED.contains(&problem.code()) => {
            let status = problem.http_status();
            let refused = refused(&problem, lang, (variant, &form));
            page(&state, lang, &member, Some((status, refused))).await
        }
        Err(problem) => Err(problem),
    }
}

async fn written(
    state: &State,
    member: &Member,
    variant: VariantId,
    form: &Form,
) -> Result<(), Problem> {
    let (whose, now) = ((member.producer, variant), state.app.now());
    let (count, asked) = (counted(form)?, asked(form)?);
    if asked.is_some() {
        member.must_be(MemberRole::Editor)?;
    }
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        if let Some(count) = count {
            stock::set_on_hand(&tx, whose, count, member.actor, now).await?;
        }
        if let Some(asked) = asked {
            prices::set(&tx, whose, asked, member.actor, now).await?;
        }
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

/// What was counted; nothing, where the field stands as it was shown.
fn counted(form: &Form) -> Result<Option<Count>, Problem> {
    let number = |typed, at| Ok::<_, Problem>(dong(typed, at)?.0);
    let seen = form.filled("on_hand_seen");
    let count = Count {
        on_hand: number(form.text("on_hand"), "/on_hand")?,
        seen: seen.map(|seen| number(seen, "/on_hand")).transpose()?,
    };
    Ok(Some(count).filter(|count| count.seen != Some(count.on_hand)))
}

/// What is asked from now on; nothing, where the field stands as it was shown.
fn asked(form: &Form) -> Result<Option<Asked>, Problem> {
    let Some(typed) = form.filled("price") else {
        return Ok(None);
    };
    let price = dong(typed, "/price")?;
    let shown = form.filled("price_seen").and_then(|seen| seen.parse().ok());
    let confirmed = form.filled("confirm").is_some();
    Ok(Some(Asked { price, confirmed }).filter(|asked| Some(asked.price.0) != shown))
}

fn refused(problem: &Problem, lang: Lang, (variant, form): (VariantId, &Form)) -> Refused {
    let faults: Vec<String> = problem
        .faults(lang)
        .into_iter()
        .map(|fault| fault.1)
        .collect();
    let promised = problem.get("promised").and_then(serde_json::Value::as_i64);
    let orders = problem.get("orders").and_then(serde_json::Value::as_array);
    let ids = orders.into_iter().flatten();
    Refused {
        variant,
        leap: problem.has("price_jump"),
        said: match promised {
            Some(count) => say_with(lang, "desk-promised", &[("count", count.to_string())]),
            None if faults.is_empty() => problem.words(lang).1,
            None => faults.join(" "),
        },
        on_hand: form.text("on_hand").to_owned(),
        price: form.text("price").to_owned(),
        promised,
        orders: ids.filter_map(|id| id.as_str()?.parse().ok()).collect(),
    }
}

/// Takes a listing off sale, or puts it back.
pub(crate) async fn turn(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path((product, step)): Path<(ProductId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let member = asked_for(&session, &form)?;
    member.must_be(MemberRole::Editor)?;
    let (whose, now) = ((member.producer, product), state.app.now());
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        match step.as_str() {
            "pause" => products::pause(&tx, whose, member.actor, now).await?,
            "resume" => products::resume(&tx, whose, member.actor, now).await?,
            _ => return Err(catalog::Error::NotFound),
        }
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(back(lang, &member, &product.to_string()))
}

fn back(lang: Lang, member: &Member, at: &str) -> Response {
    Redirect::to(&format!("{}#{at}", shelf(lang, member.producer))).into_response()
}
