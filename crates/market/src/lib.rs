//! What needs two domains in one transaction, and the reactions to events.
//!
//! Checkout, cancelling with stock and refund, approving, suspending, and the worker that runs
//! jobs and deadlines. A use-case whose transaction touches one domain lives in that domain's
//! crate; the front doors call it there.
//!
//! **Invariant:** no network call inside a database transaction; a side effect is a job.

mod app;
mod apply;
mod bank;
mod books;
pub mod calls;
mod cancel;
pub mod cards;
mod cases;
mod checkout;
mod create_product;
mod daily;
mod decline;
mod erase;
mod error;
mod fulfil;
mod job;
mod links;
mod listings;
mod net_receipt;
mod once;
pub mod one_tap;
mod payouts;
mod put_line;
mod quote;
mod reachable;
mod react;
mod receipt;
mod refunds;
mod remit;
mod resume;
pub mod sales;
mod seek;
mod ship;
mod statement;
mod step;
mod suspended;
mod sweep;
mod verify;
mod waits;
mod ways;
mod withdraw;
pub mod work;

pub use app::{App, OpenError, Settings};
pub use apply::apply;
pub use bank::{
    BankStatement, Taken, assign_line, assign_line_to_payout, forgive_rest, hear_bank,
    nothing_on_account, set_line_aside, take_line, take_statement,
};
pub use cancel::cancel;
pub use cases::{Saying, add_case_picture, answer_case, open_case, say_to_case};
pub use checkout::{Asked, Placed, PlacedOrder, PlacedPayment, PlacedProducer, Qr, checkout};
pub use create_product::create_product;
pub use daily::waiting;
pub use decline::decline;
pub use erase::erase_person;
pub use error::{Error, MethodRule, Refusal, Short};
pub use fulfil::{accept, deliver, extend, fail_delivery, pack, take_back};
pub use links::address;
pub use listings::{LOOK_AGAIN, Listings, follow, listen, unit_price};
pub use net_receipt::{Net, net_receipt};
pub use once::{Key, forget_keys};
pub use payouts::{
    WaitsFor, cancel_payouts, confirm_payouts, payout_failed, payouts_paid, payouts_waiting,
    prepare_payouts,
};
pub use put_line::put_line;
pub use quote::{Priced, price};
pub use reachable::reachable;
pub use receipt::{confirm_receipt, payment_missing, payment_received, report_payment};
pub use refunds::{Measure, confirm_refund, decide_refund, give_destination, send_refund};
pub use remit::{RemittanceTaken, settle_remitted, take_remittance};
pub use resume::resume;
pub use seek::{Purpose, Sought, seek};
pub use ship::ship;
pub use statement::{
    STATEMENT_LINES, Statement, StatementLine, statement, statement_csv, statement_page,
    statement_xlsx,
};
pub use step::Whose;
pub use sweep::{Swept, sweep};
pub use verify::{Checked, Fault, verify};
pub use waits::waiting_table;
pub use ways::{Cash, MarketAccount, Messenger, Transfers, Ways, lift_cash, methods, ways};
pub use withdraw::withdraw;
