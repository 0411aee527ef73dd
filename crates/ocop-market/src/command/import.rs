use std::fs::File;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use kernel::Clock;

use crate::settings::Settings;
use crate::{node, out};

/// `import registry`
pub(crate) async fn registry(settings: &Settings, file: &Path, dry_run: bool) -> Result<ExitCode> {
    let source = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let db = node::database(settings).await?;
    let now = Clock::System.now();
    let report = catalog::registry::import(&db, source, dry_run, now).await?;
    db.close().await;
    for fault in &report.faults {
        out::complain(fault);
    }
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
