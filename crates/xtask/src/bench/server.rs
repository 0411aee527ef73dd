use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::http;
use crate::shell::free_port;

/// A server under load; it ends with this value.
pub(super) struct Server {
    child: Child,
    /// Where it listens.
    pub(super) port: u16,
    /// From its start to its first answer of 200.
    pub(super) ready_after: Duration,
}

impl Server {
    /// Starts a market with settings.
    pub(super) fn market(program: &Path, settings: &[(&str, String)]) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(program);
        command.arg("serve");
        command.env("OCOP__HTTP__LISTEN", format!("127.0.0.1:{port}"));
        command.envs(settings.iter().map(|(key, value)| (key, value)));
        Self::start(command, port, "/readyz")
    }

    /// Starts the bare server, which answers from a file.
    pub(super) fn bare(program: &Path, answers: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(program);
        command.arg(port.to_string()).arg(answers);
        Self::start(command, port, "/")
    }

    fn start(mut command: Command, port: u16, path: &str) -> Result<Self> {
        let started = Instant::now();
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{command:?} cannot be started"))?;
        let mut server = Self {
            child,
            port,
            ready_after: Duration::ZERO,
        };
        while started.elapsed() < Duration::from_mins(1) {
            if http::body(port, path).is_ok() {
                server.ready_after = started.elapsed();
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        bail!("{command:?} did not answer within 60 s")
    }

    /// Waits until the worker has done what earlier purchases left to do (notices), so that one
    /// measurement does not pay for another.
    pub(super) fn until_quiet(&self) -> Result<()> {
        for _ in 0..120 {
            let before = self.cpu()?;
            std::thread::sleep(Duration::from_secs(1));
            if self.cpu()?.saturating_sub(before) < Duration::from_millis(60) {
                return Ok(());
            }
        }
        bail!("the worker was not done within two minutes")
    }

    /// The processor time that it has used.
    pub(super) fn cpu(&self) -> Result<Duration> {
        let stat = std::fs::read_to_string(self.proc("stat"))?;
        // What follows the name in brackets; fields 14 and 15 are user and system, in hundredths.
        let fields = stat.rsplit(')').next().unwrap_or_default();
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks.filter_map(|n| n.parse::<u64>().ok()).sum();
        Ok(Duration::from_millis(ticks * 10))
    }

    /// The memory that it holds.
    pub(super) fn resident_mb(&self) -> Result<f64> {
        self.status_mb("VmRSS:")
    }

    /// The most memory that it held.
    pub(super) fn peak_mb(&self) -> Result<f64> {
        self.status_mb("VmHWM:")
    }

    fn status_mb(&self, key: &str) -> Result<f64> {
        let status = std::fs::read_to_string(self.proc("status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix(key));
        let kb = line.and_then(|l| l.split_whitespace().next()?.parse::<u32>().ok());
        Ok(f64::from(kb.context("the kernel does not tell")?) / 1024.0)
    }

    fn proc(&self, file: &str) -> String {
        format!("/proc/{}/{file}", self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An orderly end, so that SQLite's log is folded into its file.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        for _ in 0..100 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
