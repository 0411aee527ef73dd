//! The project's own commands: `cargo xtask test` and `cargo xtask bench`.
//!
//! `test` does all that it needs on a fresh Debian or Ubuntu: it installs PostgreSQL and Redis from
//! the distribution's packages where they are missing and it may, starts private servers of its
//! own on free ports, runs every check and every test, and stops the servers again.

mod packages;
mod servers;
mod shell;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Format check, clippy, unit tests, and the scenarios on SQLite and on PostgreSQL with Redis.
    Test,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Test => test::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            shell::say(&format!("failed: {err:#}"));
            ExitCode::FAILURE
        }
    }
}
