use kernel::{Clock, ManualClock, OrderId, Secret, Timestamp};
use serde_json::json;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::Settings;

struct Node {
    app: App,
    clock: ManualClock,
    dir: TempDir,
}

impl Node {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = "https://cho.example.vn".to_owned();
        let database = format!("sqlite://{}/m.db", dir.path().display());
        let settings = Settings {
            database: store::Settings::new(database),
            data: dir.path().to_owned(),
            secret: Secret::new([7; 32]),
            accounts: accounts::Settings::default(),
            notices: notifications::Settings::folders(dir.path(), &url),
            pictures: None,
            cards: None,
            redis: None,
            transfers: crate::Transfers::default(),
            look_again: crate::LOOK_AGAIN,
            public_url: url,
        };
        let clock = ManualClock::new("2026-11-23T09:00:00+07:00".parse().unwrap());
        let app = App::open(settings, Clock::Manual(clock.clone())).await;
        let app = app.unwrap();
        Self { app, clock, dir }
    }

    async fn write(&self, statements: &[(&str, Vec<store::Value>)]) {
        let tx = store::write(&self.app.db).await.unwrap();
        for (sql, values) in statements {
            store::execute(&tx, sql, values.clone()).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn enqueue(&self, kind: &str, payload: serde_json::Value) {
        let tx = store::write(&self.app.db).await.unwrap();
        jobs::enqueue(&tx, kind, &payload, self.app.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// An order of a guest with an address, from a producer that nobody has joined yet.
    async fn order(&self) -> OrderId {
        let now = self.app.now();
        let id = || kernel::mint(now);
        let (order, checkout, cart, producer) = (id(), id(), id(), id());
        self.write(&[
            (PRODUCER, vec![producer.into()]),
            (CART, vec![cart.into()]),
            (CHECKOUT, vec![checkout.into(), cart.into()]),
            (
                ORDER,
                vec![
                    order.into(),
                    checkout.into(),
                    producer.into(),
                    now.plus_hours(24).0.into(),
                ],
            ),
            (LINE, vec![id().into(), order.into(), id().into()]),
        ])
        .await;
        OrderId(order)
    }

    fn files(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.dir.path().join(folder)) else {
            return vec![];
        };
        let read = |entry: std::io::Result<std::fs::DirEntry>| {
            std::fs::read_to_string(entry.unwrap().path()).unwrap()
        };
        entries.map(read).collect()
    }
}

const PRODUCER: &str = "INSERT INTO producers (id, name, name_sort, name_folded, entity_type, representative, phone, \
    email, province_code, commune_code, street, story, status, missed_orders, created_at, sample, version) \
    VALUES ($1, 'Thu Hùng', 'x', 'thu hung', 'ho_gia_dinh', 'Nguyễn Thị Thu', '0912000001', 'thu@example.vn', \
    '42', '18676', 'thôn 1', '', 'approved', 0, 0, 1, 1)";
const CART: &str = "INSERT INTO carts (id, created_at) VALUES ($1, 0)";
const CHECKOUT: &str = "INSERT INTO checkouts (id, code, cart_id, total, contact_name, contact_phone, contact_email, \
    lang, age_confirmed, created_at) VALUES ($1, 'OCAAAAAAAAA', $2, 155000, 'Trần Thị Bích', '0912345678', \
    'bich@example.vn', 'vi', 0, 0)";
const ORDER: &str = "INSERT INTO orders (id, code, checkout_id, producer_id, producer_name, producer_province, \
    producer_commune, status, status_at, owner, state_until, payment_method, alcohol, fresh, goods, shipping, total, \
    commission, vat_withheld, pit_withheld, weight_g, days_min, days_max, fulfilment, recipient_name, recipient_phone, province_code, commune_code, street, \
    inspection, lang, placed_at, version) VALUES ($1, 'OC7K2M9QXA4', $2, $3, 'Thu Hùng', '42', '18676', 'placed', 0, \
    'producer', $4, 'cod', 0, 0, 130000, 25000, 155000, 0, 0, 0, 900, 1, 3, 'ship', 'Trần Thị Bích', '0912345678', '42', \
    '18676', 'thôn 3', 1, 'vi', 0, 1)";
const LINE: &str = "INSERT INTO order_lines (id, order_id, position, variant_id, product_id, title, variant_name, sku, \
    unit_price, total, weight_g, ordered, cancelled, shipped, returned, refunded) VALUES ($1, $2, 1, $3, $3, \
    'Nước mắm', 'chai 500 ml', 'NM', 65000, 130000, 900, 2, 0, 0, 0, 0)";

#[tokio::test]
async fn an_order_that_is_placed_is_told_to_both_sides_once() {
    let node = Node::new().await;
    let order = node.order().await;
    node.enqueue("orders.placed", json!({ "order": order }))
        .await;
    assert_eq!(run_due(&node.app).await.unwrap(), 3);
    assert_eq!(count_waiting(&node.app).await.unwrap(), 0);
    let mails = node.files("mail");
    assert_eq!(mails.len(), 2);
    for part in [
        "To: =?utf-8?b?VHLhuqduIFRo4buLIELDrWNo?= <bich@example.vn>",
        "2 × Nước mắm, chai 500 ml: 130.000\u{a0}₫",
        "thôn 3, Xã Thiên Cầm, Tỉnh Hà Tĩnh",
        "Nhà sản xuất trả lời trước: 24/11/2026 09:00",
        &format!("https://cho.example.vn/vi/orders/{order}?token="),
    ] {
        assert!(
            mails.iter().any(|mail| mail.contains(part)),
            "{part}: {mails:?}"
        );
    }
    assert!(mails.iter().any(|mail| mail.contains("thu@example.vn")));
}

#[tokio::test]
async fn a_job_that_nobody_can_read_is_a_dead_letter() {
    let node = Node::new().await;
    node.enqueue("orders.placed", json!({})).await;
    node.enqueue("orders.teleported", json!({})).await;
    assert_eq!(run_due(&node.app).await.unwrap(), 1);
    assert_eq!(jobs::list_dead(node.app.db.read()).await.unwrap().len(), 1);
    assert_eq!(
        count_waiting(&node.app).await.unwrap(),
        1,
        "another version's kind is left to it"
    );
}

#[tokio::test]
async fn officials_hear_once_each_morning_what_waits_in_their_area() {
    let node = Node::new().await;
    let (now, official) = (node.app.now(), kernel::mint(node.app.now()));
    let review = "INSERT INTO reviews (id, kind, subject_id, producer_id, province_code, commune_code, level, status, \
        due_at, created_at) VALUES ($1, 'listing', $1, $1, '42', $2, 'commune', 'pending', $3, $4)";
    let row = |commune: &str| {
        let due = now.plus_days(2).0.into();
        vec![kernel::mint(now).into(), commune.into(), due, now.0.into()]
    };
    node.write(&[
        (
            "INSERT INTO accounts (id, name, name_sort, status, lang, created_at, version) \
          VALUES ($1, 'Cán bộ', 'x', 'active', 'vi', 0, 1)",
            vec![official.into()],
        ),
        (
            "INSERT INTO contact_points (id, account_id, kind, value, created_at) \
          VALUES ($1, $1, 'email', 'canbo@example.vn', 0)",
            vec![official.into()],
        ),
        (
            "INSERT INTO account_roles (account_id, role, area_kind, area_code, granted_at) \
          VALUES ($1, 'official', 'commune', '18676', 0)",
            vec![official.into()],
        ),
        (review, row("18676")),
        (review, row("18676")),
        (review, row("18682")),
    ])
    .await;
    let morning = async |at: &str| {
        node.clock.set(at.parse::<Timestamp>().unwrap());
        sweep_once(&node.app).await;
        run_due(&node.app).await.unwrap();
        node.files("mail").len()
    };
    assert_eq!(morning("2026-11-24T06:59:00+07:00").await, 0);
    assert_eq!(morning("2026-11-24T07:00:00+07:00").await, 1);
    assert_eq!(morning("2026-11-24T17:00:00+07:00").await, 1);
    assert_eq!(morning("2026-11-25T07:00:00+07:00").await, 2);
    let said = "2 sản phẩm chờ duyệt, lâu nhất 2 ngày";
    assert!(
        node.files("mail").iter().any(|mail| mail.contains(said)),
        "{:?}",
        node.files("mail")
    );
}

#[tokio::test]
async fn the_worker_delivers_by_itself_and_stops_when_told() {
    let node = Node::new().await;
    let order = node.order().await;
    let stop = CancellationToken::new();
    let told = async {
        node.enqueue("orders.placed", json!({ "order": order }))
            .await;
        for _ in 0..100 {
            if node.files("mail").len() == 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.cancel();
    };
    tokio::join!(run(node.app.clone(), stop.clone()), told);
    assert_eq!(node.files("mail").len(), 2, "within two seconds");
}

/// The binary runs the worker as a task.
#[test]
fn the_worker_may_run_as_a_task() {
    fn task<T: Send>(_: impl FnOnce(App, CancellationToken) -> T) {}
    task(run);
}
