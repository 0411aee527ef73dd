use kernel::{Day, ProducerId, Timestamp, Vnd};
use payments::ledger::{Charges, Terms};
use store::ConnectionTrait;

use crate::Error;

/// What a sale would bring a producer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Net {
    /// What it would be charged.
    pub charges: Charges,
    /// What is left.
    pub net: Vnd,
    /// What the market's share, the taxes and who keeps the delivery rest on.
    pub basis: Vec<rules::Basis>,
}

/// What a producer would receive for goods of a set at a price, by today's rules: the same that an
/// order freezes when it is placed.
pub async fn net_receipt(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    (goods, delivery): ((i64, Vnd), Vnd),
    now: Timestamp,
) -> Result<Net, Error> {
    let today = Day::of(now);
    let found = catalog::producers::find(db, producer).await?;
    let kind = found.profile.entity_type.as_str();
    let (commission, why_commission) = rules::held(db, "commission", "*", today).await?;
    let (taxes, why_taxes) = rules::held(db, "tax.withholding", kind, today).await?;
    let terms = Terms::parse(&commission, &taxes)?;
    let mut charges = terms.charges((producer, kind), &[goods], delivery)?;
    let mut basis = vec![why_commission, why_taxes];
    let passed_to = rules::with_basis::<String>(db, "shipping.passed_to", "*", today).await?;
    if let (true, (payee, why)) = (delivery > Vnd::ZERO, passed_to) {
        if payee == "market" {
            charges.shipping = delivery;
        }
        basis.push(why);
    }
    let taken = Vnd::sum([
        charges.commission,
        charges.vat,
        charges.pit,
        charges.shipping,
    ]);
    let taken = taken.map_err(orders::Error::from)?;
    Ok(Net {
        net: charges.total.minus(taken).map_err(orders::Error::from)?,
        charges,
        basis,
    })
}
