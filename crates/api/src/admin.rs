//! The doors of officials and administrators to what producers hand in.

pub(crate) mod bank;
pub(crate) mod calls;
pub(crate) mod card_payouts;
pub(crate) mod cases;
pub(crate) mod certificates;
pub(crate) mod collections;
pub(crate) mod decide;
pub(crate) mod discrepancies;
pub(crate) mod documents;
pub(crate) mod figures;
pub(crate) mod market_payments;
pub(crate) mod payouts;
pub(crate) mod producers;
pub(crate) mod remittances;
pub(crate) mod reviews;
pub(crate) mod suspend;
pub(crate) mod takedowns;
pub(crate) mod waiting;
