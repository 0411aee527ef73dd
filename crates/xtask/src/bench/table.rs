//! What is printed: Markdown, so that it can stand in the README.

use std::fmt::Write as _;

use super::wrk::Measured;

/// The head of the table of reading.
pub(super) const READING: &str = "\
| read | connections | kept: /s | p50 ms | p99 ms | CPU µs | bare: /s | CPU µs | kept ÷ bare | missed: /s | p50 ms | p99 ms | CPU µs |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
";

/// A row of it: kept answers, a bare server's, and missed ones.
pub(super) fn reading(name: &str, connections: u32, measured: [Measured; 3]) -> String {
    let [kept, bare, missed] = measured;
    format!(
        "| {name} | {connections} | {} | {:.0} | {:.1} | {:.2} | {} |{}",
        full(&kept),
        bare.rate,
        bare.cpu_us,
        kept.rate / bare.rate,
        full(&missed),
        failed(&[kept, bare, missed]),
    )
}

/// The limit of a transaction: a bare loop's rate and its processor time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    pub(super) rate: f64,
    pub(super) cpu_us: f64,
}

/// The table of buying, a row at a time.
#[derive(Default)]
pub(super) struct Buying(String);

impl Buying {
    pub(super) fn add(
        &mut self,
        name: &str,
        connections: u32,
        [whole, checkout]: [Measured; 2],
        limit: Limit,
    ) {
        // Writing into a String cannot fail.
        let _ = writeln!(
            self.0,
            "| {name} | {connections} | {:.0} | {:.0} | {} | {:.0} | {:.0} | {:.2} |{}",
            whole.rate,
            whole.cpu_us,
            full(&checkout),
            limit.rate,
            limit.cpu_us,
            checkout.rate / limit.rate,
            failed(&[whole, checkout]),
        );
    }

    pub(super) fn shown(&self) -> String {
        format!(
            "| database | buyers | purchases: /s | CPU µs | checkout: /s | p50 ms | p99 ms | CPU µs \
             | reference: /s | CPU µs | checkout ÷ reference |\n\
             |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n{}",
            self.0
        )
    }
}

fn full(measured: &Measured) -> String {
    format!(
        "{:.0} | {:.2} | {:.2} | {:.1}",
        measured.rate,
        ms(measured.p50_us),
        ms(measured.p99_us),
        measured.cpu_us
    )
}

/// Errors are no speed: they are named beside the row.
fn failed(measured: &[Measured]) -> String {
    let errors: u64 = measured.iter().map(|m| m.errors).sum();
    if errors == 0 {
        String::new()
    } else {
        format!(" {errors} errors")
    }
}

fn ms(us: u64) -> f64 {
    f64::from(u32::try_from(us).unwrap_or(u32::MAX)) / 1000.0
}
