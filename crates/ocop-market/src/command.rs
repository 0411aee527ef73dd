//! One file a command.

pub(crate) mod admin;
pub(crate) mod backup;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod import;
pub(crate) mod ledger;
pub(crate) mod migrate;
pub(crate) mod serve;
pub(crate) mod worker;
