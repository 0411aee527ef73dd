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
    /// Not a date.
    Date,
    /// Ends before it begins.
    EndsBeforeItBegins,
    /// Not one of the 34 provinces.
    Province,
    /// The same as another line.
    Repeats(u64),
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
            Self::ColumnMissing => {
                f.write_str("the heading names no such column; add it, cells may be empty")
            }
            Self::Unreadable => {
                f.write_str("the row cannot be read; write it in UTF-8 with one tab between cells")
            }
            Self::Empty => f.write_str("it is empty; write it as the decision does"),
            Self::TooLong(most) => write!(f, "it is too long; at most {most} characters"),
            Self::EntityType => f.write_str(
                "not a kind of producer; write hop_tac_xa, to_hop_tac, doanh_nghiep, trang_trai, \
                 ho_san_xuat, ho_kinh_doanh, or leave it empty",
            ),
            Self::Stars => f.write_str(
                "only 3, 4 and 5 stars are certified; leave it empty where it is not known",
            ),
            Self::Date => f.write_str(
                "not a date; write 2028-06-19, or no more than is known: 2028-06 or 2028",
            ),
            Self::EndsBeforeItBegins => {
                f.write_str("the last day is before the first; look both up in the decision")
            }
            Self::Province => {
                f.write_str("not one of the 34 provinces of today; write its name, such as Hà Tĩnh")
            }
            Self::Repeats(line) => write!(
                f,
                "the same product, producer and decision as line {line}; leave one"
            ),
        }
    }
}
