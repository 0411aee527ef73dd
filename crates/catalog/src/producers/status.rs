//! The machine of a producer: its application, then its standing.

#![deny(clippy::wildcard_enum_match_arm)]

use crate::Error;
use kernel::words;

words! {
    /// Where a producer stands.
    ProducerStatus {
        /// The application is being written.
        Draft = "draft",
        /// It waits for an official.
        Submitted = "submitted",
        /// It was sent back with remarks.
        ChangesRequested = "changes_requested",
        /// It sells.
        Approved = "approved",
        /// It was refused.
        Rejected = "rejected",
        /// All its listings are off sale, by an official.
        Suspended = "suspended",
    }
}

words! {
    /// What happens to a producer.
    ProducerEvent {
        /// The applicant hands the application in.
        Submit = "submit",
        /// An official approves it.
        Approve = "approve",
        /// An official refuses it.
        Reject = "reject",
        /// An official sends it back with remarks.
        RequestChanges = "request_changes",
        /// An official takes all its listings off sale.
        Suspend = "suspend",
        /// An official puts them back.
        Restore = "restore",
    }
}

impl ProducerStatus {
    /// The state after an event, or [`Error::State`] where it does not admit it. What already
    /// holds stays as it is.
    pub fn apply(self, event: ProducerEvent) -> Result<Self, Error> {
        use ProducerStatus::{Approved, ChangesRequested, Draft, Rejected, Submitted, Suspended};
        let (from, to): (&[Self], Self) = match event {
            ProducerEvent::Submit => (&[Draft, Submitted, ChangesRequested], Submitted),
            ProducerEvent::Approve => (&[Submitted], Approved),
            ProducerEvent::Reject => (&[Submitted], Rejected),
            ProducerEvent::RequestChanges => (&[Submitted], ChangesRequested),
            ProducerEvent::Suspend => (&[Approved, Suspended], Suspended),
            ProducerEvent::Restore => (&[Approved, Suspended], Approved),
        };
        if from.contains(&self) {
            Ok(to)
        } else {
            Err(Error::State {
                what: "producer",
                status: self.as_str(),
                step: event.as_str(),
            })
        }
    }

    /// Whether the application can still be changed by who applies.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Draft | Self::ChangesRequested => true,
            Self::Submitted | Self::Approved | Self::Rejected | Self::Suspended => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_producers_transitions() {
        let table = crate::machine::table(ProducerStatus::ALL, ProducerEvent::ALL, |s, e| {
            (
                s.as_str(),
                e.as_str(),
                s.apply(*e).ok().map(ProducerStatus::as_str),
            )
        });
        insta::assert_snapshot!(table);
    }
}
