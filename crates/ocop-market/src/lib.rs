//! The program `ocop-market`: settings, the command line, and wiring.
//!
//! **Invariant:** settings are read once, here; nothing below asks the environment.

mod cli;
mod command;
#[cfg(debug_assertions)]
mod dies;
mod folder;
mod log;
mod metrics;
mod node;
mod out;
mod secret;
mod settings;

pub use cli::run;
pub use settings::{Settings, SettingsError};
