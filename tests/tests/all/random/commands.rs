//! The same commands, carried out by the market.

use std::collections::BTreeMap;

use kernel::{
    AccountId, Actor, Capacity, CaseId, OrderId, PayoutBatchId, ProducerId, RefundId, Timestamp,
    VariantId, Vnd,
};
use market::{Asked, Key, Measure, Saying, Whose};
use orders::{CaseEvent, CaseKind, Method, Problem, Reason, Remedy, Typed, Wish};
use payments::payouts::Rail;
use payments::{Payer, Receipt, RefundStatus};
use scenarios::{App, Fake, fish_sauce, lose_webhooks};
use store::Db;

use super::card_company::CardCompany;
use super::choose::BY_CARD;
use super::command::{Command, Step};
use super::model::{Model, Stock};
use super::order::{Due, Way};

pub(crate) struct Seller {
    pub(crate) producer: ProducerId,
    pub(crate) variant: VariantId,
}

/// The market beside the model: who sells, and which of its orders is which of the model's.
pub(crate) struct Market {
    pub(crate) app: App,
    pub(crate) sellers: Vec<Seller>,
    pub(crate) orders: Vec<OrderId>,
    pub(crate) cards: CardCompany,
    cases: BTreeMap<usize, CaseId>,
    turn: u64,
}

/// Few of one thing, so that they run out; many of the next; and what cards buy, which runs out late.
const ON_HAND: [i64; 3] = [40, 100_000, 400];

pub(super) type Done = Result<(), market::Error>;

