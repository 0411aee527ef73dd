//! One file a command.

pub(crate) mod admin;
pub(crate) mod demo;
pub(crate) mod migrate;
pub(crate) mod serve;
