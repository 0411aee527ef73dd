use askama::Template;
use catalog::certificates::ToldDay;
use catalog::facts;
use catalog::revisions::FactValue;
use catalog::shelf::{Listing, OnSale};
use kernel::{Day, Lang, VariantId};
use reference::SaleMode;
use web::State;

use super::data::structured;
use crate::money::{dong, per_unit};
use crate::shell::Shell;
use crate::shop::producer::place;
use crate::shop::reach::Reach;
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "shop/listing.html")]
pub(super) struct Page {
    shell: Shell,
    name: String,
    maker: String,
    maker_slug: String,
    /// What its maker says of itself.
    maker_story: String,
    /// The folder of its picture's sizes.
    face: Option<String>,
    place: String,
    /// The lists in which it lies: where they are, and their names.
    trail: Vec<(String, String)>,
    price: Option<String>,
    unit_price: Option<String>,
    /// The stars of a certificate that holds today.
    stars: Option<String>,
    /// Its number, issuer and last day; or the plain reason why there is none.
    standing: String,
    code: Option<String>,
    pictures: Vec<String>,
    variants: Vec<Variant>,
    /// Whether any of it can be put into a cart.
    buyable: bool,
    description: String,
    story: String,
    facts: Vec<(String, String)>,
    sample: bool,
    reach: Reach,
    /// Not on sale as it is: where it is worked on.
    preview: Option<String>,
    /// For search engines; escaped so that it cannot end its element.
    data: String,
}

struct Variant {
    id: VariantId,
    name: String,
    price: Option<String>,
    unit_price: Option<String>,
    stock: String,
    /// Whether it can be put into a cart.
    buyable: bool,
}

impl Page {
    /// With what its maker says of itself.
    pub(super) fn told_by(self, maker_story: String) -> Self {
        Self {
            maker_story,
            ..self
        }
    }

    /// Of a text that is not on sale: nothing of it can be bought, and it says where it is worked on.
    pub(super) fn not_on_sale(self, back: String) -> Self {
        Self {
            preview: Some(back),
            buyable: false,
            data: String::new(),
            ..self
        }
    }
}

/// The page of a listing, without what its maker says of itself.
pub(super) fn page(
    (state, lang): (&State, Lang),
    listing: &Listing,
    labels: &[facts::Definition],
    (today, reach): (Day, Reach),
) -> Page {
    let body = &listing.body;
    let name = translated(lang, body.name_en.as_deref(), &body.name);
    let description = translated(lang, body.description_en.as_deref(), &body.description);
    let path = format!("/products/{}", listing.slug);
    let mut shell = Shell::new(state, lang, path, name.clone());
    shell.about = description.chars().take(200).collect();
    let pictures: Vec<String> = body
        .pictures
        .iter()
        .map(|id| format!("/media/{id}"))
        .collect();
    shell.image = pictures
        .first()
        .map(|at| format!("{}{at}/1200.jpg", shell.origin));
    let set = reference::set(body.set);
    let trail = trail(set, lang);
    let data = structured(&shell, listing, (&name, &description), &trail);
    let (stars, standing) = standing(listing, today, lang);
    let cheapest = listing.cheapest();
    let orderable = set.is_some_and(|set| set.sale_mode == SaleMode::Cart);
    Page {
        maker: listing.maker.name.clone(),
        maker_slug: listing.maker.slug.clone(),
        maker_story: String::new(),
        face: listing.maker.portrait.map(|id| format!("/media/{id}")),
        place: place(&listing.maker.commune_code, &listing.maker.province_code),
        trail,
        price: cheapest.and_then(OnSale::price).map(dong),
        unit_price: cheapest.and_then(|variant| by_unit(variant, lang)),
        stars,
        standing,
        code: listing.public_code.clone(),
        variants: listing
            .variants
            .iter()
            .map(|v| variant(v, orderable, lang))
            .collect(),
        buyable: listing.in_stock() && orderable,
        story: body.story.clone(),
        facts: labels
            .iter()
            .filter_map(|label| fact(label, listing, lang))
            .collect(),
        sample: listing.sample,
        preview: None,
        reach,
        shell,
        name,
        description,
        pictures,
        data,
    }
}

/// The lists in which a set lies, the widest first: where they are, and their names.
fn trail(set: Option<&reference::ProductSet>, lang: Lang) -> Vec<(String, String)> {
    let said = |vi: &str, en: &str| if lang == Lang::En { en } else { vi }.to_owned();
    let group = set.and_then(|set| reference::group(set.group));
    let group = group.map(|of| (format!("/products?group={}", of.code), said(of.vi, of.en)));
    let set = set.map(|of| (format!("/products?set={}", of.no), said(of.vi, of.en)));
    group.into_iter().chain(set).collect()
}

fn translated(lang: Lang, en: Option<&str>, vi: &str) -> String {
    match (lang, en) {
        (Lang::En, Some(text)) => text.to_owned(),
        _ => vi.to_owned(),
    }
}

fn by_unit(variant: &OnSale, lang: Lang) -> Option<String> {
    per_unit(&market::unit_price(variant.net, variant.price()?)?, lang)
}

fn variant(variant: &OnSale, orderable: bool, lang: Lang) -> Variant {
    let stock = match variant.available {
        ..=0 => say(lang, "sold-out"),
        few @ 1..=9 => say_with(lang, "few-left", &[("count", few.to_string())]),
        _ => say(lang, "in-stock"),
    };
    Variant {
        id: variant.id,
        buyable: orderable && variant.available > 0 && variant.price().is_some(),
        name: variant.name.clone(),
        price: variant.price().map(dong),
        unit_price: by_unit(variant, lang),
        stock,
    }
}

/// The stars that hold today with what stands behind them, or why there is none.
fn standing(listing: &Listing, today: Day, lang: Lang) -> (Option<String>, String) {
    let standing = listing.standing(today);
    let (Some(stars), Some(certificate)) = (standing.stars(), standing.certificate) else {
        let state = standing.state.as_str();
        return (None, say(lang, &format!("standing-{state}")));
    };
    let term = certificate.expires_on.and_then(ToldDay::full);
    let until = certificate
        .extended_until
        .filter(|until| Some(*until) > term)
        .or(term);
    let said = [
        (
            "number",
            certificate.decision_no.clone().unwrap_or_default(),
        ),
        ("issuer", certificate.issuer.clone()),
        ("until", until.map(Day::display_vi).unwrap_or_default()),
    ];
    let drawn = "★".repeat(usize::try_from(stars).unwrap_or_default());
    (Some(drawn), say_with(lang, "standing-valid", &said))
}

fn fact(label: &facts::Definition, listing: &Listing, lang: Lang) -> Option<(String, String)> {
    let name = if lang == Lang::En {
        &label.label_en
    } else {
        &label.label_vi
    };
    let value = match listing.body.facts.get(&label.key)? {
        FactValue::Text(text) => text.clone(),
        FactValue::Number(number) if label.unit.as_deref() == Some("day") => {
            say_with(lang, "days", &[("count", number.to_string())])
        }
        FactValue::Number(number) => number.to_string(),
        FactValue::Flag(yes) => say(lang, if *yes { "yes" } else { "no" }),
    };
    Some((name.clone(), value))
}
