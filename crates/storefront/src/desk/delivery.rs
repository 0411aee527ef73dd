//! Where one delivers and for how much, and where the boxes are fetched.

use std::collections::BTreeSet;

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::zones::{self, Pickup, Zone};
use kernel::{Day, Lang, ProducerId, Vnd};
use orders::{OwnRate, Place, Rate};
use web::who::{Member, Session};
use web::{Code, FieldError, Path, Problem, State};

use super::acting::{Acting, asked_for, page as address};
use super::steps::dong;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::shop::place::Whither;
use crate::shop::producer::place as named;
use crate::words::say;

const PATH: &str = "/producer/delivery";
/// The zones, each with the key of its name, the nearest first.
const ZONES: [(orders::Zone, &str); 4] = [
    (orders::Zone::Commune, "desk-rate-commune"),
    (orders::Zone::Province, "desk-rate-province"),
    (orders::Zone::Region, "desk-rate-region"),
    (orders::Zone::Country, "desk-rate-country"),
];
/// The fields of a zone's rate, each with the key of its name.
const FIELDS: [(&str, &str); 5] = [
    ("up_to_g", "desk-rate-up-to"),
    ("price", "desk-rate-price"),
    ("each_further_kg", "desk-rate-further"),
    ("days_min", "desk-rate-first"),
    ("days_max", "desk-rate-last"),
];

#[derive(Template)]
#[template(path = "desk/delivery.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    producer: ProducerId,
    faults: Faults,
    /// Whether the reader may change zones and rates, and where boxes are fetched.
    edits: bool,
    packs: bool,
    everywhere: bool,
    provinces: Vec<(&'static str, &'static str, bool)>,
    communes: Vec<(String, String)>,
    rates: Vec<ZoneRate>,
    pickup: Option<Pickup>,
    pickup_place: String,
    /// Where it is fetched, as it is typed; and a commune to which one delivers.
    whither: Whither,
    place: Form,
    zone: Whither,
}

/// A zone with the fields of its own rate.
struct ZoneRate {
    name: String,
    fields: Vec<Typed>,
}

struct Typed {
    name: String,
    label: String,
    value: String,
    pointer: String,
}

/// What was sent and could not be written down.
#[derive(Default)]
struct Sent {
    form: Form,
    what: String,
    whither: Whither,
    faults: Faults,
}

/// How a producer delivers.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    page(&state, lang, &member, Sent::default()).await
}

async fn page(
    state: &State,
    lang: Lang,
    member: &Member,
    Sent {
        form,
        what,
        whither,
        faults,
    }: Sent,
) -> Result<Response, Problem> {
    let (db, producer) = (state.app.db.read(), member.producer);
    let zones = zones::zones(db, producer).await?;
    let rates = orders::rates(db, &[producer], Day::of(state.app.now())).await?;
    let rates = rates.own(producer);
    let pickup = zones::pickup(db, producer).await?;
    let whole: BTreeSet<&str> = zones
        .iter()
        .filter(|zone| zone.commune.is_none())
        .map(|zone| zone.province.as_str())
        .collect();
    let title = say(lang, "desk-delivery");
    let known = pickup.as_ref().map(fetched).unwrap_or_default();
    let (whither, zone) = match what.as_str() {
        "pickup" => (whither, Whither::default()),
        "zones" => (known, whither),
        _ => (known, Whither::default()),
    };
    let place = match &pickup {
        Some(pickup) if what != "pickup" => Form::of([
            ("street", pickup.street.clone()),
            ("phone", pickup.phone.clone()),
            ("note", pickup.note.clone().unwrap_or_default()),
        ]),
        _ => form.clone(),
    };
    let status = if faults.none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = Page {
        shell: Shell::new(state, lang, PATH.to_owned(), title),
        acting: Acting::of(state, lang, member).await?,
        producer,
        faults,
        edits: member.must_be(MemberRole::Editor).is_ok(),
        packs: member.must_be(MemberRole::Packer).is_ok(),
        everywhere: zones.is_empty(),
        provinces: reference::provinces()
            .iter()
            .map(|p| (p.code, p.name, whole.contains(p.code)))
            .collect(),
        communes: zones.iter().filter_map(commune).collect(),
        rates: ZONES.map(|zone| rate(zone, &rates, &form, lang)).into(),
        pickup_place: pickup
            .as_ref()
            .map_or_else(String::new, |at| named(&at.commune, &at.province)),
        place,
        pickup,
        whither,
        zone,
    };
    personal(status, &page)
}

fn fetched(pickup: &Pickup) -> Whither {
    Whither::of(&Place {
        province: pickup.province.clone(),
        commune: pickup.commune.clone(),
    })
}

/// A single commune of the zones, by its code and with its province.
fn commune(zone: &Zone) -> Option<(String, String)> {
    let code = zone.commune.clone()?;
    let name = named(&code, &zone.province);
    Some((code, name))
}

