use std::fmt::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::Clock;

use crate::cli::Demo;
use crate::settings::Settings;
use crate::{node, out};

/// `demo`
pub(crate) async fn run(mut settings: Settings, demo: Demo) -> Result<ExitCode> {
    let data = demo.data.clone();
    settings.http.listen = SocketAddr::from(([127, 0, 0, 1], demo.port));
    settings.http.public_url = format!("http://localhost:{}", demo.port);
    settings.database.url.clear();
    settings.redis.url.clear();
    settings.smtp.url.clear();
    settings.mail.folder = data.join("mail");
    settings.text.folder = data.join("text");
    settings.data.dir.clone_from(&data);
    settings.accounts.any_password = true;
    let clock = demo.now.map_or(Clock::System, Clock::starting_at);
    let fresh = !node::holds_market(&data);
    let app = node::open(&settings, clock).await?;
    if fresh {
        out::say(format_args!("A new sample market in {}", data.display()));
        fill(&app, demo.products).await?;
        // Who is told that it is open finds something there.
        app.listings.catch_up(&app.db, app.now()).await?;
    }
    node::serve(app, &settings, |address| {
        out::say(format_args!(
            "OCOP Market is open at http://localhost:{}\n\nSign-ins, password {}:\n{}",
            address.port(),
            sample::PASSWORD,
            sign_ins()
        ));
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}

/// The sample, and so many products beside it.
async fn fill(app: &market::App, products: Option<u64>) -> Result<()> {
    sample::fill(&app.db, Some(&app.media), app.now()).await?;
    let Some(products) = products.filter(|n| *n > 0) else {
        return Ok(());
    };
    let style =
        ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} products ({elapsed})")?;
    let bar = ProgressBar::new(products).with_style(style);
    let moved = |made| bar.set_position(u64::try_from(made).unwrap_or(u64::MAX));
    sample::generate(&app.db, usize::try_from(products)?, app.now(), moved).await?;
    bar.finish();
    Ok(())
}

fn sign_ins() -> String {
    sample::SIGN_INS
        .iter()
        .fold(String::new(), |mut lines, one| {
            // Writing into a String cannot fail.
            let _ = writeln!(lines, "  {:<22}{}", one.login, one.who);
            lines
        })
}
