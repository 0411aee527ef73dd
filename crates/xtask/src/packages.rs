//! Programs that the tests need, installed from the distribution's packages where they are missing.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::{cargo, env, is_root, quietly, say, which};

/// The folder of PostgreSQL's programs.
pub(crate) fn postgres() -> Result<PathBuf> {
    if let Some(found) = postgres_folder() {
        return Ok(found);
    }
    // The package would start a server of its own, which nobody asked for.
    let config = "/etc/postgresql-common/createcluster.conf";
    install_with(
        "postgresql",
        &format!(
            "mkdir -p /etc/postgresql-common && test -e {config} || echo 'create_main_cluster = false' > {config}"
        ),
    )?;
    postgres_folder()
        .context("PostgreSQL was installed, but its programs are not under /usr/lib/postgresql")
}

/// Redis' server.
pub(crate) fn redis() -> Result<PathBuf> {
    if which("redis-server").is_none() {
        install_with("redis-server", "true")?;
    }
    which("redis-server").context("redis-server is not on the path")
}

/// The load generator of the bench.
pub(crate) fn wrk() -> Result<()> {
    if which("wrk").is_none() {
        install_with("wrk", "true")?;
    }
    which("wrk").map(|_| ()).context("wrk is not on the path")
}

/// Chromium, and what its tests run on: node, npm and Java.
pub(crate) fn browser() -> Result<PathBuf> {
    for (program, package) in [
        ("chromium", "chromium"),
        ("node", "nodejs"),
        ("npm", "npm"),
        ("java", "default-jre-headless"),
    ] {
        if which(program).is_none() {
            install_with(package, "true")?;
        }
        which(program).with_context(|| format!("{program} is not on the path"))?;
    }
    which("chromium").context("chromium is not on the path")
}

/// What Stripe's SDKs run on.
pub(crate) fn stripe_sdks() -> Result<()> {
    for (program, package) in [("node", "nodejs"), ("npm", "npm"), ("python3", "python3")] {
        if which(program).is_none() {
            install_with(package, "true")?;
        }
        which(program).with_context(|| format!("{program} is not on the path"))?;
    }
    // The distribution keeps this part of Python in a package of its own.
    if !answers("python3", &["-m", "ensurepip", "--version"]) {
        install_with("python3-venv", "true")?;
    }
    Ok(())
}

/// rustfmt and clippy, which a minimal toolchain leaves out.
pub(crate) fn rust_components() -> Result<()> {
    for (component, word) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if answers("cargo", &[word, "--version"]) {
            continue;
        }
        if which("rustup").is_none() {
            bail!("{component} is missing: install it beside cargo and run this again");
        }
        say(&format!("installing {component}"));
        quietly(Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

/// `cargo deny`, which checks licences and bans.
pub(crate) fn cargo_deny() -> Result<()> {
    if answers("cargo", &["deny", "--version"]) {
        return Ok(());
    }
    say("installing cargo-deny");
    quietly(cargo().args(["install", "--locked", "--quiet", "cargo-deny"]))
}

fn postgres_folder() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<PathBuf> = versions
        .flatten()
        .map(|v| v.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    folders.sort();
    folders
        .pop()
        .or_else(|| which("initdb").and_then(|p| p.parent().map(PathBuf::from)))
}

/// Whether a program is there and ends well.
fn answers(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .output()
        .is_ok_and(|output| output.status.success())
}

fn install_with(package: &str, before: &str) -> Result<()> {
    let prefix = if is_root() {
        ""
    } else if answers("sudo", &["-n", "true"]) {
        "sudo -n "
    } else {
        bail!(
            "{package} is missing: install it with `apt-get install {package}` and run this again"
        );
    };
    if which("apt-get").is_none() {
        bail!("{package} is missing and there is no apt-get: install it and run this again");
    }
    say(&format!("installing {package}"));
    let shell = |script: String| {
        quietly(Command::new("sh").args(["-c", &script]).env(
            "DEBIAN_FRONTEND",
            env("DEBIAN_FRONTEND").unwrap_or("noninteractive".into()),
        ))
    };
    shell(format!("{prefix}sh -c \"{before}\""))?;
    shell(format!(
        "{prefix}apt-get update -qq && {prefix}apt-get install -y -qq --no-install-recommends {package}"
    ))
}
