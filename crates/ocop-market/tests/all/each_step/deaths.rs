//! Which deaths were died, and which are left.

use std::collections::BTreeSet;

use super::walks::Walk;

#[derive(Default)]
pub(super) struct Deaths {
    /// Of each walk: the next turn, two a commit, and the last one, once a walk has outlived a turn.
    turns: [(u64, Option<u64>); Walk::ALL.len()],
    died: [u64; Walk::ALL.len()],
    /// How the world stood at each of them.
    stood: BTreeSet<String>,
}

impl Deaths {
    pub(super) fn next(&mut self) -> Option<(Walk, u64)> {
        for (walk, (next, last)) in Walk::ALL.into_iter().zip(&mut self.turns) {
            if last.is_none_or(|last| *next <= last) {
                *next += 1;
                return Some((walk, *next - 1));
            }
        }
        None
    }

    /// Where a walk came to its end alive, one more commit is tried: the worker takes its jobs now
    /// together, now one by one.
    pub(super) fn note(&mut self, (walk, turn): (Walk, u64), stood: Option<String>) {
        let at = Walk::ALL.iter().position(|other| *other == walk).unwrap();
        let last = &mut self.turns[at].1;
        match stood {
            Some(stood) => {
                self.died[at] += 1;
                self.stood.insert(stood);
                *last = last.map(|last| last.max(turn + 2));
            }
            None => *last = Some(last.map_or(turn + 2, |last| last.max(turn))),
        }
    }

    /// It died often enough, and in the moments that matter.
    pub(super) fn told(&self) {
        let stood: Vec<&str> = self.stood.iter().map(String::as_str).collect();
        let all = stood.join("\n");
        for (died, walk) in self.died.iter().zip(Walk::ALL) {
            assert!(*died >= walk.least(), "{:?} deaths:\n{all}", self.died);
        }
        let moments = [
            "by card: nothing",
            "by card: sending, none there",
            "by card: sending, unpaid there",
            "by card: open, unpaid there",
            "by card: open, paid there",
            "by card: paid, 0 owed, 0 back",
            "by card: paid, 1 owed, 0 back",
            "by card: paid, 1 owed, 1 back",
            "by card: paid, 0 owed, 1 back",
            "shares: nothing",
            "shares: prepared",
            "shares: confirmed",
            "shares: sending, none there",
            "shares: sending, some there",
            "shares: one written, all there",
            "shares: settled",
        ];
        for moment in moments {
            assert!(self.stood.contains(moment), "never {moment}:\n{all}");
        }
    }
}
