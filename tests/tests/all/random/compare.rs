//! The books of the market beside the model's.

use kernel::OrderId;
use payments::ledger::{self, Account};

use super::choose::BY_CARD;
use super::commands::Market;
use super::model::Model;

impl Market {
    /// Everything that the model knows, beside what the market says.
    pub(crate) async fn compare(&self, model: &Model, place: &str) {
        let db = self.db().read();
        let sql = "SELECT o.id, o.status, p.status AS payment, s.captured, s.refunded FROM orders o \
            JOIN payment_orders s ON s.order_id = o.id JOIN payments p ON p.id = s.payment_id";
        let mut seen = 0;
        for row in store::rows(db, sql, vec![]).await.unwrap() {
            let id = OrderId(row.try_get("", "id").unwrap());
            let at = self.orders.iter().position(|own| *own == id).unwrap();
            let own = &model.orders[at];
            let text = |column: &str| row.try_get::<String>("", column).unwrap();
            let number = |column: &str| row.try_get::<i64>("", column).unwrap();
            assert_eq!(
                (
                    text("status"),
                    text("payment"),
                    number("captured"),
                    number("refunded")
                ),
                (
                    own.status.to_owned(),
                    own.payment.to_owned(),
                    own.captured(),
                    own.refunded
                ),
                "{place}: order {at}, {own:?}"
            );
            seen += 1;
        }
        assert_eq!(seen, model.orders.len(), "{place}");
        let mut accounts = vec![
            (Account::Bank, model.bank),
            (Account::CodInTransit, model.carried),
            (Account::Stripe, model.stripe),
            (Account::Disputes, model.disputes),
            (
                Account::Refunds,
                -model
                    .orders
                    .iter()
                    .flat_map(|o| &o.due)
                    .map(|due| due.amount)
                    .sum::<i64>(),
            ),
            (
                Account::Commission,
                -model.orders.iter().map(|order| order.charged).sum::<i64>(),
            ),
        ];
        for (at, seller) in self.sellers.iter().enumerate() {
            let stock = catalog::stock::balances(db).await.unwrap()[&seller.variant];
            let own = &model.stock[at];
            assert_eq!(
                (stock.on_hand, stock.reserved),
                (own.on_hand, own.reserved),
                "{place}"
            );
            let held = model.held.get(&at).copied().unwrap_or(0);
            accounts.push((Account::Held(seller.producer), held));
            let both = [
                Account::Payable(seller.producer),
                Account::Claim(seller.producer),
            ];
            let both = ledger::balances(db, &both, None).await.unwrap();
            assert_eq!(
                -both[0].0 - both[1].0,
                model.net(at),
                "{place}: producer {at}"
            );
        }
        for (account, held) in accounts {
            assert_eq!(self.app.holds(account).await, held, "{place}: {account}");
        }
        // The card company's own books say so too, and hold what the market has yet to hear of.
        let cards = &self.cards;
        let transferred = model.paid_out.get(&BY_CARD).copied().unwrap_or(0);
        assert_eq!(cards.fake.funds(), model.there, "{place}");
        assert_eq!(cards.fake.holds(&cards.account), transferred, "{place}");
        let heard = usize::try_from(self.app.events().await).unwrap();
        assert_eq!(heard, cards.brought, "{place}: each word once");
    }
}
