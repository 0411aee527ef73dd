//! Which column is which, by what stands above it: the names of this program's own file, and what
//! provinces write, with or without tones.

use std::collections::HashMap;

use kernel::text;

/// A column, and the headings under which it comes, folded.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        "name",
        &[
            "name",
            "product",
            "product name",
            "ten san pham",
            "san pham",
            "ten sp",
            "ten san pham ocop",
            "san pham ocop",
            "ten san pham dich vu",
            "ten san pham tham gia",
            "ten goi san pham",
        ],
    ),
    (
        "producer",
        &[
            "producer",
            "producer name",
            "chu the",
            "ten chu the",
            "chu the san xuat",
            "chu the ocop",
            "ten chu the san xuat",
            "ten chu the ocop",
            "co so san xuat",
            "ten co so",
            "co so",
            "ten co so san xuat",
            "don vi",
            "don vi san xuat",
            "nha san xuat",
            "chu so huu",
            "chu the tham gia",
            "chu the san pham",
        ],
    ),
    (
        "entity_type",
        &[
            "entity type",
            "kind",
            "loai hinh",
            "loai chu the",
            "loai hinh chu the",
            "loai hinh to chuc",
            "hinh thuc to chuc",
            "loai hinh san xuat",
            "loai hinh to chuc san xuat",
            "loai hinh kinh te",
        ],
    ),
    (
        "stars",
        &[
            "stars",
            "star",
            "so sao",
            "sao",
            "hang sao",
            "hang",
            "xep hang",
            "phan hang",
            "ket qua",
            "ket qua phan hang",
            "ket qua xep hang",
            "hang ocop",
            "dat hang",
            "hang san pham",
            "hang dat",
            "sao ocop",
            "phan hang san pham",
            "cap hang",
            "hang sao ocop",
        ],
    ),
    (
        "score",
        &[
            "score",
            "diem",
            "diem so",
            "tong diem",
            "so diem",
            "diem danh gia",
            "diem trung binh",
            "diem phan hang",
        ],
    ),
    (
        "group",
        &[
            "group",
            "nhom",
            "nganh",
            "nganh hang",
            "nhom san pham",
            "nhom nganh",
            "nganh nhom",
            "nganh san pham",
            "nhom hang",
        ],
    ),
    ("set", &["set", "bo san pham", "bo sp", "so bo san pham"]),
    (
        "joined",
        &[
            "joined",
            "joined year",
            "nam tham gia",
            "nam dang ky tham gia",
            "ngay tham gia",
            "tham gia tu",
        ],
    ),
    (
        "registered",
        &[
            "registered",
            "registered on",
            "ngay dang ky",
            "ngay nop ho so",
            "dang ky",
        ],
    ),
    (
        "graded",
        &[
            "graded",
            "graded on",
            "ngay danh gia",
            "ngay cham diem",
            "ngay phan hang",
            "ngay danh gia phan hang",
        ],
    ),
    (
        "decision_no",
        &[
            "decision no",
            "decision",
            "so quyet dinh",
            "quyet dinh",
            "quyet dinh so",
            "so qd",
            "qd so",
            "qd",
            "quyet dinh cong nhan",
            "so quyet dinh cong nhan",
            "so hieu quyet dinh",
            "so van ban",
            "quyet dinh cong nhan so",
            "quyet dinh phe duyet",
        ],
    ),
    (
        "issued",
        &[
            "issued",
            "issued on",
            "ngay cap",
            "ngay quyet dinh",
            "ngay ban hanh",
            "ngay cong nhan",
            "ngay ky",
            "nam cong nhan",
            "nam cap",
            "ngay qd",
            "thoi gian cong nhan",
            "ngay thang quyet dinh",
            "ngay thang cong nhan",
            "ngay cap giay chung nhan",
            "thoi diem cong nhan",
            "ngay thang nam cong nhan",
            "nam",
            "nam dat ocop",
            "nam dat",
        ],
    ),
    (
        "expires",
        &[
            "expires",
            "expires on",
            "ngay het han",
            "het han",
            "ngay het hieu luc",
            "het hieu luc",
            "co gia tri den",
            "gia tri den",
            "hieu luc den",
            "co hieu luc den",
            "thoi han den",
            "thoi han",
            "co gia tri den ngay",
            "hieu luc den ngay",
            "ngay het gia tri",
            "han den",
            "nam het han",
            "thoi diem het han",
        ],
    ),
    (
        "issuer",
        &[
            "issuer",
            "co quan ban hanh",
            "co quan cap",
            "noi cap",
            "co quan cong nhan",
            "don vi cap",
            "co quan ky",
            "don vi ban hanh",
            "don vi cong nhan",
            "cap cong nhan",
            "co quan quyet dinh",
            "noi ban hanh",
        ],
    ),
    (
        "current_commune",
        &[
            "current commune",
            "commune",
            "xa",
            "xa phuong",
            "phuong xa",
            "xa phuong thi tran",
            "phuong",
            "xa moi",
            "xa hien nay",
            "ten xa",
            "xa phuong moi",
            "xa phuong dac khu",
            "xa phuong hien nay",
            "dia ban",
            "xa sau sap nhap",
            "xa phuong sau sap nhap",
        ],
    ),
    (
        "current_province",
        &[
            "current province",
            "province",
            "tinh",
            "tinh thanh pho",
            "tinh thanh",
            "tinh moi",
            "tinh hien nay",
            "ten tinh",
            "tinh sau sap nhap",
            "tinh tp",
            "thanh pho tinh",
        ],
    ),
    (
        "old_commune",
        &[
            "old commune",
            "xa cu",
            "xa phuong cu",
            "xa truoc day",
            "xa truoc sap nhap",
            "phuong xa cu",
            "xa phuong thi tran cu",
            "xa phuong truoc sap nhap",
        ],
    ),
    (
        "old_district",
        &[
            "old district",
            "district",
            "huyen",
            "huyen cu",
            "quan huyen",
            "huyen thi xa",
            "huyen thi xa thanh pho",
            "huyen thanh pho",
            "huyen tx tp",
            "huyen truoc day",
            "quan huyen cu",
            "ten huyen",
            "huyen thi",
            "huyen quan",
        ],
    ),
    (
        "old_province",
        &[
            "old province",
            "tinh cu",
            "tinh thanh cu",
            "tinh truoc sap nhap",
            "tinh thanh pho cu",
        ],
    ),
    (
        "address",
        &[
            "address",
            "dia chi",
            "dia chi san xuat",
            "dia chi co so",
            "dia chi chu the",
            "noi san xuat",
        ],
    ),
    (
        "product_code",
        &[
            "product code",
            "code",
            "ma san pham",
            "ma so",
            "ma ocop",
            "ma so san pham",
            "ma sp",
            "ma so ocop",
            "ma san pham ocop",
        ],
    ),
    ("evidence", &["evidence", "can cu", "minh chung", "nguon"]),
    ("note", &["note", "notes", "ghi chu"]),
];

