use kernel::text;

/// The cities that are provinces: a committee of another city was a district's.
const CITIES: [&str; 8] = [
    "ha noi",
    "hai phong",
    "da nang",
    "can tho",
    "hue",
    "dong nai",
    "ho chi minh",
    "hcm",
];

/// The level of an issuer, from its name as written. Issuers of before 1 July 2025 no longer
/// exist; their certificates keep their own dates.
pub(crate) fn level(issuer: &str) -> &'static str {
    let folded = text::fold(issuer);
    let words: Vec<&str> = text::words(&folded).collect();
    let has = |unit: &str| folded.contains(unit);
    let city = has("thanh pho") || words.contains(&"tp");
    let of_a_district = has("huyen") || has("thi xa") || words.contains(&"quan");
    if words.first() == Some(&"bo") {
        "central"
    } else if of_a_district || (city && !CITIES.iter().any(|name| has(name))) {
        "district_legacy"
    } else {
        "province"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_of_the_level_that_its_name_tells() {
        for (issuer, level_told) in [
            ("UBND tỉnh Lâm Đồng", "province"),
            ("UBND tỉnh Quảng Nam", "province"),
            ("UBND huyện Đắk Song", "district_legacy"),
            ("UBND thành phố Hà Tĩnh", "district_legacy"),
            ("UBND TP. Đà Nẵng", "province"),
            ("UBND thị xã Kỳ Anh", "district_legacy"),
            ("Bộ NN&PTNT", "central"),
            ("", "province"),
        ] {
            assert_eq!(level(issuer), level_told, "{issuer}");
        }
    }
}
