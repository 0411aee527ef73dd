//! What the sweeper's looking costs: `deadlines URL OPEN` fills a database with so many orders that
//! wait, and prints how long (ms) finding what is due takes when nothing is and when 100 are.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program of the bench: what goes wrong ends it"
)]

use std::time::Instant;

use kernel::{Clock, Timestamp};
use scenarios::{let_pass, write_waiting_orders};
use store::Db;

/// How many are looked up at once, as the sweeper does.
const BATCH: i64 = 100;
/// Of so many times the middle one is told.
const TIMES: usize = 21;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().unwrap();
    let open: i64 = arguments.next().unwrap().parse().unwrap();
    let db = Db::connect(&store::Settings::new(&url)).await.unwrap();
    store::migrate(&db).await.unwrap();
    let now = Clock::System.now();
    write_waiting_orders(&db, open, now).await;
    let nothing = looked(&db, 0, now).await;
    let_pass(&db, BATCH, now).await;
    let some = looked(&db, 100, now).await;
    db.close().await;
    println!("{nothing:.3} {some:.3}");
}

/// All that one sweep looks for: orders due and to be reminded of, cases, refunds. The middle of
/// many times, in ms.
async fn looked(db: &Db, expected: usize, now: Timestamp) -> f64 {
    let mut times = vec![];
    for _ in 0..TIMES {
        let (started, read) = (Instant::now(), db.read());
        let due = orders::due(read, BATCH, now).await.unwrap();
        let reminders = orders::due_reminders(read, BATCH, now).await.unwrap();
        let cases = orders::due_cases(read, BATCH, now).await.unwrap();
        let refunds = payments::due_refunds(read, BATCH, now).await.unwrap();
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        let found = [due.len(), reminders.len(), cases.len(), refunds.len()];
        assert_eq!(found, [expected, expected, 0, 0]);
    }
    times.sort_by(f64::total_cmp);
    *times.get(TIMES / 2).unwrap()
}
