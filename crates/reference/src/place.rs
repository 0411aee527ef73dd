use std::collections::HashMap;
use std::sync::LazyLock;

use kernel::text;

use crate::table;

/// How carriers cut the country: sample data, an operator's carrier may draw other lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Region {
    /// The north.
    North,
    /// The centre.
    Central,
    /// The south.
    South,
}

/// A province or centrally-run city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    /// Two digits.
    pub code: &'static str,
    /// `Tỉnh Hà Tĩnh`, `Thành phố Huế`.
    pub name: &'static str,
    /// The carrier region.
    pub region: Region,
    /// The first day on which it exists in this form, ISO.
    pub valid_from: &'static str,
    /// The last day, where it has ended.
    pub valid_until: Option<&'static str>,
}

/// What kind of commune it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommuneKind {
    /// Xã.
    Commune,
    /// Phường.
    Ward,
    /// Đặc khu.
    SpecialZone,
}

impl CommuneKind {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Commune => "xa",
            Self::Ward => "phuong",
            Self::SpecialZone => "dac_khu",
        }
    }
}

/// A commune, ward or special zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Commune {
    /// Five digits, leading zeros kept.
    pub code: &'static str,
    /// The province's code.
    pub province: &'static str,
    /// `Xã Thiên Cầm`.
    pub name: &'static str,
    /// Its kind.
    pub kind: CommuneKind,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// The first day on which it exists in this form, ISO.
    pub valid_from: &'static str,
    /// The last day, where it has ended.
    pub valid_until: Option<&'static str>,
    /// The commune that took its place, where it has ended.
    pub successor: Option<&'static str>,
}

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    let mut all: Vec<Province> = table::rows(include_str!("../../../data/provinces.tsv"))
        .map(|[code, name, region, valid_from, valid_until]| Province {
            code,
            name,
            region: match region {
                "north" => Region::North,
                "central" => Region::Central,
                _ => Region::South,
            },
            valid_from,
            valid_until: filled(valid_until),
        })
        .collect();
    all.sort_by_cached_key(|p| text::sort_key(bare(p.name)));
    all
});

static COMMUNES: LazyLock<HashMap<&'static str, Commune>> = LazyLock::new(|| {
    table::rows(include_str!("../../../data/communes.tsv"))
        .map(
            |[
                province,
                code,
                name,
                lat,
                lon,
                valid_from,
                valid_until,
                successor,
            ]| {
                let commune = Commune {
                    code,
                    province,
                    name,
                    kind: kind(name),
                    lat: lat.parse().unwrap_or_default(),
                    lon: lon.parse().unwrap_or_default(),
                    valid_from,
                    valid_until: filled(valid_until),
                    successor: filled(successor),
                };
                (code, commune)
            },
        )
        .collect()
});

static BY_PROVINCE: LazyLock<HashMap<&'static str, Vec<&'static Commune>>> = LazyLock::new(|| {
    let mut all: HashMap<&'static str, Vec<&'static Commune>> = HashMap::new();
    for commune in COMMUNES.values() {
        all.entry(commune.province).or_default().push(commune);
    }
    for communes in all.values_mut() {
        communes.sort_by_cached_key(|c| (text::sort_key(bare(c.name)), c.code));
    }
    all
});

/// All provinces, as the dictionary sorts them.
pub fn provinces() -> &'static [Province] {
    &PROVINCES
}

/// The province with a code.
pub fn province(code: &str) -> Option<&'static Province> {
    PROVINCES.iter().find(|p| p.code == code)
}

/// The province of a name, with or without the word for its kind, with or without tones.
pub fn find_province(name: &str) -> Option<&'static Province> {
    static BY_NAME: LazyLock<HashMap<String, &'static Province>> = LazyLock::new(|| {
        let named = |p: &'static Province| (folded(p.name), p);
        provinces().iter().map(named).collect()
    });
    BY_NAME.get(&folded(name)).copied()
}

fn folded(name: &str) -> String {
    text::fold(bare(text::clean(name).as_str()))
}

/// The commune with a code.
pub fn commune(code: &str) -> Option<&'static Commune> {
    COMMUNES.get(code)
}

/// The communes of a province, as the dictionary sorts them.
pub fn communes_of(province: &str) -> &'static [&'static Commune] {
    BY_PROVINCE.get(province).map_or(&[], Vec::as_slice)
}

/// How far two communes are apart as the crow flies, in whole kilometres; `None` where one is
/// unknown.
pub fn distance_km(from: &str, to: &str) -> Option<i64> {
    const EARTH_KM: f64 = 6371.0;
    let (a, b) = (commune(from)?, commune(to)?);
    let half = |x: f64, y: f64| ((y - x).to_radians() / 2.0).sin().powi(2);
    let haversine = half(a.lat, b.lat)
        + a.lat.to_radians().cos() * b.lat.to_radians().cos() * half(a.lon, b.lon);
    let km = 2.0 * EARTH_KM * haversine.sqrt().min(1.0).asin();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "no distance on Earth is beyond an i64"
    )]
    Some(km.round() as i64)
}

/// A name without the word for its kind.
pub fn bare(name: &str) -> &str {
    ["Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu "]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name)
}

fn kind(name: &str) -> CommuneKind {
    if name.starts_with("Phường") {
        CommuneKind::Ward
    } else if name.starts_with("Đặc khu") {
        CommuneKind::SpecialZone
    } else {
        CommuneKind::Commune
    }
}

fn filled(cell: &'static str) -> Option<&'static str> {
    (!cell.is_empty()).then_some(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_is_whole() {
        assert_eq!(provinces().len(), 34);
        assert_eq!(
            provinces()
                .iter()
                .map(|p| communes_of(p.code).len())
                .sum::<usize>(),
            3_321
        );
        let kinds = |kind| COMMUNES.values().filter(|c| c.kind == kind).count();
        assert_eq!(
            (
                kinds(CommuneKind::Commune),
                kinds(CommuneKind::Ward),
                kinds(CommuneKind::SpecialZone)
            ),
            (2_611, 697, 13)
        );
        assert!(
            COMMUNES
                .values()
                .all(|c| c.lat > 7.0 && c.lat < 24.0 && c.lon > 102.0 && c.lon < 117.0)
        );
    }

    #[test]
    fn codes_keep_their_zeros_and_names_their_order() {
        assert_eq!(commune("00004").unwrap().name, "Phường Ba Đình");
        assert_eq!(commune("18676").unwrap().name, "Xã Thiên Cầm");
        assert_eq!(provinces().first().unwrap().name, "Tỉnh An Giang");
        assert_eq!(province("42").unwrap().region, Region::Central);
    }

    #[test]
    fn neighbours_are_near_and_the_capital_is_far() {
        assert_eq!(distance_km("18676", "18676"), Some(0));
        assert!(distance_km("18676", "18685").unwrap() < 30);
        let hanoi = distance_km("18676", "00004").unwrap();
        assert!((280..360).contains(&hanoi), "{hanoi}");
        assert_eq!(distance_km("18676", "99999"), None);
    }
}
