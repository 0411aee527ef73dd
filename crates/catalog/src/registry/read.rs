use std::collections::HashMap;

use super::entry::{Entry, entry};
use super::heading::{self, Columns};
use super::report::{RowFault, Why};
use super::table::{self, Row};

/// How far down the heading may stand, below a letterhead and a title.
const HEADING_WITHIN: usize = 30;

/// The cells of one row by the names of their columns.
pub(super) struct Cells<'a> {
    columns: &'a Columns,
    row: &'a [String],
}

impl Cells<'_> {
    /// A cell; empty where the file has no such column.
    pub(super) fn of(&self, column: &str) -> &str {
        self.columns
            .get(column)
            .and_then(|at| self.row.get(*at))
            .map_or("", String::as_str)
    }
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) entries: Vec<Entry>,
    /// Its rows, without the heading and what is blank.
    pub(super) rows: usize,
    /// What could not be read.
    pub(super) faults: Vec<RowFault>,
}

/// The entries of a file, from its first sheet that has a heading.
pub(super) fn read(bytes: &[u8]) -> Reading {
    let sheets = table::sheets(bytes);
    let Some((columns, width, rows)) = sheets.iter().find_map(|sheet| below_heading(sheet)) else {
        return without_heading(&sheets);
    };
    let mut reading = Reading::default();
    if ![
        "current_province",
        "old_province",
        "current_commune",
        "old_commune",
        "address",
    ]
    .iter()
    .any(|column| columns.contains_key(column))
    {
        reading.faults.push(missing("current_province"));
        return reading;
    }
    let mut seen: HashMap<String, u64> = HashMap::new();
    for (line, row) in rows {
        let blank = |row: &Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
        if row.as_ref().is_some_and(blank) {
            continue;
        }
        reading.rows += 1;
        match one((*line, row.as_deref()), (&columns, width), &mut seen) {
            Ok(entry) => reading.entries.push(entry),
            Err(fault) => reading.faults.push(fault),
        }
    }
    reading
}

/// The columns of a sheet, how many cells its heading has, and what stands below it.
fn below_heading(sheet: &[Row]) -> Option<(Columns, usize, &[Row])> {
    sheet
        .iter()
        .take(HEADING_WITHIN)
        .enumerate()
        .find_map(|(at, (_, row))| {
            let row = row.as_ref()?;
            let columns = heading::columns(row);
            heading::is_heading(&columns)
                .then(|| (columns, row.len(), sheet.get(at + 1..).unwrap_or_default()))
        })
}

/// No sheet names both products and producers: what its first row lacks.
fn without_heading(sheets: &[Vec<Row>]) -> Reading {
    let mut all = sheets.iter().flatten();
    if all.all(|(_, row)| row.is_none()) {
        return Reading {
            faults: vec![RowFault {
                line: 1,
                column: "file",
                value: String::new(),
                why: Why::NotATable,
            }],
            ..Reading::default()
        };
    }
    let rows = sheets.iter().filter_map(|sheet| sheet.first()?.1.as_ref());
    let columns = rows
        .map(|row| heading::columns(row))
        .max_by_key(HashMap::len);
    let columns = columns.unwrap_or_default();
    Reading {
        faults: ["name", "producer"]
            .into_iter()
            .filter(|column| !columns.contains_key(column))
            .map(missing)
            .collect(),
        ..Reading::default()
    }
}

fn missing(column: &'static str) -> RowFault {
    RowFault {
        line: 1,
        column,
        value: String::new(),
        why: Why::ColumnMissing,
    }
}

fn one(
    (line, row): (u64, Option<&[String]>),
    (columns, width): (&Columns, usize),
    seen: &mut HashMap<String, u64>,
) -> Result<Entry, RowFault> {
    let whole =
        row.filter(|row| row.len() >= width && row.iter().skip(width).all(String::is_empty));
    let row = whole.ok_or(RowFault {
        line,
        column: "row",
        value: String::new(),
        why: Why::Unreadable,
    })?;
    let cells = Cells { columns, row };
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
