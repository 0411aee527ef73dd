use std::time::{Duration, Instant};

use kernel::{Clock, Day, OrderId, PaymentId, ProducerId, ReceiptId, Timestamp, Vnd};
use payments::Custody;
use payments::ledger::{self, Came, Charges, Earned};
use store::Db;

use crate::pools::Cell::{Id, Number, Text, Word};
use crate::pools::{Cell, Pool};
use crate::statements::insert;

/// What comes for an order, and what it earns: received, earned, commission, two taxes.
const ROWS: u32 = 5;

/// One order after the other, each in a transaction of its own: its money in the market's ledger,
/// and the same rows by themselves. How many rows a second of each.
pub(crate) async fn compared(url: &str, time: Duration) -> (f64, f64) {
    let db = Db::connect(&store::Settings::new(url)).await.unwrap();
    store::migrate(&db).await.unwrap();
    let producer = ProducerId::new(Clock::System.now());
    let posted = posted(&db, producer, time).await;
    db.close().await;
    let pool = Pool::open(url).await;
    (posted, bare(&pool, producer, time).await)
}

async fn posted(db: &Db, producer: ProducerId, time: Duration) -> f64 {
    let (started, mut done) = (Instant::now(), 0);
    while started.elapsed() < time {
        let now = Clock::System.now();
        let (order, total) = (OrderId::new(now), Vnd(200_000));
        let tx = store::write(db).await.unwrap();
        let mut book = ledger::book(&tx, order).await.unwrap();
        let came = ledger::came(&Came {
            receipt: ReceiptId::new(now),
            payment: PaymentId::new(now),
            order,
            producer,
            custody: Custody::Producer,
            amount: total,
            forgiven: 0,
        });
        book.extend(&came);
        let charges = Charges {
            total,
            shipping: Vnd(0),
            commission: Vnd(10_000),
            vat: Vnd(2_000),
            pit: Vnd(1_000),
        };
        let earned = Earned {
            order,
            producer,
            charges,
        };
        let earned = ledger::earned(&book, &earned);
        let all: Vec<_> = came.into_iter().chain(earned).collect();
        ledger::post(&tx, &all, now).await.unwrap();
        tx.commit().await.unwrap();
        done += ROWS;
    }
    f64::from(done) / started.elapsed().as_secs_f64()
}

async fn bare(pool: &Pool, producer: ProducerId, time: Duration) -> f64 {
    let columns = [
        "debit",
        "credit",
        "amount",
        "cause",
        "subject_id",
        "order_id",
        "at",
        "day",
    ];
    let text = insert("ledger_entries", &columns, 5, pool.is_numbered());
    let (started, mut done) = (Instant::now(), 0);
    while started.elapsed() < time {
        let now = Clock::System.now();
        let (Timestamp(at), day) = (now, Day::of(now).to_string());
        let (order, receipt) = (OrderId::new(now), ReceiptId::new(now).uuid());
        let row = |debit: String, credit: String, amount, cause, subject| -> [Cell; 8] {
            [
                Word(debit),
                Word(credit),
                Number(amount),
                Text(cause),
                Id(subject),
                Id(order.uuid()),
                Number(at),
                Word(day.clone()),
            ]
        };
        let (buyer, claim) = (format!("buyer:{order}"), format!("claim:{producer}"));
        let (held, own) = (format!("held:{producer}"), format!("earned:{producer}"));
        let of = order.uuid();
        let rows = [
            row(held, buyer.clone(), 200_000, "received", receipt),
            row(buyer, own, 200_000, "earned", of),
            row(
                claim.clone(),
                "commission".to_owned(),
                10_000,
                "commission",
                of,
            ),
            row(claim.clone(), "vat".to_owned(), 2_000, "vat", of),
            row(claim, "pit".to_owned(), 1_000, "pit", of),
        ];
        assert!(
            pool.inserted(&(text, rows.into_iter().flatten().collect()))
                .await
        );
        done += ROWS;
    }
    f64::from(done) / started.elapsed().as_secs_f64()
}
