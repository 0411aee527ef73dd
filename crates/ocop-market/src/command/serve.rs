use std::process::ExitCode;

use anyhow::Result;
use kernel::Clock;

use crate::node;
use crate::settings::Settings;

/// `serve`
pub(crate) async fn run(settings: &Settings) -> Result<ExitCode> {
    if settings.smtp.url.is_empty() && settings.mail.folder.as_os_str().is_empty() {
        tracing::warn!("there is no mailer: set smtp.url or mail.folder, or nobody gets mail");
    }
    let app = node::open(settings, Clock::System).await?;
    node::serve(
        app,
        settings,
        |address| tracing::info!(http.listen = %address, "serving"),
    )
    .await?;
    Ok(ExitCode::SUCCESS)
}
