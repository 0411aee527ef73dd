//! Which column is which, by what stands above it: the names of this program's own file, and what
//! provinces write, with or without tones.

use std::collections::HashMap;
use std::sync::LazyLock;

use kernel::text;

/// A column a line, and the headings under which it comes, folded.
const HEADINGS: &str = include_str!("headings.tsv");

/// The column of each heading.
static COLUMNS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| headings().collect());

/// Every heading with its column.
fn headings() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = HEADINGS.lines().filter_map(|line| line.split_once('\t'));
    lines.flat_map(|(column, names)| names.split('|').map(move |name| (name, column)))
}

/// Where each column stands.
pub(super) type Columns = HashMap<&'static str, usize>;

/// The columns that a row names, were it the heading. Two headings of one column: the first counts.
pub(super) fn columns(row: &[String]) -> Columns {
    let mut found = Columns::new();
    for (at, cell) in row.iter().enumerate() {
        if let Some(column) = column(cell) {
            found.entry(column).or_insert(at);
        }
    }
    found
}

/// What a heading says, without tones, signs and what stands in brackets.
fn column(heading: &str) -> Option<&'static str> {
    let plain = heading.split(['(', '[', '\n']).next().unwrap_or_default();
    let folded = text::fold(plain);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    COLUMNS.get(words.join(" ").as_str()).copied()
}

/// Whether a row is the heading: it names products and their producers.
pub(super) fn is_heading(columns: &Columns) -> bool {
    columns.contains_key("name") && columns.contains_key("producer")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_heading_is_known_however_it_is_written() {
        for (said, wanted) in [
            ("Tên sản phẩm", Some("name")),
            ("TEN SAN PHAM", Some("name")),
            ("Chủ thể (ghi đầy đủ)", Some("producer")),
            ("Xã/Phường", Some("current_commune")),
            ("Số QĐ", Some("decision_no")),
            ("old_district", Some("old_district")),
            ("Quyết định\n(số, ngày)", Some("decision_no")),
            ("Ngày hết hạn", Some("expires")),
            ("STT", None),
        ] {
            assert_eq!(column(said), wanted, "{said}");
        }
    }

    #[test]
    fn no_heading_means_two_columns() {
        let all: Vec<&str> = headings().map(|(name, _)| name).collect();
        let once: HashSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), once.len());
        for name in all {
            assert_eq!(name, text::fold(name), "{name} is folded");
        }
    }
}
