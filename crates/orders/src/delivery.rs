//! What delivery costs and how long it takes: a dated table by weight and distance.

use kernel::{Day, ProducerId, Vnd, words};
use store::{ConnectionTrait, Row, in_list, rows};
use uuid::Uuid;

use crate::Error;

words! {
    /// How far a place is from the producer.
    Zone {
        /// The same commune.
        Commune = "commune",
        /// The same province.
        Province = "province",
        /// The same carrier region: north, central or south.
        Region = "region",
        /// Anywhere else in the country.
        Country = "country",
    }
}

/// A place: a province and a commune in it, by their codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The province.
    pub province: String,
    /// The commune.
    pub commune: String,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// Whose it is; none is the market's.
    pub producer: Option<ProducerId>,
    /// How far.
    pub zone: Zone,
    /// From so many kilometres on.
    pub beyond_km: i64,
    /// Up to so many grams …
    pub up_to_g: i64,
    /// … for this,
    pub price: Vnd,
    /// and for each further kilogram begun this.
    pub each_further_kg: Vnd,
    /// The first day of delivery, counted from the hand-over.
    pub days_min: i64,
    /// The last.
    pub days_max: i64,
}

/// The rates that hold on a day, for some producers.
#[derive(Debug, Clone, Default)]
pub struct Rates(Vec<Rate>);

/// What delivering a parcel costs and how long it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carriage {
    /// The price.
    pub price: Vnd,
    /// The first day of delivery.
    pub days_min: i64,
    /// The last.
    pub days_max: i64,
}

impl Zone {
    /// How far one place is from another.
    pub fn between(from: &Place, to: &Place) -> Self {
        let region = |place: &Place| reference::province(&place.province).map(|p| p.region);
        if from.commune == to.commune {
            Self::Commune
        } else if from.province == to.province {
            Self::Province
        } else if region(from).is_some() && region(from) == region(to) {
            Self::Region
        } else {
            Self::Country
        }
    }
}

impl Rates {
    /// The rates of these rows.
    pub fn new(rows: Vec<Rate>) -> Self {
        Self(rows)
    }

    /// A producer's own rows.
    pub fn own(&self, producer: ProducerId) -> Vec<Rate> {
        let own = self.0.iter().filter(|rate| rate.producer == Some(producer));
        own.cloned().collect()
    }

    /// What a parcel of this weight costs; none where the table has no row for it.
    pub fn carriage(
        &self,
        producer: ProducerId,
        (from, to): (&Place, &Place),
        weight_g: i64,
    ) -> Result<Option<Carriage>, Error> {
        let zone = Zone::between(from, to);
        let km = reference::distance_km(&from.commune, &to.commune).unwrap_or(0);
        let reached = |owner: Option<ProducerId>| {
            let of_zone = move |r: &&Rate| r.producer == owner && r.zone == zone;
            let near = self.0.iter().filter(of_zone);
            let step = near.map(|r| r.beyond_km).filter(|from| *from <= km).max();
            let mut steps: Vec<&Rate> = self
                .0
                .iter()
                .filter(of_zone)
                .filter(|r| Some(r.beyond_km) == step)
                .collect();
            steps.sort_by_key(|r| r.up_to_g);
            steps
        };
        // A producer's own rows of a zone replace the market's.
        let own = reached(Some(producer));
        let steps = if own.is_empty() { reached(None) } else { own };
        let fits = steps.iter().find(|r| weight_g <= r.up_to_g);
        let Some(rate) = fits.or(steps.last()) else {
            return Ok(None);
        };
        let over = weight_g.saturating_sub(rate.up_to_g).max(0);
        let further_kg = over.saturating_add(999) / 1000;
        Ok(Some(Carriage {
            price: rate.price.plus(rate.each_further_kg.times(further_kg)?)?,
            days_min: rate.days_min,
            days_max: rate.days_max,
        }))
    }
}

/// The market's rates and these producers' own on a day, by one query.
pub async fn rates(
    db: &impl ConnectionTrait,
    producers: &[ProducerId],
    day: Day,
) -> Result<Rates, Error> {
    let sql = format!(
        "SELECT producer_id, zone, beyond_km, up_to_g, price, each_further_kg, days_min, days_max \
         FROM delivery_rates WHERE from_on <= $1 AND (until_on IS NULL OR until_on >= $1) \
         AND (producer_id IS NULL OR producer_id IN {})",
        in_list(producers.len(), 2)
    );
    let mut values = vec![day.to_string().into()];
    values.extend(producers.iter().map(|p| p.uuid().into()));
    let found = rows(db, &sql, values).await?;
    Ok(Rates(found.iter().map(rate).collect::<Result<_, Error>>()?))
}

fn rate(row: &Row) -> Result<Rate, Error> {
    let zone: String = row.try_get("", "zone")?;
    let number = |column: &str| row.try_get::<i64>("", column);
    Ok(Rate {
        producer: row
            .try_get::<Option<Uuid>>("", "producer_id")?
            .map(ProducerId),
        zone: Zone::parse(&zone).ok_or(Error::Unreadable(zone))?,
        beyond_km: number("beyond_km")?,
        up_to_g: number("up_to_g")?,
        price: Vnd(number("price")?),
        each_further_kg: Vnd(number("each_further_kg")?),
        days_min: number("days_min")?,
        days_max: number("days_max")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(producer: Option<ProducerId>, zone: Zone, up_to_g: i64, price: i64) -> Rate {
        Rate {
            producer,
            zone,
            beyond_km: 0,
            up_to_g,
            price: Vnd(price),
            each_further_kg: Vnd(5_000),
            days_min: 1,
            days_max: 3,
        }
    }

    fn place(province: &str, commune: &str) -> Place {
        Place {
            province: province.into(),
            commune: commune.into(),
        }
    }

    #[test]
    fn weight_finds_its_row_and_each_further_kilogram_costs() {
        let producer = ProducerId(Uuid::from_u128(1));
        let rates = Rates::new(vec![
            rate(None, Zone::Commune, 3_000, 20_000),
            rate(None, Zone::Commune, 1_000, 15_000),
        ]);
        let home = place("42", "18676");
        for (weight, price) in [
            (500, 15_000),
            (1_000, 15_000),
            (1_001, 20_000),
            (3_000, 20_000),
            (3_001, 25_000),
            (5_500, 35_000),
        ] {
            let carriage = rates.carriage(producer, (&home, &home), weight).unwrap();
            assert_eq!(carriage.unwrap().price, Vnd(price), "{weight} g");
        }
        let away = rates.carriage(producer, (&home, &place("01", "00004")), 500);
        assert_eq!(away.unwrap(), None);
    }

    #[test]
    fn a_producers_own_rows_come_before_the_markets() {
        let producer = ProducerId(Uuid::from_u128(1));
        let rates = Rates::new(vec![
            rate(None, Zone::Commune, 3_000, 20_000),
            rate(Some(producer), Zone::Commune, 9_000, 0),
        ]);
        let home = place("42", "18676");
        let price = |who| {
            let carriage = rates.carriage(who, (&home, &home), 2_000).unwrap();
            carriage.unwrap().price
        };
        assert_eq!(price(producer), Vnd(0));
        assert_eq!(price(ProducerId(Uuid::from_u128(2))), Vnd(20_000));
    }
}
