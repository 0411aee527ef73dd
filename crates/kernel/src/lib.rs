//! The small words that every other crate speaks: ids, money, instants and days, Vietnamese text,
//! phones, codes and pages.
//!
//! Pure: no I/O, no database, no HTTP. The two things that come from outside, the time and
//! randomness, come through [`Clock`] and [`random`].
//!
//! **Invariant:** nobody calls the system clock outside [`Clock`].
//! **Invariant:** money is [`Vnd`], whole đồng in an `i64`, with checked arithmetic.

#![deny(clippy::as_conversions, clippy::float_arithmetic)]
#![warn(missing_docs)]

mod actor;
mod bank_account;
mod clock;
mod code;
mod day;
mod id;
mod lang;
mod money;
mod page;
mod phone;
pub mod random;
mod secret;
pub mod text;
mod time;
mod waking;
mod words;

pub use actor::{Actor, Capacity};
pub use bank_account::BankAccount;
pub use clock::{Clock, ManualClock};
pub use code::{Code, CodeKind, check_character, parse_public_code, public_code};
pub use day::{Day, DayPrecision, NotADay};
pub use id::*;
pub use lang::Lang;
pub use money::{MoneyError, Vnd};
pub use page::{Cursor, Limit, Page, PageError};
pub use phone::{Phone, PhoneError};
pub use secret::Secret;
pub use time::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};
pub use waking::{Closures, waking_deadline};
