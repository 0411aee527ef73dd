//! However many deadlines are open, those that are due are found by an index of what is open.

use scenarios::{App, let_pass, scenario, write_waiting_orders};
use sea_orm::DbBackend;
use store::watched;

/// How the database goes about a statement that was sent.
async fn plan(app: &App, sql: &str) -> String {
    let db = app.node().db.read();
    let sql = sql
        .replace("$1", &app.now().0.to_string())
        .replace("$2", "100");
    let (explain, column) = match db.get_database_backend() {
        DbBackend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
        _ => ("EXPLAIN", "QUERY PLAN"),
    };
    let rows = store::rows(db, &format!("{explain} {sql}"), vec![])
        .await
        .unwrap();
    let lines = rows
        .iter()
        .map(|row| row.try_get::<String>("", column).unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

/// The one statement that was sent goes by an index and reads no table from end to end.
async fn goes_by(app: &App, sent: &[String], index: &str) {
    let [sql] = sent else {
        panic!("{sent:?}");
    };
    let plan = plan(app, sql).await;
    assert!(plan.contains(index), "{plan}");
    assert!(
        !plan.contains("Seq Scan") && !plan.contains("SCAN "),
        "{plan}"
    );
}

#[test]
fn what_is_due_is_found_by_the_index_of_what_is_open_and_oldest_first() {
    scenario(|app| async move {
        let db = app.node().db.clone();
        write_waiting_orders(&db, 20_000, app.now()).await;
        let (now, read) = (app.now(), db.read());
        let (due, sent) = watched(orders::due(read, 100, now)).await;
        assert_eq!(due.unwrap(), []);
        goes_by(&app, &sent, "orders_deadline").await;

        let_pass(&db, 150, now).await;
        let (due, sent) = watched(orders::due(read, 100, now)).await;
        assert_eq!(due.unwrap().len(), 100);
        goes_by(&app, &sent, "orders_deadline").await;
        assert_eq!(orders::due(read, 1_000, now).await.unwrap().len(), 150);
        let (reminders, sent) = watched(orders::due_reminders(read, 1_000, now)).await;
        assert_eq!(reminders.unwrap().len(), 150);
        goes_by(&app, &sent, "orders_reminder").await;

        if read.get_database_backend() == DbBackend::Sqlite {
            // A table of nothing is read from end to end by PostgreSQL, and rightly so.
            let (_, sent) = watched(orders::due_cases(read, 100, now)).await;
            goes_by(&app, &sent, "cases_deadline").await;
            let (_, sent) = watched(payments::due_refunds(read, 100, now)).await;
            goes_by(&app, &sent, "refunds_deadline").await;
            let (_, sent) = watched(catalog::reviews::escalate_overdue(&db, now)).await;
            goes_by(&app, &sent, "reviews_waiting").await;
            // Whoever has ordered much pays for it with no time of theirs.
            let buyer = kernel::Phone::parse("0912345678").unwrap();
            let phones = [&buyer, &buyer];
            let (_, sent) =
                watched(orders::refuses_cash(read, phones, &app.node().secret, now)).await;
            goes_by(&app, &sent, "orders_undelivered_recipient").await;
            goes_by(&app, &sent, "orders_undelivered_checkout").await;
        }
        // They were no real orders, and the story's books are looked through.
        let gone = store::write(&db).await.unwrap();
        for sql in ["DELETE FROM orders", "DELETE FROM checkouts"] {
            store::execute(&gone, sql, vec![]).await.unwrap();
        }
        gone.commit().await.unwrap();
    });
}
