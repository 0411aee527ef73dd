use axum::extract::State as Node;
use axum::response::IntoResponse;
use catalog::stock::{self, Count};
use kernel::VariantId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::Packer;
use web::{Json, Path, Problem, State};

use super::shelf::{ShelfView, answer};

/// What was counted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StockBody {
    /// How many there are, those included that are promised to orders.
    on_hand: i64,
    /// What `on_hand` was when they were counted: refused where it is another by now.
    seen: Option<i64>,
}

/// Say how many there are of a variant.
#[utoipa::path(
    put, path = "/api/v1/producer/variants/{id}/stock", tag = "producer", request_body = StockBody,
    params(("id" = String, Path, description = "var_…")),
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 200, body = ShelfView),
        (status = 409, description = "`promised_to_orders`: with the `orders`; `conflict`: `seen` is not what is written down now"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn set(
    Node(state): Node<State>,
    Packer(member): Packer,
    Path(id): Path<VariantId>,
    Json(body): Json<StockBody>,
) -> Result<impl IntoResponse, Problem> {
    let (whose, now) = ((member.producer, id), state.app.now());
    let count = Count {
        on_hand: body.on_hand,
        seen: body.seen,
    };
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        stock::set_on_hand(&tx, whose, count, member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    answer(&state, &member, id).await
}
