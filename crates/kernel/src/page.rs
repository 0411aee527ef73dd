use std::fmt::Display;
use std::str::FromStr;

use serde::Serialize;

use crate::Timestamp;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The rows.
    pub data: Vec<T>,
    /// Whether more follow.
    pub has_more: bool,
    /// Where the next page begins.
    pub next_cursor: Option<Cursor>,
}

impl<T> Page<T> {
    /// A page from one row more than the limit: the extra row only says that more follow.
    pub fn from_overfetch(mut rows: Vec<T>, limit: Limit, cursor: impl Fn(&T) -> Cursor) -> Self {
        let has_more = rows.len() > limit.0;
        rows.truncate(limit.0);
        let next_cursor = if has_more {
            rows.last().map(cursor)
        } else {
            None
        };
        Self {
            data: rows,
            has_more,
            next_cursor,
        }
    }

    /// The same page with each row turned into something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            data: self.data.into_iter().map(f).collect(),
            has_more: self.has_more,
            next_cursor: self.next_cursor,
        }
    }
}

/// How many rows a page has: 1 to 100, 24 unless asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub usize);

impl Default for Limit {
    fn default() -> Self {
        Self(24)
    }
}

/// A limit or cursor that makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Outside 1 to 100.
    #[error("limit is 1 to 100")]
    Limit,
    /// Not a cursor that this program made for this list.
    #[error("not a cursor of this list")]
    Cursor,
}

impl Limit {
    /// A limit as asked for.
    pub fn parse(asked: Option<i64>) -> Result<Self, PageError> {
        match asked {
            None => Ok(Self::default()),
            Some(n @ 1..=100) => usize::try_from(n)
                .map(Self)
                .map_err(|_range| PageError::Limit),
            Some(_) => Err(PageError::Limit),
        }
    }

    /// One more than the limit: tells whether more follow without a count.
    pub fn overfetch(self) -> u64 {
        u64::try_from(self.0).unwrap_or(100) + 1
    }
}

/// An opaque place in a list: its fields joined by a unit separator, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// A cursor of these fields.
    pub fn new<S: AsRef<str>>(fields: impl IntoIterator<Item = S>) -> Self {
        let joined = fields
            .into_iter()
            .map(|f| f.as_ref().to_owned())
            .collect::<Vec<_>>()
            .join("\u{1f}");
        Self(crate::text::hex(joined.as_bytes()))
    }

    /// The fields of a cursor, exactly `N`.
    pub fn fields<const N: usize>(text: &str) -> Result<[String; N], PageError> {
        let bytes: Option<Vec<u8>> = (0..text.len())
            .step_by(2)
            .map(|i| {
                text.get(i..i + 2)
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            })
            .collect();
        let joined = bytes
            .and_then(|b| String::from_utf8(b).ok())
            .ok_or(PageError::Cursor)?;
        let fields: Vec<String> = joined.split('\u{1f}').map(str::to_owned).collect();
        fields.try_into().map_err(|_fields| PageError::Cursor)
    }

    /// The place of a row in a list by time, by its instant and its id.
    pub fn at(instant: Timestamp, id: impl Display) -> Self {
        Self::new([instant.0.to_string(), id.to_string()])
    }

    /// The instant and the id of such a place.
    pub fn place<I: FromStr>(text: &str) -> Result<(Timestamp, I), PageError> {
        let [at, id] = Self::fields(text)?;
        let at = at.parse().map_err(|_number| PageError::Cursor)?;
        let id = id.parse().map_err(|_id| PageError::Cursor)?;
        Ok((Timestamp(at), id))
    }

    /// The cursor's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_time_gives_its_instant_and_its_id_back() {
        let cursor = Cursor::at(Timestamp(-7), 42);
        assert_eq!(
            Cursor::place::<u8>(cursor.as_str()),
            Ok((Timestamp(-7), 42))
        );
        let another = Cursor::new(["soon", "42"]);
        assert_eq!(
            Cursor::place::<u8>(another.as_str()),
            Err(PageError::Cursor)
        );
    }

    #[test]
    fn a_cursor_gives_its_fields_back() {
        let cursor = Cursor::new(["newest", "17", "Nước mắm"]);
        assert_eq!(
            Cursor::fields::<3>(cursor.as_str()).unwrap(),
            ["newest", "17", "Nước mắm"]
        );
        assert_eq!(Cursor::fields::<2>(cursor.as_str()), Err(PageError::Cursor));
        assert_eq!(Cursor::fields::<1>("xyz"), Err(PageError::Cursor));
    }

    #[test]
    fn one_row_more_than_the_limit_says_that_more_follow() {
        let page = Page::from_overfetch(vec![1, 2, 3], Limit(2), |n| Cursor::new([n.to_string()]));
        assert_eq!((page.data, page.has_more), (vec![1, 2], true));
        assert_eq!(page.next_cursor, Some(Cursor::new(["2"])));
    }
}
