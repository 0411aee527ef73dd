//! What happens to the money of an order, as transfers. Pure.

use kernel::{OrderId, PaymentId, ProducerId, ReceiptId, RefundId, Vnd};
use uuid::Uuid;

use super::{About, Account, Bearer, Book, Cause, Posting};
use crate::Custody;

/// Money that came for an order, and what its payee let go of.
#[derive(Debug, Clone, Copy)]
pub struct Came {
    /// The receipt that says so.
    pub receipt: ReceiptId,
    /// Of which payment.
    pub payment: PaymentId,
    /// For which order.
    pub order: OrderId,
    /// Who sells.
    pub producer: ProducerId,
    /// Who holds it now.
    pub custody: Custody,
    /// How much, what was too much included.
    pub amount: Vnd,
    /// How much more of what is missing its payee, who bears it, lets go of; below nothing where
    /// some of that came after all.
    pub forgiven: i64,
}

/// It stands on the order's clearing account.
pub fn came(came: &Came) -> Vec<Posting> {
    let about = About {
        subject: came.receipt.uuid(),
        order: Some(came.order),
        payment: Some(came.payment),
    };
    let bearer = match came.custody {
        Custody::Producer | Custody::Carrier => Bearer::Producer(came.producer),
        Custody::Market | Custody::Stripe => Bearer::Market,
    };
    let credit = Account::Buyer(came.order);
    vec![
        Posting {
            debit: Account::holder(came.custody, came.producer),
            credit,
            amount: came.amount,
            cause: Cause::Received,
            about,
        },
        Posting {
            debit: Account::Forgiven(bearer),
            credit,
            amount: Vnd(came.forgiven.max(0)),
            cause: Cause::Forgiven,
            about,
        },
        Posting {
            debit: credit,
            credit: Account::Forgiven(bearer),
            amount: Vnd(came.forgiven.saturating_neg().max(0)),
            cause: Cause::ForgivenBack,
            about,
        },
    ]
}

/// What an order was charged when it was placed, of its whole total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Charges {
    /// Goods and delivery.
    pub total: Vnd,
    /// Of that, delivery that the market itself pays for.
    pub shipping: Vnd,
    /// The market's share.
    pub commission: Vnd,
    /// Value-added tax that is kept back.
    pub vat: Vnd,
    /// Personal income tax that is kept back.
    pub pit: Vnd,
}

/// An order that is completed.
#[derive(Debug, Clone, Copy)]
pub struct Earned {
    /// Which.
    pub order: OrderId,
    /// Who sold.
    pub producer: ProducerId,
    /// What it was charged.
    pub charges: Charges,
}

/// What is left of what came is the producer's; less the market's share and the taxes, each in the
/// proportion of what is left to the whole. Of money that the producer took itself they are a claim.
pub fn earned(book: &Book, earned: &Earned) -> Vec<Posting> {
    let (order, producer) = (earned.order, earned.producer);
    let left = book.clearing(order);
    if left == Vnd::ZERO || book.is_earned() {
        return vec![];
    }
    let about = About::order(order);
    let ours = left.min(book.through_the_market());
    let from_clearing = |credit, amount| Posting {
        debit: Account::Buyer(order),
        credit,
        amount,
        cause: Cause::Earned,
        about,
    };
    let mut postings = vec![
        from_clearing(Account::Payable(producer), ours),
        from_clearing(Account::Earned(producer), less(left, ours)),
    ];
    let debit = charged_to(producer, ours > Vnd::ZERO, false);
    let charges = &earned.charges;
    postings.extend(CHARGES.map(|charge| Posting {
        debit,
        credit: charge.account,
        amount: part((charge.of)(charges), left, charges.total),
        cause: charge.cause,
        about,
    }));
    postings
}

/// One of the things that an order is charged.
struct Charge {
    cause: Cause,
    back: Cause,
    account: Account,
    of: fn(&Charges) -> Vnd,
}

