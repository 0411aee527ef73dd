use kernel::Timestamp;
use proptest::prelude::*;

use super::*;

const TOTAL: Vnd = Vnd(300_000);

struct Story {
    book: Book,
    order: OrderId,
    producer: ProducerId,
    payment: PaymentId,
    custody: Custody,
}

fn story(custody: Custody) -> Story {
    let now = Timestamp(1_790_000_000_000);
    Story {
        book: Book::default(),
        order: OrderId::new(now),
        producer: ProducerId::new(now),
        payment: PaymentId::new(now),
        custody,
    }
}

impl Story {
    fn comes(&mut self, amount: i64, forgiven: i64) {
        let came = came(&Came {
            receipt: ReceiptId::new(Timestamp(1_790_000_000_000)),
            payment: self.payment,
            order: self.order,
            producer: self.producer,
            custody: self.custody,
            amount: Vnd(amount),
            forgiven,
        });
        self.book.extend(&came);
    }

    fn is_earned(&mut self) {
        let charges = Charges {
            total: TOTAL,
            shipping: Vnd(0),
            commission: Vnd(15_000),
            vat: Vnd(3_000),
            pit: Vnd(1_500),
        };
        let postings = earned(
            &self.book,
            &Earned {
                order: self.order,
                producer: self.producer,
                charges,
            },
        );
        self.book.extend(&postings);
    }

    fn is_owed(&mut self, amount: i64, paid_out: bool) -> RefundId {
        let refund = RefundId::new(Timestamp(1_790_000_000_000));
        let postings = owes(
            &self.book,
            &Owes {
                refund,
                payment: self.payment,
                order: self.order,
                producer: self.producer,
                amount: Vnd(amount),
                paid_out,
            },
        );
        self.book.extend(&postings);
        refund
    }

    /// A card's bank keeps it, and the market bears it.
    fn is_lost(&mut self, amount: i64) -> RefundId {
        let refund = RefundId::new(Timestamp(1_790_000_000_000));
        let posting = lost(&Owes {
            refund,
            payment: self.payment,
            order: self.order,
            producer: self.producer,
            amount: Vnd(amount),
            paid_out: false,
        });
        self.book.extend(&[posting]);
        refund
    }

    fn is_sent(&mut self, refund: RefundId, amount: i64) {
        let from = match self.custody {
            Custody::Producer | Custody::Carrier => Account::Held(self.producer),
            custody => Account::holder(custody, self.producer),
        };
        let which = (refund.uuid(), self.payment, self.order);
        self.book.extend(&[sent_from(which, from, Vnd(amount))]);
    }

    /// What each account holds, nothing left out.
    fn books(&self) -> Vec<(&'static str, i64)> {
        let (order, producer) = (self.order, self.producer);
        let accounts = [
            ("buyer", Account::Buyer(order)),
            ("payable", Account::Payable(producer)),
            ("claim", Account::Claim(producer)),
            ("held", Account::Held(producer)),
            ("earned", Account::Earned(producer)),
            ("commission", Account::Commission),
            ("vat", Account::Vat),
            ("pit", Account::Pit),
            ("refunds", Account::Refunds),
            ("cod", Account::CodInTransit),
            ("bank", Account::Bank),
            ("theirs", Account::Forgiven(Bearer::Producer(producer))),
            ("ours", Account::Forgiven(Bearer::Market)),
            ("losses", Account::Losses),
        ];
        let held = accounts.map(|(name, account)| (name, self.book.balance(account).0));
        held.into_iter().filter(|(_, held)| *held != 0).collect()
    }
}

#[test]
fn money_that_the_producer_takes_itself_makes_the_markets_share_a_claim() {
    let mut story = story(Custody::Producer);
    story.comes(300_000, 0);
    assert_eq!(story.books(), [("buyer", -300_000), ("held", 300_000)]);
    story.is_earned();
    let earned = [
        ("claim", 19_500),
        ("held", 300_000),
        ("earned", -300_000),
        ("commission", -15_000),
        ("vat", -3_000),
        ("pit", -1_500),
    ];
    assert_eq!(story.books(), earned);
    story.is_earned();
    assert_eq!(story.books(), earned, "it is earned once");
    let refund = story.is_owed(100_000, false);
    story.is_sent(refund, 100_000);
    let books = [
        ("claim", 13_000),
        ("held", 200_000),
        ("earned", -200_000),
        ("commission", -10_000),
        ("vat", -2_000),
        ("pit", -1_000),
    ];
    assert_eq!(story.books(), books);
}

#[test]
fn money_that_the_market_takes_is_owed_to_the_producer_less_its_share() {
    let mut story = story(Custody::Market);
    story.comes(300_000, 0);
    story.is_earned();
    let books = [
        ("payable", -280_500),
        ("commission", -15_000),
        ("vat", -3_000),
        ("pit", -1_500),
        ("bank", 300_000),
    ];
    assert_eq!(story.books(), books);
    // Before it is paid out a refund is taken off; afterwards it is a debt.
    let refund = story.is_owed(100_000, false);
    story.is_sent(refund, 100_000);
    assert_eq!(
        story.book.balance(Account::Payable(story.producer)),
        Vnd(-187_000)
    );
    let refund = story.is_owed(200_000, true);
    story.is_sent(refund, 200_000);
    let books = [("payable", -187_000), ("claim", 187_000)];
    assert_eq!(story.books(), books);
}

#[test]
fn what_ends_unsold_is_owed_back_whole_and_nothing_was_let_go_of() {
    for (custody, bearer) in [(Custody::Producer, "theirs"), (Custody::Market, "ours")] {
        let mut story = story(custody);
        story.comes(297_000, 3_000);
        assert!(story.books().contains(&(bearer, 3_000)));
        let refund = story.is_owed(297_000, false);
        let back = borne_back(&story.book, story.order);
        story.book.extend(&back);
        story.is_sent(refund, 297_000);
        assert_eq!(story.books(), []);
    }
}