impl Market {
    pub(crate) async fn open(app: &App, fake: &Fake, model: &mut Model) -> Self {
        // What the card company says is brought by hand.
        lose_webhooks(fake);
        let mut cards = CardCompany::at(fake);
        let mut sellers = vec![];
        for on_hand in ON_HAND {
            let producer = app.producer().await;
            let listing = app.listing_of(&producer, fish_sauce(), on_hand).await;
            producer.name_account("970436", "1012 3456 78").await;
            if sellers.len() == BY_CARD {
                cards.account = producer.connect(fake).await;
            }
            sellers.push(Seller {
                producer: producer.own(),
                variant: listing.variant.parse().unwrap(),
            });
            model.stock.push(Stock {
                on_hand,
                reserved: 0,
                price: 65_000,
                delivery: 20_000,
            });
        }
        app.advance_hours(48);
        for (rule, value) in [
            ("commission", r#"[{"bp": 500}]"#),
            ("payout.hold_days", "0"),
            ("payout.minimum", "1"),
        ] {
            let sql = format!("UPDATE rules SET value = '{value}' WHERE name = '{rule}'");
            app.execute(&sql).await;
        }
        // One price wherever it goes: the model need not weigh boxes.
        app.execute(
            "UPDATE delivery_rates SET price = 20000, each_further_kg = 0, up_to_g = 100000000",
        )
        .await;
        Self {
            app: app.clone(),
            sellers,
            orders: vec![],
            cards,
            cases: BTreeMap::new(),
            turn: 0,
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.app.node().db
    }

    pub(crate) async fn carry_out(&mut self, command: Command, model: &mut Model) -> Done {
        self.turn += 1;
        let done = Box::pin(self.does(command, model)).await;
        if let Some(order) = command.order()
            && model.orders[order].card.transferred.is_some()
        {
            self.take_back(order).await;
        }
        done
    }

    async fn does(&mut self, command: Command, model: &mut Model) -> Done {
        match command {
            Command::Place {
                seller,
                quantity,
                way,
            } => self.place(seller, quantity, way).await,
            Command::Pay {
                order,
                amount,
                forgive,
            } => {
                let receipt = Receipt {
                    amount: Vnd(amount),
                    bank_ref: Some(format!("FT{}", self.turn)),
                    forgive,
                    line: None,
                };
                let own = (self.producer(order, model), self.orders[order]);
                let now = self.app.now();
                market::payment_received(self.db(), own, &receipt, Actor::SYSTEM, now).await
            }
            Command::Report(order) => {
                let whose = (self.orders[order], Whose::Holder);
                market::report_payment(self.db(), whose, self.app.now()).await
            }
            Command::Expire(order) => {
                self.expire(order).await;
                Ok(())
            }
            Command::Step(order, step) => self.step(order, step, model).await,
            Command::Refund(order, amount) => self.refund(order, amount, 0).await,
            Command::RefundTwice(order, amounts) => {
                let one = self.refund(order, amounts[0], 1);
                let other = self.refund(order, amounts[1], 2);
                let (one, other) = tokio::join!(one, other);
                // Which of them was first is nobody's to say: what waits is read again.
                let due = self.due(order).await;
                let sum = |due: &[Due]| due.iter().map(|due| due.amount).sum::<i64>();
                assert_eq!(sum(&due), sum(&model.orders[order].due), "{command:?}");
                model.orders[order].due = due;
                one.or(other)
            }
            Command::Send(order) if model.orders[order].way == Way::Card => {
                self.send_to_card(order).await
            }
            Command::Send(order) | Command::SendByHand(order) => {
                let refunds = self.waiting(order).await;
                let refund = &refunds[0];
                let payer = (refund.payer == Payer::Producer).then_some(refund.producer);
                let which = (payer, refund.id);
                market::send_refund(self.db(), which, None, Actor::SYSTEM, self.app.now()).await
            }
            Command::OpenCase(order) => {
                let problem = Problem {
                    kind: CaseKind::Leaking,
                    wish: Wish::Refund,
                    note: None,
                    lines: vec![],
                };
                let whose = (self.orders[order], Whose::Holder);
                let now = self.app.now();
                let opened = market::open_case(self.db(), whose, &problem, Actor::GUEST, now).await;
                self.cases.insert(order, opened?);
                Ok(())
            }
            Command::CloseCase { order, refund } => {
                let (case, now) = (self.cases[&order], self.app.now());
                if refund {
                    let own = (self.producer(order, model), case);
                    let saying = Saying::of(CaseEvent::Answer(Remedy::Refund));
                    market::answer_case(self.db(), own, &saying, Actor::SYSTEM, now).await
                } else {
                    let saying = Saying::of(CaseEvent::Withdraw);
                    market::say_to_case(self.db(), case, &saying, Actor::GUEST, now).await
                }
            }
            Command::HandOn(order) => {
                let amount = model.orders[order].received;
                let producer = self.producer(order, model);
                let order = self.orders[order];
                self.app.hand_on(producer, order, Vnd(amount)).await;
                Ok(())
            }
            Command::PayOut => self.pay_out().await,
            Command::PayByCard(order) => self.cards.pay(order),
            Command::Hear(order, times) => self.hear(order, times).await,
            Command::Dispute(order, percent) => {
                self.cards.dispute(order, percent);
                Ok(())
            }
            Command::Decide(order, won) => {
                self.cards.decide(order, won);
                Ok(())
            }
            Command::Transfer => self.transfer().await,
        }
    }

    fn producer(&self, order: usize, model: &Model) -> ProducerId {
        self.sellers[model.orders[order].seller].producer
    }

    async fn place(&mut self, seller: usize, quantity: i64, way: Way) -> Done {
        let (node, now) = (self.app.node(), self.app.now());
        let variant = self.sellers[seller].variant;
        let tx = store::write(&node.db).await?;
        let cart = orders::create_cart(&tx, None, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        market::put_line(node, cart, None, (variant, quantity), now).await?;
        let typed = Typed {
            name: "Nguyễn Thị Lan",
            phone: "0912345678",
            province: "42",
            commune: "18676",
            street: "Thôn Song Yên",
            ..Typed::default()
        };
        let method = match way {
            Way::Cash => Method::Cod,
            Way::Transfer => Method::Vietqr,
            Way::Card => Method::Stripe,
        };
        let asked = Asked {
            cart,
            account: None,
            draft: orders::draft(&typed)?,
            method,
            methods: BTreeMap::new(),
            expected_total: Vnd(65_000 * quantity + 20_000),
            age_confirmed: false,
            age_declaration: None,
            lang: kernel::Lang::Vi,
        };
        let key = Key::new(cart.to_string(), "checkouts", "k".to_owned(), b"");
        let answer = market::checkout(node, &asked, &key, now).await?;
        let placed: market::Placed = serde_json::from_str(&answer).unwrap();
        self.orders.push(placed.orders[0].id);
        if let Some(keys) = &placed.payments[0].stripe {
            self.cards.made(self.orders.len() - 1, &keys.client_secret);
        }
        Ok(())
    }

    /// The order's own day is over; nobody else's.
    async fn expire(&self, order: usize) {
        let tx = store::write(self.db()).await.unwrap();
        let sql = "UPDATE orders SET state_until = $2, remind_at = NULL WHERE id = $1";
        let values = vec![self.orders[order].uuid().into(), self.app.now().0.into()];
        store::execute(&tx, sql, values).await.unwrap();
        tx.commit().await.unwrap();
        let swept = market::sweep(self.db(), self.app.now()).await.unwrap();
        assert_eq!((swept.moved, swept.failed), (1, 0));
    }

    async fn step(&self, order: usize, step: Step, model: &Model) -> Done {
        let (db, now) = (self.db(), self.app.now());
        let own = (self.producer(order, model), self.orders[order]);
        let whose = (self.orders[order], Whose::Holder);
        let by = Actor::SYSTEM;
        match step {
            Step::Cancel => market::cancel(db, whose, Reason::BuyerChangedMind, by, now).await,
            Step::Accept => market::accept(db, own, by, now).await,
            Step::Decline => market::decline(db, own, Reason::OutOfStock, by, now).await,
            Step::Pack => market::pack(db, own, by, now).await,
            Step::Ship { carrier } => {
                let carrier = if carrier { "Viettel Post" } else { "self" };
                let handover = orders::handover(carrier, None, None)?;
                market::ship(db, own, &handover, by, now).await
            }
            Step::Deliver => market::deliver(db, own, by, now).await,
            Step::FailDelivery => market::fail_delivery(db, own, false, by, now).await,
            Step::Return { whole } => market::take_back(db, own, whole, by, now).await,
            Step::Receive => market::confirm_receipt(db, whose, by, now).await,
        }
    }

    async fn refund(&self, order: usize, amount: i64, n: u64) -> Done {
        let word = format!("{}.{n}", self.turn);
        let key = Key::new("admin".to_owned(), "admin.refunds", word, b"");
        let measure = (&Measure::Amount(Vnd(amount)), "decided");
        let (id, now) = (self.orders[order], self.app.now());
        let owed = market::decide_refund(self.db(), id, measure, (&key, Actor::SYSTEM), now).await;
        owed.map(|_refund: RefundId| ())
    }

    pub(super) async fn waiting(&self, order: usize) -> Vec<payments::Refund> {
        let refunds = payments::refunds_of(self.db().read(), self.orders[order]).await;
        let mut refunds = refunds.unwrap();
        refunds.retain(|refund| refund.status == RefundStatus::Due);
        refunds.sort_by_key(|refund| refund.id);
        refunds
    }

    async fn due(&self, order: usize) -> Vec<Due> {
        let waiting = self.waiting(order).await;
        let due = waiting.iter().map(|refund| Due {
            amount: refund.amount.0,
            surplus: refund.reason == "overpaid",
            by_the_market: refund.payer == Payer::Market,
        });
        due.collect()
    }

    /// One person prepares, another confirms, and the bank pays.
    async fn pay_out(&self) -> Done {
        let batch = self.confirmed(Rail::BankFile).await?;
        let (db, now) = (self.db(), self.app.now());
        market::payouts_paid(db, (batch, None), Some("FT"), person(now), now).await
    }

    /// A batch that two people want.
    pub(super) async fn confirmed(&self, rail: Rail) -> Result<PayoutBatchId, market::Error> {
        let (db, now) = (self.db(), self.app.now());
        let key = Key::new(
            "admin".to_owned(),
            "admin.payouts",
            self.turn.to_string(),
            b"",
        );
        let batch = market::prepare_payouts(db, rail, (&key, person(now)), now).await?;
        market::confirm_payouts(db, batch, person(now), now).await?;
        Ok(batch)
    }
}

fn person(now: Timestamp) -> Actor {
    Actor::new(AccountId::new(now), Capacity::Admin)
}
