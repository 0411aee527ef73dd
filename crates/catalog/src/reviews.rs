//! Reviews: what waits for an official, who may decide it, until when, and what was decided.
//!
//! A review begins at the level that decides on its kind; what is not decided by its deadline goes
//! up one level. An official decides in their area on what lies at their level or below it.
//!
//! **Invariant:** a subject has at most one pending review; when another revision is submitted, the
//! same review waits for that one.
//! **Invariant:** a decision is taken once: the UPDATE names the review as pending and the revision
//! that it decides.

mod again;
mod answers;
mod claim;
mod decide;
mod dossier;
mod due;
mod escalate;
mod list;
mod listing;
mod next;
mod official;
mod open;
mod producer;
mod remark;
mod review;
mod tally;
mod text;

pub use answers::of_producer;
pub use claim::claim;
pub use decide::{Ruling, decide};
pub use dossier::{Dossier, dossier};
pub use due::working_deadline;
pub use escalate::escalate_overdue;
pub use list::{Filter, Listed, list, listed};
pub use next::next;
pub use official::{Area, Official};
pub use open::{Case, open, withdraw};
pub use remark::{Remark, RemarkCode, RemarkText, remarks};
pub use review::{Decision, Level, Review, ReviewKind, ReviewStatus, find, latest};
pub use tally::{Heap, tally};
pub use text::{live_text, text};

pub(crate) use again::look_again;
pub(crate) use open::{renew_listings, withdraw_text};
