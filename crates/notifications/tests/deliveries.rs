#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]
//! Notices on a real database, delivered into folders.

use jobs::Outcome;
use kernel::{AccountId, DeliveryId, Lang, Limit, Timestamp, Vnd};
use notifications::{
    Channels, Item, Link, Message, Notice, OrderFacts, OrderStep, Recipient, Settings, Side,
};
use store::Db;
use tempfile::TempDir;
use uuid::Uuid;

struct Place {
    dir: TempDir,
    db: Db,
    channels: Channels,
    now: Timestamp,
}

impl Place {
    async fn new(change: impl FnOnce(&mut Settings)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/n.db", dir.path().display());
        let db = Db::connect(&store::Settings::new(url)).await.unwrap();
        store::migrate(&db).await.unwrap();
        let mut settings = Settings {
            from: "Chợ OCOP <cho@ocop.example.vn>".into(),
            smtp_url: None,
            mail_folder: Some(dir.path().join("mail")),
            text_gateway: None,
            text_carrier: notifications::Carrier::default(),
            text_folder: Some(dir.path().join("text")),
            public_url: "https://ocop.example.vn".into(),
        };
        change(&mut settings);
        Self {
            channels: Channels::open(&settings).unwrap(),
            dir,
            db,
            now: "2026-11-23T07:05:00+07:00".parse().unwrap(),
        }
    }

    async fn write(&self, notices: &[Notice]) -> usize {
        let tx = store::write(&self.db).await.unwrap();
        let new = notifications::write(&tx, &self.channels, notices, self.now).await;
        tx.commit().await.unwrap();
        new.unwrap()
    }

    /// Runs what is due, once: how each job ended.
    async fn run(&self) -> Vec<Outcome> {
        let due = jobs::claim(&self.db, &[notifications::DELIVER], 10, self.now)
            .await
            .unwrap();
        let mut ends = vec![];
        for job in due {
            let id = job.payload["delivery"].as_str().unwrap().parse().unwrap();
            let ended = self.deliver(id).await;
            jobs::settle(&self.db, &job, &ended, self.now)
                .await
                .unwrap();
            ends.push(ended);
        }
        ends
    }

    async fn deliver(&self, id: DeliveryId) -> Outcome {
        let link =
            async |link: Link, _: Lang| Ok(Some(format!("https://ocop.example.vn/{link:?}")));
        let ended = notifications::deliver(&self.db, &self.channels, id, link, self.now).await;
        let ended = ended.unwrap();
        let tx = store::write(&self.db).await.unwrap();
        notifications::record(&tx, &ended, self.now).await.unwrap();
        tx.commit().await.unwrap();
        ended.job
    }

    fn files(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.dir.path().join(folder)) else {
            return vec![];
        };
        entries
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect()
    }
}

fn notice(event: &str, to: Recipient) -> Notice {
    let order = OrderFacts {
        id: Uuid::from_u128(7).into(),
        checkout: Uuid::from_u128(8).into(),
        code: "OC7K2M9QXA4".into(),
        producer: "Thu Hùng".into(),
        recipient: "Trần Thị Bích".into(),
        lines: vec![Item {
            name: "Nước mắm".into(),
            quantity: 2,
            total: Vnd(130_000),
        }],
        goods: Vnd(130_000),
        shipping: Vnd(25_000),
        total: Vnd(155_000),
        transfer: None,
        payment_method: "cod".into(),
        deadline: None,
        reason: None,
        carrier: None,
        tracking_code: None,
        parcel_phone: None,
    };
    Notice {
        event: event.into(),
        to,
        producer: None,
        message: Message::Order {
            step: OrderStep::Placed,
            to: Side::Buyer,
            order: Box::new(order),
        },
    }
}

fn guest() -> Recipient {
    Recipient {
        name: Some("Trần Thị Bích\r\nBcc: ke-gian@example.vn".into()),
        email: Some("bich@example.vn".into()),
        phone: Some("0912345678".into()),
        ..Recipient::default()
    }
}

#[tokio::test]
async fn a_notice_becomes_a_mail_in_the_folder() {
    let place = Place::new(|_| ()).await;
    assert_eq!(place.write(&[notice("e1", guest())]).await, 1);
    assert_eq!(place.run().await, [Outcome::Done]);
    let mails = place.files("mail");
    assert_eq!(mails.len(), 1);
    for part in [
        "Message-ID: <dlv_",
        "@ocop.example.vn>",
        "bich@example.vn",
        "multipart/alternative",
        "155.000\u{a0}₫",
        "OC7K2M9QXA4",
        "Date: Mon, 23 Nov 2026 00:05:00 +0000",
    ] {
        assert!(mails[0].contains(part), "{part} is not in {}", mails[0]);
    }
    let head = mails[0].split("\r\n\r\n").next().unwrap();
    assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
    assert!(
        place.files("text").is_empty(),
        "who has an address gets no text as well"
    );
}

