use kernel::text::{compatible, fold, words};

/// What is drawn for a star.
const DRAWN: [char; 16] = [
    '★', '☆', '⭐', '🌟', '✩', '✪', '✫', '✬', '✭', '✮', '✯', '✰', '⋆', '⚝', '🟊', '🌠',
];

/// A star drawn by itself: how many it claims is not said.
const ALONE: i64 = 0;

/// Whether a text claims stars that are not held: any where there are none, more or other than
/// there are. Written in digits or words, with or without tones, or drawn. Simple on purpose: an
/// official reads the text too.
pub(crate) fn claims_stars(text: &str, held: Option<i64>) -> bool {
    let folded = fold(&compatible(text));
    let words: Vec<&str> = words(&folded).collect();
    let pairs = words.windows(2).filter_map(|pair| match pair {
        [count, "sao" | "star" | "stars"] => number(count),
        _ => None,
    });
    let triples = words.windows(3).filter_map(|three| match three {
        [count, "ngoi", "sao"]
        | ["hang", "sao", count]
        | ["ocop", "hang" | "sao", count]
        | ["sao", count, "ocop"] => number(count),
        _ => None,
    });
    pairs
        .chain(triples)
        .chain(words.iter().filter_map(|word| joined(word)))
        .chain(drawn(&folded))
        .any(|claimed| match held {
            Some(held) => claimed != held && claimed != ALONE,
            None => true,
        })
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
        (1, ..) => Some(ALONE),
        (run, ..) => Some(run),
    }
}

fn number(word: &str) -> Option<i64> {
    match word {
        "1" | "mot" | "one" => Some(1),
        "2" | "hai" | "two" => Some(2),
        "3" | "ba" | "three" | "iii" => Some(3),
        "4" | "bon" | "four" | "iv" => Some(4),
        "5" | "nam" | "five" | "v" => Some(5),
        _other => None,
    }
}

/// `4sao`, `bonsao`, `5star`.
fn joined(word: &str) -> Option<i64> {
    let count = word
        .strip_suffix("sao")
        .or_else(|| word.strip_suffix("stars"))
        .or_else(|| word.strip_suffix("star"))?;
    number(count)
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
            "bốnsao",
            "４ sao",
            "④ sao",
            "4\u{a0}sao",
            "4 (bốn) sao",
            "Bo\u{302}\u{301}n sao",
            "IV sao",
            "Hạng sao: 4",
            "OCOP hạng 4",
            "sao 4 OCOP",
            "OCOP sao bốn",
            "✰✰✰✰",
            "⋆⋆⋆⋆",
            "★ ★ ★ ★",
            "＊＊＊＊",
        ] {
            assert!(claims_stars(text, None), "{text}");
            assert!(!claims_stars(text, Some(4)), "{text}");
        }
        assert!(claims_stars("OCOP 5 sao", Some(4)));
        assert!(claims_stars("★★★★★", Some(4)));
        assert!(claims_stars("Nước mắm ⭐", None));
        assert!(!claims_stars("Nước mắm ⭐ bốn sao", Some(4)));
        assert!(claims_stars("OCOP 3-4 sao", Some(3)));
        for text in [
            "Ngôi sao biển",
            "vì sao",
            "bánh sao 4 vị",
            "khách hàng 4 mùa",
            "hạng 4",
            "basa om sấu",
            "Seastar",
            "500 ml*",
            "**chú ý**",
            "",
        ] {
            assert!(!claims_stars(text, None), "{text}");
        }
    }
}
