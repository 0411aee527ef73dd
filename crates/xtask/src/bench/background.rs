//! What nobody waits for: the sweeper, notices, the ledger and its audit, the import of a registry.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::Result;

use super::Bench;
use super::programs::two_numbers;
use crate::servers::Postgres;
use crate::shell::{run, say};

/// Open deadlines, few and many: what looking costs is to follow what is due alone.
const OPEN: [u32; 2] = [1_000, 1_000_000];
/// Orders whose books are looked through.
const ORDERS: u32 = 1_000_000;
/// The registry of a country.
const ROWS: u32 = 20_000;

/// Where a new database lies, and its server for as long as it is used.
type Place = (String, Option<Postgres>);

/// What one database did.
#[derive(Default)]
struct Done {
    /// Looking among few and among many, in ms: when nothing is due, and when 100 are.
    looked: [[f64; 2]; 2],
    /// Notices a second, and as often the same rows by themselves.
    notices: [f64; 2],
    /// Rows of the ledger a second, and as often the same rows by themselves.
    ledger: [f64; 2],
    /// Seconds that the audit took, and the most memory in MB.
    audit: [f64; 2],
    /// Seconds for the registry.
    imported: f64,
}

impl Bench {
    /// Looking for what is due, writing notices and importing a registry, on both databases.
    pub(super) fn background(&self) -> Result<String> {
        let registry = self.file("registry.csv", &registry())?;
        let sqlite = self.done(&registry, &|name| {
            let file = self.folder.path().join(name).with_extension("db");
            Ok((format!("sqlite://{}", file.display()), None))
        })?;
        let postgres = self.done(&registry, &|_name| {
            let server = Postgres::start()?;
            Ok((format!("{}/postgres", server.url), Some(server)))
        })?;
        Ok(shown(&[sqlite, postgres]))
    }

    /// Each in a new database.
    fn done(&self, registry: &Path, place: &dyn Fn(&str) -> Result<Place>) -> Result<Done> {
        let mut done = Done::default();
        for (open, looked) in OPEN.into_iter().zip(&mut done.looked) {
            say(&format!("== {open} open deadlines"));
            let (url, _server) = place(&format!("open{open}"))?;
            let mut program = Command::new(&self.programs.deadlines);
            *looked = two_numbers(program.args([&url, &open.to_string()]))?;
        }
        say("== notices");
        let (url, _server) = place("notices")?;
        let mut program = Command::new(&self.programs.reference);
        done.notices = two_numbers(program.args(["notices", &url, &self.seconds.to_string()]))?;
        say("== the ledger");
        let (url, _server) = place("ledger")?;
        let mut program = Command::new(&self.programs.reference);
        done.ledger = two_numbers(program.args(["ledger", &url, &self.seconds.to_string()]))?;
        say(&format!("== the books of {ORDERS} orders"));
        let (url, _server) = place("books")?;
        run(Command::new(&self.programs.books).args(["fill", &url, &ORDERS.to_string()]))?;
        done.audit = two_numbers(Command::new(&self.programs.books).args(["verify", &url]))?;
        say(&format!("== a registry of {ROWS} rows"));
        let (url, _server) = place("registry")?;
        let mut program = Command::new(&self.programs.market);
        program.args(["import", "registry"]).arg(registry);
        program.env("OCOP__DATABASE__URL", url);
        program.current_dir(self.folder.path());
        let started = Instant::now();
        run(&mut program)?;
        done.imported = started.elapsed().as_secs_f64();
        Ok(done)
    }
}

/// A registry as a province's spreadsheet writes it out.
fn registry() -> String {
    let head =
        "STT,Tên sản phẩm,Chủ thể,Huyện,Xã,Tỉnh,Sao,Số QĐ,Ngày cấp,Ngày hết hạn,Cơ quan cấp\n";
    (1..=ROWS).fold(head.to_owned(), |mut file, n| {
        let (stars, decision) = (3 + n % 3, n / 50);
        // Writing into a String cannot fail.
        let _ = writeln!(
            file,
            "{n},Mắm số {n},HTX số {n},Cẩm Xuyên,Cẩm Nhượng,Hà Tĩnh,{stars},{decision}/QĐ-UBND,\
             05/08/2026,05/08/2029,UBND tỉnh Hà Tĩnh"
        );
        file
    })
}

fn shown(done: &[Done; 2]) -> String {
    let row = |name: &str, value: &dyn Fn(&Done) -> String| {
        let [sqlite, postgres] = done.each_ref().map(value);
        format!("| {name} | {sqlite} | {postgres} |\n")
    };
    let looked = |done: &Done, open: usize, due: usize| {
        let ms = done.looked.get(open).and_then(|ms| ms.get(due));
        format!("{:.2} ms", ms.unwrap_or(&f64::NAN))
    };
    let [few, many] = OPEN;
    [
        "| in the background | SQLite | PostgreSQL |\n|---|--:|--:|\n".to_owned(),
        row(
            &format!("looking for what is due: nothing of {few} open"),
            &|d| looked(d, 0, 0),
        ),
        row(&format!("nothing of {many}"), &|d| looked(d, 1, 0)),
        row(&format!("100 of {few}"), &|d| looked(d, 0, 1)),
        row(&format!("100 of {many}"), &|d| looked(d, 1, 1)),
        row("notices written a second", &|d| {
            format!("{:.0}", d.notices[0])
        }),
        row("the same rows by a bare loop", &|d| {
            format!("{:.0}", d.notices[1])
        }),
        row("notices ÷ bare", &|d| {
            format!("{:.2}", d.notices[0] / d.notices[1])
        }),
        row("rows of the ledger a second", &|d| {
            format!("{:.0}", d.ledger[0])
        }),
        row("the same rows by a bare loop", &|d| {
            format!("{:.0}", d.ledger[1])
        }),
        row("ledger ÷ bare", &|d| {
            format!("{:.2}", d.ledger[0] / d.ledger[1])
        }),
        row(&format!("`ledger verify` of {ORDERS} orders"), &|d| {
            format!("{:.1} s, {:.0} MB", d.audit[0], d.audit[1])
        }),
        row(&format!("a registry of {ROWS} rows imported"), &|d| {
            format!("{:.2} s", d.imported)
        }),
    ]
    .concat()
}
