use kernel::{OrderId, ProducerId, Vnd};
use payments::Custody;
use payments::ledger::{self, Account};

use crate::{App, Listing, Placed, Producer, json};

/// Every row that says something of an order's money and goods, as one text each, in an order of its
/// own. What is another's number in every purchase is left out, or named.
const BOOKS: [&str; 8] = [
    "SELECT 'order ' || status || ' ' || owner || ' ' || CAST(total AS TEXT) AS line FROM orders WHERE id = $1",
    "SELECT 'history ' || COALESCE(from_status, '-') || ' ' || to_status AS line FROM order_history WHERE order_id = $1",
    "SELECT 'goods ' || kind || ' ' || CAST(on_hand_delta AS TEXT) || ' ' || CAST(reserved_delta AS TEXT) AS line \
     FROM stock_movements WHERE order_id = $1",
    "SELECT 'payment ' || p.status || ' ' || CAST(p.received AS TEXT) || ' ' || CAST(p.surplus AS TEXT) || ' share ' || \
     CAST(s.amount AS TEXT) || ' ' || CAST(s.captured AS TEXT) || ' ' || CAST(s.refunded AS TEXT) AS line \
     FROM payment_orders s JOIN payments p ON p.id = s.payment_id WHERE s.order_id = $1",
    "SELECT 'receipt ' || CAST(r.amount AS TEXT) AS line FROM payment_receipts r \
     JOIN payment_orders s ON s.payment_id = r.payment_id WHERE s.order_id = $1",
    "SELECT 'try ' || a.kind || ' ' || a.status || ' ' || CAST(a.amount AS TEXT) AS line FROM payment_attempts a \
     JOIN payment_orders s ON s.payment_id = a.payment_id WHERE s.order_id = $1",
    "SELECT 'refund ' || status || ' ' || payer || ' ' || CAST(amount AS TEXT) AS line FROM refunds WHERE order_id = $1",
    "SELECT 'ledger ' || debit || ' ' || credit || ' ' || CAST(amount AS TEXT) || ' ' || cause AS line FROM ledger_entries \
     WHERE order_id = $1 OR payment_id IN (SELECT payment_id FROM payment_orders WHERE order_id = $1)",
];

impl App {
    /// The books of an order, whole: what stands where, its goods, its money, and each of its rows in
    /// the ledger.
    pub async fn books_of(&self, placed: &Placed) -> Vec<String> {
        let order: OrderId = placed.order.parse().unwrap();
        let mut books = vec![];
        for sql in BOOKS {
            let values = vec![order.uuid().into()];
            let db = self.node().db.read();
            for row in store::rows(db, sql, values).await.unwrap() {
                let line: String = row.try_get("", "line").unwrap();
                books.push(line.replace(&placed.order, "ORDER"));
            }
        }
        books.sort();
        books
    }

    /// What an account of the ledger holds: debits less credits.
    pub async fn holds(&self, account: Account) -> i64 {
        let db = self.node().db.read();
        ledger::balance(db, account, None).await.unwrap().0
    }

    /// A guest's order that a carrier brought for cash, and that is completed.
    pub async fn carried(&self, producer: &Producer, listing: &Listing, quantity: i64) -> Placed {
        let placed = self.guest_order(listing, quantity).await;
        for step in ["accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        let ship = json!({"carrier": "Viettel Post"});
        producer.step(&placed.order, "ship", ship).await;
        placed.step("confirm-receipt", json!({})).await.expect(200);
        placed
    }

    /// The carrier hands the cash of such an order to the market, which from then on owes it.
    pub async fn hand_to_market(&self, producer: &Producer, placed: &Placed) {
        let amount = placed.checkout["total"]["amount"].as_i64().unwrap();
        let order = placed.order.parse().unwrap();
        self.hand_on(producer.own(), order, Vnd(amount)).await;
    }

    /// The carrier hands so much of an order's cash to the market.
    pub async fn hand_on(&self, producer: ProducerId, order: OrderId, amount: Vnd) {
        let tx = store::write(&self.node().db).await.unwrap();
        let book = ledger::book(&tx, order).await.unwrap();
        let line = (kernel::ReceiptId::new(self.now()).uuid(), order, producer);
        let postings = ledger::handed_on(&book, line, (Custody::Market, amount));
        ledger::post(&tx, &postings, self.now()).await.unwrap();
        let sql = "UPDATE payments SET custody = 'market' WHERE id IN \
            (SELECT payment_id FROM payment_orders WHERE order_id = $1)";
        store::execute(&tx, sql, vec![order.uuid().into()])
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// An order of so many whose cash lies with the market.
    pub async fn at_the_market(
        &self,
        producer: &Producer,
        listing: &Listing,
        quantity: i64,
    ) -> Placed {
        let placed = self.carried(producer, listing, quantity).await;
        self.hand_to_market(producer, &placed).await;
        placed
    }
}

impl Producer {
    /// Its id.
    pub fn own(&self) -> ProducerId {
        self.id.parse().unwrap()
    }
}
