use tracing_subscriber::EnvFilter;

use crate::settings::{Log, LogFormat};

/// Starts the log, on standard error.
pub(crate) fn start(settings: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.level).map_err(|err| {
        anyhow::anyhow!("log.level: {err}; expected error, warn, info, debug or a filter")
    })?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = match settings.format {
        LogFormat::Human => log.compact().try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|err| anyhow::anyhow!("the log cannot be started: {err}"))
}
