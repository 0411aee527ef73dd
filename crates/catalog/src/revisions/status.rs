//! The machine of a revision: one immutable text of a product.

#![deny(clippy::wildcard_enum_match_arm)]

use crate::Error;
use kernel::words;

words! {
    /// Where a revision stands.
    RevisionStatus {
        /// Being written; the only state in which its text changes.
        Draft = "draft",
        /// Waiting for an official.
        Submitted = "submitted",
        /// Sent back with remarks: the next draft begins from it.
        ChangesRequested = "changes_requested",
        /// On sale, or approved while the listing was paused or suspended.
        Approved = "approved",
        /// Refused.
        Rejected = "rejected",
        /// Taken back by the producer.
        Withdrawn = "withdrawn",
        /// Another one took its place.
        Superseded = "superseded",
    }
}

words! {
    /// What happens to a revision.
    RevisionEvent {
        /// The producer hands it in.
        Submit = "submit",
        /// An official approves it.
        Approve = "approve",
        /// An official refuses it.
        Reject = "reject",
        /// An official sends it back with remarks.
        RequestChanges = "request_changes",
        /// The producer takes it back.
        Withdraw = "withdraw",
        /// Another one takes its place.
        Supersede = "supersede",
    }
}

impl RevisionStatus {
    /// The state after an event, or [`Error::State`] where it does not admit it.
    pub fn apply(self, event: RevisionEvent) -> Result<Self, Error> {
        use RevisionStatus::{
            Approved, ChangesRequested, Draft, Rejected, Submitted, Superseded, Withdrawn,
        };
        let (from, to): (&[Self], Self) = match event {
            RevisionEvent::Submit => (&[Draft], Submitted),
            RevisionEvent::Approve => (&[Submitted], Approved),
            RevisionEvent::Reject => (&[Submitted], Rejected),
            RevisionEvent::RequestChanges => (&[Submitted], ChangesRequested),
            RevisionEvent::Withdraw => (&[Draft, Submitted, ChangesRequested], Withdrawn),
            RevisionEvent::Supersede => (&[Submitted, ChangesRequested, Approved], Superseded),
        };
        if from.contains(&self) {
            Ok(to)
        } else {
            Err(Error::State {
                what: "revision",
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
    fn the_table_of_a_revisions_transitions() {
        let table = crate::machine::table(RevisionStatus::ALL, RevisionEvent::ALL, |s, e| {
            (
                s.as_str(),
                e.as_str(),
                s.apply(*e).ok().map(RevisionStatus::as_str),
            )
        });
        insta::assert_snapshot!(table);
    }
}
