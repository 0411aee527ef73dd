use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use web::door::{self, Patience};

/// How often what was timed is summed up: until then each request is a number in memory, whether
/// anybody reads the metrics or not.
const SUMMED_UP: Duration = Duration::from_secs(5);

/// What is counted, and where it is read.
pub(crate) struct Metrics {
    recorder: PrometheusHandle,
    listener: TcpListener,
}

impl Metrics {
    /// Records from now on; nothing where no address is set. Whoever counts asks for its counters
    /// once, so this comes before the first request.
    pub(crate) async fn open(listen: &str) -> Result<Option<Self>> {
        if listen.is_empty() {
            return Ok(None);
        }
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("metrics.listen: {listen}"))?;
        let recorder = PrometheusBuilder::new()
            .install_recorder()
            .context("metrics cannot be recorded")?;
        Ok(Some(Self { recorder, listener }))
    }

    /// Serves `/metrics` on a listener of its own until told to stop.
    pub(crate) async fn serve(self, stop: CancellationToken) {
        let shown = self.recorder.clone();
        let router =
            Router::new().route("/metrics", get(move || std::future::ready(shown.render())));
        let sum_up = async {
            loop {
                tokio::time::sleep(SUMMED_UP).await;
                self.recorder.run_upkeep();
            }
        };
        tokio::select! {
            _all_ended = door::serve(self.listener, router, Patience::default(), stop) => {}
            () = sum_up => {}
        }
    }
}
