use kernel::{CheckoutId, Clock, JobId, LineId, OrderId, PaymentId, ProducerId, Timestamp};
use uuid::Uuid;

use crate::pools::Cell::{Id, Number, Text, Word};
use crate::pools::{Cell, Statement};

/// How many orders, each of one line, one transaction places.
const ORDERS: usize = 2;
/// Nothing of this is ever due, so that a market beside it leaves it alone.
const FAR: i64 = 4_102_444_800_000;

/// A thing to order.
pub(crate) struct Item {
    pub(crate) stock: Uuid,
    pub(crate) variant: Uuid,
    pub(crate) product: Uuid,
}

/// The text of each statement.
pub(crate) struct Statements {
    key: &'static str,
    checkout: &'static str,
    orders: &'static str,
    lines: &'static str,
    history: &'static str,
    payments: &'static str,
    shares: &'static str,
    jobs: &'static str,
    movements: &'static str,
    /// Two of two, or the order is not placed.
    guard: &'static str,
}

/// An INSERT of so many rows.
pub(crate) fn insert(table: &str, columns: &[&str], rows: usize, numbered: bool) -> &'static str {
    let row = |at: usize| {
        let places = (1..=columns.len()).map(|n| {
            if numbered {
                format!("${}", at * columns.len() + n)
            } else {
                "?".to_owned()
            }
        });
        format!("({})", places.collect::<Vec<_>>().join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    let columns = columns.join(", ");
    // Made once and used to the end of the program.
    format!("INSERT INTO {table} ({columns}) VALUES {}", rows.join(", ")).leak()
}

impl Statements {
    pub(crate) fn new(numbered: bool) -> Self {
        let rows = |table, columns: &str, rows| {
            let columns: Vec<&str> = columns.split_whitespace().collect();
            insert(table, &columns, rows, numbered)
        };
        let one = |table, columns: &str| rows(table, columns, 1);
        let each = |table, columns: &str| rows(table, columns, ORDERS);
        Self {
            key: one(
                "idempotency_keys",
                "scope route idempotency_key body_digest status response_status response_body \
                 created_at",
            ),
            checkout: one(
                "checkouts",
                "id code cart_id total contact_name contact_phone contact_email lang \
                 age_confirmed created_at",
            ),
            orders: each(
                "orders",
                "id code checkout_id producer_id producer_name producer_province producer_commune \
                 status status_at owner state_until remind_at payment_method alcohol fresh goods \
                 shipping total commission vat_withheld pit_withheld weight_g days_min days_max fulfilment recipient_name \
                 recipient_phone province_code commune_code street inspection lang placed_at version",
            ),
            lines: each(
                "order_lines",
                "id order_id position variant_id product_id title variant_name sku unit_price total \
                 weight_g ordered cancelled shipped returned refunded",
            ),
            history: each("order_history", "order_id to_status at capacity"),
            payments: each(
                "payments",
                "id checkout_id method status custody reference amount received forgiven surplus created_at \
                 version",
            ),
            shares: each(
                "payment_orders",
                "payment_id order_id amount captured refunded",
            ),
            jobs: each("jobs", "id kind payload status run_at attempts created_at"),
            movements: each(
                "stock_movements",
                "stock_item_id variant_id kind on_hand_delta reserved_delta order_id capacity at",
            ),
            guard: if numbered {
                "UPDATE stock_items SET reserved = reserved + 1 \
                 WHERE variant_id IN ($1, $2) AND on_hand - reserved >= 1"
            } else {
                "UPDATE stock_items SET reserved = reserved + 1 \
                 WHERE variant_id IN (?, ?) AND on_hand - reserved >= 1"
            },
        }
    }

    #[expect(clippy::too_many_lines, reason = "one statement after the other")]
    /// The statements of one purchase, the guard of the stock last.
    pub(crate) fn of(&self, cart: Uuid, items: [&Item; ORDERS]) -> Vec<Statement> {
        let clock = Clock::System.now();
        let (checkout, Timestamp(now)) = (CheckoutId::new(clock).uuid(), clock);
        let orders = items.map(|item| (OrderId::new(clock).uuid(), item));
        let payments = items.map(|_item| PaymentId::new(clock).uuid());
        let rows = |row: &dyn Fn(Uuid, &Item, Uuid) -> Vec<Cell>| {
            let rows = orders.iter().zip(payments);
            rows.flat_map(|((order, item), payment)| row(*order, item, payment))
                .collect::<Vec<Cell>>()
        };
        let answer = "{\"id\":\"chk_\"}".repeat(50);
        vec![
            (
                self.key,
                vec![
                    Word(cart.to_string()),
                    Text("checkouts"),
                    Word(cart.to_string()),
                    Text("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
                    Text("done"),
                    Number(201),
                    Word(answer),
                    Number(now),
                ],
            ),
            (
                self.checkout,
                vec![
                    Id(checkout),
                    Word(code(checkout)),
                    Id(cart),
                    Number(240_000),
                    Text("Trần Thị Bích"),
                    Text("+84912345678"),
                    Text("bich@example.vn"),
                    Text("vi"),
                    Number(0),
                    Number(now),
                ],
            ),
            (
                self.orders,
                rows(&|order, _, _| row_of_order(order, checkout, now, clock)),
            ),
            (
                self.lines,
                rows(&|order, item, _| row_of_line(order, item, clock)),
            ),
            (
                self.history,
                rows(&|order, _, _| vec![Id(order), Text("placed"), Number(now), Text("guest")]),
            ),
            (
                self.payments,
                rows(&|order, _, payment| row_of_payment(payment, checkout, order, now)),
            ),
            (
                self.shares,
                rows(&|order, _, payment| {
                    vec![
                        Id(payment),
                        Id(order),
                        Number(120_000),
                        Number(0),
                        Number(0),
                    ]
                }),
            ),
            (
                self.jobs,
                rows(&|order, _, _| row_of_job(order, now, clock)),
            ),
            (
                self.movements,
                rows(&|order, item, _| {
                    vec![
                        Id(item.stock),
                        Id(item.variant),
                        Text("reserved"),
                        Number(0),
                        Number(1),
                        Id(order),
                        Text("guest"),
                        Number(now),
                    ]
                }),
            ),
            (
                self.guard,
                items.iter().map(|item| Id(item.variant)).collect(),
            ),
        ]
    }
}

/// A code that nobody has yet.
fn code(id: Uuid) -> String {
    format!("R{}", id.simple())
}

fn row_of_order(order: Uuid, checkout: Uuid, now: i64, clock: Timestamp) -> Vec<Cell> {
    vec![
        Id(order),
        Word(code(order)),
        Id(checkout),
        Id(ProducerId::new(clock).uuid()),
        Text("Hợp tác xã Thiên Cầm"),
        Text("42"),
        Text("18676"),
        Text("placed"),
        Number(now),
        Text("producer"),
        Number(FAR),
        Number(FAR),
        Text("cod"),
        Number(0),
        Number(0),
        Number(100_000),
        Number(20_000),
        Number(120_000),
        Number(0),
        Number(0),
        Number(0),
        Number(500),
        Number(1),
        Number(3),
        Text("ship"),
        Text("Trần Thị Bích"),
        Text("+84912345678"),
        Text("42"),
        Text("18676"),
        Text("12 thôn Hải Bắc"),
        Number(1),
        Text("vi"),
        Number(now),
        Number(1),
    ]
}

fn row_of_line(order: Uuid, item: &Item, clock: Timestamp) -> Vec<Cell> {
    let mut row = vec![
        Id(LineId::new(clock).uuid()),
        Id(order),
        Number(0),
        Id(item.variant),
        Id(item.product),
        Text("Mật ong hoa rừng Vũ Quang"),
        Text("Chai 500 ml"),
        Text("MO-500"),
        Number(100_000),
        Number(100_000),
        Number(500),
        Number(1),
    ];
    row.extend([const { Number(0) }; 4]);
    row
}

fn row_of_payment(payment: Uuid, checkout: Uuid, order: Uuid, now: i64) -> Vec<Cell> {
    vec![
        Id(payment),
        Id(checkout),
        Text("cod"),
        Text("pending"),
        Text("carrier"),
        Word(code(order)),
        Number(120_000),
        Number(0),
        Number(0),
        Number(0),
        Number(now),
        Number(1),
    ]
}

fn row_of_job(order: Uuid, now: i64, clock: Timestamp) -> Vec<Cell> {
    vec![
        Id(JobId::new(clock).uuid()),
        Text("bench.placed"),
        Word(format!("{{\"order\":\"{order}\"}}")),
        Text("ready"),
        Number(FAR),
        Number(0),
        Number(now),
    ]
}
