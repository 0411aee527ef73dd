use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use catalog::registry::RowFault;
use kernel::{Actor, Clock};
use payments::bank::BadStatement;

use crate::settings::Settings;
use crate::{node, out};

/// `import registry`
pub(crate) async fn registry(
    settings: &Settings,
    file: &Path,
    errors: Option<PathBuf>,
    dry_run: bool,
) -> Result<ExitCode> {
    let source = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    // Who only tries makes no market of a mistyped folder.
    let db = if dry_run {
        node::existing(settings).await?
    } else {
        node::database(settings).await?
    };
    let now = Clock::System.now();
    let report = catalog::registry::import(&db, source, dry_run, now).await?;
    db.close().await;
    let errors = errors.unwrap_or_else(|| beside(file));
    tell(&report.faults, &errors)?;
    out::say(format_args!(
        "{} rows: {} certificates and {} decisions are new, {} were known, {} rows could not be taken",
        report.rows,
        report.recorded,
        report.decisions,
        report.known,
        report.faults.len()
    ));
    if dry_run {
        out::say("nothing was written (--dry-run)");
    }
    Ok(if report.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// `import bank-statement`
pub(crate) async fn bank_statement(settings: &Settings, file: &Path) -> Result<ExitCode> {
    let bytes =
        std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let db = node::existing(settings).await?;
    let (transfers, now) = (settings.transfers(), Clock::System.now());
    let taken = market::take_statement((&db, &transfers), &bytes, Actor::SYSTEM, now).await;
    db.close().await;
    let taken = match taken {
        Ok(taken) => taken,
        Err(market::Error::Payments(payments::Error::Statement(BadStatement::Rows(faults)))) => {
            for fault in &faults {
                let (line, column) = (fault.line, fault.column);
                out::complain(format_args!("row {line}: the {column} cannot be read"));
            }
            out::complain("nothing was written");
            return Ok(ExitCode::FAILURE);
        }
        Err(err) => return Err(err.into()),
    };
    for number in &taken.differ {
        out::complain(format_args!("{number} was told before with another amount"));
    }
    out::say(format_args!(
        "{} lines went to payments, {} wait for a person, {} went out, {} were known",
        taken.matched, taken.waiting, taken.noted, taken.known
    ));
    Ok(if taken.differ.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// `registry.xlsx` has its errors in `registry.xlsx.errors.csv`.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".errors.csv");
    name.into()
}

/// The first faults on the screen, and all in a file of their own, which is gone once there are
/// none.
fn tell(faults: &[RowFault], errors: &Path) -> Result<()> {
    const SHOWN: usize = 20;
    for fault in faults.iter().take(SHOWN) {
        out::complain(fault);
    }
    if faults.is_empty() {
        // Of an earlier run: what it tells is no longer true.
        let _ = std::fs::remove_file(errors);
        return Ok(());
    }
    let cannot = || format!("{} cannot be written", errors.display());
    let to = File::create(errors).with_context(cannot)?;
    catalog::registry::write_faults(to, faults).with_context(cannot)?;
    out::complain(format_args!(
        "all rows that could not be taken: {}",
        errors.display()
    ));
    Ok(())
}
