//! What a producer sold: by day, by week or by product.
//!
//! An order counts on the day in Vietnam on which it was placed, once money of it came: what came
//! less what is paid or owed back. An order that was completed without a word on its cash was paid
//! at the door. A replacement that costs nothing counts for nothing. By product, the pieces that
//! were not paid back count at their price, without delivery.

use kernel::{DAY_MS, Day, HOUR_MS, ProducerId, ProductId, Timestamp, Vnd};
use store::{ConnectionTrait, Row, rows};

use crate::Error;

/// A week has so many days.
const WEEK: i64 = 7;
/// 1 January 1970 was a Thursday: so many days after a Monday.
const EPOCH_AFTER_MONDAY: i64 = 3;
/// Vietnam is so far before UTC.
const OFFSET_MS: i64 = 7 * HOUR_MS;

/// By what sales are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Days in Vietnam.
    Day,
    /// Weeks, each from its Monday.
    Week,
    /// Products, what sold most first.
    Product,
}

/// What is asked for: both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// By what.
    pub by: By,
    /// From which day.
    pub from: Day,
    /// To which day.
    pub to: Day,
}

/// What a line is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// A day, or the Monday of a week.
    Since(Day),
    /// A product, with its name at the newest purchase.
    Product(ProductId, String),
}

/// One line of the sales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is of.
    pub of: Of,
    /// How many orders.
    pub orders: i64,
    /// How many pieces.
    pub pieces: i64,
    /// How much money.
    pub amount: Vnd,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Product];

    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Product => "product",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == word)
    }
}

/// What came of an order, less what goes back; nothing before money came.
const NET: &str = "(SELECT COALESCE(SUM(CASE WHEN o.status = 'completed' AND s.captured = 0 \
    THEN s.amount ELSE s.captured END - s.refunded), 0) FROM payment_orders s WHERE s.order_id = o.id)";
/// How many pieces of a line were paid back: not those that were sent again for nothing.
const PAID_BACK: &str = "(l.refunded - (SELECT COALESCE(SUM(k.quantity), 0) FROM cases c \
    JOIN case_lines k ON k.case_id = c.id WHERE c.order_id = o.id AND k.line_id = l.id \
    AND c.decision = 'replacement' AND NOT EXISTS (SELECT 1 FROM orders m WHERE m.id = c.replacement_id \
    AND m.status IN ('cancelled', 'declined', 'expired', 'returned', 'lost'))))";
/// Which orders.
const ORDERS: &str =
    "o.producer_id = $1 AND o.placed_at >= $2 AND o.placed_at < $3 AND o.replaces IS NULL";

/// A producer's sales, by one statement along its orders' index. A day or week without any stands
/// there all the same.
pub async fn sales(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    wanted: Wanted,
) -> Result<Vec<Line>, Error> {
    let Wanted { by, from, to } = wanted;
    let days = match by {
        By::Day => 1,
        By::Week => WEEK,
        By::Product => return products(db, producer, (from, to)).await,
    };
    let shift = if by == By::Week {
        EPOCH_AFTER_MONDAY
    } else {
        0
    };
    let sql = format!(
        "SELECT slot, COUNT(*) AS orders, CAST(SUM(pieces) AS BIGINT) AS pieces, CAST(SUM(net) AS BIGINT) AS net \
         FROM (SELECT CAST((o.placed_at + $4) / $5 AS BIGINT) AS slot, CAST({NET} AS BIGINT) AS net, \
         (SELECT COALESCE(SUM(l.ordered - {PAID_BACK}), 0) FROM order_lines l WHERE l.order_id = o.id) AS pieces \
         FROM orders o WHERE {ORDERS}) sold WHERE net > 0 GROUP BY slot ORDER BY slot"
    );
    let mut values = within(producer, (from, to));
    let slot_ms = days * DAY_MS;
    let ahead = OFFSET_MS + shift * DAY_MS;
    values.extend([ahead.into(), slot_ms.into()]);
    let mut sold = rows(db, &sql, values).await?.into_iter().peekable();
    let slot = |at: Timestamp| (at.0 + ahead).div_euclid(slot_ms);
    let mut lines = vec![];
    for number in slot(from.start())..=slot(to.start()) {
        let since = Day::of(Timestamp(number * slot_ms - ahead));
        let here = |row: &Row| row.try_get::<i64>("", "slot") == Ok(number);
        lines.push(match sold.next_if(here) {
            Some(row) => line(Of::Since(since), &row)?,
            None => Line::none(since),
        });
    }
    Ok(lines)
}

async fn products(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    days: (Day, Day),
) -> Result<Vec<Line>, Error> {
    let sql = format!(
        "SELECT l.product_id, MAX(l.title) AS title, COUNT(DISTINCT o.id) AS orders, \
         CAST(SUM(l.ordered - {PAID_BACK}) AS BIGINT) AS pieces, \
         CAST(SUM(l.unit_price * (l.ordered - {PAID_BACK})) AS BIGINT) AS net \
         FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE {ORDERS} AND l.ordered > {PAID_BACK} \
         AND {NET} > 0 GROUP BY l.product_id ORDER BY net DESC, l.product_id LIMIT 200"
    );
    let found = rows(db, &sql, within(producer, days)).await?;
    let product = |row: &Row| {
        let id = ProductId(row.try_get("", "product_id")?);
        let title = row.try_get("", "title")?;
        line(Of::Product(id, title), row)
    };
    Ok(found
        .iter()
        .map(product)
        .collect::<Result<_, store::Error>>()?)
}

fn within(producer: ProducerId, (from, to): (Day, Day)) -> Vec<store::Value> {
    vec![
        producer.uuid().into(),
        from.start().0.into(),
        to.end().0.into(),
    ]
}

impl Line {
    const fn none(since: Day) -> Self {
        Self {
            of: Of::Since(since),
            orders: 0,
            pieces: 0,
            amount: Vnd::ZERO,
        }
    }
}

fn line(of: Of, row: &Row) -> Result<Line, store::Error> {
    let number = |column: &str| row.try_get::<i64>("", column);
    Ok(Line {
        of,
        orders: number("orders")?,
        pieces: number("pieces")?,
        amount: Vnd(number("net")?),
    })
}

/// All of it together; an order of two products counts once a product.
pub fn total(lines: &[Line]) -> (i64, i64, Vnd) {
    let sum = |of: fn(&Line) -> i64| lines.iter().map(of).sum();
    (
        sum(|line| line.orders),
        sum(|line| line.pieces),
        Vnd(sum(|line| line.amount.0)),
    )
}
