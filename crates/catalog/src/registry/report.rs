use std::fmt;

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows of the file, without its heading.
    pub rows: usize,
    /// Certificates that are new.
    pub recorded: usize,
    /// Certificates that were there already.
    pub known: usize,
    /// Decisions that are new.
    pub decisions: usize,
    /// Of the new certificates, those with a decision's number and full dates: an official can
    /// verify them as they are.
    pub verifiable: usize,
    /// What could not be taken.
    pub faults: Vec<RowFault>,
}

impl Report {
    /// Adds what was done with a further piece.
    pub(super) fn add(&mut self, piece: &Self) {
        self.recorded += piece.recorded;
        self.known += piece.known;
        self.decisions += piece.decisions;
        self.verifiable += piece.verifiable;
    }
}

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the file, its heading being line 1.
    pub line: u64,
    /// The column.
    pub column: &'static str,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong, and what to do.
    pub why: Why,
}

/// What is wrong with a cell, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The file is neither a workbook nor a text.
    NotATable,
    /// The file has no such column.
    ColumnMissing,
    /// The row has another number of cells than the heading, or is not UTF-8.
    Unreadable,
    /// A cell that must be filled is empty.
    Empty,
    /// Longer than so many characters.
    TooLong(usize),
    /// Not a kind of producer.
    EntityType,
    /// Not 3, 4 or 5.
    Stars,
    /// Not a score of 0 to 100.
    Score,
    /// Not a product set.
    Set,
    /// Not a date.
    Date,
    /// Ends before it begins.
    EndsBeforeItBegins,
    /// Not one of the 34 provinces.
    Province,
    /// The same as another line.
    Repeats(u64),
}

/// Writes the faults as a table of their own, one row a fault, that a spreadsheet opens.
pub fn write_faults(to: impl std::io::Write, faults: &[RowFault]) -> Result<(), csv::Error> {
    let mut table = csv::Writer::from_writer(to);
    table.write_record(["line", "column", "value", "why"])?;
    for fault in faults {
        let row = [
            fault.line.to_string(),
            fault.column.to_owned(),
            inert(&fault.value),
            fault.why.to_string(),
        ];
        table.write_record(row)?;
    }
    Ok(table.flush()?)
}

/// A cell that a spreadsheet does not take for a formula.
pub fn inert(cell: &str) -> String {
    kernel::text::inert(cell)
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            column,
            value,
            why,
        } = self;
        write!(f, "line {line}, {column}")?;
        if !value.is_empty() {
            write!(f, " \"{value}\"")?;
        }
        write!(f, ": {why}")
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATable => f.write_str(
                "neither a workbook nor text in UTF-8; save it again as .xlsx or as CSV in UTF-8",
            ),
            Self::ColumnMissing => f.write_str(
                "the heading names no such column; add it, such as Tên sản phẩm, Chủ thể, Tỉnh",
            ),
            Self::Unreadable => f.write_str(
                "the row cannot be read; write it in UTF-8 with as many cells as the heading",
            ),
            Self::Empty => f.write_str("it is empty; write it as the decision does"),
            Self::TooLong(most) => write!(f, "it is too long; at most {most} characters"),
            Self::EntityType => f.write_str(
                "not a kind of producer; write hợp tác xã, tổ hợp tác, doanh nghiệp, trang trại, \
                 hộ sản xuất, hộ kinh doanh, or leave it empty",
            ),
            Self::Stars => f.write_str(
                "only 3, 4 and 5 stars are certified; leave it empty where it is not known",
            ),
            Self::Score => f.write_str("not a score; write a number from 0 to 100, such as 85,5"),
            Self::Set => {
                f.write_str("not one of the 26 product sets; write its number, or leave it empty")
            }
            Self::Date => f.write_str(
                "not a date; write 19/06/2028, or no more than is known: 06/2028 or 2028",
            ),
            Self::EndsBeforeItBegins => {
                f.write_str("the last day is before the first; look both up in the decision")
            }
            Self::Province => f.write_str(
                "not a province of today or of before July 2025; write its name, such as Hà Tĩnh",
            ),
            Self::Repeats(line) => write!(
                f,
                "the same product, producer and decision as line {line}; leave one"
            ),
        }
    }
}
