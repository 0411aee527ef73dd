use std::collections::HashMap;
use std::sync::LazyLock;

use kernel::text;

use crate::place::{self, Commune, bare};
use crate::table;

/// One answer to an old address.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The commune of today.
    pub commune: &'static Commune,
    /// The old address it came from; for a name of today, none.
    pub old: Option<OldUnit>,
    /// Whether most of the old commune became this one.
    pub default: bool,
}

/// A commune of before 1 July 2025, with its district and province of then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OldUnit {
    /// `Tỉnh Hà Tĩnh`.
    pub province: &'static str,
    /// `Huyện Cẩm Xuyên`.
    pub district: &'static str,
    /// `Xã Cẩm Nhượng`.
    pub commune: &'static str,
}

struct Row {
    unit: OldUnit,
    province: String,
    district: String,
    code: &'static str,
    default: bool,
}

static OLD: LazyLock<HashMap<String, Vec<Row>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<Row>> = HashMap::new();
    for [province, district, commune, code, default] in
        table::rows(include_str!("../../../data/old_communes.tsv"))
    {
        // A district without communes (an island) was its own commune.
        let name = if commune.is_empty() {
            district
        } else {
            commune
        };
        let row = Row {
            unit: OldUnit {
                province,
                district,
                commune: name,
            },
            province: key(province),
            district: key(district),
            code,
            default: default == "1",
        };
        all.entry(key(name)).or_default().push(row);
    }
    all
});

static TODAY: LazyLock<HashMap<String, Vec<&'static Commune>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<&'static Commune>> = HashMap::new();
    for province in place::provinces() {
        for commune in place::communes_of(province.code) {
            all.entry(key(commune.name)).or_default().push(commune);
        }
    }
    all
});

static OLD_PROVINCES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let rows = OLD.values().flatten();
    rows.filter_map(|row| Some((row.province.clone(), place::commune(row.code)?.province)))
        .collect()
});

/// The province of today that a province of before 1 July 2025 lies in: they were joined whole.
pub fn find_old_province(name: &str) -> Option<&'static place::Province> {
    OLD_PROVINCES
        .get(&key(name))
        .and_then(|code| place::province(code))
}

/// The communes of today that an address means, typed with or without tones, with or without the
/// words for its units, in names of before or after 1 July 2025. Several where several are true:
/// the caller offers a choice, and never guesses. Names of today come first. Who types tones means
/// them: `Ba Tơ` is not `Ba Tô`, though `ba to` is both.
pub fn resolve(province: Option<&str>, district: Option<&str>, commune: &str) -> Vec<Match> {
    let mut found = resolve_folded(province, district, commune);
    let meant = spelling(commune);
    let exact = |m: &Match| spelling(m.old.map_or(m.commune.name, |old| old.commune)) == meant;
    if text::has_tones(bare(commune)) && found.iter().any(exact) {
        found.retain(exact);
    }
    found
}

fn resolve_folded(province: Option<&str>, district: Option<&str>, commune: &str) -> Vec<Match> {
    let wanted = key(commune);
    let province = province.map(key).filter(|p| !p.is_empty());
    let district = district.map(key).filter(|d| !d.is_empty());
    let mut found = if district.is_none() {
        today(&wanted, province.as_deref())
    } else {
        vec![]
    };
    let rows = OLD.get(&wanted).map_or(&[][..], Vec::as_slice);
    for row in rows.iter().filter(|row| {
        district.as_ref().is_none_or(|d| *d == row.district)
            && province
                .as_ref()
                .is_none_or(|p| *p == row.province || now_in(row.code, p))
    }) {
        let Some(commune) = place::commune(row.code) else {
            continue;
        };
        if !found.iter().any(|m| m.commune.code == commune.code) {
            found.push(Match {
                commune,
                old: Some(row.unit),
                default: row.default,
            });
        }
    }
    found
}

fn today(wanted: &str, province: Option<&str>) -> Vec<Match> {
    TODAY
        .get(wanted)
        .into_iter()
        .flatten()
        .filter(|commune| province.is_none_or(|p| now_in(commune.code, p)))
        .map(|commune| Match {
            commune,
            old: None,
            default: true,
        })
        .collect()
}

/// Whether a commune lies in a province, named or given by its code.
fn now_in(code: &str, province: &str) -> bool {
    place::commune(code)
        .and_then(|c| place::province(c.province))
        .is_some_and(|p| p.code == province || key(p.name) == province)
}

