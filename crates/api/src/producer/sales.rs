use axum::extract::State as Node;
use axum::response::{IntoResponse, Response};
use kernel::{Day, ProductId, Vnd};
use market::sales::{Line, Of, Wanted, sales, total};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use web::sales::Asked;
use web::who::{Editor, Member};
use web::{Problem, Query, ReaderLang, State};

use crate::orders::NO_STORE;

/// What is asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "`web::sales::Asked` is read; this only describes it"
)]
pub(crate) struct Sought {
    /// `day`, `week` (from its Monday) or `product`; by day where it is not said.
    by: Option<String>,
    /// The first day, at most 366 days before the last: `2026-11-01`.
    from: Option<String>,
    /// The last day; today where it is not said.
    to: Option<String>,
}

/// A producer's sales.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sales {
    by: &'static str,
    #[schema(value_type = String, format = Date)]
    from: Day,
    #[schema(value_type = String, format = Date)]
    to: Day,
    total: Counts,
    data: Vec<SalesLine>,
}

#[derive(Serialize, ToSchema)]
struct Counts {
    orders: i64,
    pieces: i64,
    #[schema(value_type = crate::schema::Money)]
    amount: Vnd,
}

/// A day, a week or a product.
#[derive(Serialize, ToSchema)]
struct SalesLine {
    /// The day, or the Monday of the week.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    since: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    product: Option<ProductId>,
    /// The product's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(flatten)]
    counts: Counts,
}

impl From<Line> for SalesLine {
    fn from(line: Line) -> Self {
        let (since, product, name) = match line.of {
            Of::Since(day) => (Some(day), None, None),
            Of::Product(id, name) => (None, Some(id), Some(name)),
        };
        Self {
            since,
            product,
            name,
            counts: Counts {
                orders: line.orders,
                pieces: line.pieces,
                amount: line.amount,
            },
        }
    }
}

/// What the producer sold, by day, week or product.
///
/// An order counts on the day in Vietnam on which it was placed, once money of it came or it is
/// completed: what came less what is paid or owed back, delivery included. A free replacement does
/// not count. By product, the pieces that were not paid back count at their price, without delivery;
/// there an order of two products counts once for each. Not for a packer.
#[utoipa::path(
    get, path = "/api/v1/producer/sales", tag = "producer", params(Sought),
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 200, body = Sales),
        (status = 403, description = "`forbidden`: a packer"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    Editor(member): Editor,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Problem> {
    let (wanted, lines) = read(&state, &member, &asked).await?;
    let (orders, pieces, amount) = total(&lines);
    let view = Sales {
        by: wanted.by.as_str(),
        from: wanted.from,
        to: wanted.to,
        total: Counts {
            orders,
            pieces,
            amount,
        },
        data: lines.into_iter().map(SalesLine::from).collect(),
    };
    Ok((NO_STORE, axum::Json(view)))
}

/// The same as a table for a spreadsheet.
#[utoipa::path(
    get, path = "/api/v1/producer/sales.csv", tag = "producer", params(Sought),
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 200, description = "CSV: `since` or `product, name`, and `orders, pieces, amount`"),
        (status = 403, description = "`forbidden`: a packer"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn table(
    Node(state): Node<State>,
    ReaderLang(lang): ReaderLang,
    Editor(member): Editor,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (wanted, lines) = read(&state, &member, &asked).await?;
    Ok(web::sales::table(&lines, wanted, lang))
}

async fn read(
    state: &State,
    member: &Member,
    asked: &Asked,
) -> Result<(Wanted, Vec<Line>), Problem> {
    let wanted = asked.wanted(state.app.clock.today())?;
    let lines = sales(state.app.db.read(), member.producer, wanted).await?;
    Ok((wanted, lines))
}
