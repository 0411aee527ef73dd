use axum::extract::{RawQuery, State as Node};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::Lang;
use search::{Answer, Facet, Facets};
use serde_json::json;
use web::who::Adult;
use web::{Problem, ReaderLang, State};

use super::card;
use crate::schema::ProductList;
use web::listing_query::{Asked, parse};

/// Listings that match, best first, with facets on the first page.
#[utoipa::path(
    get, path = "/api/v1/products", tag = "shop",
    params(
        ("q" = Option<String>, Query, description = "Words, with or without tones; at most 100 characters"),
        ("group" = Option<Vec<String>>, Query, description = "Groups' codes; repeating means or"),
        ("set" = Option<Vec<String>>, Query, description = "Sets' numbers"),
        ("stars" = Option<Vec<u8>>, Query, description = "3, 4 or 5, valid today"),
        ("province" = Option<Vec<String>>, Query, description = "Provinces' codes"),
        ("commune" = Option<Vec<String>>, Query, description = "Communes' codes"),
        ("producer" = Option<Vec<String>>, Query, description = "Producers' ids"),
        ("price_min" = Option<i64>, Query, description = "Đồng"),
        ("price_max" = Option<i64>, Query, description = "Đồng"),
        ("in_stock" = Option<bool>, Query, description = "Only what can be bought now"),
        ("sort" = Option<String>, Query, description = "relevance, newest, price, -price, name"),
        ("limit" = Option<i64>, Query, description = "1 to 100"),
        ("cursor" = Option<String>, Query, description = "From the page before"),
    ),
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, body = ProductList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    Adult(adult): Adult,
    ReaderLang(lang): ReaderLang,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = parse(raw.as_deref().unwrap_or_default(), adult, state.app.now())?;
    let key = asked.key(state.app.listings.generation(), lang);
    let kept = state
        .answers
        .get(key, async { find(&state, &asked, lang) })
        .await?;
    Ok(kept.respond(&headers))
}

fn find(state: &State, asked: &Asked, lang: Lang) -> Result<String, Problem> {
    let facets = if asked.cursor.is_none() {
        Facets::Count
    } else {
        Facets::Skip
    };
    let index = state.app.listings.index();
    let found = index.search(&asked.query, asked.limit.0, asked.cursor.as_deref(), facets);
    Ok(write(&found.map_err(market::Error::Search)?, lang))
}

fn write(answer: &Answer, lang: Lang) -> String {
    let mut out = String::with_capacity(answer.hits.len() * 450 + 2048);
    out.push_str("{\"data\":[");
    for (i, hit) in answer.hits.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        card::write(&mut out, hit);
    }
    out.push(']');
    if let Some(counts) = &answer.facets {
        out.push_str(",\"facets\":");
        out.push_str(&facets(counts, lang).to_string());
    }
    let rest = json!({"has_more": answer.next.is_some(), "next_cursor": answer.next});
    let rest = rest.to_string();
    out.push(',');
    out.push_str(rest.strip_prefix('{').unwrap_or(&rest));
    out
}

fn facets(
    [groups, sets, stars, provinces, producers, communes]: &[Vec<Facet>; 6],
    lang: Lang,
) -> serde_json::Value {
    let of = |facets: &[Facet], label: &dyn Fn(&Facet) -> String| -> Vec<serde_json::Value> {
        facets
            .iter()
            .map(|f| json!({"value": f.value, "label": label(f), "count": f.count}))
            .collect()
    };
    let words = |vi: &str, en: &str| {
        if lang == Lang::En {
            en.to_owned()
        } else {
            vi.to_owned()
        }
    };
    json!({
        "group": of(groups, &|f| reference::group(&f.value).map_or_else(|| f.value.clone(), |g| words(g.vi, g.en))),
        "set": of(sets, &|f| {
            let set = f.value.parse().ok().and_then(reference::set);
            set.map_or_else(|| f.value.clone(), |s| words(s.vi, s.en))
        }),
        "stars": of(stars, &|f| words(&format!("{} sao", f.value), &format!("{} stars", f.value))),
        "province": of(provinces, &|f| reference::province(&f.value).map_or_else(|| f.value.clone(), |p| p.name.to_owned())),
        "commune": of(communes, &|f| reference::commune(&f.value).map_or_else(|| f.value.clone(), |c| c.name.to_owned())),
        "producer": of(producers, &|f| f.label.clone()),
    })
}
