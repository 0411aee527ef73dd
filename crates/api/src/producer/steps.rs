//! The steps of a listing that its producer takes. Taking one that already holds answers 200.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use catalog::products;
use kernel::ProductId;
use web::who::Editor;
use web::{Json, Path, Problem, State};

use super::product::answer;
use super::view::ProductView;
use crate::schema::Nothing;

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident at $path:literal;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, tag = "producer",
            params(("id" = String, Path, description = "prd_…")),
            extensions(("x-policy" = json!("member"))),
            responses(
                (status = 200, body = ProductView),
                (status = 409, description = "`conflict`: its state does not admit it"),
                (status = 422, description = "`invalid`: what is missing in the text"),
            ),
        )]
        pub(crate) async fn $name(
            Node(state): Node<State>,
            Editor(member): Editor,
            Path(id): Path<ProductId>,
            Json(Nothing {}): Json<Nothing>,
        ) -> Result<impl IntoResponse, Problem> {
            let now = state.app.now();
            store::retry(|| async {
                let tx = store::write(&state.app.db).await?;
                products::$name(&tx, (member.producer, id), member.actor, now).await?;
                tx.commit().await.map_err(catalog::Error::from)
            })
            .await?;
            answer(&state, &member, id).await
        }
    )*};
}

steps! {
    /// Hand the draft in.
    ///
    /// What is on sale sells on; a text that waited before gives way to this one.
    submit at "/api/v1/producer/products/{id}/submit";

    /// Take back the text that is being written or waits.
    ///
    /// What is on sale stays as it is; a listing that was never approved keeps its text.
    withdraw at "/api/v1/producer/products/{id}/withdraw";

    /// Take a listing off sale for a while.
    pause at "/api/v1/producer/products/{id}/pause";

    /// Put it back on sale.
    resume at "/api/v1/producer/products/{id}/resume";

    /// End a listing for good.
    retire at "/api/v1/producer/products/{id}/retire";
}
