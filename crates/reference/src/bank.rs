use std::sync::LazyLock;

use crate::table;

/// A bank that takes part in VietQR transfers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bank {
    /// The six digits that VietQR knows it by.
    pub bin: &'static str,
    /// Its short code.
    pub code: &'static str,
    /// The name that people use.
    pub short: &'static str,
    /// Its full name.
    pub name: &'static str,
    /// Whether it takes VietQR transfers.
    pub vietqr: bool,
}

static BANKS: LazyLock<Vec<Bank>> = LazyLock::new(|| {
    table::rows(include_str!("../../../data/banks.tsv"))
        .map(|[bin, code, short, name, vietqr]| Bank {
            bin,
            code,
            short,
            name,
            vietqr: vietqr == "1",
        })
        .collect()
});

/// All banks.
pub fn banks() -> &'static [Bank] {
    &BANKS
}

/// The bank with these six digits.
pub fn bank(bin: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|bank| bank.bin == bin)
}
