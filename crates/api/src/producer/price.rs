use axum::extract::State as Node;
use axum::response::IntoResponse;
use catalog::prices::{self, Asked};
use kernel::{VariantId, Vnd};
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::Editor;
use web::{Json, Path, Problem, State};

use super::shelf::{ShelfView, answer};
use crate::schema::Money;

/// A price.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceBody {
    #[schema(value_type = Money)]
    price: Vnd,
    /// Said again, after `price_jump`.
    #[serde(default)]
    confirm: bool,
}

/// Say what a variant costs from now on.
///
/// A price that moves by more than half asks again: 422 with `price_jump` at `/price`.
#[utoipa::path(
    put, path = "/api/v1/producer/variants/{id}/price", tag = "producer", request_body = PriceBody,
    params(("id" = String, Path, description = "var_…")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = ShelfView), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn set(
    Node(state): Node<State>,
    Editor(member): Editor,
    Path(id): Path<VariantId>,
    Json(body): Json<PriceBody>,
) -> Result<impl IntoResponse, Problem> {
    let (whose, now) = ((member.producer, id), state.app.now());
    let asked = Asked {
        price: body.price,
        confirmed: body.confirm,
    };
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        prices::set(&tx, whose, asked, member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    answer(&state, &member, id).await
}
