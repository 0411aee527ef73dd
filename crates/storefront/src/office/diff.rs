//! Two texts word by word: what went, what came, what stayed.

/// Beyond so many words on either side the texts stand side by side as wholes.
const MOST: usize = 1_500;

/// A run of words that share one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Whether it stands on this side alone.
    pub(super) alone: bool,
}

/// The old text and the new one, each in pieces.
pub(super) fn compare(old: &str, new: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (a, b) = (words(old), words(new));
    if a.len() > MOST || b.len() > MOST {
        return (whole(old), whole(new));
    }
    let kept = common(&a, &b);
    let (mut was, mut is) = (vec![], vec![]);
    let (mut i, mut j) = (0, 0);
    for (at, to) in kept.into_iter().chain([(a.len(), b.len())]) {
        push(&mut was, a.get(i..at), true);
        push(&mut is, b.get(j..to), true);
        push(&mut was, a.get(at..(at + 1).min(a.len())), false);
        push(&mut is, b.get(to..(to + 1).min(b.len())), false);
        (i, j) = (at + 1, to + 1);
    }
    (was, is)
}

/// Each word with the blanks behind it.
fn words(text: &str) -> Vec<&str> {
    let mut words = vec![];
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(word);
        let blanks = tail
            .find(|c: char| !c.is_whitespace())
            .unwrap_or(tail.len());
        let (piece, tail) = rest.split_at(head.len() + blanks);
        words.push(piece);
        rest = tail;
    }
    words
}

fn whole(text: &str) -> Vec<Piece> {
    vec![Piece {
        text: text.to_owned(),
        alone: true,
    }]
}

fn push(pieces: &mut Vec<Piece>, words: Option<&[&str]>, alone: bool) {
    let text = words.unwrap_or_default().concat();
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last) if last.alone == alone => last.text.push_str(&text),
        _ => pieces.push(Piece { text, alone }),
    }
}

/// The places of the longest common run of words, in both.
fn common(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    let cell = |table: &[u16], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    let same =
        |i: usize, j: usize| a.get(i).map(|w| w.trim_end()) == b.get(j).map(|w| w.trim_end());
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let best = if same(i, j) {
                cell(&longest, i + 1, j + 1) + 1
            } else {
                cell(&longest, i + 1, j).max(cell(&longest, i, j + 1))
            };
            if let Some(slot) = longest.get_mut(i * width + j) {
                *slot = best;
            }
        }
    }
    let (mut i, mut j, mut kept) = (0, 0, vec![]);
    while i < a.len() && j < b.len() {
        if same(i, j) {
            kept.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if cell(&longest, i + 1, j) >= cell(&longest, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(pieces: &[Piece]) -> String {
        let one = |piece: &Piece| {
            if piece.alone {
                format!("[{}]", piece.text)
            } else {
                piece.text.clone()
            }
        };
        pieces.iter().map(one).collect()
    }

    #[test]
    fn what_went_and_what_came_are_marked_word_by_word() {
        let (was, is) = compare("Cá cơm ủ 12 tháng", "Cá cơm tươi ủ 18 tháng");
        assert_eq!(marked(&was), "Cá cơm ủ [12 ]tháng");
        assert_eq!(marked(&is), "Cá cơm [tươi ]ủ [18 ]tháng");
        let (was, is) = compare("", "Muối");
        assert_eq!(
            (marked(&was), marked(&is)),
            (String::new(), "[Muối]".to_owned())
        );
        let (was, is) = compare("như cũ", "như cũ");
        assert_eq!(
            (marked(&was), marked(&is)),
            ("như cũ".to_owned(), "như cũ".to_owned())
        );
    }

    #[test]
    fn very_long_texts_stand_as_wholes() {
        let long = "dài ".repeat(MOST + 1);
        let (was, _) = compare(&long, "ngắn");
        assert_eq!(was.len(), 1);
    }
}
