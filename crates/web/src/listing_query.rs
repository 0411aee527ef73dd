//! The query of a public list: parameters that nobody knows are left out, so that the trackers of
//! shared links neither harm nor make a new answer.

use std::fmt::Write as _;

use kernel::{Lang, Limit, Timestamp};
use market::Listings;
use search::{Query, Sort};

use crate::{FieldError, Problem};

/// The longest text that is searched for, in characters.
const LONGEST: usize = 100;

/// A list's query, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What is looked for.
    pub query: Query,
    /// How many at most.
    pub limit: Limit,
    /// From where on.
    pub cursor: Option<String>,
}

/// Parses the query string of a list; every wrong parameter is named.
pub fn parse(raw: &str, adult: bool, now: Timestamp) -> Result<Asked, Problem> {
    let mut asked = Asked {
        query: Query {
            restricted: adult,
            day: Listings::day(now),
            ..Query::default()
        },
        limit: Limit::default(),
        cursor: None,
    };
    let mut errors = Vec::new();
    for (name, value) in form_urlencoded::parse(raw.as_bytes()) {
        let value = value.into_owned();
        if value.is_empty() && name != "cursor" {
            continue;
        }
        if let Err(error) = asked.take(&name, value) {
            errors.push(error);
        }
    }
    let q = &mut asked.query;
    for list in [
        &mut q.groups,
        &mut q.sets,
        &mut q.provinces,
        &mut q.communes,
        &mut q.producers,
    ] {
        list.sort();
        list.dedup();
    }
    q.stars.sort_unstable();
    q.stars.dedup();
    if errors.is_empty() {
        Ok(asked)
    } else {
        Err(Problem::invalid(errors))
    }
}

impl Asked {
    fn take(&mut self, name: &str, value: String) -> Result<(), FieldError> {
        let wrong = |code| FieldError::new(name, code);
        let q = &mut self.query;
        match name {
            "q" if value.chars().count() > LONGEST => {
                return Err(wrong("too_long").with("max", &LONGEST));
            }
            "q" => q.text = kernel::text::clean(&value),
            "group" => q.groups.push(value),
            "set" => q.sets.push(value),
            "stars" => q
                .stars
                .push(value.parse().map_err(|_err| wrong("invalid"))?),
            "province" => q.provinces.push(value),
            "commune" => q.communes.push(value),
            "producer" => q.producers.push(value),
            "price_min" => q.price_min = Some(value.parse().map_err(|_err| wrong("invalid"))?),
            "price_max" => q.price_max = Some(value.parse().map_err(|_err| wrong("invalid"))?),
            "in_stock" => q.in_stock = Some(value.parse().map_err(|_err| wrong("invalid"))?),
            "sort" => q.sort = sort(&value).ok_or_else(|| wrong("invalid"))?,
            "limit" => {
                let range = || wrong("out_of_range").with("min", &1).with("max", &100);
                let asked: i64 = value.parse().map_err(|_err| range())?;
                self.limit = Limit::parse(Some(asked)).map_err(|_err| range())?;
            }
            "cursor" => self.cursor = Some(value),
            _ => {}
        }
        Ok(())
    }

    /// The key of the answer: all that it depends on.
    pub fn key(&self, generation: u64, lang: Lang) -> String {
        let q = &self.query;
        let mut key = format!(
            "list|{generation}|{}|{}|{}|{}|{}",
            lang.as_str(),
            self.limit.0,
            q.day,
            q.restricted,
            q.sort as u8,
        );
        // Each part is told by its letter and its length, so that no text can pass for another part.
        let mut part = |letter: char, text: &str| {
            let _ = write!(key, "|{letter}{}:{text}", text.len());
        };
        for (letter, list) in [
            ('g', &q.groups),
            ('s', &q.sets),
            ('p', &q.provinces),
            ('c', &q.communes),
            ('m', &q.producers),
        ] {
            for value in list {
                part(letter, value);
            }
        }
        if !q.text.is_empty() {
            part('q', &q.text);
        }
        if let Some(cursor) = &self.cursor {
            part('n', cursor);
        }
        for star in &q.stars {
            let _ = write!(key, "|*{star}");
        }
        let numbers = [
            ('<', q.price_max),
            ('>', q.price_min),
            ('i', q.in_stock.map(i64::from)),
        ];
        for (letter, number) in numbers {
            if let Some(number) = number {
                let _ = write!(key, "|{letter}{number}");
            }
        }
        key
    }
}

fn sort(word: &str) -> Option<Sort> {
    Some(match word {
        "relevance" => Sort::Relevance,
        "newest" => Sort::Newest,
        "price" => Sort::Price,
        "-price" => Sort::PriceDown,
        "name" => Sort::Name,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trackers_make_no_new_answer() {
        let key = |raw| parse(raw, false, Timestamp(0)).unwrap().key(1, Lang::Vi);
        assert_eq!(
            key("q=gao&set=3&set=9"),
            key("set=9&fbclid=x&set=3&utm_source=y&q=gao")
        );
        assert_ne!(key("q=gao"), key("q=g%E1%BA%A1o"));
        assert_ne!(key("group=I&group=II"), key("group=I%7Cg2:II"));
        assert_ne!(key("price_min=7"), key("price_max=7"));
    }

    #[test]
    fn every_wrong_parameter_is_named() {
        let raw = format!(
            "limit=0&price_min=x&sort=best&stars=many&in_stock=perhaps&q={}",
            "a".repeat(101)
        );
        let said = format!("{:?}", parse(&raw, false, Timestamp(0)).unwrap_err());
        for name in ["limit", "price_min", "sort", "stars", "in_stock", "\"q\""] {
            assert!(said.contains(name), "{name}: {said}");
        }
    }
}