/// Lower case without the word for the unit's kind, each word's tone moved to its end: `Hoà` and
/// `Hòa` are one word.
fn spelling(name: &str) -> String {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let lower = text::lower(&text::clean(name));
    let mut words: Vec<String> = lower
        .split(' ')
        .map(|word| {
            let (tone, letters): (String, String) =
                text::decompose(word).partition(|c| TONES.contains(c));
            letters + &tone
        })
        .collect();
    let kept = key(name).split(' ').count().min(words.len());
    let kinds = words.len() - kept;
    words.split_off(kinds).join(" ")
}

/// Folded, without the word for the unit's kind; a numbered unit keeps its number without zeros.
fn key(name: &str) -> String {
    const KINDS: [&str; 17] = [
        "thanh pho",
        "thi tran",
        "thi xa",
        "dac khu",
        "phuong",
        "huyen",
        "quan",
        "tinh",
        "tp.",
        "tx.",
        "tt.",
        "xa",
        "tp",
        "tx",
        "tt",
        "h.",
        "p.",
    ];
    let folded = text::fold(&text::clean(bare(name)));
    let rest = KINDS
        .iter()
        .find_map(|kind| {
            let rest = folded.strip_prefix(kind)?;
            // "xa" is a kind, "xanh" is not; "tp." needs no blank behind it.
            (kind.ends_with('.') || rest.starts_with(' ')).then_some(rest)
        })
        .unwrap_or(&folded)
        .trim();
    rest.parse::<u32>()
        .map_or_else(|_not_a_number| rest.to_owned(), |n| n.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(province: Option<&str>, district: Option<&str>, commune: &str) -> Vec<&'static str> {
        resolve(province, district, commune)
            .iter()
            .map(|m| m.commune.code)
            .collect()
    }

    #[test]
    fn the_articles_communes_are_found_under_their_old_names() {
        for (old, new) in [
            ("Cẩm Nhượng", "18676"),
            ("TT Thiên Cầm", "18676"),
            ("Cẩm Thành", "18685"),
            ("cam quan", "18673"),
            ("Yên Hòa", "18682"),
            ("Cẩm Thịnh", "18736"),
            ("xã Cẩm Duệ", "18739"),
            ("Cẩm Lĩnh", "18742"),
            ("Cẩm Minh", "18748"),
        ] {
            assert!(
                codes(Some("Hà Tĩnh"), Some("Huyện Cẩm Xuyên"), old).contains(&new),
                "{old}"
            );
        }
    }

    #[test]
    fn a_name_of_today_is_found_without_tones() {
        assert_eq!(
            codes(Some("ha tinh"), None, "thien cam").first(),
            Some(&"18676")
        );
    }

    #[test]
    fn an_old_province_lies_in_one_of_today() {
        let of = |name| find_old_province(name).map(|p| p.name);
        assert_eq!(of("Quảng Nam"), Some("Thành phố Đà Nẵng"));
        assert_eq!(of("tinh dak nong"), Some("Tỉnh Lâm Đồng"));
        assert_eq!(of("Hà Tây Bắc"), None);
        for row in OLD.values().flatten() {
            let province = place::commune(row.code).map(|c| c.province);
            assert_eq!(OLD_PROVINCES.get(&row.province).copied(), province);
        }
    }

    #[test]
    fn tones_that_are_typed_are_meant() {
        let quang_ngai = |name| codes(Some("Quảng Ngãi"), None, name);
        let (to, tow, both) = (
            quang_ngai("Ba Tô"),
            quang_ngai("xã Ba Tơ"),
            quang_ngai("ba to"),
        );
        assert_ne!(to.first(), tow.first());
        for code in to.iter().chain(&tow) {
            assert!(both.contains(code), "{code} is among {both:?}");
        }
        assert_eq!(spelling("Phường Hoà Thuỵ"), spelling("Hòa Thụy"));
        assert_eq!(codes(Some("42"), None, "Thiên Cầm").first(), Some(&"18676"));
    }

    #[test]
    fn a_divided_commune_gives_every_part() {
        let divided = OLD
            .values()
            .flatten()
            .filter(|r| !r.default)
            .map(|r| r.unit)
            .next()
            .unwrap();
        let found = codes(
            Some(divided.province),
            Some(divided.district),
            divided.commune,
        );
        assert!(found.len() >= 2, "{divided:?}: {found:?}");
    }

    #[test]
    fn spelling_of_the_tone_does_not_matter() {
        assert_eq!(
            codes(Some("Khánh Hoà"), None, "Phường Nha Trang"),
            codes(Some("Khánh Hòa"), None, "nha trang")
        );
        assert!(codes(None, None, "không có xã này").is_empty());
    }
}