const CHARGES: [Charge; 4] = [
    Charge {
        cause: Cause::Commission,
        back: Cause::CommissionBack,
        account: Account::Commission,
        of: |charges| charges.commission,
    },
    Charge {
        cause: Cause::Vat,
        back: Cause::VatBack,
        account: Account::Vat,
        of: |charges| charges.vat,
    },
    Charge {
        cause: Cause::Pit,
        back: Cause::PitBack,
        account: Account::Pit,
        of: |charges| charges.pit,
    },
    Charge {
        cause: Cause::Shipping,
        back: Cause::ShippingBack,
        account: Account::Shipping,
        of: |charges| charges.shipping,
    },
];

/// Where a producer is charged: off what it is owed, or as a claim where there is nothing to take it
/// off, or no longer.
const fn charged_to(producer: ProducerId, is_ours: bool, paid_out: bool) -> Account {
    if is_ours && !paid_out {
        Account::Payable(producer)
    } else {
        Account::Claim(producer)
    }
}

/// Something that is owed back to a buyer.
#[derive(Debug, Clone, Copy)]
pub struct Owes {
    /// The refund.
    pub refund: RefundId,
    /// Of which payment.
    pub payment: PaymentId,
    /// Of which order.
    pub order: OrderId,
    /// Who sold.
    pub producer: ProducerId,
    /// How much.
    pub amount: Vnd,
    /// Whether the producer was paid for this order already: then it owes it.
    pub paid_out: bool,
}

/// It is owed to the buyer: of what is not earned yet, then of what the producer has earned, which
/// gets back the market's share and the taxes of it.
pub fn owes(book: &Book, due: &Owes) -> Vec<Posting> {
    let (order, producer) = (due.order, due.producer);
    let about = About {
        subject: due.refund.uuid(),
        order: Some(order),
        payment: Some(due.payment),
    };
    let owed = |debit, amount| Posting {
        debit,
        credit: Account::Refunds,
        amount,
        cause: Cause::RefundOwed,
        about,
    };
    let unearned = due.amount.min(book.clearing(order));
    let mut postings = vec![owed(Account::Buyer(order), unearned)];
    let rest = less(due.amount, unearned);
    if rest == Vnd::ZERO {
        return postings;
    }
    let earned = book.posted(Cause::Earned);
    let taken = taken_back(book, |_any| true);
    let theirs = |account| matches!(account, Account::Earned(_));
    let ours = less(
        earned_by(book, Account::Payable(producer)),
        taken_back(book, |account| !theirs(account)),
    );
    let from_ours = rest.min(ours);
    let debit = charged_to(producer, true, due.paid_out);
    postings.push(owed(debit, from_ours));
    postings.push(owed(Account::Earned(producer), less(rest, from_ours)));
    let so_far = Vnd(taken.0.saturating_add(rest.0)).min(earned);
    postings.extend(CHARGES.map(|charge| {
        let charged = book.of_cause(charge.cause).next();
        let from_payable = charged.map(|p| p.debit) == Some(Account::Payable(producer));
        let of_all = part(book.posted(charge.cause), so_far, earned);
        Posting {
            debit: charge.account,
            credit: charged_to(producer, from_payable, due.paid_out),
            amount: less(of_all, book.posted(charge.back)),
            cause: charge.back,
            about,
        }
    }));
    postings
}

/// What a card's bank kept and the market bears: the sale stands as if its buyer had paid.
pub fn lost(due: &Owes) -> Posting {
    Posting {
        debit: Account::Losses,
        credit: Account::Refunds,
        amount: due.amount,
        cause: Cause::RefundOwed,
        about: About {
            subject: due.refund.uuid(),
            order: Some(due.order),
            payment: Some(due.payment),
        },
    }
}

