use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

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
    let router = Router::new().route(
        "/metrics",
        get(move || std::future::ready(recorder.render())),
    );
    axum::serve(listener, router)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await?;
    Ok(())
}
