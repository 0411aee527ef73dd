use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use catalog::certificates::ToldDay;
use catalog::facts;
use catalog::revisions::FactValue;
use catalog::shelf::{self, Listing, OnSale, find_producer};
use catalog::slugs::{self, Subject};
use kernel::{Day, Lang, ProductId, VariantId};
use reference::SaleMode;
use serde_json::json;
use web::{Code, Path, Problem, State};

use super::age;
use super::producer::place;
use super::reach::{Reach, reach};
use crate::forms::Form;
use crate::money::{dong, per_unit};
use crate::shell::{Shell, answer, personal, written};
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "shop/listing.html")]
struct Page {
    shell: Shell,
    name: String,
    maker: String,
    maker_slug: String,
    /// What its maker says of itself.
    maker_story: String,
    /// The folder of its picture's sizes.
    face: Option<String>,
    place: String,
    group: Option<(String, String)>,
    set: Option<(String, String)>,
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

/// One listing; an old slug leads to today's.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Path(wanted): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = match state.slugs.get(&wanted) {
        Some(id) => id,
        None => match slugs::find(state.app.db.read(), &wanted).await? {
            Some(Subject::Product(id)) => {
                let slug = find(&state, id).await?.slug;
                if slug != wanted {
                    let to = format!("/{}/products/{slug}", lang.as_str());
                    return Ok(Redirect::permanent(&to).into_response());
                }
                state.slugs.insert(wanted, id);
                id
            }
            Some(Subject::Producer(_)) | None => return Err(Problem::new(Code::NotFound)),
        },
    };
    if let Some(query) = query.filter(|query| query.contains("commune=")) {
        return asked(&state, lang, id, (&query, &headers)).await;
    }
    let (stamp, today) = (state.app.listings.stamp(id), state.app.clock.today());
    let key = format!("listing|{stamp}|{today}|{}|{id}", lang.as_str());
    let load = async {
        let listing = find(&state, id).await?;
        if listing.is_alcohol() {
            return Err(Problem::new(Code::AgeDeclarationRequired));
        }
        written(&whole(&state, lang, &listing, Reach::default()).await?)
    };
    match state.answers.page(key, load).await {
        Ok(kept) => Ok(answer(&kept, &headers)),
        Err(problem) if problem.code() == Code::AgeDeclarationRequired => {
            restricted(&state, lang, id, &headers).await
        }
        Err(problem) => Err(problem),
    }
}

/// Alcohol: after a declaration of age, and kept by nobody.
async fn restricted(
    state: &State,
    lang: Lang,
    id: ProductId,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let listing = find(state, id).await?;
    if !age::declared(state, headers).await? {
        return age::asked(state, lang, &format!("/products/{}", listing.slug));
    }
    let page = whole(state, lang, &listing, Reach::default()).await?;
    personal(StatusCode::OK, &page)
}

/// With what bringing it to a place would cost: each place is one reader's, so nobody keeps it.
async fn asked(
    state: &State,
    lang: Lang,
    id: ProductId,
    (query, headers): (&str, &HeaderMap),
) -> Result<Response, Problem> {
    let listing = find(state, id).await?;
    if listing.is_alcohol() && !age::declared(state, headers).await? {
        return age::asked(state, lang, &format!("/products/{}", listing.slug));
    }
    let query = Form::parse(query.as_bytes())?;
    let reach = reach(state, &listing, &query, lang).await?;
    personal(StatusCode::OK, &whole(state, lang, &listing, reach).await?)
}

async fn whole(
    state: &State,
    lang: Lang,
    listing: &Listing,
    reach: Reach,
) -> Result<Page, Problem> {
    let today = state.app.clock.today();
    let labels = facts::of_set(state.app.db.read(), listing.body.set, today).await?;
    let maker = find_producer(state.app.db.read(), &listing.maker.id.to_string(), false).await?;
    let story = maker.map(|maker| maker.story).unwrap_or_default();
    let page = page((state, lang), listing, &labels, (today, reach));
    Ok(Page {
        maker_story: story,
        ..page
    })
}

/// The page of a text that is not on sale, with the way back to where it is worked on.
pub(crate) async fn preview(
    state: &State,
    lang: Lang,
    listing: &Listing,
    back: String,
) -> Result<impl Template + use<>, Problem> {
    let page = whole(state, lang, listing, Reach::default()).await?;
    Ok(Page {
        preview: Some(back),
        buyable: false,
        data: String::new(),
        ..page
    })
}

async fn find(state: &State, id: ProductId) -> Result<Listing, Problem> {
    Ok(shelf::find(state.app.db.read(), id, state.app.now()).await?)
}

fn page(
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
    let data = structured(&shell, listing, &name, &description);
    let set = reference::set(body.set);
    let (stars, standing) = standing(listing, today, lang);
    let cheapest = listing.cheapest();
    let orderable = set.is_some_and(|set| set.sale_mode == SaleMode::Cart);
    Page {
        maker: listing.maker.name.clone(),
        maker_slug: listing.maker.slug.clone(),
        maker_story: String::new(),
        face: listing.maker.portrait.map(|id| format!("/media/{id}")),
        place: place(&listing.maker.commune_code, &listing.maker.province_code),
        group: set.and_then(|s| reference::group(s.group)).map(|g| {
            let name = if lang == Lang::En { g.en } else { g.vi };
            (g.code.to_owned(), name.to_owned())
        }),
        set: set.map(|s| {
            let name = if lang == Lang::En { s.en } else { s.vi };
            (s.no.to_string(), name.to_owned())
        }),
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

/// What search engines read: `Product` and `BreadcrumbList` of schema.org.
fn structured(shell: &Shell, listing: &Listing, name: &str, description: &str) -> String {
    let here = format!("{}/{}{}", shell.origin, shell.tag(), shell.path);
    let offers: Vec<_> = listing
        .variants
        .iter()
        .filter_map(|variant| {
            let there = if variant.available > 0 {
                "InStock"
            } else {
                "OutOfStock"
            };
            Some(json!({
                "@type": "Offer", "sku": variant.sku, "name": variant.name, "url": here,
                "price": variant.price()?.amount(), "priceCurrency": "VND",
                "availability": format!("https://schema.org/{there}"),
            }))
        })
        .collect();
    let product = json!({
        "@type": "Product", "name": name, "description": description, "image": shell.image,
        "brand": {"@type": "Brand", "name": listing.maker.name}, "offers": offers,
    });
    let steps = [
        (
            shell.say("market"),
            format!("{}/{}", shell.origin, shell.tag()),
        ),
        (name.to_owned(), here.clone()),
    ];
    let steps: Vec<_> = (1..)
        .zip(steps)
        .map(|(place, (name, item))| {
            json!({"@type": "ListItem", "position": place, "name": name, "item": item})
        })
        .collect();
    let trail = json!({"@type": "BreadcrumbList", "itemListElement": steps});
    json!({"@context": "https://schema.org", "@graph": [product, trail]})
        .to_string()
        .replace('<', "\\u003c")
}
