//! Plain statements with `$1, $2 …` placeholders, which both databases take.

use std::fmt::Write as _;

use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};

use crate::Error;

/// One row of an answer: `row.try_get::<i64>("", "column")`.
pub type Row = QueryResult;
/// The rows of an answer.
pub type Rows = Vec<QueryResult>;
/// The values of a statement, in the order of their numbers.
pub type Values = Vec<Value>;

/// All rows of a query.
pub async fn rows(db: &impl ConnectionTrait, sql: &str, values: Values) -> Result<Rows, Error> {
    Ok(db.query_all_raw(statement(db, sql, values)).await?)
}

/// The first row of a query.
pub async fn first(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Values,
) -> Result<Option<Row>, Error> {
    Ok(db.query_one_raw(statement(db, sql, values)).await?)
}

/// Runs a statement; how many rows it changed.
pub async fn execute(db: &impl ConnectionTrait, sql: &str, values: Values) -> Result<u64, Error> {
    Ok(db
        .execute_raw(statement(db, sql, values))
        .await?
        .rows_affected())
}

/// One multi-row INSERT: `insert(tx, "jobs", &["id", "kind"], rows)`. No rows: nothing is sent.
/// Rows beyond what one statement can carry go into further statements.
pub async fn insert(
    db: &impl ConnectionTrait,
    table: &str,
    columns: &[&str],
    rows: Vec<Values>,
) -> Result<(), Error> {
    // PostgreSQL and SQLite both take at least 32,000 values in a statement.
    let per_statement = (32_000 / columns.len().max(1)).max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<Values> = rows.by_ref().take(per_statement).collect();
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES {}",
            columns.join(", "),
            values_list(chunk.len(), columns.len(), 1)
        );
        execute(db, &sql, chunk.into_iter().flatten().collect()).await?;
    }
    Ok(())
}

/// `($1, $2), ($3, $4)`: so many rows of so many columns, numbered from `first`.
pub fn values_list(rows: usize, columns: usize, first: usize) -> String {
    let mut out = String::with_capacity(rows * columns * 5);
    for row in 0..rows {
        out.push_str(if row == 0 { "(" } else { ", (" });
        placeholders(&mut out, first + row * columns, columns);
        out.push(')');
    }
    out
}

/// `($3, $4, $5)`: so many placeholders for an IN, numbered from `first`. An empty list matches
/// nothing on both databases as `(NULL)`.
pub fn in_list(count: usize, first: usize) -> String {
    if count == 0 {
        "(NULL)".to_owned()
    } else {
        values_list(1, count, first)
    }
}

/// What a SELECT ends with that locks its rows until the transaction ends. SQLite's one writer
/// needs no such lock. NO KEY, because ids never change: a plain FOR UPDATE waits for everybody who
/// has merely written a row that points here, and they for each other.
pub fn for_update(db: &impl ConnectionTrait) -> &'static str {
    if db.get_database_backend() == DbBackend::Postgres {
        " FOR NO KEY UPDATE"
    } else {
        ""
    }
}

fn placeholders(out: &mut String, first: usize, count: usize) {
    for n in 0..count {
        let comma = if n == 0 { "" } else { ", " };
        // Writing into a String cannot fail.
        let _ = write!(out, "{comma}${}", first + n);
    }
}

fn statement(db: &impl ConnectionTrait, sql: &str, values: Values) -> Statement {
    crate::count::note();
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_on() {
        assert_eq!(values_list(2, 2, 1), "($1, $2), ($3, $4)");
        assert_eq!(in_list(3, 4), "($4, $5, $6)");
        assert_eq!(in_list(0, 4), "(NULL)");
    }
}
