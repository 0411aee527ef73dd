use std::io::Read;

use kernel::{Actor, Timestamp};
use serde_json::json;
use store::Db;

use super::entry::Entry;
use super::read::read;
use super::report::Report;
use super::write::plan;
use crate::Error;

/// How many rows are written at once: whoever ends an import in its middle loses no more than
/// these, and nobody who sells waits for longer than they take.
const AT_ONCE: usize = 2_000;

/// Takes a registry's file: a workbook, or text between tabs, commas or semicolons. It is written
/// piece by piece: one that was stopped is simply begun again, and takes what is missing. With
/// `dry_run` nothing is kept, and the report says what would be.
pub async fn import(
    db: &Db,
    mut reader: impl Read,
    dry_run: bool,
    now: Timestamp,
) -> Result<Report, Error> {
    let mut bytes = vec![];
    reader.read_to_end(&mut bytes).map_err(Error::File)?;
    let reading = read(&bytes);
    let mut report = Report::default();
    if dry_run {
        report = plan(db.read(), &reading.entries, now).await?.report();
    } else {
        for piece in reading.entries.chunks(AT_ONCE) {
            report.add(&store::retry(|| write(db, piece, now)).await?);
        }
    }
    Ok(Report {
        rows: reading.rows,
        faults: reading.faults,
        ..report
    })
}

/// Writes what is not there yet of a piece of the file.
async fn write(db: &Db, piece: &[Entry], now: Timestamp) -> Result<Report, Error> {
    let tx = store::write(db).await?;
    let plan = plan(&tx, piece, now).await?;
    let report = plan.report();
    if report.recorded == 0 {
        tx.rollback().await?;
        return Ok(report);
    }
    plan.write(&tx, now).await?;
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
    use super::super::report::Why;
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
    async fn what_is_no_table_is_told_as_such() {
        let shop = shop(1, 1).await;
        for file in [&b"PK\x03\x04nonsense"[..], b"", b"T\xean\tCh\xfc th\xea"] {
            let report = import(&shop.db, file, false, NOW).await.unwrap();
            let [fault] = report.faults.as_slice() else {
                panic!("{:?}", report.faults);
            };
            assert_eq!((fault.why.clone(), fault.column), (Why::NotATable, "file"));
        }
    }

    #[tokio::test]
    async fn a_bad_row_is_named_with_its_column_and_the_others_are_taken() {
        let shop = shop(1, 1).await;
        let file = format!(
            "{HEADING}\
             A\tHTX A\thop_tac_xa\t3\tHà Tĩnh\t1/QĐ\t2026-01-02\t2029-01-02\tUBND tỉnh Hà Tĩnh\n\
             B\tHTX B\thop_tac_xa\t2\tHà Tĩnh\t\t\t\t\n\
             C\tHTX C\ttập đoàn\t3\tHà Tĩnh\t\t\t\t\n\
             D\tHTX D\t\t3?\tHà Tây Bắc\t\t\t\t\n\
             E\tHTX E\t\t4\tTỉnh Hà Tĩnh\t\t19/06/26\t\t\n\
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

    /// The rows of one file, as a workbook with a letterhead and as text, under a province's headings.
    const WORKBOOK: &[u8] = include_bytes!("../../../../tests/data/registry.xlsx");
    const TEXT: &str = "\u{feff}ten san pham;chu the;tinh;huyen;xa;ngay cap;so qd;hang\n\
        Nước mắm Thu Hùng;HTX Thu Hùng;Hà Tĩnh;Cẩm Xuyên;Cẩm Nhượng;19/6/2024;858/QĐ-UBND;★★★\n\
        \"Mắm \"\"ruốc\"\"; loại 1\";THT Hải Bắc;Quảng Nam;;;2024;;\n";

    #[tokio::test]
    async fn a_workbook_and_a_text_with_a_provinces_own_headings_are_one_registry() {
        let shop = shop(1, 1).await;
        let first = import(&shop.db, WORKBOOK, false, NOW).await.unwrap();
        assert_eq!((first.rows, first.recorded, first.verifiable), (3, 2, 1));
        let said: Vec<(u64, &str)> = first.faults.iter().map(|f| (f.line, f.column)).collect();
        assert_eq!(said, [(7, "stars")]);
        let second = import(&shop.db, TEXT.as_bytes(), false, NOW).await.unwrap();
        assert_eq!(second.faults, []);
        assert_eq!((second.rows, second.known, second.recorded), (2, 1, 1));

        let sql = "SELECT product_name, province_code, commune_code, entity_type, stars, score_milli, \
                   group_code, issued_on, expires_on FROM certificates ORDER BY id";
        let rows = store::rows(shop.db.read(), sql, vec![]).await.unwrap();
        let told = |at: usize, column: &str| {
            rows[at]
                .try_get::<Option<String>>("", column)
                .unwrap()
                .unwrap_or_default()
        };
        let of = |at| {
            [
                "province_code",
                "commune_code",
                "entity_type",
                "issued_on",
                "expires_on",
            ]
            .map(|c| told(at, c))
        };
        assert_eq!(
            of(0),
            ["42", "18676", "hop_tac_xa", "2024-06-19", "2027-06-19"]
        );
        assert_eq!(rows[0].try_get::<i64>("", "score_milli").unwrap(), 71_500);
        assert_eq!(of(1), ["42", "18676", "ho_gia_dinh", "2024-06", "2027"]);
        assert_eq!(told(2, "product_name"), "Mắm \"ruốc\"; loại 1");
        assert_eq!(of(2), ["48", "", "", "2024", ""]);
    }

    #[tokio::test]
    async fn a_file_without_a_needed_column_says_which() {
        let shop = shop(1, 1).await;
        let report = import(&shop.db, "name\tissuer\n".as_bytes(), false, NOW);
        let report = report.await.unwrap();
        assert!(report.faults.iter().any(|f| f.column == "producer"));
        assert_eq!(report.recorded, 0);
    }
}
