use kernel::text::{fold, words};

/// What is drawn for a star.
const DRAWN: [char; 9] = ['★', '☆', '⭐', '🌟', '✭', '✮', '✯', '✩', '✪'];

/// Whether a text claims stars that are not held: any where there are none, more or other than
/// there are. Written in digits or words, with or without tones, or drawn. Simple on purpose: an
/// official reads the text too.
pub(crate) fn claims_stars(text: &str, held: Option<i64>) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = words(&folded).collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    let of_sky = words
        .iter()
        .zip(words.iter().skip(1))
        .zip(words.iter().skip(2));
    pairs
        .filter(|(_, unit)| matches!(**unit, "sao" | "star" | "stars"))
        .filter_map(|(count, _)| number(count))
        .chain(
            of_sky
                .filter(|((_, unit), star)| **unit == "ngoi" && **star == "sao")
                .filter_map(|((count, _), _)| number(count)),
        )
        .chain(words.iter().filter_map(|word| joined(word)))
        .chain(drawn(&folded))
        .any(|claimed| held != Some(claimed))
}

/// The stars that are drawn: `★★★★`, `4★`, `5*`, `***`. One alone in a text that holds stars is an
/// ornament.
fn drawn(folded: &str) -> Vec<i64> {
    let mut claimed = vec![];
    let (mut run, mut asterisks, mut before) = (0, 0, None);
    for c in folded.chars().chain([' ']) {
        if DRAWN.contains(&c) {
            run += 1;
        } else if c == '*' {
            asterisks += 1;
        } else if c != '\u{fe0f}' && !(c == ' ' && run > 0 && before.is_none()) {
            claimed.extend(end_of_run(run, asterisks, before));
            (run, asterisks) = (0, 0);
            before = c
                .to_digit(10)
                .map(i64::from)
                .filter(|d| (1..=5).contains(d));
        }
    }
    claimed.extend(end_of_run(run, 0, before));
    claimed
}

fn end_of_run(run: i64, asterisks: i64, before: Option<i64>) -> Option<i64> {
    match (run, asterisks, before) {
        (1, 0, Some(count)) | (0, 1, Some(count)) => Some(count),
        (0, 3..=5, None) => Some(asterisks),
        (0, ..) => None,
        (run, ..) => Some(run),
    }
}

fn number(word: &str) -> Option<i64> {
    match word {
        "1" | "mot" | "one" => Some(1),
        "2" | "hai" | "two" => Some(2),
        "3" | "ba" | "three" => Some(3),
        "4" | "bon" | "four" => Some(4),
        "5" | "nam" | "five" => Some(5),
        _other => None,
    }
}

/// `4sao`, `5star`.
fn joined(word: &str) -> Option<i64> {
    let count = word
        .strip_suffix("sao")
        .or_else(|| word.strip_suffix("stars"))
        .or_else(|| word.strip_suffix("star"))?;
    (count.len() == 1).then(|| number(count)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_of_stars_is_seen_however_it_is_written() {
        for text in [
            "★★★★",
            "OCOP 4 sao",
            "đạt BỐN SAO",
            "a 4-star sauce",
            "4sao",
            "four stars",
            "4★",
            "đạt chuẩn 4*",
            "****",
            "⭐⭐⭐⭐",
            "⭐️⭐️⭐️⭐️",
            "bốn ngôi sao",
            "bon sao",
        ] {
            assert!(claims_stars(text, None), "{text}");
            assert!(!claims_stars(text, Some(4)), "{text}");
        }
        assert!(claims_stars("OCOP 5 sao", Some(4)));
        assert!(claims_stars("★★★★★", Some(4)));
        assert!(claims_stars("Nước mắm ⭐", None));
        for text in [
            "Ngôi sao biển",
            "vì sao",
            "bánh sao 4 vị",
            "Seastar",
            "500 ml*",
            "**chú ý**",
            "",
        ] {
            assert!(!claims_stars(text, None), "{text}");
        }
    }
}
