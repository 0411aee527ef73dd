use std::sync::LazyLock;

use crate::table;

/// A group of the programme (ngành), Decision 26/2026/QĐ-TTg, Annex I.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Roman number.
    pub code: &'static str,
    /// Its name in Vietnamese.
    pub vi: &'static str,
    /// Its name in English.
    pub en: &'static str,
}

/// How the products of a set are sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SaleMode {
    /// By cart.
    Cart,
    /// By asking the producer.
    Enquiry,
    /// Not here.
    Off,
}

/// A product set (bộ sản phẩm), the same decision, Annex II.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductSet {
    /// 1 to 26.
    pub no: i64,
    /// The group's code.
    pub group: &'static str,
    /// Its name in Vietnamese.
    pub vi: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// Whether it holds alcoholic drinks.
    pub alcohol: bool,
    /// How its products are sold.
    pub sale_mode: SaleMode,
    /// Why they are not sold by cart; empty where they are.
    pub reason: &'static str,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    table::rows(include_str!("../../../data/groups.tsv"))
        .map(|[code, vi, en]| Group { code, vi, en })
        .collect()
});

static SETS: LazyLock<Vec<ProductSet>> = LazyLock::new(|| {
    table::rows(include_str!("../../../data/sets.tsv"))
        .filter_map(|[no, group, vi, en, alcohol, mode, reason]| {
            let sale_mode = match mode {
                "cart" => SaleMode::Cart,
                "enquiry" => SaleMode::Enquiry,
                _ => SaleMode::Off,
            };
            Some(ProductSet {
                no: no.parse().ok()?,
                group,
                vi,
                en,
                alcohol: alcohol == "1",
                sale_mode,
                reason,
            })
        })
        .collect()
});

/// The six groups.
pub fn groups() -> &'static [Group] {
    &GROUPS
}

/// The group with a code.
pub fn group(code: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|g| g.code == code)
}

/// The 26 product sets.
pub fn sets() -> &'static [ProductSet] {
    &SETS
}

/// The set with a number.
pub fn set(no: i64) -> Option<&'static ProductSet> {
    SETS.iter().find(|s| s.no == no)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_groups_hold_twenty_six_sets() {
        assert_eq!((groups().len(), sets().len()), (6, 26));
        let of = |code: &str| sets().iter().filter(|s| s.group == code).count();
        assert_eq!(
            ["I", "II", "III", "IV", "V", "VI"].map(of),
            [13, 4, 3, 2, 3, 1]
        );
        assert!(sets().iter().all(|s| s.alcohol == matches!(s.no, 14 | 15)));
        assert_eq!(set(26).unwrap().sale_mode, SaleMode::Enquiry);
    }
}
