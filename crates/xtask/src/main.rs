//! The project's own commands: `cargo xtask test`, `bench`, and `servers` for a test by hand.
//!
//! `test` does all that it needs on a fresh Debian or Ubuntu: it installs PostgreSQL, Redis, a
//! browser, node and Java from the distribution's packages where they are missing and it may, starts private servers of its
//! own on free ports, runs every check and every test, and stops the servers again.

mod bench;
mod browser;
mod packages;
mod servers;
mod shell;
mod stripe_sdks;
mod test;

use std::process::ExitCode;
use std::sync::mpsc;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Format check, clippy, unit tests, the scenarios on SQLite and on PostgreSQL with Redis, and what people do in a browser.
    Test,
    /// Speed, work and memory beside what the machine allows, as tables.
    Bench(bench::Options),
    /// Private servers for `cargo test -p scenarios` by hand, until Ctrl-C.
    Servers,
}

fn main() -> ExitCode {
    // Ctrl-C reaches the programs that were started as well: when they have ended, the work fails
    // in its ordinary way, which stops the servers and removes their folders.
    let (stop, stopped) = mpsc::channel();
    let _ = ctrlc::set_handler(move || {
        let _ = stop.send(());
    });
    let result = match Cli::parse().command {
        Command::Test => test::run(),
        Command::Bench(options) => bench::run(&options),
        Command::Servers => servers::hold(&stopped),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            shell::say(&format!("failed: {err:#}"));
            ExitCode::FAILURE
        }
    }
}
