//! A bank's statement as CSV: its columns are found by what stands above them, wherever that row is.

use kernel::Vnd;

use super::NewLine;
use super::amount::{amount, instant};
use super::heading::{Column, heading};

/// The rows in which a heading is looked for: banks write names and periods above it.
const ABOVE: usize = 40;
/// So many rows at most: a year of a busy account.
const MOST_ROWS: usize = 200_000;
/// What is kept of a text.
const TEXT_LEN: usize = 500;

/// Why a statement was refused: nothing of it is written then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadStatement {
    /// No row names a number, a day, a text and an amount.
    #[error("no row names a number, a day, a text and an amount")]
    NoHeading,
    /// More rows than one statement may have.
    #[error("there are more than {0} rows")]
    TooLong(usize),
    /// Rows that cannot be read.
    #[error("{} rows cannot be read", .0.len())]
    Rows(Vec<Fault>),
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its line in the file.
    pub line: u64,
    /// Which column.
    pub column: &'static str,
}

/// The lines of a statement of this account. One wrong row refuses the whole: half a statement would
/// be taken for all of it.
pub fn statement(bytes: &[u8], account: &str) -> Result<Vec<NewLine>, BadStatement> {
    let readings = csv_rows(bytes);
    let found = readings.iter().find_map(|rows| {
        let mut above = rows.iter().take(ABOVE).enumerate();
        above.find_map(|(at, (_, cells))| Some((rows, at, heading(cells.as_ref()?)?)))
    });
    let (rows, at, columns) = found.ok_or(BadStatement::NoHeading)?;
    let below = rows.get(at + 1..).unwrap_or_default();
    if below.len() > MOST_ROWS {
        return Err(BadStatement::TooLong(MOST_ROWS));
    }
    let (mut lines, mut faults) = (vec![], vec![]);
    for (number, cells) in below {
        match cells.as_deref().map(|cells| line(cells, &columns, account)) {
            Some(Ok(Some(line))) => lines.push(line),
            Some(Ok(None)) => {}
            Some(Err(column)) => faults.push(Fault {
                line: *number,
                column,
            }),
            None => faults.push(Fault {
                line: *number,
                column: "encoding",
            }),
        }
    }
    if faults.is_empty() {
        Ok(lines)
    } else {
        Err(BadStatement::Rows(faults))
    }
}

type Row = (u64, Option<Vec<String>>);

/// One reading of a file for each mark that may part its cells.
pub(crate) fn csv_rows(bytes: &[u8]) -> [Vec<Row>; 3] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    [b';', b'\t', b','].map(|mark| rows(bytes, mark))
}

fn rows(bytes: &[u8], mark: u8) -> Vec<Row> {
    let mut file = csv::ReaderBuilder::new()
        .delimiter(mark)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut rows = vec![];
    for record in file.byte_records() {
        // Reading from memory cannot fail, and rows may be of any length.
        let Ok(record) = record else { continue };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |cell| std::str::from_utf8(cell).map(str::to_owned).ok();
        rows.push((line, record.iter().map(cell).collect()));
    }
    rows
}

/// A row as a line; none where it is a sum or a blank below the table, the wrong column else.
fn line(
    cells: &[String],
    columns: &[Option<Column>],
    account: &str,
) -> Result<Option<NewLine>, &'static str> {
    let cell = |wanted: Column| {
        let mut both = columns.iter().zip(cells);
        let found = both.find(|(column, cell)| **column == Some(wanted) && !cell.trim().is_empty());
        found.map(|(_, cell)| cell.trim())
    };
    let (bank_ref, booked) = (cell(Column::Ref), cell(Column::Booked));
    // Opening and closing balances have neither.
    if bank_ref.is_none() && booked.and_then(instant).is_none() {
        return Ok(None);
    }
    if cell(Column::Account).is_some_and(|other| digits(other) != digits(account)) {
        return Err("account");
    }
    let bank_ref = bank_ref
        .filter(|number| number.len() <= 64)
        .ok_or("number")?;
    Ok(Some(NewLine {
        account: account.to_owned(),
        bank_ref: bank_ref.to_owned(),
        amount: moved(
            cell(Column::Amount),
            cell(Column::Credit),
            cell(Column::Debit),
        )?,
        text: cell(Column::Text)
            .unwrap_or_default()
            .chars()
            .take(TEXT_LEN)
            .collect(),
        booked_at: booked.and_then(instant).ok_or("day")?,
    }))
}

