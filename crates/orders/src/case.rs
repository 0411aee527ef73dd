//! Problems after the hand-over. While a case is open its order completes by nobody and none of
//! its money is released.

mod answer;
mod find;
mod machine;
mod open;
mod say;
mod times;

pub use answer::{Counted, case_note, count_lines, replaced, resume, turn};
pub use find::{Case, CaseLine, Cases, case, cases_of, due_cases, list_cases, lock_case};
pub use machine::{CaseEvent, CaseKind, CaseStatus, Remedy, Turn, Wish, apply_case};
pub use open::{Problem, add_case_picture, open_case};
pub(crate) use say::{Entry, record, until};
pub use times::{Times, case_times};
