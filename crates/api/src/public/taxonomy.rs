use axum::Json;
use kernel::Lang;
use serde_json::{Value, json};
use web::ReaderLang;

/// The programme's groups and product sets.
#[utoipa::path(
    get, path = "/api/v1/taxonomy", tag = "shop",
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, description = "`{data:[{code, name, sets:[{no, name, alcohol, sale_mode}]}]}`")),
)]
pub(crate) async fn taxonomy(ReaderLang(lang): ReaderLang) -> Json<Value> {
    let words = |vi, en| if lang == Lang::En { en } else { vi };
    let groups = reference::groups().iter().map(|group| {
        let sets = reference::sets().iter().filter(|set| set.group == group.code).map(|set| {
            let sale_mode = match set.sale_mode {
                reference::SaleMode::Cart => "cart",
                reference::SaleMode::Enquiry => "enquiry",
                reference::SaleMode::Off => "off",
            };
            json!({"no": set.no, "name": words(set.vi, set.en), "alcohol": set.alcohol, "sale_mode": sale_mode})
        });
        json!({"code": group.code, "name": words(group.vi, group.en), "sets": sets.collect::<Vec<_>>()})
    });
    Json(json!({"data": groups.collect::<Vec<_>>()}))
}
