use catalog::certificates::State;
use catalog::revisions::{Net, NetUnit};
use catalog::shelf::Listing;
use kernel::{Day, Vnd, text};
use search::{Document, Star};
use serde_json::{Value, json};

/// A listing as a document of the index. Its card is the JSON of an API card without what depends
/// on the day or the moment.
pub(super) fn document(listing: &Listing) -> Document {
    let cheapest = listing.cheapest();
    let price = cheapest
        .and_then(catalog::shelf::OnSale::price)
        .unwrap_or_default();
    let set = reference::set(listing.body.set);
    Document {
        number: u64::try_from(listing.number).unwrap_or(0),
        name: listing.body.name.clone(),
        name_key: text::sort_key(&listing.body.name),
        producer_name: listing.maker.name.clone(),
        text: words(listing),
        producer: listing.maker.id.to_string(),
        group: set.map_or("", |set| set.group).to_owned(),
        set: listing.body.set.to_string(),
        province: listing.maker.province_code.clone(),
        commune: listing.maker.commune_code.clone(),
        stars: stars(listing),
        price: price.amount(),
        in_stock: listing.in_stock(),
        since: listing.since,
        restricted: listing.is_alcohol(),
        card: card(listing, price).to_string(),
    }
}

fn words(listing: &Listing) -> String {
    let body = &listing.body;
    let place = reference::commune(&listing.maker.commune_code).map_or("", |c| c.name);
    let province = reference::province(&listing.maker.province_code).map_or("", |p| p.name);
    let set = reference::set(body.set).map_or("", |set| set.vi);
    let english = body.name_en.as_deref().unwrap_or("");
    [
        &body.description,
        &body.story,
        english,
        set,
        place,
        province,
    ]
    .join(" ")
}

/// The days on which each certificate's star shows.
fn stars(listing: &Listing) -> Vec<Star> {
    let window = |certificate: &catalog::certificates::Certificate| {
        let from = certificate.issued_on?.full()?;
        let term = certificate.expires_on?.full()?;
        let until = match certificate.state {
            State::Verified => term,
            State::Extended => certificate
                .extended_until
                .map_or(term, |until| until.max(term)),
            State::Recorded | State::Lapsed | State::Revoked | State::Superseded => return None,
        };
        certificate.decision_no.as_ref()?;
        let stars = u8::try_from(certificate.stars?).ok()?;
        Some(Star {
            stars,
            from: day_number(from),
            until: day_number(until),
        })
    };
    let mut all: Vec<Star> = listing.certificates.iter().filter_map(window).collect();
    all.sort_by_key(|star| std::cmp::Reverse((star.stars, star.until)));
    all
}

/// A day counted from 1970-01-01.
pub(super) fn day_number(day: Day) -> i32 {
    let days = day.start().millis().div_euclid(kernel::DAY_MS) + 1;
    i32::try_from(days).unwrap_or(i32::MAX)
}

fn card(listing: &Listing, price: Vnd) -> Value {
    let mut card = json!({
        "id": listing.id,
        "slug": listing.slug,
        "name": listing.body.name,
        "price": price,
        "producer": {"id": listing.maker.id, "slug": listing.maker.slug, "name": listing.maker.name},
        "commune": place(reference::commune(&listing.maker.commune_code).map(|c| (c.code, c.name))),
        "province": place(reference::province(&listing.maker.province_code).map(|p| (p.code, p.name))),
        "image": listing.body.pictures.first().map(|id| format!("/media/{id}/320.webp")),
    });
    let unit_price = listing
        .cheapest()
        .and_then(|variant| unit_price(variant.net, price));
    if let (Some(unit_price), Some(card)) = (unit_price, card.as_object_mut()) {
        card.insert("unit_price".to_owned(), unit_price);
    }
    card
}

fn place(place: Option<(&str, &str)>) -> Value {
    place.map_or(
        Value::Null,
        |(code, name)| json!({"code": code, "name": name}),
    )
}

/// Đồng a kilogram, a litre or a piece, rounded half up; none where the price says it already.
pub fn unit_price(net: Net, price: Vnd) -> Option<Value> {
    let (per, thousandths) = match net.unit {
        NetUnit::G => ("kg", net.amount),
        NetUnit::Kg => ("kg", net.amount.checked_mul(1000)?),
        NetUnit::Ml => ("l", net.amount),
        NetUnit::L => ("l", net.amount.checked_mul(1000)?),
        NetUnit::Piece if net.amount > 1 => ("piece", net.amount.checked_mul(1000)?),
        NetUnit::Piece => return None,
    };
    let amount = price
        .times(2000)
        .ok()?
        .amount()
        .checked_div(thousandths)?
        .checked_add(1)?
        / 2;
    Some(json!({"amount": amount, "currency": "VND", "per": per}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_price_is_rounded_half_up() {
        let per = |amount, unit, price| {
            unit_price(Net { amount, unit }, Vnd(price)).map(|v| v["amount"].as_i64().unwrap())
        };
        assert_eq!(per(500, NetUnit::Ml, 65_000), Some(130_000));
        assert_eq!(per(300, NetUnit::G, 100), Some(333));
        assert_eq!(per(2, NetUnit::Kg, 25), Some(13));
        assert_eq!(per(1, NetUnit::Piece, 25), None);
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day_number("1970-01-01".parse().unwrap()), 0);
        assert_eq!(day_number("2026-11-23".parse().unwrap()), 20_780);
    }
}
