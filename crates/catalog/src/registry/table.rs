//! The rows of a file, whatever it is: a workbook, or text between tabs, commas or semicolons.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

/// A row and its number in the file, the first being 1. `None` where it cannot be read.
pub(super) type Row = (u64, Option<Vec<String>>);

/// The sheets of a workbook, or one reading of a text for each thing that may part its cells: the
/// caller takes the first in which it finds a heading.
pub(super) fn sheets(bytes: &[u8]) -> Vec<Vec<Row>> {
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook(bytes);
    }
    let text = utf16(bytes);
    let bytes = text.as_deref().map_or(bytes, str::as_bytes);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    [b'\t', b';', b',']
        .map(|parted_by| lines(bytes, parted_by))
        .into()
}

/// "Unicode text", as spreadsheets call it when they write UTF-16.
fn utf16(bytes: &[u8]) -> Option<String> {
    let rest = bytes.strip_prefix(b"\xff\xfe")?;
    let units = rest.chunks_exact(2).map(|pair| match pair {
        [low, high] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    });
    Some(
        char::decode_utf16(units)
            .map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    )
}

fn lines(bytes: &[u8], parted_by: u8) -> Vec<Row> {
    let mut file = csv::ReaderBuilder::new()
        .delimiter(parted_by)
        .has_headers(false)
        .flexible(true)
        // A tab stands in no cell, so that text between tabs needs no quotes.
        .quoting(parted_by != b'\t')
        .from_reader(bytes);
    let mut rows = vec![];
    for record in file.byte_records() {
        // Reading from memory cannot fail, and rows may be of any length.
        let Ok(record) = record else { continue };
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Result<Vec<String>, _> = record
            .iter()
            .map(|cell| std::str::from_utf8(cell).map(str::to_owned))
            .collect();
        rows.push((line, cells.ok()));
    }
    rows
}

fn workbook(bytes: &[u8]) -> Vec<Vec<Row>> {
    let Ok(mut book) = Xlsx::new(Cursor::new(bytes)) else {
        return vec![];
    };
    let sheets = book.worksheets();
    sheets
        .into_iter()
        .map(|(_, sheet)| {
            let first = sheet.start().map_or(0, |(row, _)| row);
            let numbers = u64::from(first) + 1..;
            let rows = sheet.rows().map(|row| row.iter().map(cell).collect());
            numbers.zip(rows.map(Some)).collect()
        })
        .collect()
}

/// A cell as people read it; a day as `2026-08-05`.
fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(at) => at.get(..10).unwrap_or(at).to_owned(),
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_whatever_parts_its_cells_and_however_it_is_written() {
        let wanted = vec!["Tên".to_owned(), "a, \"b\"".to_owned()];
        let reading = |bytes: &[u8], at: usize| sheets(bytes)[at][0].1.clone().unwrap();
        assert_eq!(reading("Tên\ta, \"b\"".as_bytes(), 0), wanted);
        assert_eq!(
            reading("\u{feff}Tên;\"a, \"\"b\"\"\"".as_bytes(), 1),
            wanted
        );
        assert_eq!(reading("Tên,\"a, \"\"b\"\"\"".as_bytes(), 2), wanted);
        let wide: Vec<u8> = "\u{feff}Tên\ta, \"b\""
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(reading(&wide, 0), wanted);
        assert_eq!(sheets(b"T\xean\tb")[0], [(1, None)]);
        assert_eq!(sheets(b"PK\x03\x04nonsense"), Vec::<Vec<Row>>::new());
    }
}
