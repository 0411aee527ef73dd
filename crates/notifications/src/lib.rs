//! Notices to people, and their deliveries by channel.
//!
//! A *notice* is one event told to one person, once, however often the event's job runs. A
//! *delivery* brings it there by one *channel*: `mail`, `text` (a port for SMS or Zalo), `inbox`
//! (read in the program; there is nothing to send). What no channel brings is a line on the *call
//! sheet* ([`calls`]): somebody near by telephones. A [`Message`] is what a
//! notice says, as facts; its words are made when it is sent or read, from one catalogue in
//! Vietnamese and English. *Dead* is a delivery that was tried to the end; it stays until somebody
//! looks.
//!
//! **Invariant:** notices, deliveries and their jobs are written in the caller's transaction.
//! **Invariant:** nothing is sent inside a transaction: claim, render, send, settle.
//! **Invariant:** a mail's Message-ID belongs to its delivery and never changes.
//! **Invariant:** no secret is stored: a [`Link`] names what it opens, and is made into an address
//! only when the words are.
//!
//! What it does not do: it decides neither who is told nor when, and it reads no other domain.

pub mod calls;
mod carrier;
mod catalogue;
mod certificate;
mod channels;
mod dead;
mod deliver;
mod error;
mod forget;
mod format;
mod gateway;
mod inbox;
mod layout;
mod mailer;
mod message;
mod notice;
#[cfg(test)]
mod sample;
mod settings;
mod text;
mod texter;

pub use carrier::Carrier;
pub use certificate::{CertificateFacts, CertificateStep};
pub use channels::Channels;
pub use dead::{Dead, list_dead, revive};
pub use deliver::{Ended, deliver, record};
pub use error::Error;
pub use forget::forget;
pub use gateway::{GatewaySettings, signature};
pub use inbox::{Read, list_inbox, mark_read};
pub use message::{
    CaseFacts, CaseStep, Decision, DocumentStep, Item, Link, Message, OrderFacts, OrderStep, Pile,
    RefundFacts, RefundStep, Remark, Side, Subject, TransferFacts, Waiting,
};
pub use notice::{DELIVER, Notice, Recipient, UNREACHED, write};
pub use settings::Settings;
pub use text::Text;
