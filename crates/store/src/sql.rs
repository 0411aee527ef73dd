//! Plain statements with `$1, $2 …` placeholders, which both databases take.

use std::fmt::Write as _;

use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};

use crate::places::in_turn;
use crate::{Error, count};

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
/// Very many rows go into statements of a few sizes, which are prepared once and used again.
pub async fn insert(
    db: &impl ConnectionTrait,
    table: &str,
    columns: &[&str],
    mut rows: Vec<Values>,
) -> Result<(), Error> {
    while !rows.is_empty() {
        let rest = rows.split_off(together(rows.len(), columns.len()));
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES {}",
            columns.join(", "),
            values_list(rows.len(), columns.len(), 1)
        );
        execute(db, &sql, rows.into_iter().flatten().collect()).await?;
        rows = rest;
    }
    Ok(())
}

/// How many of so many rows go into the next statement. What a person does fits into one; beyond
/// that a power of two, so that a large import prepares a few texts and not hundreds.
fn together(rows: usize, columns: usize) -> usize {
    const VALUES: usize = 4_096;
    if rows * columns <= VALUES / 2 {
        return rows;
    }
    let most = rows.min(VALUES / columns.max(1)).max(1);
    1 << most.ilog2()
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
    count::note(sql);
    let statement = match db.get_database_backend() {
        DbBackend::Sqlite => {
            let (sql, values) = in_turn(sql, &values);
            Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
        }
        backend => Statement::from_sql_and_values(backend, sql, values),
    };
    count::record(|| count::Sent::Statement(statement.clone()));
    statement
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

    #[test]
    fn a_large_cart_is_one_statement_and_a_large_import_few_texts() {
        assert_eq!(together(100, 17), 100);
        let mut left = 100_003;
        let mut sizes = std::collections::BTreeSet::new();
        while left > 0 {
            let next = together(left, 17);
            assert!(next * 17 <= 4_096, "{next}");
            sizes.insert(next);
            left -= next;
        }
        assert_eq!(sizes.len(), 2, "{sizes:?}");
    }
}
