//! The program's entry.

use std::process::ExitCode;

fn main() -> ExitCode {
    ocop_market::run()
}
