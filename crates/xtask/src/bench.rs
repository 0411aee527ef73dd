//! `cargo xtask bench`: how fast, how much work and how much memory, beside what the machine allows.

mod background;
mod buying;
mod http;
mod programs;
mod reading;
mod server;
mod table;
mod wrk;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use crate::servers::Postgres;
use crate::shell::{say, tell};

use programs::Programs;
use server::Server;

/// `bench`
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Products beside the sample's.
    #[arg(long, default_value_t = 20_000)]
    products: u32,
    /// How long each figure is measured.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// The profile that everything is built with.
    #[arg(long, default_value = "dist")]
    profile: String,
}

/// One run of the bench: its programs and its folder.
struct Bench {
    programs: Programs,
    folder: tempfile::TempDir,
    seconds: u64,
    products: u32,
}

/// A market to be measured: where its truth lies, and where its files.
struct Market {
    name: &'static str,
    url: String,
    data: PathBuf,
}

/// Measures everything and prints the tables.
pub(crate) fn run(options: &Options) -> Result<()> {
    let bench = Bench {
        programs: Programs::build(&options.profile)?,
        folder: tempfile::tempdir()?,
        seconds: options.seconds,
        products: options.products,
    };
    tell(&format!("{}\n", programs::machine()));
    let sqlite = bench.market("SQLite", |data| {
        format!("sqlite://{}/ocop.db", data.display())
    })?;
    // The first start builds the index, which a market's later starts find.
    drop(bench.start(&sqlite, &[])?);
    let server = bench.start(&sqlite, &[])?;
    let ready = server.ready_after;
    std::thread::sleep(Duration::from_secs(3));
    let idle = server.resident_mb()?;
    // A second node of the same market, with an index of its own.
    let beside = bench.folder.path().join("forgetful");
    let nothing_kept = [
        ("OCOP__HTTP__KEPT_MB", "0".to_owned()),
        ("OCOP__DATA__DIR", beside.display().to_string()),
    ];
    let forgetful = bench.start(&sqlite, &nothing_kept)?;
    tell(&bench.reading(&server, &forgetful)?);
    drop(forgetful);
    let mut bought = table::Buying::default();
    bench.buying(&server, &sqlite, &mut bought)?;
    tell(&figures(&bench, ready, idle, &server)?);
    drop(server);
    let cluster = Postgres::start()?;
    let postgres = bench.market("PostgreSQL", |_| format!("{}/ocop", cluster.url))?;
    let server = bench.start(&postgres, &[])?;
    bench.buying(&server, &postgres, &mut bought)?;
    tell(&bought.shown());
    drop(server);
    tell(&bench.background()?);
    Ok(())
}

fn figures(bench: &Bench, ready: Duration, idle: f64, server: &Server) -> Result<String> {
    Ok(format!(
        "| figure | |\n|---|---|\n| start to first 200, {} products | {} ms |\n\
         | resident, idle | {idle:.0} MB |\n| resident, most under all of this load | {:.0} MB |\n\
         | binary | {:.1} MB |\n",
        bench.products,
        ready.as_millis(),
        server.peak_mb()?,
        bench.programs.size_mb()?
    ))
}

impl Bench {
    /// Fills a market.
    fn market(&self, name: &'static str, url: impl Fn(&Path) -> String) -> Result<Market> {
        let data = self.folder.path().join(name);
        std::fs::create_dir_all(&data)?;
        let url = url(&data);
        say(&format!("== {name}: {} products", self.products));
        self.programs.fill(&url, self.products)?;
        Ok(Market { name, url, data })
    }

    fn start(&self, market: &Market, more: &[(&str, String)]) -> Result<Server> {
        let mut settings = vec![
            ("OCOP__DATABASE__URL", market.url.clone()),
            ("OCOP__DATA__DIR", market.data.display().to_string()),
            (
                "OCOP__MAIL__FOLDER",
                market.data.join("mail").display().to_string(),
            ),
            ("OCOP__LIMITS__ENABLED", "false".to_owned()),
        ];
        settings.extend_from_slice(more);
        Server::market(&self.programs.market, &settings)
    }

    /// A script, or a file that a script reads.
    fn file(&self, name: &str, text: &str) -> Result<PathBuf> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text)?;
        Ok(path)
    }
}
