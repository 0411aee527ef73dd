use std::collections::BTreeMap;

use kernel::{Lang, text};

use super::read::Participant;
use super::table::label;
use crate::certificates::StandingState;

/// How many products, by how far they have come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub participating: i64,
    /// A file was handed in.
    pub registered: i64,
    /// Graded, whatever came of it.
    pub graded: i64,
    /// The star shows today.
    pub certified: i64,
    /// A certificate runs by what is told; no official here has seen its decision.
    pub unverified: i64,
    /// The certificate is past its last day.
    pub lapsed: i64,
    /// The certificate was taken back.
    pub revoked: i64,
}

/// The products that have one value in common; none: it is not told of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The group, the stars, the commune, the year or the kind of producer.
    pub value: Option<String>,
    /// How many.
    pub counts: Counts,
}

/// The programme in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// All products.
    pub total: Counts,
    /// By each of `group`, `stars`, `province`, `commune`, `year`, `entity_type`.
    pub by: Vec<(&'static str, Vec<Line>)>,
}

/// Counts products.
pub fn count(participants: &[Participant]) -> Figures {
    let mut total = Counts::default();
    for participant in participants {
        total.add(participant);
    }
    let by = |value: fn(&Participant) -> Option<String>| lines(participants, value);
    Figures {
        total,
        by: vec![
            ("group", by(|p| p.group.clone())),
            ("stars", by(|p| p.stars.map(|stars| stars.to_string()))),
            (
                "province",
                places("province", by(|p| Some(p.province.clone()))),
            ),
            ("commune", places("commune", by(|p| p.commune.clone()))),
            ("year", by(|p| p.year.clone())),
            ("entity_type", by(|p| p.entity_type.clone())),
        ],
    }
}

/// As the dictionary sorts their names.
fn places(dimension: &str, mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by_cached_key(|line| {
        let name = label(dimension, line.value.as_deref(), Lang::Vi);
        (line.value.is_none(), text::sort_key(reference::bare(&name)))
    });
    lines
}

/// In the order of their values; what is not told comes last.
fn lines(participants: &[Participant], value: fn(&Participant) -> Option<String>) -> Vec<Line> {
    let mut all: BTreeMap<(bool, Option<String>), Counts> = BTreeMap::new();
    for participant in participants {
        let value = value(participant);
        all.entry((value.is_none(), value))
            .or_default()
            .add(participant);
    }
    all.into_iter()
        .map(|((_, value), counts)| Line { value, counts })
        .collect()
}

impl Counts {
    fn add(&mut self, participant: &Participant) {
        self.participating += 1;
        self.registered += i64::from(participant.registered);
        self.graded += i64::from(participant.graded);
        match participant.state {
            StandingState::Valid | StandingState::Extended => self.certified += 1,
            StandingState::Lapsed => self.lapsed += 1,
            StandingState::Revoked => self.revoked += 1,
            StandingState::Unverified => self.unverified += i64::from(participant.runs),
            StandingState::None => {}
        }
    }

    /// The numbers by their names, in the order of a table.
    pub fn named(self) -> [(&'static str, i64); 7] {
        [
            ("participating", self.participating),
            ("registered", self.registered),
            ("graded", self.graded),
            ("certified", self.certified),
            ("unverified", self.unverified),
            ("lapsed", self.lapsed),
            ("revoked", self.revoked),
        ]
    }
}