#[tokio::test]
async fn one_event_tells_one_person_once() {
    let place = Place::new(|_| ()).await;
    let twice = [notice("e1", guest()), notice("e1", guest())];
    assert_eq!(place.write(&twice).await, 1);
    assert_eq!(place.write(&twice).await, 0);
    assert_eq!(place.write(&[notice("e2", guest())]).await, 1);
    assert_eq!(place.run().await.len(), 2);
    assert_eq!(place.files("mail").len(), 2);
}

#[tokio::test]
async fn who_has_only_a_phone_gets_a_text() {
    let place = Place::new(|_| ()).await;
    let to = Recipient {
        email: None,
        ..guest()
    };
    place.write(&[notice("e1", to)]).await;
    assert_eq!(place.run().await, [Outcome::Done]);
    let texts = place.files("text");
    assert!(
        texts[0].contains("0912345678") && texts[0].contains("OC7K2M9QXA4"),
        "{texts:?}"
    );
}

#[tokio::test]
async fn an_account_finds_its_notices_in_its_inbox_and_nobody_elses() {
    let place = Place::new(|_| ()).await;
    let (mine, other) = (AccountId::new(place.now), AccountId::new(place.now));
    let to = |account| Recipient {
        account: Some(account),
        lang: Lang::En,
        ..Recipient::default()
    };
    let notices = [
        notice("e1", to(mine)),
        notice("e2", to(mine)),
        notice("e1", to(other)),
    ];
    assert_eq!(place.write(&notices).await, 3);
    assert!(place.run().await.is_empty(), "there is nothing to send");
    let list = async |cursor: Option<String>| {
        let page = notifications::list_inbox(place.db.read(), mine, Limit(1), cursor.as_deref());
        page.await.unwrap()
    };
    let first = list(None).await;
    let second = list(first.next_cursor.map(|c| c.as_str().to_owned())).await;
    assert!(first.has_more && !second.has_more);
    assert_ne!(first.data[0].id, second.data[0].id);

    let tx = store::write(&place.db).await.unwrap();
    let id = first.data[0].id;
    assert!(
        !notifications::mark_read(&tx, other, id, place.now)
            .await
            .unwrap()
    );
    assert!(
        notifications::mark_read(&tx, mine, id, place.now)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    assert_eq!(list(None).await.data[0].read_at, Some(place.now));
}

#[tokio::test]
async fn without_a_mailer_each_delivery_says_so() {
    let place = Place::new(|settings| settings.mail_folder = None).await;
    place.write(&[notice("e1", guest())]).await;
    assert_eq!(place.run().await, [Outcome::Done]);
    let skipped = notifications::list_dead(place.db.read(), "skipped")
        .await
        .unwrap();
    assert_eq!(skipped[0].why, "no mail server and no folder is set");
    assert!(
        notifications::list_dead(place.db.read(), "dead")
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn what_fails_is_tried_again_then_dead_and_keeps_its_message_id() {
    let mut place = Place::new(|settings| settings.mail_folder = None).await;
    // A file where the folder should be: writing fails until it is out of the way.
    let folder = place.dir.path().join("mail");
    std::fs::write(&folder, "").unwrap();
    place.channels = Channels::open(&Settings {
        from: "cho@ocop.example.vn".into(),
        smtp_url: None,
        mail_folder: Some(folder.clone()),
        text_gateway: None,
        text_carrier: notifications::Carrier::default(),
        text_folder: None,
        public_url: "https://ocop.example.vn".into(),
    })
    .unwrap();
    place.write(&[notice("e1", guest())]).await;
    for _ in 0..14 {
        assert!(matches!(place.run().await[..], [Outcome::Retry { .. }]));
        assert!(place.run().await.is_empty(), "not before its time");
        place.now = place.now.plus_hours(13);
    }
    assert_eq!(place.run().await, [Outcome::Done]);
    let dead = notifications::list_dead(place.db.read(), "dead")
        .await
        .unwrap();
    assert_eq!((dead.len(), dead[0].attempts), (1, 15));

    std::fs::remove_file(&folder).unwrap();
    let tx = store::write(&place.db).await.unwrap();
    assert!(
        notifications::revive(&tx, dead[0].id, place.now)
            .await
            .unwrap()
    );
    assert!(
        !notifications::revive(&tx, dead[0].id, place.now)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    assert_eq!(place.run().await, [Outcome::Done]);
    let id = format!("Message-ID: <{}@ocop.example.vn>", dead[0].id);
    assert!(place.files("mail")[0].contains(&id));
}
