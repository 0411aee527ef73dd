use std::io::Read;

use kernel::{Actor, Timestamp};
use serde_json::json;
use store::Db;

use super::read::read;
use super::report::Report;
use super::write::write;
use crate::Error;

/// Takes a registry's file. With `dry_run` nothing is kept, and the report says what would be.
pub async fn import(
    db: &Db,
    reader: impl Read,
    dry_run: bool,
    now: Timestamp,
) -> Result<Report, Error> {
    let (entries, rows, faults) = read(reader);
    let tx = store::write(db).await?;
    let written = write(&tx, &entries, now).await?;
    let report = Report {
        rows,
        faults,
        ..written
    };
    if dry_run || report.recorded == 0 {
        tx.rollback().await?;
        return Ok(report);
    }
    let detail = json!({"recorded": report.recorded, "decisions": report.decisions});
    let entry = audit::Entry {
        actor: Actor::SYSTEM,
        action: "catalog.import_registry",
        subject_kind: "registry",
        subject_id: "import".into(),
        detail,
    };
    audit::record(&tx, entry, now).await?;
    tx.commit().await?;
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, shop};

    const SAMPLE: &str = include_str!("../../../../data/registry.tsv");
    const HEADING: &str = "name\tproducer\tentity_type\tstars\tcurrent_province\tdecision_no\tissued\texpires\tissuer\n";

    #[tokio::test]
    async fn the_same_file_twice_changes_nothing() {
        let shop = shop(1, 1).await;
        let dry = import(&shop.db, SAMPLE.as_bytes(), true, NOW)
            .await
            .unwrap();
        let first = import(&shop.db, SAMPLE.as_bytes(), false, NOW)
            .await
            .unwrap();
        assert_eq!(dry, first);
        assert_eq!((first.rows, first.recorded, first.known), (42, 42, 0));
        assert_eq!((first.decisions, first.verifiable), (4, 18));
        assert_eq!(first.faults, []);
        let again = import(&shop.db, SAMPLE.as_bytes(), false, NOW)
            .await
            .unwrap();
        assert_eq!((again.recorded, again.known, again.decisions), (0, 42, 0));
        let count = "SELECT COUNT(*) AS n FROM certificates c JOIN public_codes p ON p.certificate_id = c.id";
        let row = store::first(shop.db.read(), count, vec![]).await.unwrap();
        assert_eq!(row.unwrap().try_get::<i64>("", "n").unwrap(), 42);
    }

    #[tokio::test]
    async fn a_bad_row_is_named_with_its_column_and_the_others_are_taken() {
        let shop = shop(1, 1).await;
        let file = format!(
            "{HEADING}\
             A\tHTX A\thop_tac_xa\t3\tHà Tĩnh\t1/QĐ\t2026-01-02\t2029-01-02\tUBND tỉnh Hà Tĩnh\n\
             B\tHTX B\thop_tac_xa\t2\tHà Tĩnh\t\t\t\t\n\
             C\tHTX C\tcong_ty\t3\tHà Tĩnh\t\t\t\t\n\
             D\tHTX D\t\t3?\tHà Tây\t\t\t\t\n\
             E\tHTX E\t\t4\tTỉnh Hà Tĩnh\t\t19/06/2026\t\t\n\
             \tHTX F\t\t\tHà Tĩnh\t\t\t\t\n\
             a\tHTX  A\thop_tac_xa\t3\tHà Tĩnh\t1/qđ\t2026-01-02\t\t\n\
             G\tHTX G\n"
        );
        let report = import(&shop.db, file.as_bytes(), false, NOW).await.unwrap();
        assert_eq!((report.rows, report.recorded, report.verifiable), (8, 1, 1));
        let said: Vec<(u64, &str)> = report.faults.iter().map(|f| (f.line, f.column)).collect();
        let wanted = [
            (3, "stars"),
            (4, "entity_type"),
            (5, "current_province"),
            (6, "issued"),
            (7, "name"),
            (8, "name"),
            (9, "row"),
        ];
        assert_eq!(said, wanted);
        assert!(report.faults[0].to_string().contains("leave it empty"));
    }

    #[tokio::test]
    async fn a_file_without_a_needed_column_says_which() {
        let shop = shop(1, 1).await;
        let report = import(&shop.db, "name\tproducer\n".as_bytes(), false, NOW);
        let report = report.await.unwrap();
        assert!(report.faults.iter().any(|f| f.column == "issuer"));
        assert_eq!(report.recorded, 0);
    }
}
