//! What must come of a command, said as plainly as possible: no database, no ledger.

use std::collections::BTreeMap;

use super::by_card::Card;
use super::command::{Command, Step};
use super::order::{Case, Order, Way};

/// A producer's one thing on sale.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stock {
    pub(crate) on_hand: i64,
    pub(crate) reserved: i64,
    pub(crate) price: i64,
    pub(crate) delivery: i64,
}

impl Stock {
    pub(crate) fn take(&mut self, quantity: i64) -> bool {
        let enough = self.on_hand - self.reserved >= quantity;
        if enough {
            self.reserved += quantity;
        }
        enough
    }
}

#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) orders: Vec<Order>,
    pub(crate) stock: Vec<Stock>,
    /// What each producer was paid out.
    pub(crate) paid_out: BTreeMap<usize, i64>,
    /// Who has earned something at the market that no payout has claimed.
    unclaimed: BTreeMap<usize, bool>,
    /// What came to the market, what it sent back, what carriers took and handed on, what each
    /// producer took and sent back.
    pub(crate) bank: i64,
    pub(crate) carried: i64,
    pub(crate) held: BTreeMap<usize, i64>,
    /// What lies with the card company by the market's books, and what does by its own; and what
    /// cards' banks took that is argued about.
    pub(crate) stripe: i64,
    pub(crate) there: i64,
    pub(crate) disputes: i64,
}

impl Model {
    /// Does a command; whether it is agreed to.
    pub(crate) fn apply(&mut self, command: Command) -> bool {
        let before: Vec<i64> = self.orders.iter().map(|order| order.received).collect();
        let agreed = self.does(command);
        // Whatever came, came to whoever takes it now.
        for (at, order) in self.orders.iter().enumerate() {
            let came = order.received - before.get(at).copied().unwrap_or(0);
            match order.way {
                Way::Card => self.stripe += came,
                Way::Cash if order.carrier => self.carried += came,
                Way::Cash | Way::Transfer => {
                    *self.held.entry(order.seller).or_default() += came;
                }
            }
        }
        self.take_back();
        agreed
    }

    fn does(&mut self, command: Command) -> bool {
        match command {
            Command::Place {
                seller,
                quantity,
                way,
            } => self.place(seller, quantity, way),
            Command::Pay {
                order,
                amount,
                forgive,
            } => self.pay(order, amount, forgive),
            Command::Report(order) => self.report(order),
            Command::Expire(order) => {
                let order = &mut self.orders[order];
                order.end("expired");
                self.stock[order.seller].reserved -= order.quantity;
                true
            }
            Command::Step(order, step) => self.step(order, step),
            Command::Refund(order, amount) => self.refund(order, amount),
            Command::RefundTwice(order, [first, second]) => {
                // Whoever is first: together they are never more than what is left.
                let one = self.refund(order, first);
                let other = self.refund(order, second);
                one || other
            }
            Command::Send(order) => self.send(order),
            Command::OpenCase(order) => {
                let order = &mut self.orders[order];
                let agreed = order.status == "delivered" && order.case == Case::None;
                if agreed {
                    order.case = Case::Open;
                }
                agreed
            }
            Command::CloseCase { order, refund } => {
                let order = &mut self.orders[order];
                order.case = Case::Closed;
                if refund {
                    order.collect();
                    order.owe(order.goods);
                }
                true
            }
            Command::HandOn(order) => self.hand_on(order),
            Command::PayOut => self.pay_out(),
            Command::PayByCard(order) => self.pay_by_card(order),
            Command::Hear(order, _) => self.hear(order),
            Command::SendByHand(order) => self.send_by_hand(order),
            Command::Dispute(order, percent) => self.dispute(order, percent),
            Command::Decide(order, won) => self.decide(order, won),
            Command::Transfer => self.transfer(),
        }
    }

    fn place(&mut self, seller: usize, quantity: i64, way: Way) -> bool {
        let stock = &mut self.stock[seller];
        if !stock.take(quantity) {
            return false;
        }
        let goods = stock.price * quantity;
        self.orders.push(Order {
            seller,
            quantity,
            way,
            goods,
            total: goods + stock.delivery,
            commission: (goods * 500 + 5_000) / 10_000,
            status: if way == Way::Cash {
                "placed"
            } else {
                "awaiting_payment"
            },
            payment: "pending",
            received: 0,
            forgiven: 0,
            refunded: 0,
            due: vec![],
            sent: 0,
            case: Case::None,
            carrier: true,
            earned: None,
            taken_back: 0,
            at_the_market: None,
            charged: 0,
            card: Card::default(),
        });
        true
    }

