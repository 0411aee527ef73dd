//! What nobody waits for: the sweeper, notices, the ledger and its audit, what the card company says
//! and what it is asked, the import of a registry.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::Result;

use super::Bench;
use super::programs::numbers;
use crate::servers::Postgres;
use crate::shell::{run, say};

/// Open deadlines, few and many: what looking costs is to follow what is due alone.
const OPEN: [u32; 2] = [1_000, 1_000_000];
/// Orders whose books are looked through.
const ORDERS: u32 = 1_000_000;
/// Webhooks that are followed.
const WEBHOOKS: u32 = 2_000;
/// Payments by card that wait.
const WAITING: u32 = 10_000;
/// The registry of a country.
const ROWS: u32 = 20_000;

/// Where a new database lies, and its server for as long as it is used.
type Place = (String, Option<Postgres>);
/// Where they are made.
type Places<'a> = dyn Fn(&str) -> Result<Place> + 'a;

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
    /// Webhooks followed a second, and as often the same statements by themselves.
    webhooks: [f64; 2],
    /// Seconds for a look at all payments that wait, and requests each; once nobody has paid, once all.
    reconciled: [f64; 4],
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
    fn done(&self, registry: &Path, place: &Places<'_>) -> Result<Done> {
        let mut done = Done::default();
        for (open, looked) in OPEN.into_iter().zip(&mut done.looked) {
            say(&format!("== {open} open deadlines"));
            let (url, _server) = place(&format!("open{open}"))?;
            let mut program = Command::new(&self.programs.deadlines);
            *looked = numbers(program.args([&url, &open.to_string()]))?;
        }
        say("== notices");
        let (url, _server) = place("notices")?;
        let mut program = Command::new(&self.programs.reference);
        done.notices = numbers(program.args(["notices", &url, &self.seconds.to_string()]))?;
        self.books(place, &mut done)?;
        self.cards(place, &mut done)?;
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

    /// Writing the ledger, and looking through all books.
    fn books(&self, place: &Places<'_>, done: &mut Done) -> Result<()> {
        say("== the ledger");
        let (url, _server) = place("ledger")?;
        let mut program = Command::new(&self.programs.reference);
        done.ledger = numbers(program.args(["ledger", &url, &self.seconds.to_string()]))?;
        say(&format!("== the books of {ORDERS} orders"));
        let (url, _server) = place("books")?;
        run(Command::new(&self.programs.books).args(["fill", &url, &ORDERS.to_string()]))?;
        done.audit = numbers(Command::new(&self.programs.books).args(["verify", &url]))?;
        Ok(())
    }

    /// What the card company says, and what it is asked.
    fn cards(&self, place: &Places<'_>, done: &mut Done) -> Result<()> {
        say(&format!("== {WEBHOOKS} webhooks"));
        let (url, _server) = place("webhooks")?;
        let (other, _other) = place("the_same_statements")?;
        let mut program = Command::new(&self.programs.cards);
        done.webhooks = numbers(program.args(["webhooks", &url, &other, &WEBHOOKS.to_string()]))?;
        say(&format!("== {WAITING} payments by card that wait"));
        let (url, _server) = place("reconciled")?;
        let mut program = Command::new(&self.programs.cards);
        done.reconciled = numbers(program.args(["reconcile", &url, &WAITING.to_string()]))?;
        Ok(())
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
    // What the market does a second, and how often a bare loop does the same.
    let beside = |name: &str, same: &str, short: &str, rates: &dyn Fn(&Done) -> [f64; 2]| {
        let whole = |of: f64| format!("{of:.0}");
        [
            row(&format!("{name} a second"), &|d| whole(rates(d)[0])),
            row(&format!("the same {same} by a bare loop"), &|d| {
                whole(rates(d)[1])
            }),
            row(&format!("{short} ÷ bare"), &|d| {
                let [market, bare] = rates(d);
                format!("{:.2}", market / bare)
            }),
        ]
        .concat()
    };
    let looked = |done: &Done, open: usize, due: usize| {
        let ms = done.looked.get(open).and_then(|ms| ms.get(due));
        format!("{:.2} ms", ms.unwrap_or(&f64::NAN))
    };
    let asked =
        |[seconds, requests]: [f64; 2]| format!("{seconds:.1} s, {requests:.1} requests each");
    let [few, many] = OPEN;
    let nothing = format!("looking for what is due: nothing of {few} open");
    let waiting = format!("a look at {WAITING} payments by card that wait");
    [
        "| in the background | SQLite | PostgreSQL |\n|---|--:|--:|\n".to_owned(),
        row(&nothing, &|d| looked(d, 0, 0)),
        row(&format!("nothing of {many}"), &|d| looked(d, 1, 0)),
        row(&format!("100 of {few}"), &|d| looked(d, 0, 1)),
        row(&format!("100 of {many}"), &|d| looked(d, 1, 1)),
        beside("notices written", "rows", "notices", &|d| d.notices),
        beside("rows of the ledger", "rows", "ledger", &|d| d.ledger),
        row(&format!("`ledger verify` of {ORDERS} orders"), &|d| {
            format!("{:.1} s, {:.0} MB", d.audit[0], d.audit[1])
        }),
        beside(
            "webhooks heard and followed",
            "statements",
            "webhooks",
            &|d| d.webhooks,
        ),
        row(&waiting, &|d| asked([d.reconciled[0], d.reconciled[1]])),
        row("the same, all paid and not told of", &|d| {
            asked([d.reconciled[2], d.reconciled[3]])
        }),
        row(&format!("a registry of {ROWS} rows imported"), &|d| {
            format!("{:.2} s", d.imported)
        }),
    ]
    .concat()
}
