use axum::extract::State as Node;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalog::shelf;
use kernel::{Lang, ProductId};
use web::who::Adult;
use web::{Code, Path, Problem, ReaderLang, State};

use super::shown;
use crate::schema::ProductDetail;

/// One listing, by its id or its slug; an old slug leads to today's.
#[utoipa::path(
    get, path = "/api/v1/products/{product}", tag = "shop",
    params(("product" = String, Path, description = "`prd_…` or a slug")),
    extensions(("x-policy" = json!("public"))),
    responses(
        (status = 200, body = ProductDetail),
        (status = 301, description = "An old slug"),
        (status = 403, description = "`age_declaration_required`"),
        (status = 404), (status = 410, description = "Taken down by order of an authority"),
    ),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    Adult(adult): Adult,
    ReaderLang(lang): ReaderLang,
    Path(wanted): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    // A slug leads to its id once; the answer is kept under the id, which stock movements name.
    if let Ok(id) = wanted.parse::<ProductId>() {
        return kept(&state, id, (adult, lang), &headers).await;
    }
    if let Some(id) = state.slugs.get(&wanted) {
        return kept(&state, id, (adult, lang), &headers).await;
    }
    match catalog::slugs::find(state.app.db.read(), &wanted).await? {
        Some(catalog::slugs::Subject::Product(id)) => {
            moved_or_kept(&state, id, &wanted, (adult, lang), &headers).await
        }
        Some(catalog::slugs::Subject::Producer(_)) | None => Err(Problem::new(Code::NotFound)),
    }
}

async fn moved_or_kept(
    state: &State,
    id: ProductId,
    wanted: &str,
    reader: (bool, Lang),
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let listing = shelf::find(state.app.db.read(), id, state.app.now()).await?;
    if listing.slug != wanted {
        let to = format!("/api/v1/products/{}", listing.slug);
        return Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response());
    }
    state.slugs.insert(wanted.to_owned(), id);
    kept(state, id, reader, headers).await
}

async fn kept(
    state: &State,
    id: ProductId,
    (adult, lang): (bool, Lang),
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let app = &state.app;
    let today = app.clock.today();
    let stamp = app.listings.stamp(id);
    let key = format!("product|{stamp}|{today}|{}|{adult}|{id}", lang.as_str());
    let load = async {
        let listing = shelf::find(app.db.read(), id, app.now()).await?;
        if listing.is_alcohol() && !adult {
            return Err(Problem::new(Code::AgeDeclarationRequired));
        }
        Ok(shown::product(&listing, today, lang).to_string())
    };
    let kept = state.answers.get(key, load).await?;
    let mut response = kept.respond(headers);
    if adult {
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
    }
    Ok(response)
}
