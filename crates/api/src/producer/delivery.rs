//! Where a producer delivers and for how much, and where its boxes are fetched.

use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use catalog::zones::{self, Pickup, Zone};
use kernel::{Day, Vnd};
use orders::{OwnRate, Rate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::{Editor, Member, Packer};
use web::{Json, Problem, State};

use crate::orders::NO_STORE;

/// How a producer delivers.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveryView {
    /// Where it delivers; everywhere where there is none.
    zones: Vec<ZoneBody>,
    /// Its own rates; the market's hold for every zone that has none.
    rates: RatesBody,
    /// Where its boxes are fetched, where that is not its own address.
    pickup_address: Option<PickupBody>,
}

/// A province, or one commune of it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeliveryZone)]
struct ZoneBody {
    province_code: String,
    commune_code: Option<String>,
}

/// Where a producer delivers: there and nowhere else; everywhere where the list is empty.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ZonesBody {
    /// At most 500.
    zones: Vec<ZoneBody>,
}

/// A rate for one zone.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeliveryRate)]
struct RateBody {
    /// Up to so many grams …
    up_to_g: i64,
    /// … for this,
    #[schema(value_type = crate::schema::Money)]
    price: Vnd,
    /// and for each further kilogram begun this.
    #[schema(value_type = crate::schema::Money)]
    each_further_kg: Vnd,
    /// The first day of delivery, counted from the hand-over.
    days_min: i64,
    /// The last.
    days_max: i64,
}

/// One rate a zone: the producer's own commune, its province, its part of the country, the rest.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeliveryRates)]
pub(crate) struct RatesBody {
    commune: Option<RateBody>,
    province: Option<RateBody>,
    region: Option<RateBody>,
    country: Option<RateBody>,
}

/// Where a carrier fetches the boxes.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PickupAddress)]
pub(crate) struct PickupBody {
    commune_code: String,
    street: String,
    phone: String,
    /// How it is found, and when somebody is there.
    note: Option<String>,
}

impl From<Zone> for ZoneBody {
    fn from(zone: Zone) -> Self {
        Self {
            province_code: zone.province,
            commune_code: zone.commune,
        }
    }
}

impl RatesBody {
    fn of(rates: Vec<Rate>) -> Self {
        let mut all = Self::default();
        for rate in rates {
            let body = RateBody {
                up_to_g: rate.up_to_g,
                price: rate.price,
                each_further_kg: rate.each_further_kg,
                days_min: rate.days_min,
                days_max: rate.days_max,
            };
            *match rate.zone {
                orders::Zone::Commune => &mut all.commune,
                orders::Zone::Province => &mut all.province,
                orders::Zone::Region => &mut all.region,
                orders::Zone::Country => &mut all.country,
            } = Some(body);
        }
        all
    }

    fn rates(self) -> Vec<OwnRate> {
        use orders::Zone::{Commune, Country, Province, Region};
        let all = [
            (Commune, self.commune),
            (Province, self.province),
            (Region, self.region),
            (Country, self.country),
        ];
        let own = |(zone, body): (orders::Zone, Option<RateBody>)| {
            let body = body?;
            Some(OwnRate {
                zone,
                up_to_g: body.up_to_g,
                price: body.price,
                each_further_kg: body.each_further_kg,
                days_min: body.days_min,
                days_max: body.days_max,
            })
        };
        all.into_iter().filter_map(own).collect()
    }
}

async fn view(state: &State, member: &Member) -> Result<impl IntoResponse + use<>, Problem> {
    let (db, producer) = (state.app.db.read(), member.producer);
    let rates = orders::rates(db, &[producer], Day::of(state.app.now())).await?;
    let pickup = zones::pickup(db, producer).await?;
    let view = DeliveryView {
        zones: zones::zones(db, producer)
            .await?
            .into_iter()
            .map(ZoneBody::from)
            .collect(),
        rates: RatesBody::of(rates.own(producer)),
        pickup_address: pickup.map(|place| PickupBody {
            commune_code: place.commune,
            street: place.street,
            phone: place.phone,
            note: place.note,
        }),
    };
    Ok((NO_STORE, axum::Json(view)))
}

/// How the producer delivers.
#[utoipa::path(
    get, path = "/api/v1/producer/delivery", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = DeliveryView)),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    member: Member,
) -> Result<impl IntoResponse, Problem> {
    view(&state, &member).await
}

/// Say where the producer delivers. What was ordered is delivered all the same.
#[utoipa::path(
    put, path = "/api/v1/producer/delivery/zones", tag = "producer", request_body = ZonesBody,
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = DeliveryView), (status = 403, description = "`forbidden`: a packer"), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn set_zones(
    Node(state): Node<State>,
    Editor(member): Editor,
    Json(body): Json<ZonesBody>,
) -> Result<impl IntoResponse, Problem> {
    let zone = |zone: ZoneBody| Zone {
        province: zone.province_code,
        commune: zone.commune_code,
    };
    let said: Vec<Zone> = body.zones.into_iter().map(zone).collect();
    let now = state.app.now();
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        zones::deliver_to(&tx, member.producer, &said, member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    view(&state, &member).await
}

/// Set the producer's own rates from today on: these and no others. What was ordered keeps its price.
#[utoipa::path(
    put, path = "/api/v1/producer/delivery/rates", tag = "producer", request_body = RatesBody,
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = DeliveryView), (status = 403, description = "`forbidden`: a packer"), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn set_rates(
    Node(state): Node<State>,
    Editor(member): Editor,
    Json(body): Json<RatesBody>,
) -> Result<impl IntoResponse, Problem> {
    let (said, now) = (body.rates(), state.app.now());
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        orders::set_own_rates(&tx, member.producer, &said, member.actor, now).await?;
        tx.commit().await.map_err(orders::Error::from)
    })
    .await?;
    view(&state, &member).await
}

/// Say where the producer's boxes are fetched: it stands on their labels.
#[utoipa::path(
    put, path = "/api/v1/producer/delivery/pickup-address", tag = "producer", request_body = PickupBody,
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = DeliveryView), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn set_pickup(
    Node(state): Node<State>,
    Packer(member): Packer,
    Json(body): Json<PickupBody>,
) -> Result<impl IntoResponse, Problem> {
    let place = Pickup {
        province: String::new(),
        commune: body.commune_code,
        street: body.street,
        phone: body.phone,
        note: body.note,
    };
    fetch_at(&state, &member, Some(place)).await?;
    view(&state, &member).await
}

/// The boxes are fetched at the producer's own address again.
#[utoipa::path(
    delete, path = "/api/v1/producer/delivery/pickup-address", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 204)),
)]
pub(crate) async fn take_pickup(
    Node(state): Node<State>,
    Packer(member): Packer,
) -> Result<StatusCode, Problem> {
    fetch_at(&state, &member, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn fetch_at(state: &State, member: &Member, place: Option<Pickup>) -> Result<(), Problem> {
    let now = state.app.now();
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        zones::fetch_at(&tx, member.producer, place.clone(), member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}
