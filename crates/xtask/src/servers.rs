//! Private servers for one run: on loopback, on free ports, in folders of their own.

mod postgres;
mod redis;

pub(crate) use postgres::Postgres;
pub(crate) use redis::Redis;

use std::path::Path;
use std::process::Command;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::shell::{say, tell, which};

/// Runs both servers until told to stop, and says how a test finds them.
pub(crate) fn hold(stopped: &Receiver<()>) -> Result<()> {
    let (postgres, redis) = (Postgres::start()?, Redis::start()?);
    tell(&format!("export OCOP_TEST_POSTGRES={}", postgres.url));
    tell(&format!("export OCOP_TEST_REDIS={}", redis.url));
    say("Ctrl-C stops them");
    Ok(stopped.recv()?)
}

/// Waits until something listens on a port.
fn wait_for(port: u16, what: &str) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(30) {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    bail!("{what} did not start within 30 s")
}

/// A program that the kernel stops when this process ends, however it ends.
fn bound_to_us(program: &Path) -> Command {
    if which("setpriv").is_none() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command
}

/// The same, run as another user.
fn bound_to_us_as(user: &str, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--reuid", user, "--regid", user, "--init-groups"]);
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command
}
