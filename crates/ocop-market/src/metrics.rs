use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use web::door::{self, Patience};

/// How often what was timed is summed up: until then each request is a number in memory, whether
/// anybody reads the metrics or not.
const SUMMED_UP: Duration = Duration::from_secs(5);

/// Serves `/metrics` on a listener of its own until told to stop; nothing where no address is set.
pub(crate) async fn serve(listen: &str, stop: CancellationToken) -> Result<()> {
    if listen.is_empty() {
        stop.cancelled().await;
        return Ok(());
    }
    let recorder = PrometheusBuilder::new()
        .install_recorder()
        .context("metrics cannot be recorded")?;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("metrics.listen: {listen}"))?;
    let shown = recorder.clone();
    let router = Router::new().route("/metrics", get(move || std::future::ready(shown.render())));
    let sum_up = async {
        loop {
            tokio::time::sleep(SUMMED_UP).await;
            recorder.run_upkeep();
        }
    };
    tokio::select! {
        _all_ended = door::serve(listener, router, Patience::default(), stop) => {}
        () = sum_up => {}
    }
    Ok(())
}
