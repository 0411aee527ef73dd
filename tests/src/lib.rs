//! Scenarios: stories told through real HTTP, on SQLite and on PostgreSQL with Redis.
//!
//! `scenario(|app| async move { … })` runs one story on both set-ups, each on a database of its
//! own, with a clock that the story moves. At its end no job may be left and every book must
//! balance.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on must stop, and say why"
)]

mod app;
mod browser;
mod client;
mod deadlines;
mod dice;
mod ledger;
mod paying;
mod people;
mod phone;
mod postgres;
mod redis;
mod rows;
mod s3;
mod scenario;
mod shopping;
mod smtp;
mod transfers;

pub use app::App;
pub use browser::{Browser, Form, Page, TICKED};
pub use client::{Answer, Client};
pub use deadlines::{let_pass, write_waiting_orders};
pub use dice::Dice;
pub use fake_stripe::{Delivery, Fake, Fault, Manner as Fails, signature};
pub use paying::{
    WEBHOOK_SECRET, keys, lose_webhooks, scenario_with_cards, scenario_with_cards_and,
    scenario_with_cards_on,
};
pub use people::{Listing, PASSWORD, Person, Producer, fish_sauce, text};
pub use phone::digits;
pub use postgres::PrivatePostgres;
pub use redis::Redis;
pub use s3::{Bucket, Mood};
pub use scenario::{
    SetUp, postgres_set_up, scenario, scenario_on, scenario_with, scenario_with_mail,
};
pub use serde_json::{Value, json};
pub use shopping::{Basket, Placed};
pub use smtp::{Arrived, Manner, SmtpSink};
pub use transfers::licensed;
