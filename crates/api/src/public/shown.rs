//! A listing in full, as JSON.

use catalog::shelf::{Listing, OnSale};
use kernel::{Day, Lang};
use serde_json::{Value, json};

/// The detail of a listing on a day.
pub(super) fn product(listing: &Listing, today: Day, lang: Lang) -> Value {
    let body = &listing.body;
    let english = |text: &Option<String>, vi: &str| match (lang, text) {
        (Lang::En, Some(text)) => text.clone(),
        _ => vi.to_owned(),
    };
    let standing = listing.standing(today);
    let set = reference::set(body.set);
    json!({
        "id": listing.id,
        "slug": listing.slug,
        "name": english(&body.name_en, &body.name),
        "status": listing.status.as_str(),
        "price": listing.cheapest().and_then(OnSale::price),
        "unit_price": listing.cheapest().and_then(|v| market::unit_price(v.net, v.price()?)),
        "stars": standing.stars(),
        "producer": {"id": listing.maker.id, "slug": listing.maker.slug, "name": listing.maker.name, "portrait": listing.maker.portrait.map(|id| format!("/media/{id}/800.webp"))},
        "commune": reference::commune(&listing.maker.commune_code).map(|c| json!({"code": c.code, "name": c.name})),
        "province": reference::province(&listing.maker.province_code).map(|p| json!({"code": p.code, "name": p.name})),
        "image": body.pictures.first().map(|id| format!("/media/{id}/800.webp")),
        "in_stock": listing.in_stock(),
        "description": english(&body.description_en, &body.description),
        "story": body.story,
        "facts": body.facts,
        "variants": listing.variants.iter().map(variant).collect::<Vec<_>>(),
        "certificate": certificate(listing, today),
        "certificate_state": standing.state.as_str(),
        "set": set.map(|s| json!({"no": s.no, "name": if lang == Lang::En { s.en } else { s.vi }})),
        "group": set.and_then(|s| reference::group(s.group)).map(|g| json!({"code": g.code, "name": if lang == Lang::En { g.en } else { g.vi }})),
        "alcohol": listing.is_alcohol().then(|| json!({"abv": abv(body.abv_permille)})),
        "images": body.pictures.iter().map(|id| json!({
            "id": id,
            "small": format!("/media/{id}/320.webp"),
            "medium": format!("/media/{id}/800.webp"),
            "large": format!("/media/{id}/1600.webp"),
            "jpeg": format!("/media/{id}/1200.jpg"),
        })).collect::<Vec<_>>(),
        "public_code": listing.public_code,
        "sample": listing.sample,
    })
}

fn variant(variant: &OnSale) -> Value {
    json!({
        "id": variant.id,
        "name": variant.name,
        "sku": variant.sku,
        "price": variant.price(),
        "net": {"amount": variant.net.amount, "unit": variant.net.unit.as_str()},
        "weight_g": variant.weight_g,
        "available": variant.available,
    })
}

/// The certificate behind a star that shows today; without a star, none: `certificate_state` says why.
fn certificate(listing: &Listing, today: Day) -> Value {
    let standing = listing.standing(today);
    let (Some(stars), Some(certificate)) = (standing.stars(), standing.certificate) else {
        return Value::Null;
    };
    let expires = certificate
        .expires_on
        .and_then(catalog::certificates::ToldDay::full);
    json!({
        "stars": stars,
        "decision_no": certificate.decision_no,
        "issuer": certificate.issuer,
        "level": certificate.level,
        "issued_on": certificate.issued_on.and_then(catalog::certificates::ToldDay::full),
        "expires_on": certificate.extended_until.filter(|until| Some(*until) > expires).or(expires),
        "product_code": certificate.product_code,
    })
}

/// Per mille as per cent: `125` is `12.5`.
fn abv(permille: Option<i64>) -> Value {
    permille.map_or(Value::Null, |p| match p % 10 {
        0 => json!(p / 10),
        tenth => serde_json::from_str(&format!("{}.{tenth}", p / 10)).unwrap_or(Value::Null),
    })
}
