//! The query of a public list: parameters that nobody knows are left out, so that the trackers of
//! shared links neither harm nor make a new answer.

use std::fmt::Write as _;

use kernel::{Lang, Limit, ProducerId, Timestamp};
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
    let (asked, errors) = read(raw, adult, now);
    if errors.is_empty() {
        Ok(asked)
    } else {
        Err(Problem::invalid(errors))
    }
}

/// Parses it for a person, who followed a link that somebody else wrote: a filter that means
/// nothing is left out. Only what they typed themselves is refused.
pub fn parse_kindly(raw: &str, adult: bool, now: Timestamp) -> Result<Asked, Problem> {
    let (asked, mut errors) = read(raw, adult, now);
    errors.retain(|error| error.pointer == "q");
    if errors.is_empty() {
        Ok(asked)
    } else {
        Err(Problem::invalid(errors))
    }
}

fn read(raw: &str, adult: bool, now: Timestamp) -> (Asked, Vec<FieldError>) {
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
    (asked, errors)
}

impl Asked {
    fn take(&mut self, name: &str, value: String) -> Result<(), FieldError> {
        let wrong = |code| FieldError::new(name, code);
        let unknown = || wrong("unknown_value");
        let price = |value: &str| match value.parse() {
            Ok(price) if price >= 0 => Ok(Some(price)),
            _ => Err(wrong("not_count")),
        };
        let q = &mut self.query;
        match name {
            // What was not UTF-8 has become this; nobody means it.
            _ if value.contains('\u{FFFD}') => return Err(wrong("invalid")),
            "q" if value.chars().count() > LONGEST => {
                return Err(wrong("too_long").with("max", &LONGEST));
            }
            "q" => q.text = kernel::text::clean(&value),
            "group" if reference::group(&value).is_none() => return Err(unknown()),
            "group" => q.groups.push(value),
            "set" if !is_set(&value) => return Err(unknown()),
            "set" => q.sets.push(value),
            "stars" => match value.as_str() {
                "3" | "4" | "5" => q.stars.extend(value.parse::<u8>()),
                _ => return Err(wrong("one_of").with("allowed", "3, 4, 5")),
            },
            "province" if reference::province(&value).is_none() => return Err(unknown()),
            "province" => q.provinces.push(value),
            "commune" if reference::commune(&value).is_none() => return Err(unknown()),
            "commune" => q.communes.push(value),
            "producer" if value.parse::<ProducerId>().is_err() => return Err(unknown()),
            "producer" => q.producers.push(value),
            "price_min" => q.price_min = price(&value)?,
            "price_max" => q.price_max = price(&value)?,
            "in_stock" => q.in_stock = Some(value.parse().map_err(|_err| wrong("not_boolean"))?),
            "sort" => {
                let words = "relevance, newest, price, -price, name";
                q.sort = sort(&value).ok_or_else(|| wrong("one_of").with("allowed", words))?;
            }
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

fn is_set(value: &str) -> bool {
    value.parse().ok().and_then(reference::set).is_some()
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
        assert_ne!(key("group=I&group=II"), key("group=II"));
        assert_ne!(key("price_min=7"), key("price_max=7"));
    }

    #[test]
    fn every_wrong_parameter_is_named() {
        let raw = format!(
            "limit=0&price_min=-1&price_max=x&sort=best&stars=9&in_stock=perhaps&set=xx&group=IX\
             &province=99&commune=1&producer=me&q={}",
            "a".repeat(101)
        );
        let said = format!("{:?}", parse(&raw, false, Timestamp(0)).unwrap_err());
        for name in [
            "limit",
            "price_min",
            "price_max",
            "sort",
            "stars",
            "in_stock",
            "set",
            "group",
            "province",
            "commune",
            "producer",
            "\"q\"",
        ] {
            assert!(said.contains(name), "{name}: {said}");
        }
    }

    #[test]
    fn who_follows_a_broken_link_sees_the_list_all_the_same() {
        let asked = |raw| parse_kindly(raw, false, Timestamp(0));
        let kind = asked("set=xx&stars=9&province=42&q=gao&price_min=-1").unwrap();
        assert_eq!((kind.query.provinces.len(), kind.query.sets.len()), (1, 0));
        assert_eq!(kind.query.text, "gao");
        assert!(asked("q=%FF%FE").is_err());
        assert!(parse("q=%FF%FE", false, Timestamp(0)).is_err());
    }
}
