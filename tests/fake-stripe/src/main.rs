//! `cargo run -p fake-stripe`: the stand-in on a port of loopback.

#![allow(
    clippy::print_stdout,
    reason = "the address is what its caller waits for"
)]

use clap::Parser;
use fake_stripe::{Fake, Settings};

/// A stand-in for Stripe, in memory.
#[derive(Parser)]
struct Cli {
    /// Where it listens.
    #[arg(long, default_value = "127.0.0.1:12111")]
    listen: String,
    /// Where events are sent, if anywhere.
    #[arg(long)]
    webhook: Option<String>,
    /// What they are signed with.
    #[arg(long, default_value = "whsec_fake")]
    webhook_secret: String,
    /// The instant at which its clock begins, such as `2026-12-31T23:59:00+07:00`.
    #[arg(long)]
    now: Option<jiff::Timestamp>,
    /// What a charge costs, in thousandths.
    #[arg(long, default_value_t = 0)]
    fee_permille: i64,
    /// How many days a charge is pending before it can be transferred on its own.
    #[arg(long, default_value_t = 0)]
    pending_days: i64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let system = || kernel::Clock::System.now().0 / 1000;
    let ahead = cli.now.map_or(0, |now| now.as_second() - system());
    let settings = Settings {
        webhook: cli.webhook.map(|url| (url, cli.webhook_secret)),
        clock: std::sync::Arc::new(move || system() + ahead),
        fee_permille: cli.fee_permille,
        pending_seconds: cli.pending_days * 86_400,
        ..Settings::default()
    };
    let listener = tokio::net::TcpListener::bind(&cli.listen).await?;
    let fake = Fake::start(listener, settings);
    println!("fake-stripe listens on {}", fake.url());
    tokio::signal::ctrl_c().await?;
    Ok(())
}
