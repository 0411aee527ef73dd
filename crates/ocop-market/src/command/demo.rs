use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Result;
use kernel::Clock;

use crate::cli::Demo;
use crate::settings::Settings;
use crate::{node, out};

/// The sign-ins of the sample market; `demo` listens on loopback only.
const SIGN_INS: &str = "\
  admin@demo.test       administrator
  producer@demo.test    owner of Thu Hùng
  packer@demo.test      packer of Thu Hùng
  buyer@demo.test       buyer
  commune@demo.test     official of Xã Thiên Cầm
  province@demo.test    official of Hà Tĩnh
  agent@demo.test       acts for a household under a mandate
  0912000001            a household without e-mail";

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
    }
    node::serve(app, &settings, |address| {
        out::say(format_args!(
            "OCOP Market is open at http://localhost:{}\n\nSign-ins, password demo-ocop-2026:\n{SIGN_INS}",
            address.port()
        ));
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}