/// Where each column stands.
pub(super) type Columns = HashMap<&'static str, usize>;

/// The columns that a row names, were it the heading. Two headings of one column: the first counts.
pub(super) fn columns(row: &[String]) -> Columns {
    let mut found = Columns::new();
    for (at, cell) in row.iter().enumerate() {
        if let Some(column) = column(cell) {
            found.entry(column).or_insert(at);
        }
    }
    found
}

/// What a heading says, without tones, signs and what stands in brackets.
fn column(heading: &str) -> Option<&'static str> {
    let plain = heading.split(['(', '[', '\n']).next().unwrap_or_default();
    let folded = text::fold(plain);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let said = words.join(" ");
    COLUMNS
        .iter()
        .find(|(_, names)| names.contains(&said.as_str()))
        .map(|(column, _)| *column)
}

/// Whether a row is the heading: it names products and their producers.
pub(super) fn is_heading(columns: &Columns) -> bool {
    columns.contains_key("name") && columns.contains_key("producer")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_heading_is_known_however_it_is_written() {
        for (said, wanted) in [
            ("Tên sản phẩm", Some("name")),
            ("TEN SAN PHAM", Some("name")),
            ("Chủ thể (ghi đầy đủ)", Some("producer")),
            ("Xã/Phường", Some("current_commune")),
            ("Số QĐ", Some("decision_no")),
            ("old_district", Some("old_district")),
            ("Quyết định\n(số, ngày)", Some("decision_no")),
            ("Ngày hết hạn", Some("expires")),
            ("STT", None),
        ] {
            assert_eq!(column(said), wanted, "{said}");
        }
    }

    #[test]
    fn no_heading_means_two_columns() {
        let all: Vec<&str> = COLUMNS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        let once: HashSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), once.len());
        for name in all {
            assert_eq!(name, text::fold(name), "{name} is folded");
        }
    }
}
