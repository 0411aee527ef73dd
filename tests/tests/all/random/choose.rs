//! Commands, drawn by a seed.

use scenarios::Dice;

use super::by_card::{Argument, There};
use super::command::{Command, Step};
use super::model::Model;
use super::order::{Case, Order, Way};

/// Who sells by card, and otherwise not at all: what it earns lies with the card company alone.
pub(crate) const BY_CARD: usize = 2;

/// A command that may be refused, and one in some that must be.
pub(crate) fn choose(dice: &mut Dice, model: &Model) -> Command {
    loop {
        let many = model.orders.len();
        if many == 0 || dice.below(8) == 0 {
            let quantity = dice.of(&[1, 1, 2, 3]);
            let (seller, way) = dice.of(&[
                (0, Way::Cash),
                (0, Way::Transfer),
                (1, Way::Cash),
                (1, Way::Transfer),
                (BY_CARD, Way::Card),
                (BY_CARD, Way::Card),
                (BY_CARD, Way::Card),
            ]);
            return Command::Place {
                seller,
                quantity,
                way,
            };
        }
        // What is young moves most.
        let back = dice.below(u64::try_from(many).unwrap().min(40));
        let at = many - 1 - usize::try_from(back).unwrap();
        if let Some(command) = about(dice, at, &model.orders[at]) {
            return command;
        }
    }
}

/// A command about an order; none where the one that was drawn makes no sense of it.
fn about(dice: &mut Dice, at: usize, order: &Order) -> Option<Command> {
    if order.way == Way::Card && dice.below(2) == 0 {
        return about_card(dice, at, order);
    }
    let onward = match order.status {
        "placed" => Step::Accept,
        "accepted" => Step::Pack,
        "packed" => Step::Ship {
            carrier: dice.below(3) > 0,
        },
        "shipped" => dice.of(&[Step::Deliver, Step::Deliver, Step::FailDelivery]),
        "delivery_failed" => Step::Return {
            whole: dice.below(2) == 0,
        },
        _ => Step::Receive,
    };
    Some(match dice.below(20) {
        0..6 if order.status != "awaiting_payment" => Command::Step(at, onward),
        0..8 if order.way == Way::Card => Command::PayByCard(at),
        0..9 => {
            let rest = order.missing();
            let amount = dice.of(&[
                rest,
                rest,
                rest,
                rest - 3_000,
                rest / 2,
                rest + 10_000,
                1_000,
            ]);
            Command::Pay {
                order: at,
                amount: amount.max(1),
                forgive: order.way == Way::Transfer && dice.below(3) == 0,
            }
        }
        9 => Command::Report(at),
        10 if order.status == "awaiting_payment" && order.payment == "pending" => {
            Command::Expire(at)
        }
        11 => Command::Step(
            at,
            dice.of(&[
                Step::Cancel,
                Step::Accept,
                Step::Decline,
                Step::Pack,
                Step::Ship { carrier: true },
                Step::Deliver,
                Step::FailDelivery,
                Step::Return { whole: true },
                Step::Receive,
            ]),
        ),
        12 => Command::Refund(at, dice.of(&[1, 30_000, order.total, i64::MAX / 2])),
        13 => Command::RefundTwice(at, [dice.of(&[20_000, order.total]), 50_000]),
        14..16 if !order.due.is_empty() => Command::Send(at),
        // Of what is on its way a case goes another way: the stories of cases tell that.
        16 if order.case == Case::None && order.status != "shipped" => Command::OpenCase(at),
        16 | 17 if order.case == Case::Open => Command::CloseCase {
            order: at,
            refund: dice.below(2) == 0,
        },
        17 | 18 if can_be_handed_on(order) => Command::HandOn(at),
        19 if dice.below(4) == 0 => dice.of(&[Command::PayOut, Command::Transfer]),
        _ => return None,
    })
}

/// A command about an order that a card pays.
fn about_card(dice: &mut Dice, at: usize, order: &Order) -> Option<Command> {
    let argued = order.card.argument.map(|(_, stands)| stands);
    Some(match dice.below(10) {
        0..3 if order.card.there == There::Open => Command::PayByCard(at),
        0..6 => Command::Hear(at, dice.of(&[1, 1, 2])),
        6 if order.left_there() > 0 && dice.below(2) == 0 => {
            Command::Dispute(at, dice.of(&[100, 100, 40, 1]))
        }
        6..8 if argued == Some(Argument::Open) => Command::Decide(at, dice.below(2) == 0),
        8 if !order.due.is_empty() => Command::Send(at),
        9 if !order.due.is_empty() && argued.is_some() => Command::SendByHand(at),
        _ => return None,
    })
}

fn can_be_handed_on(order: &Order) -> bool {
    let carried = order.way == Way::Cash && order.carrier && order.received > 0;
    carried && order.status == "completed" && order.at_the_market.is_none()
}
