//! Running other programs.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Says a line to whoever looks.
pub(crate) fn say(line: &str) {
    // Nobody may be listening; the work goes on.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Prints a result, for whoever reads this program's output.
pub(crate) fn tell(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A setting of the environment.
#[expect(
    clippy::disallowed_methods,
    reason = "this program has no configuration but its environment"
)]
pub(crate) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Cargo, without what the cargo that runs this program told it about its package: build scripts
/// look at that, and half of everything would be built again.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    for (name, _) in std::env::vars_os() {
        let told = name.to_str().unwrap_or_default();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(told);
        }
    }
    cargo
}

/// Runs a program to its end, its output shown.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}");
    let status = command
        .status()
        .with_context(|| format!("{shown} cannot be started"))?;
    if !status.success() {
        bail!("{shown} ended with {status}");
    }
    Ok(())
}

/// Runs a program to its end, its output kept and shown only where it fails.
pub(crate) fn quietly(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}");
    let output = command
        .output()
        .with_context(|| format!("{shown} cannot be started"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{shown} ended with {}: {}", output.status, said.trim());
    }
    Ok(())
}

/// Runs a program to its end; each line of its output is shown and handed on.
pub(crate) fn watch(command: &mut Command, mut line: impl FnMut(&str)) -> Result<bool> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{command:?} cannot be started"))?;
    let output = child.stdout.take().context("its output is piped")?;
    let mut shown = std::io::stdout();
    for text in BufReader::new(output).split(b'\n') {
        let text = text?;
        let text = String::from_utf8_lossy(&text);
        let _ = writeln!(shown, "{text}");
        line(&text);
    }
    Ok(child.wait()?.success())
}

/// A program on the path.
pub(crate) fn which(name: &str) -> Option<PathBuf> {
    env("PATH")?
        .split(':')
        .map(|dir| Path::new(dir).join(name))
        .find(|file| file.is_file())
}

/// Whether this process is root.
pub(crate) fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|out| out.stdout.starts_with(b"0\n"))
}

/// A free port on loopback.
pub(crate) fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .port())
}
