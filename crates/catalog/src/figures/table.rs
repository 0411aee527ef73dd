use kernel::Lang;

use super::count::{Figures, Line};
use crate::registry::inert;

/// What people call a value.
pub fn label(dimension: &str, value: Option<&str>, lang: Lang) -> String {
    let vi = lang == Lang::Vi;
    let Some(value) = value else {
        return if vi { "Chưa rõ" } else { "Not told" }.to_owned();
    };
    let group = || reference::group(value).map(|group| if vi { group.vi } else { group.en });
    let known = match dimension {
        "group" => group(),
        "province" => reference::province(value).map(|province| province.name),
        "commune" => reference::commune(value).map(|commune| commune.name),
        "entity_type" => kind(value, vi),
        _ => None,
    };
    known.unwrap_or(value).to_owned()
}

fn kind(word: &str, vi: bool) -> Option<&'static str> {
    let (vi_text, en_text) = match word {
        "hop_tac_xa" => ("Hợp tác xã", "Cooperative"),
        "to_hop_tac" => ("Tổ hợp tác", "Cooperative group"),
        "doanh_nghiep_nho_vua" => ("Doanh nghiệp nhỏ và vừa", "Small or medium enterprise"),
        "trang_trai" => ("Trang trại", "Farm"),
        "ho_san_xuat" => ("Hộ sản xuất", "Producing household"),
        "ho_gia_dinh" => ("Hộ gia đình", "Family household"),
        "hoi" => ("Hội", "Association"),
        "hiep_hoi" => ("Hiệp hội", "Union"),
        "trung_tam_dieu_hanh" => ("Trung tâm điều hành", "Management centre"),
        _ => return None,
    };
    Some(if vi { vi_text } else { en_text })
}

/// The figures as a table: `by, value, label` and the counts, with the mark by which spreadsheets
/// know UTF-8.
pub fn table(figures: &Figures, lang: Lang) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let names = figures.total.named().map(|(name, _)| name);
    table.write_record(["by", "value", "label"].iter().chain(&names))?;
    let total = Line {
        value: None,
        counts: figures.total,
    };
    let all = if lang == Lang::Vi {
        "Tất cả"
    } else {
        "All"
    };
    table.write_record(row("total", &total, all))?;
    for (dimension, lines) in &figures.by {
        for line in lines {
            let label = label(dimension, line.value.as_deref(), lang);
            table.write_record(row(dimension, line, &label))?;
        }
    }
    table
        .into_inner()
        .map_err(|err| std::io::Error::other(err.to_string()).into())
}

fn row(dimension: &str, line: &Line, label: &str) -> Vec<String> {
    let counts = line.counts.named();
    let counts = counts.into_iter().map(|(_, count)| count.to_string());
    let value = line.value.clone().unwrap_or_default();
    let cells = [dimension.to_owned(), value, label.to_owned()];
    cells
        .into_iter()
        .map(|cell| inert(&cell))
        .chain(counts)
        .collect()
}
