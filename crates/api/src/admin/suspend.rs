use axum::extract::State as Node;
use axum::response::IntoResponse;
use catalog::suspensions::{self, OpenOrders, Order, Subject};
use kernel::{ProducerId, ProductId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::Official;
use web::{Json, Path, Problem, State};

/// Why something goes off sale.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuspensionBody {
    /// Lower case letters, digits and underscores: `recall`, `false_claim`, `licence_missing` …
    reason_code: String,
    #[serde(default)]
    note: String,
    /// What becomes of open orders: `finish` or `cancel`.
    #[serde(default = "finish")]
    #[schema(value_type = String)]
    open_orders: OpenOrders,
}

/// Why something is put back; none of it is needed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the same body as for suspending is taken")]
pub(crate) struct RestorationBody {
    reason_code: Option<String>,
    note: Option<String>,
    #[schema(value_type = Option<String>)]
    open_orders: Option<OpenOrders>,
}

/// Where the subject stands now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Standing {
    id: String,
    status: &'static str,
}

const fn finish() -> OpenOrders {
    OpenOrders::Finish
}

macro_rules! suspending {
    ($($suspend:ident, $restore:ident: $subject:ident($id:ty) at $suspend_path:literal, $restore_path:literal;)*) => {$(
        /// Take it off sale.
        #[utoipa::path(
            post, path = $suspend_path, tag = "admin", request_body = SuspensionBody,
            params(("id" = String, Path)),
            extensions(("x-policy" = json!("official"))),
            responses(
                (status = 200, body = Standing),
                (status = 404, description = "`not_found`: also in another area"),
                (status = 409, description = "`conflict`: it is not on sale"),
            ),
        )]
        pub(crate) async fn $suspend(
            Node(state): Node<State>,
            official: Official,
            Path(id): Path<$id>,
            Json(body): Json<SuspensionBody>,
        ) -> Result<impl IntoResponse, Problem> {
            suspend(&state, &official, Subject::$subject(id), body).await
        }

        /// Put it back as it was.
        #[utoipa::path(
            post, path = $restore_path, tag = "admin", request_body = RestorationBody,
            params(("id" = String, Path)),
            extensions(("x-policy" = json!("official"))),
            responses(
                (status = 200, body = Standing),
                (status = 404, description = "`not_found`: also in another area"),
                (status = 409, description = "`conflict`: it is not suspended"),
            ),
        )]
        pub(crate) async fn $restore(
            Node(state): Node<State>,
            official: Official,
            Path(id): Path<$id>,
            Json(_why): Json<RestorationBody>,
        ) -> Result<impl IntoResponse, Problem> {
            restore(&state, &official, Subject::$subject(id)).await
        }
    )*};
}

suspending! {
    suspend_product, restore_product: Product(ProductId)
        at "/api/v1/admin/products/{id}/suspend", "/api/v1/admin/products/{id}/restore";
    suspend_producer, restore_producer: Producer(ProducerId)
        at "/api/v1/admin/producers/{id}/suspend", "/api/v1/admin/producers/{id}/restore";
}

async fn suspend(
    state: &State,
    official: &Official,
    subject: Subject,
    body: SuspensionBody,
) -> Result<impl IntoResponse + use<>, Problem> {
    let (who, now) = (official.decider(), state.app.now());
    let order = Order {
        reason_code: body.reason_code,
        note: body.note,
        open_orders: body.open_orders,
    };
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        suspensions::suspend(&tx, subject, order.clone(), &who, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    standing(state, subject).await
}

async fn restore(
    state: &State,
    official: &Official,
    subject: Subject,
) -> Result<impl IntoResponse + use<>, Problem> {
    let (who, now) = (official.decider(), state.app.now());
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        suspensions::restore(&tx, subject, &who, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    standing(state, subject).await
}

async fn standing(state: &State, subject: Subject) -> Result<axum::Json<Standing>, Problem> {
    let status = suspensions::status(state.app.db.read(), subject).await?;
    Ok(axum::Json(Standing {
        id: subject.to_string(),
        status,
    }))
}
