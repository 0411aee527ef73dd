//! The machine of a listing.

#![deny(clippy::wildcard_enum_match_arm)]

use crate::Error;
use kernel::words;

words! {
    /// Where a listing stands.
    ProductStatus {
        /// Never approved yet.
        Draft = "draft",
        /// On sale.
        Live = "live",
        /// Off sale for a while, by its producer.
        Paused = "paused",
        /// Off sale, by an official.
        Suspended = "suspended",
        /// Off sale for good, by its producer.
        Retired = "retired",
        /// Off sale for good, by order of an authority.
        TakenDown = "taken_down",
    }
}

words! {
    /// What happens to a listing.
    ProductEvent {
        /// A revision of it is approved.
        Approve = "approve",
        /// The producer takes it off sale for a while.
        Pause = "pause",
        /// The producer puts it back.
        Resume = "resume",
        /// The producer ends it.
        Retire = "retire",
        /// An official takes it off sale.
        Suspend = "suspend",
        /// An official puts it back as it was: on sale.
        RestoreLive = "restore_live",
        /// An official puts it back as it was: paused.
        RestorePaused = "restore_paused",
        /// An authority orders it off.
        TakeDown = "take_down",
    }
}

impl ProductStatus {
    /// The state after an event, or [`Error::State`] where it does not admit it. What already
    /// holds stays as it is.
    pub fn apply(self, event: ProductEvent) -> Result<Self, Error> {
        use ProductStatus::{Draft, Live, Paused, Retired, Suspended, TakenDown};
        let (from, to): (&[Self], Self) = match event {
            // A new text of a listing that is off sale does not put it on sale.
            ProductEvent::Approve if matches!(self, Paused | Suspended) => {
                (&[Paused, Suspended], self)
            }
            ProductEvent::Approve => (&[Draft, Live], Live),
            ProductEvent::Pause => (&[Live, Paused], Paused),
            ProductEvent::Resume => (&[Live, Paused], Live),
            ProductEvent::Retire => (&[Draft, Live, Paused, Retired], Retired),
            ProductEvent::Suspend => (&[Live, Paused, Suspended], Suspended),
            ProductEvent::RestoreLive => (&[Suspended], Live),
            ProductEvent::RestorePaused => (&[Suspended], Paused),
            ProductEvent::TakeDown => (
                &[Draft, Live, Paused, Suspended, Retired, TakenDown],
                TakenDown,
            ),
        };
        if from.contains(&self) {
            Ok(to)
        } else {
            Err(Error::State {
                what: "product",
                status: self.as_str(),
                step: event.as_str(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_listings_transitions() {
        let table = crate::machine::table(ProductStatus::ALL, ProductEvent::ALL, |s, e| {
            (
                s.as_str(),
                e.as_str(),
                s.apply(*e).ok().map(ProductStatus::as_str),
            )
        });
        insta::assert_snapshot!(table);
    }
}