/// How much of what the order had earned was owed back so far, of such accounts.
fn taken_back(book: &Book, of: impl Fn(Account) -> bool) -> Vnd {
    let not_earned = |account| matches!(account, Account::Buyer(_) | Account::Losses);
    let taken = book
        .of_cause(Cause::RefundOwed)
        .filter(|posting| !not_earned(posting.debit) && of(posting.debit));
    Vnd(taken.fold(0i64, |sum, posting| sum.saturating_add(posting.amount.0)))
}

fn earned_by(book: &Book, account: Account) -> Vnd {
    let of = book
        .of_cause(Cause::Earned)
        .chain(book.of_cause(Cause::Taken))
        .filter(|posting| posting.credit == account);
    Vnd(of.fold(0i64, |sum, posting| sum.saturating_add(posting.amount.0)))
}

/// A refund that left the account where the money lay, or another that made it good, by its own name
/// or by that of the try which sent it.
pub fn sent_from(
    (subject, payment, order): (Uuid, PaymentId, OrderId),
    credit: Account,
    amount: Vnd,
) -> Posting {
    Posting {
        debit: Account::Refunds,
        credit,
        amount,
        cause: Cause::RefundSent,
        about: About {
            subject,
            order: Some(order),
            payment: Some(payment),
        },
    }
}

/// A refund that was sent and did not arrive lies where it was sent from, and is owed as before.
pub fn came_back(sent: Posting) -> Posting {
    Posting {
        debit: sent.credit,
        credit: sent.debit,
        cause: Cause::RefundFailed,
        ..sent
    }
}

/// The order ended unsold and what came is owed back: what was let go of is not needed any more, nor what
/// the market bore of it.
pub fn borne_back(book: &Book, order: OrderId) -> Vec<Posting> {
    let left = book.clearing(order);
    let forgiven = book
        .of_cause(Cause::Forgiven)
        .map(|p| (p.debit, Cause::ForgivenBack));
    let mut bearers: Vec<(Account, Cause)> = forgiven.collect();
    bearers.dedup();
    bearers.push((Account::Losses, Cause::LossBack));
    let mut back = vec![];
    let mut still = left;
    for (credit, cause) in bearers {
        let amount = still.min(book.balance(credit));
        still = less(still, amount);
        back.push(Posting {
            debit: Account::Buyer(order),
            credit,
            amount,
            cause,
            about: About::order(order),
        });
    }
    back
}

/// A carrier hands on what it took for an order: to the producer, or to the market, which then owes
/// what the producer had earned of it, and whose refunds the market pays: the payment's custody is the
/// market's from then on. The subject is the remittance's own line of this order.
pub fn handed_on(
    book: &Book,
    (line, order, producer): (Uuid, OrderId, ProducerId),
    (to, amount): (Custody, Vnd),
) -> Vec<Posting> {
    let about = About {
        subject: line,
        order: Some(order),
        payment: None,
    };
    let debit = Account::holder(to, producer);
    let mut postings = vec![Posting {
        debit,
        credit: Account::CodInTransit,
        amount,
        cause: Cause::HandedOn,
        about,
    }];
    if debit.is_through_the_market() {
        let own = book.balance(Account::Earned(producer)).0.saturating_neg();
        postings.push(Posting {
            debit: Account::Earned(producer),
            credit: Account::Payable(producer),
            amount: amount.min(Vnd(own.max(0))),
            cause: Cause::Taken,
            about,
        });
    }
    postings
}

/// Never below nothing.
fn less(amount: Vnd, taken: Vnd) -> Vnd {
    Vnd(amount.0.saturating_sub(taken.0).max(0))
}

/// The share of a charge that `left` of `whole` bears, half up; all of it for the whole.
fn part(charge: Vnd, left: Vnd, whole: Vnd) -> Vnd {
    if left >= whole {
        return charge;
    }
    let whole = i128::from(whole.0);
    let exact = i128::from(charge.0) * i128::from(left.0) * 2 + whole;
    Vnd(i64::try_from(exact.div_euclid(whole * 2)).unwrap_or(charge.0))
}

#[cfg(test)]
mod tests;
