//! An import of a whole country's registry is ended in its middle, and begun again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop, and say why"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use scenarios::PrivatePostgres;

const ROWS: usize = 20_000;

/// The registry as a province's spreadsheet writes it out.
fn registry() -> String {
    let mut file =
        "STT,Tên sản phẩm,Chủ thể,Huyện,Xã,Tỉnh,Sao,Số QĐ,Ngày cấp,Ngày hết hạn,Cơ quan cấp\n"
            .to_owned();
    for n in 1..=ROWS {
        let decision = n / 50;
        let _ = writeln!(
            file,
            "{n},Mắm số {n},HTX số {n},Cẩm Xuyên,Cẩm Nhượng,Hà Tĩnh,{},{decision}/QĐ-UBND,05/08/2026,05/08/2029,UBND tỉnh Hà Tĩnh",
            3 + n % 3
        );
    }
    file
}

fn import(dir: &Path, url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ocop-market"));
    command
        .args(["import", "registry", "registry.csv"])
        .current_dir(dir)
        .env("OCOP__DATABASE__URL", url)
        .stderr(Stdio::null());
    command
}

async fn count(db: &store::Db, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) AS n FROM {table}");
    let row = store::first(db.read(), &sql, vec![]).await.unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

#[tokio::test]
async fn an_import_that_is_killed_in_its_middle_goes_on_without_doubles() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/r.db", dir.path().display());
    goes_on_without_doubles(dir.path(), &url).await;
}

#[tokio::test]
async fn on_postgresql_too_it_goes_on_without_doubles() {
    let postgres = PrivatePostgres::start();
    let dir = tempfile::tempdir().unwrap();
    goes_on_without_doubles(dir.path(), &postgres.url()).await;
}

async fn goes_on_without_doubles(dir: &Path, url: &str) {
    std::fs::write(dir.join("registry.csv"), registry()).unwrap();
    let db = store::Db::connect(&store::Settings::new(url))
        .await
        .unwrap();
    store::migrate(&db).await.unwrap();

    let mut first = import(dir, url).stdout(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while count(&db, "certificates").await == 0 {
        assert!(
            begun.elapsed() < Duration::from_mins(2),
            "nothing was written"
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    first.kill().unwrap();
    first.wait().unwrap();
    let kept = count(&db, "certificates").await;
    assert!(
        kept > 0 && kept < i64::try_from(ROWS).unwrap(),
        "{kept} were kept"
    );

    let second = import(dir, url).output().unwrap();
    assert!(second.status.success());
    for table in ["certificates", "public_codes"] {
        assert_eq!(
            count(&db, table).await,
            i64::try_from(ROWS).unwrap(),
            "{table}"
        );
    }
    let third = import(dir, url).output().unwrap();
    let said = String::from_utf8_lossy(&third.stdout).into_owned();
    assert!(
        said.contains("0 certificates and 0 decisions are new, 20000 were known"),
        "{said}"
    );
    db.close().await;
}
