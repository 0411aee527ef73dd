use std::process::ExitCode;

use anyhow::Result;
use kernel::Clock;
use tokio_util::sync::CancellationToken;

use crate::node;
use crate::settings::Settings;

/// `worker`: jobs and deadlines without a public door, beside nodes that serve.
pub(crate) async fn run(settings: &Settings) -> Result<ExitCode> {
    let app = node::open(settings, Clock::System).await?;
    let stop = CancellationToken::new();
    let told = async {
        node::wait_for_signal().await;
        stop.cancel();
    };
    tracing::info!("working");
    tokio::join!(
        market::work::run(app.clone(), stop.clone()),
        market::listen(app.clone(), stop.clone()),
        told,
    );
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}
