use std::io::Read;
use std::process::ExitCode;

use accounts::{Email, Owner, Password};
use anyhow::{Context, Result};
use kernel::{Clock, text};

use crate::settings::Settings;
use crate::{node, out};

/// `admin create`
pub(crate) async fn create(settings: &Settings, email: &str, from_stdin: bool) -> Result<ExitCode> {
    let email = Email::parse(email).context("--email")?;
    let (password, made) = if from_stdin {
        (read()?, false)
    } else {
        (invent(), true)
    };
    let owner = Owner {
        admin: true,
        ..Owner::default()
    };
    let parsed = Password::parse(&password, owner, &accounts::Settings::default())
        .context("the password")?;
    let hash = accounts::hash_password(&parsed).await?;
    let db = node::database(settings).await?;
    let tx = store::write(&db).await?;
    let id = accounts::create_admin(&tx, &email, &hash, Clock::System.now()).await?;
    tx.commit().await?;
    db.close().await;
    out::say(format_args!("{id} is an administrator"));
    if made {
        out::say(format_args!("password: {password}"));
    }
    Ok(ExitCode::SUCCESS)
}

fn read() -> Result<String> {
    let mut password = String::new();
    std::io::stdin()
        .read_to_string(&mut password)
        .context("the password cannot be read")?;
    Ok(password.trim_end_matches(['\r', '\n']).to_owned())
}

fn invent() -> String {
    text::hex(&kernel::random::bytes::<12>())
}
