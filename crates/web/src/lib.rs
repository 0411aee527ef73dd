//! What both front doors share: the state of a node, problems (RFC 9457) in the reader's language,
//! extractors that parse strictly, limits and headers.
//!
//! **Invariant:** every error of a domain becomes a problem in one exhaustive `From`, so that a new
//! error makes someone choose its status.
//! **Invariant:** authorisation is an extractor that yields the thing that it protects.
//!
//! What it does not do: routes of its own, except for operations.

pub mod addresses;
pub mod answers;
pub mod calls;
pub mod discrepancies;
pub mod door;
mod extract;
pub mod figures;
pub mod hand_overs;
mod health;
mod layers;
pub mod limits;
pub mod listing_query;
mod media;
pub mod members;
pub mod net_receipt;
pub mod papers;
pub mod payouts;
pub mod portraits;
mod problem;
pub mod remittances;
mod respond;
pub mod sales;
pub mod scans;
mod state;
pub mod statement;
pub mod suggest;
pub mod uploads;
pub mod who;
mod words;

pub use extract::{Json, Path, Query, Raw, ReaderLang};
pub use health::health;
pub use layers::wrap;
pub use media::{media, picture_url};
pub use problem::{Code, FieldError, Problem};
pub use respond::{etag, if_match};
pub use state::State;
pub use words::Words;
