//! Which column is which, by what stands above it, in Vietnamese or English, with or without tones.

use kernel::text;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Ref,
    Booked,
    Text,
    /// Signed, or what came.
    Amount,
    Credit,
    Debit,
    Account,
}

const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Ref,
        &[
            "so tham chieu",
            "ma giao dich",
            "so giao dich",
            "ma gd",
            "so gd",
            "so but toan",
            "so chung tu",
            "ma tham chieu",
            "reference",
            "reference number",
            "reference no",
            "ref no",
            "transaction id",
            "transaction number",
            "transaction no",
            "bank ref",
        ],
    ),
    (
        Column::Booked,
        &[
            "ngay giao dich",
            "ngay gd",
            "ngay hieu luc",
            "ngay hach toan",
            "thoi gian",
            "thoi gian giao dich",
            "ngay",
            "transaction date",
            "posting date",
            "value date",
            "date",
            "time",
        ],
    ),
    (
        Column::Text,
        &[
            "noi dung",
            "noi dung giao dich",
            "noi dung chi tiet",
            "dien giai",
            "mo ta",
            "description",
            "details",
            "transaction description",
            "content",
            "remark",
            "narrative",
        ],
    ),
    (
        Column::Amount,
        &[
            "so tien",
            "so tien gd",
            "so tien giao dich",
            "amount",
            "transaction amount",
        ],
    ),
    (
        Column::Credit,
        &[
            "ghi co",
            "phat sinh co",
            "so tien ghi co",
            "tien vao",
            "credit",
            "credit amount",
            "money in",
        ],
    ),
    (
        Column::Debit,
        &[
            "ghi no",
            "phat sinh no",
            "so tien ghi no",
            "tien ra",
            "debit",
            "debit amount",
            "money out",
        ],
    ),
    (
        Column::Account,
        &[
            "so tai khoan",
            "tai khoan",
            "so tk",
            "account",
            "account number",
            "account no",
        ],
    ),
];

/// The columns of a row, where it is a heading: number, day and text stand in it, and an amount.
pub(super) fn heading(row: &[String]) -> Option<Vec<Option<Column>>> {
    let columns: Vec<Option<Column>> = row.iter().map(|cell| column(cell)).collect();
    let has = |column| columns.contains(&Some(column));
    let money = has(Column::Amount) || has(Column::Credit);
    (has(Column::Ref) && has(Column::Booked) && has(Column::Text) && money).then_some(columns)
}

/// Banks write both languages into one cell: `Số tiền ghi có/ Credit`.
fn column(cell: &str) -> Option<Column> {
    let whole = [cell];
    let parts = cell.split(['/', '\n', '(', ')']);
    parts.chain(whole).find_map(|part| {
        // Without its tones the one would be the number of a row.
        match part.trim().to_lowercase().as_str() {
            "nợ" => return Some(Column::Debit),
            "có" => return Some(Column::Credit),
            _ => {}
        }
        let folded = text::fold(part);
        let words: Vec<&str> = text::words(&folded).collect();
        let name = words.join(" ");
        let is = |names: &[&str]| names.contains(&name.as_str());
        NAMES
            .iter()
            .find(|(_, names)| is(names))
            .map(|(column, _)| *column)
    })
}
