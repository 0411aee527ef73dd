//! Carts, delivery, orders and their machine, parcels.
//!
//! Vocabulary: a *cart* is what somebody means to buy; a *checkout* is one purchase, which becomes
//! one *order* a producer (alcohol apart); a *line* copies what was true at that moment. An order
//! is *placed, accepted, packed, shipped, delivered, completed*, or ends *cancelled, declined,
//! expired, returned, lost*. The *owner* of a state is whose move it is. A *parcel* is the box.
//! A *case* is a problem after the hand-over: *answered* by the producer, *decided* by the operator
//! where the two sides do not agree; its *remedy* is a refund, a replacement or a return.
//!
//! **Invariant:** [`apply`] is the whole machine, and an UPDATE names the state that it leaves.
//! **Invariant:** every change stands in the history with who did it; nothing there is edited.
//! **Invariant:** no state waits without an owner, a stored deadline and an end ([`waiting_table`]).
//! **Invariant:** a line copies title, price, certificate and producer; the catalogue is never asked.
//!
//! What it does not do: stock and prices (`catalog`), money (`payments`), telling people
//! (`notifications`); what needs one of them in the same transaction is in `market`.

#![deny(clippy::as_conversions, clippy::float_arithmetic)]
#![warn(missing_docs)]

mod age;
mod books;
mod cart;
mod case;
mod deadline;
mod delivery;
mod draft;
mod error;
mod event;
mod history;
mod hold;
mod machine;
mod order;
mod overdue;
mod own_rates;
mod parcel;
mod pay_back;
mod place;
mod quote;
mod refusals;
mod replace;
mod status;
mod step;
mod token;

pub use age::{birth_year, declare_age, declared};
pub use books::{Discord, Looked, look_through};
pub use cart::{Cart, MOST_LINES, MOST_OF_ONE, cart, create_cart, put_line, set_destination};
pub use case::{
    Case, CaseEvent, CaseKind, CaseLine, CaseStatus, Cases, Counted, Problem, Remedy, Times, Turn,
    Wish, add_case_picture, apply_case, case, case_note, case_times, cases_of, count_lines,
    due_cases, list_cases, lock_case, open_case, replaced, resume, turn,
};
pub use deadline::{Circumstances, Deadline, Grace, Rule, Waiting, waiting_table};
pub use delivery::{Carriage, Place, Rate, Rates, Zone, rates};
pub use draft::{Draft, Typed, destination, draft};
pub use error::{Error, Fault, Wrong};
pub use event::{Event, Reason};
pub use hold::{CHECK_HOURS, for_operator, hold, let_go, payment_due, unchecked};
pub use machine::{Refused, Stock, Transition, apply, may_follow};
pub use order::{
    Checkout, Contact, Entry, Order, OrderLine, Parcel, Whose, by_code, checkout, codes, contact,
    list_orders, of_tracking, order, orders_of_phone, track,
};
pub use overdue::{Reminded, begin_grace, due, due_reminders, extend, remind};
pub use own_rates::{OwnRate, set_own_rates};
pub use parcel::{Handover, hand_over, handover};
pub use pay_back::{paid_back, pay_back, pay_back_shipping};
pub use place::{Charges, Method, New, Placing, first_status, place};
pub use quote::{Delivery, Group, Item, Obstacle, Quote, Seller, Star, quote};
pub use refusals::{lift_cash, refuses_cash};
pub use replace::replace;
pub use status::{Owner, Status};
pub use step::{Standing, advance, lock};
pub use token::{derived_token, opens, token, token_fits};
