//! Every story in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a test that cannot go on must stop, and say why; a story is told whole"
)]

mod accounts;
mod addresses;
mod alcohol;
mod architecture;
mod bad_input;
mod bank_books;
mod bank_lines;
mod bucket;
mod buying;
mod call_sheet;
mod card_account_pages;
mod card_back;
mod card_books;
mod card_faults;
mod card_losses;
mod card_payments;
mod card_payouts;
mod card_races;
mod card_to_bank;
mod card_unheard;
mod card_webhooks;
mod card_words;
mod cards;
mod cases;
mod cash;
mod cash_pages;
mod certificates;
mod deadlines;
mod desk_certificates;
mod desk_pages;
mod desk_people;
mod desk_sales;
mod digest;
mod door;
mod editor_pages;
mod front_door;
mod full_walk;
mod going_wrong;
mod guest_order;
mod hand_overs;
mod labels;
mod ledger;
mod limits;
mod listing;
mod mail;
mod members;
mod moderation;
mod money_pages;
mod office_pages;
mod officials;
mod one_tap;
mod order_money;
mod pages;
mod papers;
mod paused_shop;
mod payouts;
mod personal;
mod phone_only;
mod phones;
mod pictures;
mod portraits;
mod postgres_away;
mod rails;
mod random;
mod registry;
mod retention;
mod scans;
mod shared;
mod shelf;
mod shop_pages;
mod shop_ways;
mod statements;
mod suspended;
mod texts;
mod to_market;
mod transfers;
mod verify;
mod waiting;
