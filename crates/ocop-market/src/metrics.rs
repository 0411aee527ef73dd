use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use web::door::{self, Patience};

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
    door::serve(listener, router, Patience::default(), stop).await;
    Ok(())
}