    fn pay(&mut self, at: usize, amount: i64, forgive: bool) -> bool {
        let order = &self.orders[at];
        // Who holds the money says what came: of what the market has, no producer does.
        if order.way == Way::Card || order.at_the_market.is_some() {
            return false;
        }
        if order.way == Way::Cash && order.is_dead() {
            return false;
        }
        if order.way == Way::Cash && order.missing() == 0 {
            return true;
        }
        if forgive && order.total - order.received - amount > 5_000 {
            return false;
        }
        if ["partly_refunded", "refunded"].contains(&order.payment) {
            return false;
        }
        self.comes(at, amount, forgive);
        true
    }

    /// Money comes for an order: in time, or late.
    pub(super) fn comes(&mut self, at: usize, amount: i64, forgive: bool) {
        let order = &mut self.orders[at];
        let whole = order.refunded == 0;
        order.receive(amount, forgive);
        let paid = order.payment != "partly_paid";
        match order.status {
            "awaiting_payment" if paid => order.status = "placed",
            "expired" if paid && whole && self.stock[order.seller].take(order.quantity) => {
                order.status = "placed";
            }
            _ if order.is_dead() => {
                order.owe(i64::MAX);
            }
            _ => {}
        }
    }

    fn report(&mut self, at: usize) -> bool {
        let order = &mut self.orders[at];
        match order.payment {
            _ if order.way == Way::Cash => false,
            // The card company says so, and nobody else.
            _ if order.way == Way::Card => true,
            "pending" | "partly_paid" => {
                order.payment = "reported";
                true
            }
            "reported" | "paid" | "overpaid" => true,
            _ => false,
        }
    }

    fn step(&mut self, at: usize, step: Step) -> bool {
        let order = &mut self.orders[at];
        let (from, next): (&[&str], &'static str) = match step {
            Step::Cancel => (&["awaiting_payment", "placed"], "cancelled"),
            Step::Accept => (&["placed"], "accepted"),
            Step::Decline => (&["placed", "accepted", "packed"], "declined"),
            Step::Pack => (&["accepted"], "packed"),
            Step::Ship { .. } => (&["packed"], "shipped"),
            Step::Deliver => (&["shipped", "delivery_failed"], "delivered"),
            Step::FailDelivery => (&["shipped"], "delivery_failed"),
            Step::Return { .. } => (&["delivery_failed"], "returned"),
            Step::Receive => (&["shipped", "delivered"], "completed"),
        };
        if order.status == next {
            return true;
        }
        if !from.contains(&order.status) || next == "completed" && order.case == Case::Open {
            return false;
        }
        match next {
            "completed" => order.complete(),
            "cancelled" | "declined" | "returned" => order.end(next),
            _ => order.status = next,
        }
        let stock = &mut self.stock[order.seller];
        match step {
            Step::Cancel | Step::Decline => stock.reserved -= order.quantity,
            Step::Ship { carrier } => {
                order.carrier = carrier;
                stock.reserved -= order.quantity;
                stock.on_hand -= order.quantity;
            }
            Step::Return { whole: true } => stock.on_hand += order.quantity,
            _ => {}
        }
        true
    }

    fn refund(&mut self, at: usize, amount: i64) -> bool {
        let mut then = self.orders[at].clone();
        if ["completed", "delivered"].contains(&then.status) {
            then.collect();
        }
        let owed = then.owe(amount);
        if owed {
            self.orders[at] = then;
        }
        owed
    }

    /// The first refund that waits is sent.
    fn send(&mut self, at: usize) -> bool {
        let order = &mut self.orders[at];
        if order.way == Way::Card {
            return self.send_to_card(at);
        }
        let due = order.due.remove(0);
        if due.by_the_market {
            self.bank -= due.amount;
        } else {
            *self.held.entry(order.seller).or_default() -= due.amount;
        }
        order.sends(due);
        true
    }

    /// A carrier hands the cash of a completed order to the market.
    fn hand_on(&mut self, at: usize) -> bool {
        let order = &mut self.orders[at];
        let earned = order.earned.unwrap_or(0) - order.taken_back;
        order.at_the_market = Some(earned);
        self.carried -= order.received;
        self.bank += order.received;
        if earned > 0 {
            self.unclaimed.insert(order.seller, true);
        }
        true
    }

    /// What a producer is owed by the market, less what it owes.
    pub(crate) fn net(&self, seller: usize) -> i64 {
        let own = self.orders.iter().filter(|order| order.seller == seller);
        let owed = own.map(|order| order.owed_by_the_market() - order.charged);
        owed.sum::<i64>() - self.paid_out.get(&seller).copied().unwrap_or(0)
    }

    fn pay_out(&mut self) -> bool {
        let mut any = false;
        for seller in 0..self.stock.len() {
            let net = self.net(seller);
            if net < 1 || !self.unclaimed.get(&seller).copied().unwrap_or(false) {
                continue;
            }
            any = true;
            self.bank -= net;
            *self.paid_out.entry(seller).or_default() += net;
            self.unclaimed.insert(seller, false);
        }
        any
    }
}
