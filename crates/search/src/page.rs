//! One page of an answer: matches in their order, cut at a cursor.

use kernel::Cursor;

use crate::answer::{Answer, Hit};
use crate::error::Error;
use crate::query::{Query, Sort};
use crate::table::{Row, Table};

/// A match that passed the filters.
pub(crate) struct Match<'t> {
    pub(crate) row: &'t Row,
    pub(crate) rank: u32,
    pub(crate) nearest: bool,
}

/// The rows of what the text matches, each looked up once.
pub(crate) fn found<'t>(table: &'t Table, ranks: &[(u64, u32)], nearest: bool) -> Vec<Match<'t>> {
    let found = ranks.iter().filter_map(|(number, rank)| {
        Some(Match {
            row: table.row(*number)?,
            rank: *rank,
            nearest,
        })
    });
    found.collect()
}

/// A place in an answer: what a cursor remembers.
pub(crate) struct Place {
    nearest: bool,
    rank: u32,
    pub(crate) key: String,
    pub(crate) number: u64,
}

impl Place {
    pub(crate) fn parse(text: &str, query: &Query) -> Result<Self, Error> {
        let [mark, nearest, rank, key, number] =
            Cursor::fields::<5>(text).map_err(|_page| Error::Cursor)?;
        if mark != query.mark() {
            return Err(Error::Cursor);
        }
        Ok(Self {
            nearest: nearest == "1",
            rank: rank.parse().map_err(|_number| Error::Cursor)?,
            key,
            number: number.parse().map_err(|_number| Error::Cursor)?,
        })
    }
}

/// Sorts the matches and cuts the page out.
pub(crate) fn page(
    mut matches: Vec<Match<'_>>,
    query: &Query,
    limit: usize,
    from: Option<&Place>,
) -> Answer {
    if let Some(place) = from {
        matches.retain(|m| is_after(m, query.sort, place));
    }
    let shown = limit.saturating_add(1);
    if matches.len() > shown {
        // Of thousands of matches a page needs a few; one more says that there are more.
        matches.select_nth_unstable_by(shown, |a, b| order(a, b, query.sort));
        matches.truncate(shown);
    }
    matches.sort_unstable_by(|a, b| order(a, b, query.sort));
    answer(&matches, query, limit)
}

fn is_after(m: &Match<'_>, sort: Sort, place: &Place) -> bool {
    let by_rank = if sort == Sort::Relevance {
        place.rank.cmp(&m.rank)
    } else {
        std::cmp::Ordering::Equal
    };
    match m.nearest.cmp(&place.nearest).then(by_rank) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => m.row.is_after(sort, &place.key, place.number),
    }
}

fn order(a: &Match<'_>, b: &Match<'_>, sort: Sort) -> std::cmp::Ordering {
    let by_rank = if sort == Sort::Relevance {
        b.rank.cmp(&a.rank)
    } else {
        std::cmp::Ordering::Equal
    };
    a.nearest
        .cmp(&b.nearest)
        .then(by_rank)
        .then_with(|| a.row.order(b.row, sort))
}

pub(crate) fn answer(matches: &[Match<'_>], query: &Query, limit: usize) -> Answer {
    let next = matches
        .get(limit)
        .and_then(|_more| matches.get(limit.checked_sub(1)?))
        .map(|last| {
            let nearest = if last.nearest { "1" } else { "0" };
            let (rank, number) = (last.rank.to_string(), last.row.number.to_string());
            Cursor::new([
                &query.mark(),
                nearest,
                &rank,
                &last.row.key(query.sort),
                &number,
            ])
        });
    let hit = |m: &Match<'_>| Hit {
        number: m.row.number,
        card: m.row.card.clone(),
        star: m.row.star_on(query.day),
        in_stock: m.row.in_stock,
        nearest: m.nearest,
    };
    Answer {
        hits: matches.iter().take(limit).map(hit).collect(),
        total: 0,
        facets: None,
        next,
    }
}
