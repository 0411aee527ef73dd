use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kernel::Timestamp;

use crate::settings::Settings;
use crate::{command, log, out};

/// A marketplace on which OCOP producers sell straight to buyers.
#[derive(Parser)]
#[command(name = "ocop-market", version)]
struct Cli {
    /// A file of settings; what it does not name keeps its default.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// A sample market on loopback, with the worker.
    Demo(Demo),
    /// The market that the settings describe, with the worker.
    Serve,
    /// The schema.
    #[command(subcommand)]
    Migrate(Migrate),
    /// Administrators.
    #[command(subcommand)]
    Admin(Admin),
    /// Jobs and deadlines without a public door, beside nodes that serve.
    Worker,
    /// Brings data in.
    #[command(subcommand)]
    Import(Import),
    /// Copies the market into an empty folder.
    Backup {
        /// The folder.
        dir: PathBuf,
    },
    /// Brings a market back from a backup, where there is none.
    Restore {
        /// The backup's folder.
        dir: PathBuf,
    },
    /// Looks at what the market needs, and says what to do.
    Doctor {
        /// Minds more: what a market may lack on a desk, it may not lack in public.
        #[arg(long)]
        go_live: bool,
    },
    /// The books.
    #[command(subcommand)]
    Ledger(Ledger),
    /// Prints the OpenAPI document.
    Openapi,
}

/// `import`
#[derive(Subcommand)]
pub(crate) enum Import {
    /// A province's registry of certificates: XLSX, CSV or tab-separated, headings in Vietnamese or
    /// English in any order. Begun again, it takes what is missing.
    Registry {
        /// The file.
        file: PathBuf,
        /// Where the rows that could not be taken are written (FILE.errors.csv).
        #[arg(long, value_name = "FILE")]
        errors: Option<PathBuf>,
        /// Says what would be written, and writes nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// The statement of the market's own bank account: CSV, headings in Vietnamese or English. Each
    /// line is taken once; begun again, it takes what is missing.
    BankStatement {
        /// The file.
        file: PathBuf,
    },
}

/// `ledger`
#[derive(Subcommand)]
pub(crate) enum Ledger {
    /// Audits stock, orders, histories and payments; ends with 1 and the first fault.
    Verify {
        /// The folder of a market on SQLite, such as a demo's.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
}

/// `demo`
#[derive(clap::Args)]
pub(crate) struct Demo {
    /// The port on loopback.
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// The market's folder; made where it holds none yet.
    #[arg(long, default_value = "./var/demo", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// So many products beside the sample.
    #[arg(long, value_name = "N")]
    pub(crate) products: Option<u64>,
    /// What the clock shows at the start (2026-11-23T09:00:00+07:00); it runs on from there.
    #[arg(long, value_name = "TIME")]
    pub(crate) now: Option<Timestamp>,
}

/// `migrate`
#[derive(Subcommand)]
pub(crate) enum Migrate {
    /// Runs the steps that are missing.
    Up,
    /// Says which are missing; ends with 1 where any is.
    Status,
}

/// `admin`
#[derive(Subcommand)]
pub(crate) enum Admin {
    /// Makes an administrator.
    Create {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// Reads the password from standard input; else one is made and printed.
        #[arg(long)]
        password_stdin: bool,
    },
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // Two TLS providers cannot both be the default; ours is chosen before anything asks.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match start(cli) {
        Ok(code) => code,
        Err(err) => {
            out::complain(format_args!("ocop-market: {err:#}"));
            ExitCode::FAILURE
        }
    }
}

fn start(cli: Cli) -> anyhow::Result<ExitCode> {
    let settings = Settings::read(cli.config.as_deref(), std::env::vars())?;
    if let Command::Openapi = cli.command {
        out::say(api::document().to_pretty_json()?);
        return Ok(ExitCode::SUCCESS);
    }
    log::start(&settings.log)?;
    #[cfg(debug_assertions)]
    crate::dies::read();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(Box::pin(run_command(cli.command, settings)))
}

async fn run_command(command: Command, mut settings: Settings) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(demo) => command::demo::run(settings, demo).await,
        Command::Serve => command::serve::run(&settings).await,
        Command::Worker => command::worker::run(&settings).await,
        Command::Migrate(Migrate::Up) => command::migrate::up(&settings).await,
        Command::Migrate(Migrate::Status) => command::migrate::status(&settings).await,
        Command::Admin(Admin::Create {
            email,
            password_stdin,
        }) => command::admin::create(&settings, &email, password_stdin).await,
        Command::Import(Import::Registry {
            file,
            errors,
            dry_run,
        }) => command::import::registry(&settings, &file, errors, dry_run).await,
        Command::Import(Import::BankStatement { file }) => {
            command::import::bank_statement(&settings, &file).await
        }
        Command::Backup { dir } => command::backup::backup(&settings, &dir).await,
        Command::Restore { dir } => command::backup::restore(&settings, &dir),
        Command::Doctor { go_live } => command::doctor::run(&settings, go_live).await,
        Command::Ledger(Ledger::Verify { data }) => {
            if let Some(data) = data {
                settings.data.dir = data;
                settings.database.url.clear();
            }
            command::ledger::verify(&settings).await
        }
        Command::Openapi => Ok(ExitCode::SUCCESS),
    }
}
