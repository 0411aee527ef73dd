//! An order of the model, and what becomes of its money.

use std::cmp::Ordering;

use super::by_card::Card;

/// How an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Cash,
    Transfer,
    Card,
}

/// A refund that waits to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) amount: i64,
    /// Of what was too much.
    pub(crate) surplus: bool,
    /// By the market, which has the cash.
    pub(crate) by_the_market: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    None,
    Open,
    Closed,
}

/// An order as the model knows it.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) seller: usize,
    pub(crate) quantity: i64,
    pub(crate) way: Way,
    pub(crate) goods: i64,
    pub(crate) total: i64,
    pub(crate) commission: i64,
    pub(crate) status: &'static str,
    pub(crate) payment: &'static str,
    pub(crate) received: i64,
    pub(crate) forgiven: i64,
    /// Owed back of what was captured.
    pub(crate) refunded: i64,
    pub(crate) due: Vec<Due>,
    /// What of that was sent.
    pub(crate) sent: i64,
    pub(crate) case: Case,
    /// Whether a carrier takes its cash.
    pub(crate) carrier: bool,
    /// What it had earned when it was completed.
    pub(crate) earned: Option<i64>,
    /// What was owed back of that.
    pub(crate) taken_back: i64,
    /// What its producer had earned of it when the market got its cash.
    pub(crate) at_the_market: Option<i64>,
    /// The market's share of what it has earned and not given back.
    pub(crate) charged: i64,
    /// What the card company knows of it.
    pub(crate) card: Card,
}

impl Order {
    pub(crate) fn captured(&self) -> i64 {
        self.received.min(self.total)
    }

    pub(crate) fn missing(&self) -> i64 {
        (self.total - self.received - self.forgiven).max(0)
    }

    pub(crate) fn is_dead(&self) -> bool {
        ["cancelled", "declined", "expired", "returned"].contains(&self.status)
    }

    /// Money for it comes; what is too much is owed back at once.
    pub(crate) fn receive(&mut self, amount: i64, forgive: bool) {
        let over = |sum: i64| (sum - self.total).max(0);
        let surplus = over(self.received + amount) - over(self.received);
        self.received += amount;
        let missing = (self.total - self.received).max(0);
        self.forgiven = if forgive {
            missing
        } else {
            self.forgiven.min(missing)
        };
        self.payment = match (self.received + self.forgiven).cmp(&self.total) {
            Ordering::Less => "partly_paid",
            Ordering::Equal => "paid",
            Ordering::Greater => "overpaid",
        };
        if surplus > 0 {
            self.falls_due(surplus, true);
        }
    }

    fn falls_due(&mut self, amount: i64, surplus: bool) {
        self.due.push(Due {
            amount,
            surplus,
            by_the_market: self.way == Way::Card || self.at_the_market.is_some(),
        });
    }

    /// Cash that nobody has written down was taken at the door.
    pub(crate) fn collect(&mut self) {
        if self.way == Way::Cash && ["pending", "partly_paid"].contains(&self.payment) {
            self.receive(self.total - self.received, false);
        }
    }

    /// So much at most is owed back; whether anything is.
    pub(crate) fn owe(&mut self, amount: i64) -> bool {
        let amount = amount.min(self.captured() - self.refunded);
        if amount <= 0 {
            return false;
        }
        self.refunded += amount;
        self.falls_due(amount, false);
        if let Some(earned) = self.earned {
            self.taken_back += amount;
            let charge = part(self.commission, earned, self.total);
            self.charged = charge - part(charge, self.taken_back, earned);
        }
        true
    }

    pub(crate) fn complete(&mut self) {
        self.status = "completed";
        self.collect();
        let earned = self.captured() + self.forgiven - self.refunded;
        if earned > 0 {
            self.earned = Some(earned);
            self.charged = part(self.commission, earned, self.total);
        }
    }

    /// It ended without its goods.
    pub(crate) fn end(&mut self, status: &'static str) {
        self.status = status;
        if self.received == 0 && ["pending", "reported"].contains(&self.payment) {
            self.payment = "cancelled";
        }
        self.owe(i64::MAX);
    }

    /// A refund has left.
    pub(crate) fn sends(&mut self, due: Due) {
        if due.surplus {
            if self.payment == "overpaid" {
                self.payment = "paid";
            }
            return;
        }
        self.sent += due.amount;
        self.payment = if self.sent >= self.captured() {
            "refunded"
        } else {
            "partly_refunded"
        };
    }

    /// What the market owes for it: what was earned of its card's money, or of its cash, and not owed
    /// back since.
    pub(crate) fn owed_by_the_market(&self) -> i64 {
        if self.way == Way::Card {
            return self.earned.unwrap_or(0) - self.taken_back;
        }
        let (Some(then), Some(earned)) = (self.at_the_market, self.earned) else {
            return 0;
        };
        let before = earned - then;
        then - (self.taken_back - before)
    }
}

/// The share of a charge that a part of the whole bears, half up.
fn part(charge: i64, of: i64, whole: i64) -> i64 {
    if of >= whole {
        charge
    } else {
        (charge * of * 2 + whole) / (whole * 2)
    }
}
