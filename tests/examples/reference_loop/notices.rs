use std::path::Path;
use std::time::{Duration, Instant};

use kernel::{AccountId, Clock, DeliveryId, JobId, Lang, NoticeId, Timestamp};
use notifications::{Channels, Message, Notice, Recipient};
use store::Db;
use uuid::Uuid;

use crate::pools::Cell::{Id, Number, Text, Word};
use crate::pools::{Pool, Statement};
use crate::statements::insert;

/// Nothing of this is ever due.
const FAR: i64 = 4_102_444_800_000;

/// One after the other, each in a transaction of its own: the market's notices to a person with a
/// mailbox and an inbox, and the same rows by themselves. How many a second of each.
pub(crate) async fn compared(url: &str, time: Duration) -> (f64, f64) {
    let db = Db::connect(&store::Settings::new(url)).await.unwrap();
    store::migrate(&db).await.unwrap();
    let person = AccountId::new(Clock::System.now());
    let written = written(&db, person, time).await;
    db.close().await;
    let pool = Pool::open(url).await;
    (written, bare(&pool, person.uuid(), time).await)
}

async fn written(db: &Db, person: AccountId, time: Duration) -> f64 {
    // Nothing is sent here.
    let nowhere = notifications::Settings::folders(Path::new("."), "http://localhost");
    let channels = Channels::open(&nowhere).unwrap();
    let (started, mut done) = (Instant::now(), 0u32);
    while started.elapsed() < time {
        let notice = notice(person, done);
        let tx = store::write(db).await.unwrap();
        notifications::write(&tx, &channels, &[notice], Clock::System.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        done += 1;
    }
    f64::from(done) / started.elapsed().as_secs_f64()
}

fn notice(person: AccountId, n: u32) -> Notice {
    Notice {
        event: format!("bench:{n}"),
        to: Recipient {
            account: Some(person),
            name: Some("Nguyễn Thị Sáu".to_owned()),
            email: Some("sau@example.vn".to_owned()),
            phone: None,
            lang: Lang::Vi,
        },
        producer: None,
        message: Message::WorkWaiting {
            day: Clock::System.today(),
            waiting: vec![],
        },
    }
}

async fn bare(pool: &Pool, person: Uuid, time: Duration) -> f64 {
    let rows = |table, columns: &str, many| {
        let columns: Vec<&str> = columns.split_whitespace().collect();
        insert(table, &columns, many, pool.is_numbered())
    };
    let texts = [
        rows(
            "notices",
            "id kind event_key recipient_key account_id lang params created_at",
            1,
        ),
        rows(
            "jobs",
            "id kind payload status run_at attempts created_at",
            1,
        ),
        rows(
            "deliveries",
            "id notice_id channel address status attempts message_id created_at",
            2,
        ),
    ];
    let (started, mut done) = (Instant::now(), 0u32);
    while started.elapsed() < time {
        assert!(pool.transaction(&statements(texts, person, done)).await);
        done += 1;
    }
    f64::from(done) / started.elapsed().as_secs_f64()
}

/// The rows of one notice: itself, the job that sends it, and its two deliveries.
fn statements(texts: [&'static str; 3], person: Uuid, n: u32) -> Vec<Statement> {
    let now = Clock::System.now();
    let Timestamp(at) = now;
    let notice = NoticeId::new(now).uuid();
    let delivery = |channel, address, status| {
        let id = DeliveryId::new(now).uuid();
        let message = Word(format!("<{}@localhost>", id.simple()));
        let told = [
            Text(channel),
            Text(address),
            Text(status),
            Number(0),
            message,
            Number(at),
        ];
        [Id(id), Id(notice)].into_iter().chain(told)
    };
    let notices = vec![
        Id(notice),
        Text("work-waiting"),
        Word(format!("bare:{n}")),
        Word(person.to_string()),
        Id(person),
        Text("vi"),
        Word("{\"name\":\"Nguyễn Thị Sáu\",\"message\":{\"kind\":\"work-waiting\",\"day\":\"2026-11-24\",\"waiting\":[]}}".to_owned()),
        Number(at),
    ];
    let job = vec![
        Id(JobId::new(now).uuid()),
        Text("bench.deliver"),
        Word(format!("{{\"delivery\":\"{notice}\"}}")),
        Text("ready"),
        Number(FAR),
        Number(0),
        Number(at),
    ];
    let deliveries = delivery("mail", "sau@example.vn", "waiting")
        .chain(delivery("inbox", "", "sent"))
        .collect();
    let [of_notices, of_jobs, of_deliveries] = texts;
    vec![
        (of_notices, notices),
        (of_jobs, job),
        (of_deliveries, deliveries),
    ]
}
