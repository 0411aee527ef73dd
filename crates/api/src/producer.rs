//! A producer's own doors: the application and the listings.

pub(crate) mod application;
pub(crate) mod product;
pub(crate) mod products;
pub(crate) mod steps;
mod view;
mod written;
