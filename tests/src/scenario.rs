use std::sync::LazyLock;

use sea_orm::{ConnectionTrait, Database};
use tokio::sync::OnceCell;

use crate::{App, SmtpSink};

/// Where a story runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetUp {
    /// A SQLite file of its own.
    Sqlite,
    /// A database of its own on a PostgreSQL server, with Redis.
    Postgres {
        /// The server, without a database's name.
        server: String,
        /// Redis.
        redis: Option<String>,
    },
}

/// Tells a story on every set-up that is there.
pub fn scenario<Story, Told>(story: Story)
where
    Story: Fn(App) -> Told,
    Told: Future<Output = ()>,
{
    scenario_on(&SetUp::Sqlite, &story);
    if let Some(postgres) = postgres_set_up() {
        scenario_on(&postgres, &story);
    } else {
        eprintln!("OCOP_TEST_POSTGRES is not set: told on SQLite only");
    }
}

/// Tells a story of a market whose settings are not the usual ones, on every set-up.
pub fn scenario_with<Change, Story, Told>(change: Change, story: Story)
where
    Change: Fn(&mut market::Settings),
    Story: Fn(App) -> Told,
    Told: Future<Output = ()>,
{
    for set_up in std::iter::once(SetUp::Sqlite).chain(postgres_set_up()) {
        eprintln!("told on {set_up:?}");
        runtime().block_on(async {
            let app = App::start_with(&set_up, &change).await;
            story(app.clone()).await;
            app.finish().await;
            if let SetUp::Postgres { server, .. } = &set_up {
                drop_database(server, app.database()).await;
            }
        });
    }
}

/// Tells a story on every set-up, with a mail server that the story commands.
pub fn scenario_with_mail<Story, Told>(story: Story)
where
    Story: Fn(App, SmtpSink) -> Told,
    Told: Future<Output = ()>,
{
    for set_up in std::iter::once(SetUp::Sqlite).chain(postgres_set_up()) {
        runtime().block_on(async {
            let sink = SmtpSink::start().await;
            let app = App::start_with(&set_up, |settings| {
                settings.notices.smtp_url = Some(sink.url());
            });
            let app = app.await;
            story(app.clone(), sink).await;
            app.finish().await;
        });
    }
}

/// Tells a story on one set-up.
pub fn scenario_on<Story, Told>(set_up: &SetUp, story: &Story)
where
    Story: Fn(App) -> Told,
    Told: Future<Output = ()>,
{
    // Shown only where the story fails.
    eprintln!("told on {set_up:?}");
    runtime().block_on(async {
        let app = App::start(set_up).await;
        story(app.clone()).await;
        app.finish().await;
        if let SetUp::Postgres { server, .. } = set_up {
            drop_database(server, app.database()).await;
        }
    });
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// The PostgreSQL set-up, where the environment names one.
pub fn postgres_set_up() -> Option<SetUp> {
    static SERVERS: LazyLock<(Option<String>, Option<String>)> =
        LazyLock::new(|| (env("OCOP_TEST_POSTGRES"), env("OCOP_TEST_REDIS")));
    let (server, redis) = &*SERVERS;
    server.clone().map(|server| SetUp::Postgres {
        server,
        redis: redis.clone(),
    })
}

/// A fresh database on a server, copied from one that has the schema.
pub(crate) async fn fresh_database(server: &str) -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let server = server.trim_end_matches('/');
    let admin = Database::connect(format!("{server}/postgres"))
        .await
        .expect("PostgreSQL answers");
    let template = TEMPLATE
        .get_or_init(|| async {
            let name = unique("template");
            admin
                .execute_unprepared(&format!("CREATE DATABASE {name}"))
                .await
                .unwrap();
            let db = store::Db::connect(&store::Settings::new(format!("{server}/{name}")))
                .await
                .unwrap();
            store::migrate(&db).await.unwrap();
            db.close().await;
            name
        })
        .await;
    let name = unique("story");
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
        .await
        .unwrap();
    admin.close().await.unwrap();
    format!("{server}/{name}")
}

/// Takes a story's database away, so that a run leaves no pile of them.
pub(crate) async fn drop_database(server: &str, url: &str) {
    let name = url.rsplit('/').next().unwrap();
    let admin = Database::connect(format!("{}/postgres", server.trim_end_matches('/')))
        .await
        .expect("PostgreSQL answers");
    let drop = format!("DROP DATABASE {name} WITH (FORCE)");
    admin.execute_unprepared(&drop).await.unwrap();
    admin.close().await.unwrap();
}

fn unique(kind: &str) -> String {
    format!(
        "ocop_{kind}_{}",
        kernel::text::hex(&kernel::random::bytes::<6>())
    )
}

#[allow(
    clippy::disallowed_methods,
    reason = "the test command names its servers in the environment"
)]
pub(crate) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
