use std::collections::BTreeMap;

use sea_orm::DbBackend;

use crate::App;

impl App {
    /// How many rows each table holds: what wrote nothing leaves them as they were.
    pub async fn rows(&self) -> BTreeMap<String, i64> {
        let db = self.node().db.read();
        let tables = if db.get_database_backend() == DbBackend::Sqlite {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        } else {
            "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = current_schema()"
        };
        let mut rows = BTreeMap::new();
        for table in store::rows(db, tables, vec![]).await.unwrap() {
            let table: String = table.try_get("", "name").unwrap();
            let sql = format!("SELECT COUNT(*) AS n FROM {table}");
            rows.insert(table, self.number(&sql, vec![]).await);
        }
        rows
    }
}
