//! What people write in a cell, as the word that the program keeps.

use jiff::civil::Date;
use kernel::{Day, text};

use crate::certificates::ToldDay;

/// A date as people write it, to the day, the month or the year: `05/08/2026`, `5.8.2026`,
/// `tháng 8/2026`, `ngày 5 tháng 8 năm 2026`, `2026`, and a spreadsheet's own number of a day.
pub(super) fn date(written: &str) -> Option<ToldDay> {
    let folded = text::fold(written);
    // The time of a day that a spreadsheet wrote out says nothing.
    let dated = folded
        .split(['t', ' '])
        .next()
        .filter(|_| folded.contains(':'));
    let dated = dated.unwrap_or(&folded);
    let words = ["ngay", "thang", "nam"];
    if !text::words(dated).all(|w| words.contains(&w) || w.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let numbers: Vec<&str> = text::words(dated)
        .filter(|word| !words.contains(word))
        .collect();
    match numbers.as_slice() {
        [number] if number.len() == 5 => serial(number),
        [year] => told(year, "", ""),
        [month, year] if year.len() == 4 => told(year, month, ""),
        [year, month] => told(year, month, ""),
        [day, month, year] if year.len() == 4 => told(year, month, day),
        [year, month, day] => told(year, month, day),
        _ => None,
    }
}

fn told(year: &str, month: &str, day: &str) -> Option<ToldDay> {
    let (1990..=2100) = year.parse::<u16>().ok()? else {
        return None;
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let part = |part: &str| {
        if part.is_empty() {
            String::new()
        } else {
            format!("-{part:0>2}")
        }
    };
    ToldDay::parse(&format!("{year}{}{}", part(month), part(day)))
}

/// Days since 30 December 1899, as spreadsheets count; 1990 to 2100 only.
fn serial(number: &str) -> Option<ToldDay> {
    let days: i64 = number.parse().ok()?;
    let zero = Day(Date::constant(1899, 12, 30));
    (32_874..=73_415)
        .contains(&days)
        .then(|| ToldDay::day(zero.plus_days(days)))
}

/// A number of stars, `Ok(None)` where none is said or the source itself doubts it (`3?`,
/// `tiềm năng 5 sao`); an error where it is another number.
pub(super) fn stars(written: &str) -> Result<Option<i64>, ()> {
    let folded = text::fold(written.trim());
    if folded.is_empty() || folded.ends_with('?') || folded.contains("tiem nang") {
        return Ok(None);
    }
    let drawn = folded
        .chars()
        .filter(|c| matches!(c, '*' | '★' | '⭐'))
        .count();
    let words: Vec<&str> = text::words(&folded)
        .filter(|word| !matches!(*word, "sao" | "hang" | "dat" | "ocop" | "stars" | "star"))
        .collect();
    let count = match (words.as_slice(), drawn) {
        ([], drawn) => i64::try_from(drawn).unwrap_or_default(),
        (["3" | "ba" | "3sao"], 0 | 1) => 3,
        (["4" | "bon" | "4sao"], 0 | 1) => 4,
        (["5" | "nam" | "5sao"], 0 | 1) => 5,
        _other => 0,
    };
    if (3..=5).contains(&count) {
        Ok(Some(count))
    } else {
        Err(())
    }
}

/// A score between 0 and 100, in thousandths: `85,5` is 85,500.
pub(super) fn score(written: &str) -> Option<i64> {
    let plain = written.trim().replace(',', ".");
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    if rest.len() > 3 || !rest.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let milli = whole.parse::<u16>().ok()?.checked_mul(1)?;
    let thousandths = format!("{rest:0<3}").parse::<i64>().ok()?;
    let score = i64::from(milli) * 1_000 + thousandths;
    (score <= 100_000).then_some(score)
}

/// How papers begin to name a kind of producer.
const BEGINNINGS: [(&str, &str); 21] = [
    ("lien hiep hop tac xa", "hop_tac_xa"),
    ("hop tac xa", "hop_tac_xa"),
    ("htx", "hop_tac_xa"),
    ("to hop tac", "to_hop_tac"),
    ("tht", "to_hop_tac"),
    ("doanh nghiep", "doanh_nghiep_nho_vua"),
    ("dntn", "doanh_nghiep_nho_vua"),
    ("dn", "doanh_nghiep_nho_vua"),
    ("cong ty", "doanh_nghiep_nho_vua"),
    ("cty", "doanh_nghiep_nho_vua"),
    ("trang trai", "trang_trai"),
    ("ho san xuat", "ho_san_xuat"),
    ("ho sx", "ho_san_xuat"),
    ("co so san xuat", "ho_san_xuat"),
    ("co so", "ho_san_xuat"),
    ("ho kinh doanh", "ho_gia_dinh"),
    ("ho gia dinh", "ho_gia_dinh"),
    ("ho kd", "ho_gia_dinh"),
    ("hkd", "ho_gia_dinh"),
    ("hiep hoi", "hiep_hoi"),
    ("trung tam", "trung_tam_dieu_hanh"),
];

/// The programme's words for kinds of producers, and what papers write.
pub(super) fn entity_type(written: &str) -> Option<&'static str> {
    let folded = text::fold(written).replace('_', " ");
    let words: Vec<&str> = text::words(&folded).collect();
    let said = words.join(" ");
    let begins = |word: &str| {
        said.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    BEGINNINGS
        .iter()
        .find(|(word, _)| begins(word))
        .map(|(_, kind)| *kind)
        .or_else(|| (said == "hoi" || said.starts_with("hoi ")).then_some("hoi"))
}

/// Words that name a group, the narrower ones first.
const WORDS: [(&str, &[&str]); 6] = [
    ("VI", &["du lich", "dich vu"]),
    ("V", &["sinh vat canh", "cay canh", "hoa canh"]),
    (
        "IV",
        &[
            "thu cong",
            "my nghe",
            "may mac",
            "luu niem",
            "noi that",
            "trang tri",
        ],
    ),
    ("III", &["duoc lieu", "thao duoc", "cay thuoc"]),
    ("II", &["do uong"]),
    (
        "I",
        &[
            "thuc pham",
            "nong san",
            "tuoi song",
            "che bien",
            "gia vi",
            "gao",
            "che",
            "ca phe",
        ],
    ),
];

/// A group of the programme, by its number or its name, today's or of the years before.
pub(super) fn group(written: &str) -> Option<&'static str> {
    let folded = text::fold(written);
    let by_code = reference::groups().iter().find(|group| {
        group.code.eq_ignore_ascii_case(written.trim()) || text::fold(group.vi) == folded.trim()
    });
    by_code.map(|group| group.code).or_else(|| {
        WORDS
            .iter()
            .find(|(_, words)| words.iter().any(|word| folded.contains(word)))
            .map(|(code, _)| *code)
    })
}

/// A product set, by its number or its name.
pub(super) fn set(written: &str) -> Option<&'static reference::ProductSet> {
    let folded = text::fold(written);
    let folded = folded.trim();
    let number = folded
        .trim_start_matches("bo")
        .trim_start_matches(" san pham");
    number
        .trim()
        .trim_start_matches("so")
        .trim()
        .parse()
        .ok()
        .and_then(reference::set)
        .or_else(|| {
            reference::sets()
                .iter()
                .find(|set| text::fold(set.vi) == folded)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_to_the_precision_that_it_has() {
        for (written, wanted) in [
            ("2026-08-05", "2026-08-05"),
            ("2026-08-05 00:00:00", "2026-08-05"),
            ("2026-08-05T00:00:00", "2026-08-05"),
            ("05/08/2026", "2026-08-05"),
            ("5.8.2026", "2026-08-05"),
            ("5-8-2026", "2026-08-05"),
            ("Ngày 5 tháng 8 năm 2026", "2026-08-05"),
            ("46239", "2026-08-05"),
            ("8/2026", "2026-08"),
            ("Tháng 8 năm 2026", "2026-08"),
            ("2026-08", "2026-08"),
            ("2026", "2026"),
            ("năm 2026", "2026"),
            ("29/02/2024", "2024-02-29"),
        ] {
            let read = date(written).map(|day| day.to_string());
            assert_eq!(read.as_deref(), Some(wanted), "{written}");
        }
        for written in [
            "29/02/2025",
            "5/8/26",
            "khoảng 2023",
            "13/2026",
            "1234",
            "8",
            "quý 3/2026",
        ] {
            assert_eq!(date(written), None, "{written}");
        }
    }

    #[test]
    fn stars_are_read_however_they_are_drawn() {
        for (written, wanted) in [
            ("3", Ok(Some(3))),
            ("4 sao", Ok(Some(4))),
            ("OCOP bốn sao", Ok(Some(4))),
            ("★★★★★", Ok(Some(5))),
            ("***", Ok(Some(3))),
            ("5*", Ok(Some(5))),
            ("Đạt 3 sao", Ok(Some(3))),
            ("", Ok(None)),
            ("3?", Ok(None)),
            ("Tiềm năng 5 sao", Ok(None)),
            ("2", Err(())),
            ("**", Err(())),
            ("6 sao", Err(())),
            ("tốt", Err(())),
        ] {
            assert_eq!(stars(written), wanted, "{written}");
        }
    }

    #[test]
    fn words_of_papers_become_the_programmes() {
        for (written, wanted) in [
            ("HTX", Some("hop_tac_xa")),
            ("Hợp tác xã", Some("hop_tac_xa")),
            ("hop_tac_xa", Some("hop_tac_xa")),
            ("Công ty TNHH", Some("doanh_nghiep_nho_vua")),
            ("ho_kinh_doanh", Some("ho_gia_dinh")),
            ("Hộ SX", Some("ho_san_xuat")),
            ("Hội", Some("hoi")),
            ("tập đoàn", None),
        ] {
            assert_eq!(entity_type(written), wanted, "{written}");
        }
        for (written, wanted) in [
            ("I", Some("I")),
            ("Thực phẩm", Some("I")),
            ("Sản phẩm nông sản tươi sống, chế biến", Some("I")),
            ("Đồ uống có cồn và không cồn", Some("II")),
            ("Sản phẩm có nguồn gốc dược liệu", Some("III")),
            ("Vải và may mặc", Some("IV")),
            ("khác", None),
        ] {
            assert_eq!(group(written), wanted, "{written}");
        }
        assert_eq!(set("Bộ 9").map(|set| set.no), Some(9));
        assert_eq!(set("9").map(|set| set.no), Some(9));
        assert_eq!(
            (score("85,5"), score("90"), score("100.001")),
            (Some(85_500), Some(90_000), None)
        );
    }
}
