use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::shell::{cargo, env, run, say};

/// What is measured and what it is measured against, all built alike.
pub(super) struct Programs {
    /// The market.
    pub(super) market: PathBuf,
    /// A bare axum server that answers the same bytes.
    pub(super) bare: PathBuf,
    /// A bare sqlx loop of the reference transaction.
    pub(super) reference: PathBuf,
    /// What the audit of all books costs.
    pub(super) books: PathBuf,
    /// What payments by card cost.
    pub(super) cards: PathBuf,
    /// What finding is due costs.
    pub(super) deadlines: PathBuf,
}

impl Programs {
    /// Builds everything in one go, so that shared crates are built once.
    pub(super) fn build(profile: &str) -> Result<Self> {
        crate::packages::wrk()?;
        say(&format!("== building, profile {profile}"));
        run(cargo().args([
            "build",
            "--profile",
            profile,
            "-p",
            "ocop-market",
            "-p",
            "scenarios",
            "--bins",
            "--examples",
        ]))?;
        let target = env("CARGO_TARGET_DIR").unwrap_or("target".into());
        // Cargo's own profile `dev` lies in the folder `debug`.
        let folder = Path::new(&target).join(if profile == "dev" { "debug" } else { profile });
        // Some of them are started in another folder.
        let folder = folder.canonicalize().context("nothing was built")?;
        Ok(Self {
            market: folder.join("ocop-market"),
            bare: folder.join("examples/bare_server"),
            reference: folder.join("examples/reference_loop"),
            books: folder.join("examples/books"),
            cards: folder.join("examples/cards"),
            deadlines: folder.join("examples/deadlines"),
        })
    }

    /// Fills a database with the sample and so many products.
    pub(super) fn fill(&self, url: &str, products: u32) -> Result<()> {
        run(Command::new(&self.reference).args(["fill", url, &products.to_string()]))
    }

    /// The size of the market's binary.
    pub(super) fn size_mb(&self) -> Result<f64> {
        let bytes = std::fs::metadata(&self.market)?.len();
        Ok(f64::from(u32::try_from(bytes / 1024).context("a binary of terabytes")?) / 1024.0)
    }
}

/// The numbers that a program of the bench says at its end.
pub(super) fn numbers<const MANY: usize>(command: &mut Command) -> Result<[f64; MANY]> {
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("{command:?} cannot be started"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let numbers = said.split_whitespace().map_while(|word| word.parse().ok());
    let numbers: Vec<f64> = numbers.take(MANY).collect();
    let Ok(numbers) = numbers.try_into() else {
        bail!("{command:?} said: {said}");
    };
    Ok(numbers)
}

/// What this runs on, in one line.
pub(super) fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models = cpu
        .lines()
        .filter_map(|line| line.strip_prefix("model name"));
    let name = models.clone().next().map_or("unknown processor", |m| {
        m.trim_start_matches([' ', '\t', ':'])
    });
    let date = Command::new("date").args(["-u", "+%F"]).output();
    let date = date.map_or(String::new(), |out| {
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    });
    format!("{name}, {} cores, {date}", models.count())
}
