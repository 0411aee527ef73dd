//! Private servers for one run: on loopback, on free ports, in folders of their own.

mod postgres;
mod redis;

pub(crate) use postgres::Postgres;
pub(crate) use redis::Redis;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

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
