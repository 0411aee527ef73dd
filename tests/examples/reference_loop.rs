//! What the database allows on this machine: a bare sqlx loop of the statements that placing an
//! order of two lines at two producers needs, with the market's schema and durability.
//!
//! `reference_loop fill URL PRODUCTS` makes a market to measure; `reference_loop run URL CONNECTIONS
//! SECONDS` prints how many transactions a second and this process' time (µs) for one;
//! `reference_loop notices URL SECONDS` prints how many notices a second the market writes, and how
//! often a second the same rows are written by themselves; `reference_loop ledger URL SECONDS` the
//! same of rows of the ledger.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a program of the bench: what goes wrong ends it"
)]

#[path = "reference_loop/fill.rs"]
mod fill;
#[path = "reference_loop/ledger.rs"]
mod ledger;
#[path = "reference_loop/notices.rs"]
mod notices;
#[path = "reference_loop/pools.rs"]
mod pools;
#[path = "reference_loop/statements.rs"]
mod statements;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pools::Pool;
use statements::{Item, Statements};
use uuid::Uuid;

/// So many carts are made for each second: more than any disk can order.
const CARTS_A_SECOND: usize = 12_000;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["fill", url, products] => fill::market(url, products.parse().unwrap()).await,
        ["run", url, connections, seconds] => {
            let (connections, seconds) = (connections.parse().unwrap(), seconds.parse().unwrap());
            run(url, connections, Duration::from_secs(seconds)).await;
        }
        ["notices", url, seconds] => {
            let time = Duration::from_secs(seconds.parse().unwrap());
            let (written, bare) = notices::compared(url, time).await;
            println!("{written:.1} {bare:.1}");
        }
        ["ledger", url, seconds] => {
            let time = Duration::from_secs(seconds.parse().unwrap());
            let (posted, bare) = ledger::compared(url, time).await;
            println!("{posted:.1} {bare:.1}");
        }
        _ => panic!("fill URL PRODUCTS | run URL CONNECTIONS SECONDS | notices|ledger URL SECONDS"),
    }
}

/// One run: who orders, from what, and for how long.
struct Run {
    pool: Pool,
    statements: Statements,
    items: Vec<Item>,
    carts: Vec<Uuid>,
    next: AtomicUsize,
}

async fn run(url: &str, connections: u32, time: Duration) {
    let pool = Pool::open(url).await;
    let items = fill::items(&pool).await;
    let many = CARTS_A_SECOND * usize::try_from(time.as_secs()).unwrap();
    let carts = fill::carts(&pool, many).await;
    let run = Arc::new(Run {
        statements: Statements::new(pool.is_numbered()),
        pool,
        items,
        carts,
        next: AtomicUsize::new(0),
    });
    let (before, started) = (cpu_us(), Instant::now());
    let mut buyers = tokio::task::JoinSet::new();
    for _ in 0..connections {
        buyers.spawn(order(Arc::clone(&run), started + time));
    }
    let done: u32 = buyers.join_all().await.into_iter().sum();
    assert!(
        done > 0,
        "no order went through: the statements do not fit the schema"
    );
    let took = started.elapsed().as_secs_f64();
    let cpu = cpu_us() - before;
    println!("{:.1} {:.1}", f64::from(done) / took, cpu / f64::from(done));
}

/// Orders again and again until the time is over; how often.
async fn order(run: Arc<Run>, until: Instant) -> u32 {
    let mut done = 0;
    while Instant::now() < until {
        let n = run.next.fetch_add(1, Ordering::Relaxed);
        let Some(cart) = run.carts.get(n) else { break };
        let items = [2 * n, 2 * n + 1].map(|i| &run.items[i % run.items.len()]);
        let wanted = run.statements.of(*cart, items);
        if run.pool.transaction(&wanted).await {
            done += 1;
        }
    }
    done
}

/// The processor time of this process.
fn cpu_us() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields = stat.rsplit(')').next().unwrap();
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks.map(|n| n.parse::<f64>().unwrap()).sum::<f64>() * 10_000.0
}
