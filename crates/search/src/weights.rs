//! How a match is weighed: the main criteria of ranking, which the law asks to publish.
//!
//! A word's weight is its best match: how it matched, times where. A document's rank is the sum
//! over the words of the query; equal ranks go by newest, then by number.

/// The word stands there with the very tones that were typed.
pub const EXACT: u16 = 8;
/// The word stands there, tones apart.
pub const FOLDED: u16 = 4;
/// A word there begins with it.
pub const PREFIX: u16 = 2;
/// A word there differs by one letter.
pub const TYPO: u16 = 1;

/// In the name …
pub const NAME: u16 = 4;
/// … in the producer's name …
pub const PRODUCER: u16 = 2;
/// … in the text.
pub const TEXT: u16 = 1;

/// One typo is forgiven in a word of at least so many letters.
pub const TYPO_LETTERS: usize = 5;
/// A beginning counts from so many letters.
pub const PREFIX_LETTERS: usize = 2;
