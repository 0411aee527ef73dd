//! A producer's own doors: the application and the listings.

pub(crate) mod application;
pub(crate) mod balance;
pub(crate) mod bank_accounts;
pub(crate) mod card_account;
pub(crate) mod cases;
pub(crate) mod certificates;
pub(crate) mod delivery;
pub(crate) mod documents;
pub(crate) mod images;
mod once;
pub(crate) mod orders;
pub(crate) mod portrait;
pub(crate) mod price;
pub(crate) mod product;
pub(crate) mod products;
pub(crate) mod refunds;
pub(crate) mod sales;
mod shelf;
pub(crate) mod shop;
pub(crate) mod steps;
pub(crate) mod stock;
mod view;
mod written;
