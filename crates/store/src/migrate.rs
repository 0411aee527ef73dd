use migrations::{Dialect, STEPS};
use sea_orm::ConnectionTrait;

use crate::{Db, Error, Tx, execute, rows, write};

/// Two nodes that start at once take turns: the number is this program's own.
const LOCK: i64 = 0x0C0B_0001;

/// Brings the schema up to date: all missing steps in one transaction. The names of those that ran.
pub async fn migrate(db: &Db) -> Result<Vec<&'static str>, Error> {
    let tx = write(db).await?;
    if db.dialect() == Dialect::Postgres {
        execute(&tx, "SELECT pg_advisory_xact_lock($1)", vec![LOCK.into()]).await?;
    }
    let missing = missing(&tx, db.dialect()).await?;
    for step in &missing {
        run(&tx, db.dialect(), step).await?;
    }
    tx.commit().await?;
    Ok(missing.into_iter().map(|step| step.name).collect())
}

/// The steps that have not run yet.
pub async fn pending(db: &Db) -> Result<Vec<&'static str>, Error> {
    let done = match rows(db.read(), "SELECT name FROM schema_steps", vec![]).await {
        Ok(done) => names(&done)?,
        // Before the first migration there is no table to ask.
        Err(Error::Other(_)) => vec![],
        Err(err) => return Err(err),
    };
    Ok(STEPS
        .iter()
        .map(|s| s.name)
        .filter(|name| !done.iter().any(|d| d == name))
        .collect())
}

async fn missing(tx: &Tx, dialect: Dialect) -> Result<Vec<&'static migrations::Step>, Error> {
    let key = if dialect == Dialect::Postgres {
        "TEXT COLLATE \"C\""
    } else {
        "TEXT"
    };
    let table = format!("CREATE TABLE IF NOT EXISTS schema_steps (name {key} PRIMARY KEY)");
    tx.execute_unprepared(&table).await?;
    let done = names(&rows(tx, "SELECT name FROM schema_steps", vec![]).await?)?;
    if let Some(newer) = done
        .iter()
        .find(|d| !STEPS.iter().any(|s| s.name == d.as_str()))
    {
        return Err(Error::Schema(format!(
            "the database is of a newer version of this program: it has the step {newer}"
        )));
    }
    Ok(STEPS
        .iter()
        .filter(|step| !done.iter().any(|d| d == step.name))
        .collect())
}

async fn run(tx: &Tx, dialect: Dialect, step: &migrations::Step) -> Result<(), Error> {
    tx.execute_unprepared(&step.sql(dialect)).await?;
    execute(
        tx,
        "INSERT INTO schema_steps (name) VALUES ($1)",
        vec![step.name.into()],
    )
    .await?;
    Ok(())
}

fn names(rows: &[crate::Row]) -> Result<Vec<String>, Error> {
    rows.iter()
        .map(|row| Ok(row.try_get("", "name")?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[tokio::test]
    async fn migrating_twice_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/m.db", dir.path().display());
        let db = Db::connect(&Settings::new(url)).await.unwrap();
        assert_eq!(pending(&db).await.unwrap().len(), STEPS.len());
        assert_eq!(migrate(&db).await.unwrap().len(), STEPS.len());
        assert!(migrate(&db).await.unwrap().is_empty());
        assert!(pending(&db).await.unwrap().is_empty());
    }
}
