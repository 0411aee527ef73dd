use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::server::Server;

/// What a run of `wrk` says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    /// Requests a second; of a script that buys, purchases a second.
    pub(super) rate: f64,
    pub(super) p50_us: u64,
    pub(super) p99_us: u64,
    /// Processor time of the server for one of them.
    pub(super) cpu_us: f64,
    /// Answers that were none, or not of 2xx.
    pub(super) errors: u64,
}

/// Loads a server through a script.
pub(super) fn load(
    server: &Server,
    script: &Path,
    connections: u32,
    seconds: u64,
    arguments: &[&str],
) -> Result<Measured> {
    let before = server.cpu()?;
    let output = Command::new("wrk")
        .args(["--threads", "1", "--timeout", "10s", "--latency"])
        .args(["--connections", &connections.to_string()])
        .args(["--duration", &format!("{seconds}s")])
        .arg("--script")
        .arg(script)
        .arg(format!("http://127.0.0.1:{}", server.port))
        .arg("--")
        .args(arguments)
        .output()
        .context("wrk cannot be started")?;
    let cpu = server.cpu()?.saturating_sub(before);
    let said = String::from_utf8_lossy(&output.stdout);
    let numbers = |word: &str| -> Vec<u64> {
        let line = said.lines().find_map(|line| line.strip_prefix(word));
        line.into_iter()
            .flat_map(str::split_whitespace)
            .filter_map(|n| n.parse().ok())
            .collect()
    };
    let [requests, duration_us, p50_us, p99_us, errors] = numbers("RESULT ")[..] else {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("wrk did not end well: {said}{complaint}");
    };
    let (done, span_us) = match numbers("BOUGHT ")[..] {
        [bought, span_us] => (bought, span_us),
        _ => (requests, duration_us),
    };
    Ok(Measured {
        rate: real(done) * 1e6 / real(span_us.max(1)),
        p50_us,
        p99_us,
        cpu_us: cpu.as_secs_f64() * 1e6 / real(done.max(1)),
        errors,
    })
}

fn real(n: u64) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
