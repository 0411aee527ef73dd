//! A running node: the listener, the worker, and their orderly end.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use kernel::Clock;
use market::App;
use store::Db;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use web::door::{self, Patience};

use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::{folder, secret};

/// Opens what a node works with.
pub(crate) async fn open(settings: &Settings, clock: Clock) -> Result<App> {
    let data = &settings.data.dir;
    folder::make(data).with_context(|| format!("data.dir: {} cannot be made", data.display()))?;
    let secret = secret::open(&settings.secret.key, data)?;
    let app = market::Settings {
        database: settings.store(),
        data: data.clone(),
        public_url: settings.public_url(),
        secret,
        accounts: settings.accounts.clone(),
        notices: settings.notices(),
        pictures: settings.pictures(),
        cards: settings.cards()?,
        redis: settings.redis(),
        transfers: settings.transfers(),
        look_again: market::LOOK_AGAIN,
    };
    App::open(app, clock)
        .await
        .context("the node cannot be opened")
}

/// The database alone, with its schema up to date: for commands that may run beside a node.
pub(crate) async fn database(settings: &Settings) -> Result<Db> {
    folder::make(&settings.data.dir)?;
    let db = Db::connect(&settings.store())
        .await
        .context("the database cannot be opened")?;
    store::migrate(&db).await?;
    Ok(db)
}

/// The database of a market that is there already: a mistyped path is told, not made into a market.
pub(crate) async fn existing(settings: &Settings) -> Result<Db> {
    if let Some(file) = sqlite_file(settings)
        && !file.exists()
    {
        bail!(
            "there is no market in {}: see --data and database.url; `serve` makes one",
            file.display()
        );
    }
    database(settings).await
}

/// The file of an embedded database.
pub(crate) fn sqlite_file(settings: &Settings) -> Option<PathBuf> {
    let url = settings.store().url;
    let file = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    Some(PathBuf::from(file.split('?').next().unwrap_or_default()))
}

/// Serves until the program is told to stop, then drains and finishes what was begun.
pub(crate) async fn serve(
    app: App,
    settings: &Settings,
    started: impl FnOnce(SocketAddr),
) -> Result<()> {
    let metrics = Metrics::open(&settings.metrics.listen).await?;
    let listener = TcpListener::bind(settings.http.listen)
        .await
        .with_context(|| {
            format!(
                "http.listen: {} cannot be listened on",
                settings.http.listen
            )
        })?;
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let answers = web::answers::Answers::within(settings.http.kept_mb);
    let state = web::State::open(app.clone(), settings.limits.clone(), answers);
    let pages = storefront::routes(&state).with_state(state.clone());
    let router = web::wrap(api::routes(state.clone()).merge(pages));
    started(address);
    let worker = market::work::run(app.clone(), stop.clone());
    let follower = market::follow(app.clone(), stop.clone());
    let ears = market::listen(app.clone(), stop.clone());
    let door = async {
        if !door::serve(listener, router, Patience::default(), stop.clone()).await {
            tracing::warn!("not every request ended in time");
        }
    };
    let metrics = async {
        if let Some(metrics) = metrics {
            metrics.serve(stop.clone()).await;
        }
    };
    // The worker ends what it has begun once the door is told to close.
    let leaving = Duration::from_secs(settings.http.leaving_s);
    let told = told_to_stop(&state, leaving, stop.clone());
    tokio::join!(told, door, worker, follower, ears, metrics);
    app.db.close().await;
    Ok(())
}

/// Waits for SIGTERM or SIGINT, is no longer ready, and tells everything that runs once a proxy had
/// time to see that, or at once when told a second time.
async fn told_to_stop(state: &web::State, leaving: Duration, stop: CancellationToken) {
    wait_for_signal().await;
    tracing::info!("stopping");
    state.drain();
    tokio::select! {
        () = tokio::time::sleep(leaving) => {}
        () = wait_for_signal() => {}
    }
    stop.cancel();
}

/// Waits for SIGTERM or SIGINT.
pub(crate) async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Whether a folder holds a market already.
pub(crate) fn holds_market(data: &Path) -> bool {
    data.join("ocop.db").is_file()
}
