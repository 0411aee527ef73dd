//! Where a product is made, from names of before and after 1 July 2025.

use kernel::text;
use reference::{Commune, Match};

use super::read::Cells;
use super::report::Why;

/// The province, and the commune where the names tell exactly one.
pub(super) fn place(
    cells: &Cells<'_>,
) -> Result<(&'static str, Option<&'static str>), (&'static str, Why)> {
    let address = Address::read(cells.of("address"));
    let or =
        |column: &str, part: &Option<String>| filled(cells.of(column)).or_else(|| part.clone());
    let told = Told {
        province: or("current_province", &address.province),
        commune: or("current_commune", &address.commune),
        old_province: filled(cells.of("old_province")),
        old_district: or("old_district", &address.district),
        old_commune: filled(cells.of("old_commune")),
    };
    let commune = told.commune();
    let province = match &told.province {
        Some(name) => Some(province(name).ok_or(("current_province", Why::Province))?),
        None => told.old_province.as_deref().and_then(province),
    };
    let province = province
        .or(commune.map(|commune| commune.province))
        .ok_or(("current_province", Why::Province))?;
    // A name that is found in another province is another commune.
    let within = commune.filter(|commune| commune.province == province);
    Ok((province, within.map(|commune| commune.code)))
}

/// The names of a place as a row tells them. A province or commune of today may be an old one.
struct Told {
    province: Option<String>,
    commune: Option<String>,
    old_province: Option<String>,
    old_district: Option<String>,
    old_commune: Option<String>,
}

impl Told {
    fn commune(&self) -> Option<&'static Commune> {
        let province = self.province.as_deref();
        let old_province = self.old_province.as_deref().or(province);
        let district = self.old_district.as_deref();
        let today = |name: &String| {
            let mut found = reference::resolve(province, None, name);
            // Beside an old district, a name is an old one wherever it can be.
            found.retain(|m| m.old.is_none() && district.is_none());
            only(&found)
        };
        let before = |name: &String| only(&reference::resolve(old_province, district, name));
        let any = |name: &String| {
            let mut found = reference::resolve(province, None, name);
            found.retain(|m| m.old.is_none());
            only(&found)
        };
        let of_today = self.commune.as_ref();
        of_today
            .and_then(today)
            .or_else(|| self.old_commune.as_ref().and_then(before))
            .or_else(|| of_today.and_then(before))
            .or_else(|| of_today.and_then(any))
    }
}

fn only(found: &[Match]) -> Option<&'static Commune> {
    match found {
        [one] => Some(one.commune),
        _ => None,
    }
}

/// The province of today that a name means, of today or of before.
fn province(name: &str) -> Option<&'static str> {
    reference::find_province(name)
        .or_else(|| reference::find_old_province(name))
        .or_else(|| reference::province(name.trim()))
        .map(|province| province.code)
}

/// An address as people write it: `thôn Hải Bắc, xã Cẩm Nhượng, huyện Cẩm Xuyên, tỉnh Hà Tĩnh`.
#[derive(Default)]
struct Address {
    commune: Option<String>,
    district: Option<String>,
    province: Option<String>,
}

impl Address {
    fn read(address: &str) -> Self {
        let mut read = Self::default();
        let parts: Vec<&str> = address.split([',', ';']).map(str::trim).collect();
        for (from_the_end, part) in parts.iter().rev().enumerate() {
            let folded = text::fold(part);
            let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
            let said = || filled(part);
            if from_the_end == 0 && province(part).is_some() {
                read.province = said();
            } else if begins(&["xa ", "phuong ", "thi tran ", "tt ", "tt. ", "dac khu "]) {
                read.commune = read.commune.or_else(said);
            } else if begins(&[
                "huyen ",
                "quan ",
                "thi xa ",
                "thanh pho ",
                "tp ",
                "tp. ",
                "tx ",
            ]) {
                read.district = read.district.or_else(said);
            }
        }
        read
    }
}

fn filled(cell: &str) -> Option<String> {
    let clean = text::clean(cell);
    (!clean.is_empty()).then_some(clean)
}
