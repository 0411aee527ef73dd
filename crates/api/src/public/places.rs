use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;
use web::{Code, Path, Problem, Query};

/// The provinces, as the dictionary sorts them.
#[utoipa::path(
    get, path = "/api/v1/provinces", tag = "places",
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, description = "`{data:[{code, name}]}`")),
)]
pub(crate) async fn provinces() -> Json<Value> {
    let data: Vec<Value> = reference::provinces()
        .iter()
        .map(|p| json!({"code": p.code, "name": p.name}))
        .collect();
    Json(json!({"data": data}))
}

/// The communes of a province.
#[utoipa::path(
    get, path = "/api/v1/provinces/{code}/communes", tag = "places",
    params(("code" = String, Path, description = "Two digits")),
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, description = "`{data:[{code, name, kind}]}`"), (status = 404)),
)]
pub(crate) async fn communes(Path(code): Path<String>) -> Result<Json<Value>, Problem> {
    let province = reference::province(&code).ok_or_else(|| Problem::new(Code::NotFound))?;
    let data: Vec<Value> = reference::communes_of(province.code)
        .iter()
        .map(|c| json!({"code": c.code, "name": c.name, "kind": c.kind.as_str()}))
        .collect();
    Ok(Json(json!({"data": data})))
}

/// An address as somebody typed it.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Typed {
    /// Of today or of before 1 July 2025.
    province: Option<String>,
    /// Of before 1 July 2025; left out for an address of today.
    district: Option<String>,
    /// With or without tones, of today or of before.
    commune: String,
}

/// The communes of today that an address means; several where several are true.
#[utoipa::path(
    get, path = "/api/v1/communes/resolve", tag = "places", params(Typed),
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, description = "`{data:[{code, name, kind, province:{code, name}, old?, default}]}`"), (status = 422)),
)]
pub(crate) async fn resolve(Query(typed): Query<Typed>) -> Result<Json<Value>, Problem> {
    for (name, text) in [
        ("province", typed.province.as_deref()),
        ("district", typed.district.as_deref()),
        ("commune", Some(&*typed.commune)),
    ] {
        if text.is_some_and(|text| text.chars().count() > 100) {
            return Err(Problem::invalid(vec![
                web::FieldError::new(name, "too_long").with("max", &100),
            ]));
        }
    }
    let found = reference::resolve(
        typed.province.as_deref(),
        typed.district.as_deref(),
        &typed.commune,
    );
    let data: Vec<Value> = found
        .iter()
        .map(|m| {
            let province = reference::province(m.commune.province)
                .map(|p| json!({"code": p.code, "name": p.name}));
            let old = m.old.map(
                |o| json!({"province": o.province, "district": o.district, "commune": o.commune}),
            );
            json!({
                "code": m.commune.code, "name": m.commune.name, "kind": m.commune.kind.as_str(),
                "province": province, "old": old, "default": m.default,
            })
        })
        .collect();
    Ok(Json(json!({"data": data})))
}
