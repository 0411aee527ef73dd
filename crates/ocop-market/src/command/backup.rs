//! A market in a folder, and back again.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use store::ConnectionTrait;

use crate::settings::Settings;
use crate::{folder, node, out};

/// The names within a backup.
const SQLITE: &str = "ocop.db";
const POSTGRES: &str = "ocop.dump";
/// What lies in the data folder and is part of the market. The index is built anew, mail is sent.
const FILES: [&str; 4] = ["pictures", "withheld", "papers", "secret"];

/// `backup DIR`: the database as of one instant, pictures, papers and the secret.
pub(crate) async fn backup(settings: &Settings, to: &Path) -> Result<ExitCode> {
    must_be_empty(to)?;
    folder::make(to)?;
    if node::sqlite_file(settings).is_some() {
        let db = node::existing(settings).await?;
        let file = to.join(SQLITE).display().to_string().replace('\'', "''");
        db.read()
            .execute_unprepared(&format!("VACUUM INTO '{file}'"))
            .await
            .context("the database cannot be copied")?;
        db.close().await;
    } else {
        let file = to.join(POSTGRES);
        tool(
            "pg_dump",
            &["--format=custom", "--no-owner", "--file"],
            &file,
            &settings.store().url,
        )?;
    }
    for name in FILES {
        copy(&settings.data.dir.join(name), &to.join(name))?;
    }
    out::say(format_args!("the market is in {}", to.display()));
    Ok(ExitCode::SUCCESS)
}

/// `restore DIR`: into an empty data folder and, on PostgreSQL, an empty database.
pub(crate) fn restore(settings: &Settings, from: &Path) -> Result<ExitCode> {
    let data = &settings.data.dir;
    let own = node::sqlite_file(settings);
    let database = if own.is_some() { SQLITE } else { POSTGRES };
    must_hold(from, database)?;
    must_be_empty(data)?;
    folder::make(data)?;
    if let Some(file) = own {
        if file.exists() {
            let file = file.display();
            bail!("{file} exists: a market is restored only where there is none");
        }
        copy(&from.join(SQLITE), &file)?;
    } else {
        tool(
            "pg_restore",
            &["--no-owner", "--exit-on-error", "--single-transaction"],
            &from.join(POSTGRES),
            &settings.store().url,
        )?;
    }
    for name in FILES {
        copy(&from.join(name), &data.join(name))?;
    }
    out::say(format_args!(
        "the market of {} is restored; look at it with `ocop-market ledger verify`",
        from.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// A folder that is no backup, or one of a market on the other kind of database, is told before
/// anything is made.
fn must_hold(backup: &Path, name: &str) -> Result<()> {
    if !backup.join(name).is_file() {
        bail!(
            "{} holds no backup of this kind of market: there is no {name} in it",
            backup.display()
        );
    }
    Ok(())
}

fn must_be_empty(folder: &Path) -> Result<()> {
    let holds = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if holds {
        bail!("{} is not empty: name a folder that is", folder.display());
    }
    Ok(())
}

/// PostgreSQL's own tool with a file, on a database.
fn tool(name: &str, args: &[&str], file: &Path, url: &str) -> Result<()> {
    let (url, password) = apart(url);
    let mut command = Command::new(name);
    command
        .arg(format!("--dbname={url}"))
        .args(args)
        .arg(file)
        .envs(password.map(|password| ("PGPASSWORD", password)));
    let status = command
        .status()
        .with_context(|| format!("{name} is needed: install postgresql-client"))?;
    if !status.success() {
        bail!("{name} ended with {status}");
    }
    Ok(())
}

/// An address without its password, and the password: what stands on a command's line is read by
/// everybody on the machine.
fn apart(url: &str) -> (String, Option<String>) {
    let parts = || {
        let (scheme, rest) = url.split_once("://")?;
        let (authority, _) = rest.split_once(['/', '?']).unwrap_or((rest, ""));
        let (who, host) = authority.rsplit_once('@')?;
        let (user, password) = who.split_once(':')?;
        let rest = rest.strip_prefix(authority)?;
        Some((format!("{scheme}://{user}@{host}{rest}"), password))
    };
    match parts() {
        Some((url, password)) => {
            // In an address, unlike in a form, these two stand for themselves.
            let password = password.replace('+', "%2B").replace('&', "%26");
            let plain = format!("it={password}");
            let plain = form_urlencoded::parse(plain.as_bytes()).next();
            (url, plain.map(|(_, password)| password.into_owned()))
        }
        None => (url.to_owned(), None),
    }
}

/// Copies a file or a folder with all that is in it; what does not exist is nothing to copy.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        std::fs::create_dir_all(to)?;
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    } else if from.is_file() {
        std::fs::copy(from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_stands_on_no_commands_line() {
        for (url, without, password) in [
            (
                "postgres://ocop:a%40b+c&d%2F@db:5432/ocop?sslmode=require",
                "postgres://ocop@db:5432/ocop?sslmode=require",
                Some("a@b+c&d/"),
            ),
            ("postgres://ocop@db/ocop", "postgres://ocop@db/ocop", None),
            ("postgres://db/ocop", "postgres://db/ocop", None),
        ] {
            let (plain, told) = apart(url);
            assert_eq!((plain.as_str(), told.as_deref()), (without, password));
        }
    }
}
