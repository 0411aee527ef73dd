//! What must come of what cards pay: the card company knows first, and the market once it has heard.

use super::model::Model;
use super::order::{Order, Way};

/// How a payment stands at the card company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum There {
    #[default]
    Open,
    Paid,
    Cancelled,
}

/// How an argument with a card's bank stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Argument {
    Open,
    Won,
    Lost,
}

/// What the card company knows of an order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Card {
    pub(crate) there: There,
    /// What has gone back to the card.
    pub(crate) sent_back: i64,
    /// What its bank took, and how that stands …
    pub(crate) argument: Option<(i64, Argument)>,
    /// … as far as the market has heard.
    pub(crate) heard: Option<Argument>,
    /// What of it lies on the producer's own account.
    pub(crate) transferred: Option<i64>,
}

impl Order {
    /// What a bank may still take.
    pub(crate) fn left_there(&self) -> i64 {
        let paid = self.card.there == There::Paid && self.card.argument.is_none();
        if paid {
            self.total - self.card.sent_back
        } else {
            0
        }
    }

    /// What its producer has earned of it, and keeps.
    fn worth(&self) -> i64 {
        self.owed_by_the_market() - self.charged
    }
}

impl Model {
    pub(super) fn pay_by_card(&mut self, at: usize) -> bool {
        let order = &mut self.orders[at];
        let agreed = order.card.there == There::Open;
        if agreed {
            order.card.there = There::Paid;
            self.there += order.total;
        }
        agreed
    }

    /// Heard twice, it is heard once. What is not wanted any more can be paid no longer.
    pub(super) fn hear(&mut self, at: usize) -> bool {
        let order = &mut self.orders[at];
        match order.card.there {
            There::Open if order.payment == "cancelled" => order.card.there = There::Cancelled,
            There::Paid if order.received == 0 => self.comes(at, self.orders[at].total, false),
            There::Open | There::Paid | There::Cancelled => {}
        }
        self.hear_argument(at);
        true
    }

    fn hear_argument(&mut self, at: usize) {
        let card = &mut self.orders[at].card;
        let Some((amount, stands)) = card.argument else {
            return;
        };
        if card.heard.is_none() {
            self.disputes += amount;
            self.stripe -= amount;
        }
        let news = card.heard.replace(stands) != Some(stands);
        match stands {
            Argument::Won if news => {
                self.disputes -= amount;
                self.stripe += amount;
            }
            Argument::Lost if news => self.bear(at, amount),
            Argument::Open | Argument::Won | Argument::Lost => {}
        }
    }

    /// What a bank keeps is as if it were paid back: what waits for that has left so, and the rest is the
    /// order's to bear. What is more than all of it stays for a person.
    fn bear(&mut self, at: usize, amount: i64) {
        let order = &mut self.orders[at];
        let mut left = amount;
        for due in std::mem::take(&mut order.due) {
            if due.amount <= left {
                left -= due.amount;
                order.sends(due);
            } else {
                order.due.push(due);
            }
        }
        let refunded = order.refunded;
        if left > 0 && order.owe(left) {
            left -= order.refunded - refunded;
            let borne = order.due.pop().unwrap();
            order.sends(borne);
        }
        self.disputes -= amount - left;
    }

    /// The first refund that waits goes back to its card; where its bank has the money, it waits on.
    pub(super) fn send_to_card(&mut self, at: usize) -> bool {
        let order = &mut self.orders[at];
        let argument = order.card.argument.map(|(_, stands)| stands);
        if argument.is_none_or(|stands| stands == Argument::Won) {
            let due = order.due.remove(0);
            order.card.sent_back += due.amount;
            self.stripe -= due.amount;
            self.there -= due.amount;
            order.sends(due);
        }
        true
    }

    pub(super) fn send_by_hand(&mut self, at: usize) -> bool {
        let order = &mut self.orders[at];
        let due = order.due.remove(0);
        self.bank -= due.amount;
        order.sends(due);
        true
    }

    pub(super) fn dispute(&mut self, at: usize, percent: i64) -> bool {
        let order = &mut self.orders[at];
        let amount = part_of(order.left_there(), percent);
        order.card.argument = Some((amount, Argument::Open));
        self.there -= amount;
        true
    }

    pub(super) fn decide(&mut self, at: usize, won: bool) -> bool {
        let Some((amount, stands)) = &mut self.orders[at].card.argument else {
            return false;
        };
        *stands = if won { Argument::Won } else { Argument::Lost };
        if won {
            self.there += *amount;
        }
        true
    }

    /// Each sale is paid out once, all that it is worth; while its bank argues about it, it waits.
    pub(super) fn transfer(&mut self) -> bool {
        let mut any = false;
        for order in &mut self.orders {
            let waits = order.card.heard == Some(Argument::Open);
            let worth = order.worth();
            if order.way != Way::Card || waits || worth <= 0 || order.card.transferred.is_some() {
                continue;
            }
            order.card.transferred = Some(worth);
            self.stripe -= worth;
            self.there -= worth;
            *self.paid_out.entry(order.seller).or_default() += worth;
            any = true;
        }
        any
    }

    /// What was paid out of a sale and is owed back since comes back out of its own transfer.
    pub(super) fn take_back(&mut self) {
        for order in &mut self.orders {
            let worth = order.worth();
            let Some(transferred) = &mut order.card.transferred else {
                continue;
            };
            let back = *transferred - worth;
            *transferred = worth;
            self.stripe += back;
            self.there += back;
            *self.paid_out.entry(order.seller).or_default() -= back;
        }
    }
}

/// So many hundredths of an amount, at least one đồng.
pub(crate) fn part_of(amount: i64, percent: i64) -> i64 {
    (amount * percent / 100).max(1)
}
