use accounts::MemberRole;
use axum::extract::State as Node;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use catalog::producers::{self, EntityType, Patch, Profile};
use kernel::{Actor, ProducerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::Session;
use web::{Code, Json, Path, Problem, State, etag};

use super::once::key;
use super::view::ApplicationView;

/// A producer's application.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProducer {
    name: String,
    /// `hop_tac_xa`, `to_hop_tac`, `doanh_nghiep_nho_vua`, `trang_trai`, `ho_san_xuat`,
    /// `ho_gia_dinh`; for set 26 also `hoi`, `hiep_hoi`, `trung_tam_dieu_hanh`.
    #[schema(value_type = String)]
    entity_type: EntityType,
    representative: String,
    phone: String,
    /// Five digits.
    commune_code: String,
    street: String,
    tax_id: Option<String>,
    #[serde(default)]
    story: String,
    /// What the applicant becomes: the owner.
    #[serde(default, rename = "as")]
    applicant: Applicant,
}

/// What an applicant becomes.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Applicant {
    /// The owner of the producer.
    #[default]
    Owner,
}

/// What changes of an application; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProducerPatch {
    name: Option<String>,
    #[schema(value_type = Option<String>)]
    entity_type: Option<EntityType>,
    representative: Option<String>,
    phone: Option<String>,
    commune_code: Option<String>,
    street: Option<String>,
    /// Empty takes it away.
    tax_id: Option<String>,
    story: Option<String>,
}

/// Apply as a producer.
///
/// The application is a draft until it is submitted; the applicant becomes the producer's owner
/// and may prepare the first listing at once. Sent again under the same `Idempotency-Key`, it
/// answers with the same application.
#[utoipa::path(
    post, path = "/api/v1/producers", tag = "producer", request_body = NewProducer,
    params(("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 201, body = ApplicationView), (status = 422, description = "`invalid` or `idempotency_mismatch`")),
)]
pub(crate) async fn apply(
    Node(state): Node<State>,
    session: Session,
    headers: HeaderMap,
    Json(new): Json<NewProducer>,
) -> Result<impl IntoResponse, Problem> {
    let Applicant::Owner = new.applicant;
    let key = key(&headers, session.account.to_string(), "producers", &new)?;
    let profile = Profile {
        name: new.name,
        entity_type: new.entity_type,
        representative: new.representative,
        phone: new.phone,
        commune_code: new.commune_code,
        street: new.street,
        tax_id: new.tax_id,
        story: new.story,
    };
    let (app, now) = (&state.app, state.app.now());
    let id = market::apply(&app.db, &profile, (session.account, key.as_ref()), now).await?;
    Ok((StatusCode::CREATED, answer(&state, id).await?))
}

/// The application of a producer for whom the caller acts, which the public does not see: none
/// where it is another's.
pub(crate) async fn own(
    state: &State,
    session: Option<&Session>,
    id: &str,
) -> Result<Option<impl IntoResponse + use<>>, Problem> {
    let Some(id) = id
        .parse::<ProducerId>()
        .ok()
        .filter(|id| session.is_some_and(|session| session.standing(*id).is_some()))
    else {
        return Ok(None);
    };
    Ok(Some(answer(state, id).await?))
}

/// Change one's application, while it is a draft or changes were asked for.
#[utoipa::path(
    patch, path = "/api/v1/producers/{id}", tag = "producer", request_body = ProducerPatch,
    params(("id" = String, Path, description = "pro_…")),
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 200, body = ApplicationView),
        (status = 409, description = "`conflict`: it waits or is decided"),
        (status = 412, description = "`stale`: `If-Match`, where it is sent, names an older version"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn edit(
    Node(state): Node<State>,
    session: Session,
    Path(id): Path<ProducerId>,
    headers: HeaderMap,
    Json(patch): Json<ProducerPatch>,
) -> Result<impl IntoResponse, Problem> {
    let actor = acting(&session, id, MemberRole::Owner)?;
    let expected = headers
        .contains_key(header::IF_MATCH)
        .then(|| web::if_match(&headers))
        .transpose()?;
    let patch = Patch {
        name: patch.name,
        entity_type: patch.entity_type,
        representative: patch.representative,
        phone: patch.phone,
        commune_code: patch.commune_code,
        street: patch.street,
        tax_id: patch.tax_id,
        story: patch.story,
    };
    let now = state.app.now();
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        producers::edit(&tx, id, patch.clone(), expected, (actor, now)).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    answer(&state, id).await
}

/// Hand the application in.
///
/// A first listing that was submitted is decided in the same sitting.
#[utoipa::path(
    post, path = "/api/v1/producers/{id}/submit", tag = "producer",
    params(("id" = String, Path, description = "pro_…")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = ApplicationView), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn submit(
    Node(state): Node<State>,
    session: Session,
    Path(id): Path<ProducerId>,
    Json(crate::schema::Nothing {}): Json<crate::schema::Nothing>,
) -> Result<impl IntoResponse, Problem> {
    let actor = acting(&session, id, MemberRole::Owner)?;
    let now = state.app.now();
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        producers::submit(&tx, id, actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    answer(&state, id).await
}

/// Who acts for this producer; another's does not exist.
fn acting(session: &Session, id: ProducerId, needed: MemberRole) -> Result<Actor, Problem> {
    let standing = session
        .standing(id)
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    if !standing.may(needed) {
        return Err(Problem::new(Code::Forbidden));
    }
    Ok(session.actor_for(standing))
}

async fn answer(state: &State, id: ProducerId) -> Result<impl IntoResponse + use<>, Problem> {
    let (version, view) = ApplicationView::load(state.app.db.read(), id).await?;
    Ok(([(header::ETAG, etag(version))], axum::Json(view)))
}