fn rate((zone, key): (orders::Zone, &str), rates: &[Rate], form: &Form, lang: Lang) -> ZoneRate {
    let own = rates.iter().find(|rate| rate.zone == zone);
    let known = own.map(|rate| {
        [
            rate.up_to_g,
            rate.price.0,
            rate.each_further_kg.0,
            rate.days_min,
            rate.days_max,
        ]
    });
    let typed = form.fields().any(|(name, _)| name.starts_with("country-"));
    let field = |(at, (field, label)): (usize, (&str, &str))| {
        let name = format!("{}-{field}", zone.as_str());
        let stored = known.and_then(|known| known.get(at).copied());
        Typed {
            label: say(lang, label),
            value: if typed {
                form.text(&name).to_owned()
            } else {
                stored.map_or_else(String::new, |number| number.to_string())
            },
            pointer: format!("/{}/{field}", zone.as_str()),
            name,
        }
    };
    ZoneRate {
        name: say(lang, key),
        fields: FIELDS.into_iter().enumerate().map(field).collect(),
    }
}

/// Changes where one delivers, for how much, or where the boxes are fetched.
pub(crate) async fn change(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(what): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let member = asked_for(&session, &form)?;
    let mut whither = Whither::typed(&form);
    let mut faults = Faults::default();
    let done = match what.as_str() {
        "zones" => zones(&state, lang, &member, (&form, &mut whither, &mut faults)).await,
        "rates" => rates(&state, &member, &form).await,
        "pickup" => pickup(&state, lang, &member, (&form, &mut whither, &mut faults)).await,
        "pickup-remove" => fetch_at(&state, &member, None).await,
        _ => Err(Problem::new(Code::NotFound)),
    };
    match done {
        Ok(()) if faults.none() => {
            Ok(Redirect::to(&address(lang, PATH, member.producer)).into_response())
        }
        Ok(()) => {
            let sent = Sent {
                form,
                what,
                whither,
                faults,
            };
            page(&state, lang, &member, sent).await
        }
        Err(problem) if problem.code() == Code::Invalid => {
            faults.said = Some(problem.words(lang).1);
            faults.join(&problem, lang);
            let sent = Sent {
                form,
                what,
                whither,
                faults,
            };
            page(&state, lang, &member, sent).await
        }
        Err(problem) => Err(problem),
    }
}

async fn zones(
    state: &State,
    lang: Lang,
    member: &Member,
    (form, whither, faults): (&Form, &mut Whither, &mut Faults),
) -> Result<(), Problem> {
    member.must_be(MemberRole::Editor)?;
    let mut said = vec![];
    if form.text("where") != "everywhere" {
        let province = |(name, value): (&str, &str)| {
            (name == "zone").then(|| Zone {
                province: value.to_owned(),
                commune: None,
            })
        };
        said.extend(form.fields().filter_map(province));
        for (_, code) in form.fields().filter(|(name, _)| *name == "zone_commune") {
            said.extend(reference::commune(code).map(|commune| Zone {
                province: commune.province.to_owned(),
                commune: Some(commune.code.to_owned()),
            }));
        }
        if form.filled("commune").is_some() {
            let Some(found) = whither.find(faults, lang) else {
                return Ok(());
            };
            said.push(Zone {
                province: found.province,
                commune: Some(found.commune),
            });
        }
        if said.is_empty() {
            faults.add("/zones", say(lang, "desk-zones-none"));
            return Ok(());
        }
    }
    let now = state.app.now();
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        zones::deliver_to(&tx, member.producer, &said, member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

async fn rates(state: &State, member: &Member, form: &Form) -> Result<(), Problem> {
    member.must_be(MemberRole::Editor)?;
    let mut wrong = vec![];
    let own = |(zone, _): (orders::Zone, &str)| own_rate(zone, form, &mut wrong);
    let said: Vec<OwnRate> = ZONES.into_iter().filter_map(own).collect();
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong));
    }
    let now = state.app.now();
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        orders::set_own_rates(&tx, member.producer, &said, member.actor, now).await?;
        tx.commit().await.map_err(orders::Error::from)
    })
    .await?;
    Ok(())
}

/// The rate of a zone, where something was typed for it; then all of it must be there.
fn own_rate(zone: orders::Zone, form: &Form, wrong: &mut Vec<FieldError>) -> Option<OwnRate> {
    let name = |field: &str| format!("{}-{field}", zone.as_str());
    if FIELDS
        .iter()
        .all(|(field, _)| form.filled(&name(field)).is_none())
    {
        return None;
    }
    let mut number = |field: &str| {
        let at = format!("/{}/{field}", zone.as_str());
        dong(form.text(&name(field)), &at).unwrap_or_else(|_unread| {
            wrong.push(FieldError::new(at, "not_whole_number"));
            Vnd::ZERO
        })
    };
    Some(OwnRate {
        zone,
        up_to_g: number("up_to_g").0,
        price: number("price"),
        each_further_kg: number("each_further_kg"),
        days_min: number("days_min").0,
        days_max: number("days_max").0,
    })
}

async fn pickup(
    state: &State,
    lang: Lang,
    member: &Member,
    (form, whither, faults): (&Form, &mut Whither, &mut Faults),
) -> Result<(), Problem> {
    let Some(Place { province, commune }) = whither.find(faults, lang) else {
        return Ok(());
    };
    let place = Pickup {
        province,
        commune,
        street: form.text("street").to_owned(),
        phone: form.text("phone").to_owned(),
        note: form.filled("note").map(str::to_owned),
    };
    fetch_at(state, member, Some(place)).await
}

async fn fetch_at(state: &State, member: &Member, place: Option<Pickup>) -> Result<(), Problem> {
    member.must_be(MemberRole::Packer)?;
    let now = state.app.now();
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        zones::fetch_at(&tx, member.producer, place.clone(), member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}
