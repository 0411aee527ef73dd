use std::process::ExitCode;

use anyhow::Result;
use store::Db;

use crate::settings::Settings;
use crate::{folder, out};

/// `migrate up`
pub(crate) async fn up(settings: &Settings) -> Result<ExitCode> {
    let ran = store::migrate(&connect(settings).await?).await?;
    for step in &ran {
        out::say(format_args!("ran {step}"));
    }
    if ran.is_empty() {
        out::say("the schema is up to date");
    }
    Ok(ExitCode::SUCCESS)
}

/// `migrate status`
pub(crate) async fn status(settings: &Settings) -> Result<ExitCode> {
    let missing = store::pending(&connect(settings).await?).await?;
    if missing.is_empty() {
        out::say("the schema is up to date");
        return Ok(ExitCode::SUCCESS);
    }
    for step in missing {
        out::say(format_args!("missing {step}"));
    }
    Ok(ExitCode::FAILURE)
}

async fn connect(settings: &Settings) -> Result<Db> {
    folder::make(&settings.data.dir)?;
    Ok(Db::connect(&settings.store()).await?)
}
