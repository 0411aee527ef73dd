//! How many documents have each value of each facet, in one pass.

use crate::answer::Facet;
use crate::table::{Filter, Row, Table, Word, Words};

/// The counts of the six facets.
pub(crate) struct Counts {
    by_column: [Vec<usize>; 6],
}

impl Counts {
    pub(crate) fn new(table: &Table) -> Self {
        let sizes = [
            table.groups.words.len(),
            table.sets.words.len(),
            6,
            table.provinces.words.len(),
            table.producers.words.len(),
            table.communes.words.len(),
        ];
        Self {
            by_column: sizes.map(|size| vec![0; size]),
        }
    }

    /// Counts a row in each facet whose other filters it passes; whether it passes all.
    pub(crate) fn add(&mut self, filter: &Filter<'_>, row: &Row) -> bool {
        let values = filter.values(row);
        let Some(fails) = filter.fails(row, &values) else {
            return false;
        };
        if fails.count_ones() > 1 {
            return false;
        }
        for (column, value) in values.into_iter().enumerate() {
            if fails & !(1 << column) == 0
                && let Some(count) = self
                    .by_column
                    .get_mut(column)
                    .and_then(|c| c.get_mut(value as usize))
            {
                *count += 1;
            }
        }
        fails == 0
    }

    pub(crate) fn finish(self, table: &Table) -> [Vec<Facet>; 6] {
        let stars = Words::stars();
        let words = [
            &table.groups,
            &table.sets,
            &stars,
            &table.provinces,
            &table.producers,
            &table.communes,
        ];
        let mut columns = self
            .by_column
            .into_iter()
            .zip(words)
            .map(|(counts, words)| facet(&counts, words));
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    }
}

/// How many values of a facet are told.
const TOLD: usize = 50;

/// The values of a facet that any document has, most first. Cut before anything is copied: of
/// producers there are thousands.
fn facet(counts: &[usize], words: &Words) -> Vec<Facet> {
    type Value<'w> = (usize, &'w Word);
    let most = |a: &Value<'_>, b: &Value<'_>| b.0.cmp(&a.0).then_with(|| a.1.value.cmp(&b.1.value));
    let mut values: Vec<Value<'_>> = counts
        .iter()
        .copied()
        .zip(&words.words)
        .filter(|(count, word)| *count > 0 && !word.value.is_empty())
        .collect();
    if values.len() > TOLD {
        values.select_nth_unstable_by(TOLD, most);
        values.truncate(TOLD);
    }
    values.sort_unstable_by(most);
    values
        .into_iter()
        .map(|(count, word)| Facet {
            value: word.value.to_string(),
            label: word.label.to_string(),
            count,
        })
        .collect()
}

pub(crate) fn count<'t>(
    table: &'t Table,
    filter: &Filter<'_>,
    rows: impl Iterator<Item = &'t Row>,
) -> [Vec<Facet>; 6] {
    let mut counts = Counts::new(table);
    for row in rows {
        counts.add(filter, row);
    }
    counts.finish(table)
}