/// What came, or below zero what went.
fn moved(
    signed: Option<&str>,
    credit: Option<&str>,
    debit: Option<&str>,
) -> Result<Vnd, &'static str> {
    let read = |cell: Option<&str>| cell.map_or(Some(Vnd::ZERO), amount).ok_or("amount");
    let (signed, credit, debit) = (read(signed)?, read(credit)?, read(debit)?);
    let out = Vnd(debit.0.saturating_abs());
    match (signed, credit, out) {
        (Vnd::ZERO, came, Vnd::ZERO) if came > Vnd::ZERO => Ok(came),
        (Vnd::ZERO, Vnd::ZERO, went) if went > Vnd::ZERO => Ok(Vnd(-went.0)),
        (moved, Vnd::ZERO, Vnd::ZERO) if moved != Vnd::ZERO => Ok(moved),
        _ => Err("amount"),
    }
}

/// Account numbers are written with blanks, or with quotes against spreadsheets.
fn digits(account: &str) -> String {
    account
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_what_stands_above_them() {
        let vi = "\u{feff}Ngân hàng A;;;\nSao kê từ 01/11/2026;;;\nNgày GD;Số tham chiếu;Ghi nợ;Ghi có;Nội dung\n\
            23/11/2026 09:10;FT1;;\"1.250.000\";MBVCB.1 ocabc thanh toan\n23/11/2026;FT2;50.000;;phi\n;;;1.250.000;Tổng\n";
        let lines = statement(vi.as_bytes(), "999").unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(
            (lines[0].bank_ref.as_str(), lines[0].amount),
            ("FT1", Vnd(1_250_000))
        );
        assert_eq!(lines[1].amount, Vnd(-50_000));
        let en = "Account No,Transaction Date,Reference No,Amount,Description\n999,2026-11-23,A1,-20000.00,\"rent, fee\"\n";
        let lines = statement(en.as_bytes(), "9 99").unwrap();
        assert_eq!(
            (lines[0].amount, lines[0].text.as_str()),
            (Vnd(-20_000), "rent, fee")
        );
        let both = "Số bút toán/ Reference No,Ngày giao dịch/ Date,Số tiền ghi có/ Credit,Nội dung/ Details\nB1,23/11/2026,7,x\n";
        assert_eq!(statement(both.as_bytes(), "9").unwrap()[0].amount, Vnd(7));
    }

    #[test]
    fn one_wrong_row_refuses_the_whole_and_is_named() {
        let head = "Date,Reference,Amount,Description,Account\n";
        let refused = |row: &str| statement(format!("{head}{row}").as_bytes(), "9").unwrap_err();
        let fault = |column| BadStatement::Rows(vec![Fault { line: 2, column }]);
        assert_eq!(refused("2026-11-23,R,much,x,9\n"), fault("amount"));
        assert_eq!(refused("2026-11-23,R,0,x,9\n"), fault("amount"));
        assert_eq!(refused("yesterday,R,5,x,9\n"), fault("day"));
        assert_eq!(refused("2026-11-23,,5,x,9\n"), fault("number"));
        assert_eq!(refused("2026-11-23,R,5,x,8\n"), fault("account"));
        assert_eq!(statement(b"hello", "9"), Err(BadStatement::NoHeading));
        assert_eq!(statement(b"", "9"), Err(BadStatement::NoHeading));
    }
}