#[test]
fn what_was_let_go_of_is_earned_and_stands_where_it_is_borne() {
    let mut story = story(Custody::Market);
    story.comes(297_000, 3_000);
    story.is_earned();
    assert_eq!(
        story.book.balance(Account::Payable(story.producer)),
        Vnd(-280_500)
    );
    assert_eq!(
        story.book.balance(Account::Forgiven(Bearer::Market)),
        Vnd(3_000)
    );
}

#[test]
fn what_came_too_much_goes_back_and_earns_nothing() {
    let mut story = story(Custody::Producer);
    story.comes(350_000, 0);
    let refund = story.is_owed(50_000, false);
    story.is_earned();
    assert_eq!(story.book.posted(Cause::Earned), TOTAL);
    assert_eq!(story.book.posted(Cause::Commission), Vnd(15_000));
    story.is_sent(refund, 50_000);
    assert_eq!(story.book.balance(Account::Held(story.producer)), TOTAL);
}

#[test]
fn what_the_market_bears_leaves_the_sale_as_if_its_buyer_had_paid() {
    for before in [true, false] {
        let mut story = story(Custody::Market);
        story.comes(300_000, 0);
        if before {
            story.is_earned();
        }
        let refund = story.is_lost(200_000);
        story.is_sent(refund, 200_000);
        // The buyer gets the rest back from the producer, with the market's share of it.
        let refund = story.is_owed(100_000, false);
        story.is_sent(refund, 100_000);
        if !before {
            story.is_earned();
        }
        let books = [
            ("payable", -187_000),
            ("commission", -10_000),
            ("vat", -2_000),
            ("pit", -1_000),
            ("losses", 200_000),
        ];
        assert_eq!(story.books(), books);
    }
}

#[test]
fn an_order_that_ends_unsold_costs_the_market_nothing() {
    let mut story = story(Custody::Market);
    story.comes(300_000, 0);
    let refund = story.is_lost(200_000);
    story.is_sent(refund, 200_000);
    let refund = story.is_owed(100_000, false);
    let back = borne_back(&story.book, story.order);
    story.book.extend(&back);
    story.is_sent(refund, 100_000);
    assert_eq!(story.books(), []);
}

#[test]
fn cash_that_a_carrier_took_comes_to_the_producer_or_to_the_market() {
    for to in [Custody::Producer, Custody::Market] {
        let mut story = story(Custody::Carrier);
        story.comes(300_000, 0);
        story.is_earned();
        assert!(story.books().contains(&("cod", 300_000)));
        let line = (Uuid::from_u128(5), story.order, story.producer);
        let postings = handed_on(&story.book, line, (to, TOTAL));
        story.book.extend(&postings);
        let place = if to == Custody::Market {
            [("payable", -300_000), ("bank", 300_000)]
        } else {
            [("held", 300_000), ("earned", -300_000)]
        };
        for held in place {
            assert!(story.books().contains(&held), "{to}: {:?}", story.books());
        }
    }
}

#[test]
fn cash_that_came_to_the_market_is_refunded_by_it_and_its_share_stays_a_claim() {
    let mut story = story(Custody::Carrier);
    story.comes(300_000, 0);
    story.is_earned();
    let refund = story.is_owed(60_000, false);
    story.is_sent(refund, 60_000);
    let line = (Uuid::from_u128(5), story.order, story.producer);
    let postings = handed_on(&story.book, line, (Custody::Market, TOTAL));
    story.book.extend(&postings);
    story.custody = Custody::Market;
    assert_eq!(
        story.book.balance(Account::Payable(story.producer)),
        Vnd(-240_000)
    );
    let refund = story.is_owed(240_000, false);
    story.is_sent(refund, 240_000);
    // The producer paid 60,000 out of its own pocket, which the market has.
    let books = [("held", -60_000), ("bank", 60_000)];
    assert_eq!(story.books(), books);
}

proptest! {
    #[test]
    fn a_full_refund_takes_back_every_charge_however_it_is_cut(
        market in any::<bool>(),
        before in 0i64..300_000,
        cuts in prop::collection::vec(1i64..120_000, 1..8),
        paid_out_from in 0usize..8,
    ) {
        let custody = if market { Custody::Market } else { Custody::Producer };
        let mut story = story(custody);
        story.comes(TOTAL.0, 0);
        let refund = story.is_owed(before, false);
        story.is_sent(refund, before);
        story.is_earned();
        prop_assert_eq!(story.book.clearing(story.order), Vnd::ZERO);
        let mut left = TOTAL.0 - before;
        for (n, cut) in cuts.into_iter().chain([i64::MAX]).enumerate() {
            let amount = cut.min(left);
            left -= amount;
            let refund = story.is_owed(amount, n >= paid_out_from);
            story.is_sent(refund, amount);
            let charged: i64 = [Account::Commission, Account::Vat, Account::Pit]
                .iter().map(|account| story.book.balance(*account).0).sum();
            prop_assert!(charged <= 0 && -charged <= 19_500);
        }
        for account in [Account::Commission, Account::Vat, Account::Pit, Account::Refunds, Account::Bank,
            Account::Held(story.producer), Account::Earned(story.producer)] {
            prop_assert_eq!(story.book.balance(account), Vnd::ZERO, "{}", account);
        }
        // What was paid out already is owed, and nothing else is.
        let net = story.book.balance(Account::Payable(story.producer)).0 + story.book.balance(Account::Claim(story.producer)).0;
        prop_assert_eq!(net, 0);
    }
}
