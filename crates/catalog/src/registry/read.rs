use std::collections::HashMap;
use std::io::Read;

use super::entry::{Entry, entry};
use super::report::{RowFault, Why};

/// The columns that a file must have; their cells may be empty but for the first two and the
/// province.
pub const NEEDED: [&str; 9] = [
    "name",
    "producer",
    "current_province",
    "entity_type",
    "stars",
    "decision_no",
    "issued",
    "expires",
    "issuer",
];

/// The columns that a file may have. Others are left unread.
pub const OPTIONAL: [&str; 7] = [
    "old_commune",
    "old_district",
    "old_province",
    "current_commune",
    "product_code",
    "evidence",
    "note",
];

/// The cells of one row by the names of their columns.
pub(super) struct Cells<'a> {
    columns: &'a HashMap<String, usize>,
    record: &'a csv::StringRecord,
}

impl Cells<'_> {
    /// A cell; empty where the file has no such column.
    pub(super) fn of(&self, column: &str) -> &str {
        self.columns
            .get(column)
            .and_then(|at| self.record.get(*at))
            .unwrap_or_default()
    }
}

/// The entries of a file, the number of its rows, and what could not be read.
pub(super) fn read(reader: impl Read) -> (Vec<Entry>, usize, Vec<RowFault>) {
    let mut file = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_reader(reader);
    let heading = file.headers().cloned().unwrap_or_default();
    let columns: HashMap<String, usize> = heading
        .iter()
        .enumerate()
        .map(|(at, name)| (name.trim().to_owned(), at))
        .collect();
    let missing = missing(&columns);
    if !missing.is_empty() {
        return (vec![], 0, missing);
    }
    let (mut entries, mut rows, mut faults) = (vec![], 0, vec![]);
    let mut seen: HashMap<String, u64> = HashMap::new();
    for record in file.records() {
        rows += 1;
        match one(record, &columns, &mut seen) {
            Ok(entry) => entries.push(entry),
            Err(fault) => faults.push(fault),
        }
    }
    (entries, rows, faults)
}

fn missing(columns: &HashMap<String, usize>) -> Vec<RowFault> {
    NEEDED
        .into_iter()
        .filter(|name| !columns.contains_key(*name))
        .map(|column| RowFault {
            line: 1,
            column,
            value: String::new(),
            why: Why::ColumnMissing,
        })
        .collect()
}

fn one(
    record: Result<csv::StringRecord, csv::Error>,
    columns: &HashMap<String, usize>,
    seen: &mut HashMap<String, u64>,
) -> Result<Entry, RowFault> {
    let record = record.map_err(|err| RowFault {
        line: err.position().map_or(0, csv::Position::line),
        column: "row",
        value: String::new(),
        why: Why::Unreadable,
    })?;
    let line = record.position().map_or(0, csv::Position::line);
    let cells = Cells {
        columns,
        record: &record,
    };
    let fault = |(column, why): (&'static str, Why)| RowFault {
        line,
        column,
        value: cells.of(column).chars().take(40).collect(),
        why,
    };
    let entry = entry(&cells).map_err(fault)?;
    match seen.insert(entry.key.clone(), line) {
        Some(first) => Err(fault(("name", Why::Repeats(first)))),
        None => Ok(entry),
    }
}
