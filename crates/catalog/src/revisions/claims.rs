use kernel::text::{fold, words};

/// Whether a text claims stars that are not held: any where there are none, more or other than
/// there are. Simple on purpose: an official reads the text too.
pub(crate) fn claims_stars(text: &str, held: Option<i64>) -> bool {
    if text.contains(['★', '☆', '⭐', '🌟']) && held.is_none() {
        return true;
    }
    let folded = fold(text);
    let words: Vec<&str> = words(&folded).collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    pairs
        .filter(|(_, unit)| matches!(**unit, "sao" | "star" | "stars"))
        .filter_map(|(count, _)| number(count))
        .chain(words.iter().filter_map(|word| joined(word)))
        .any(|claimed| held != Some(claimed))
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
        ] {
            assert!(claims_stars(text, None), "{text}");
            assert!(!claims_stars(text, Some(4)), "{text}");
        }
        assert!(claims_stars("OCOP 5 sao", Some(4)));
        for text in ["Ngôi sao biển", "vì sao", "bánh sao 4 vị", "Seastar", ""] {
            assert!(!claims_stars(text, None), "{text}");
        }
    }
}
