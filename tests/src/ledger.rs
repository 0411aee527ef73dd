use kernel::{OrderId, ProducerId, Vnd};
use payments::Custody;
use payments::ledger::{self, Account};

use crate::{App, Listing, Placed, Producer, json};

impl App {
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
