//! The papers that the sample's producers have: what their goods ask for, verified. Each has a scan
//! that is drawn and says so.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use kernel::{Day, DocumentId, ProducerId, Timestamp, text};
use media::Media;
use store::{Tx, insert};

use crate::draft::Shop;

/// Processed food asks for these two; alcohol for a licence.
const FOOD: [&str; 2] = ["food_self_declaration", "food_facility_certificate"];

const COLUMNS: [&str; 9] = [
    "id",
    "producer_id",
    "kind",
    "number",
    "issued_on",
    "expires_on",
    "media_type",
    "state",
    "created_at",
];

/// A paper of a shop.
pub(crate) struct Paper {
    id: DocumentId,
    producer: ProducerId,
    holder: String,
    kind: &'static str,
    number: String,
    issued: Day,
    expires: Option<Day>,
}

/// The papers of all shops.
pub(crate) fn papers(shops: &[Shop]) -> Vec<Paper> {
    let mut papers = vec![];
    for shop in shops {
        let mut kinds = BTreeSet::new();
        for product in &shop.products {
            match product.set {
                5..=13 | 16 | 17 => kinds.extend(FOOD),
                14 | 15 => {
                    kinds.insert("alcohol_production_licence");
                }
                _ => {}
            }
        }
        papers.extend(kinds.into_iter().zip(1..).map(|of| paper(shop, of)));
    }
    papers
}

fn paper(shop: &Shop, (kind, number): (&'static str, u32)) -> Paper {
    let issued = Day::of(shop.since).plus_months(-6);
    Paper {
        id: DocumentId::new(shop.since),
        producer: shop.id,
        holder: shop.name.clone(),
        kind,
        number: format!("{number:02}/GM (mẫu)"),
        issued,
        expires: match kind {
            "food_self_declaration" => None,
            "alcohol_production_licence" => Some(issued.plus_months(60)),
            _ => Some(issued.plus_months(36)),
        },
    }
}

/// Draws the scans and keeps them; and one of a decision, for every invented certificate.
pub(crate) async fn draw(
    media: &Media,
    papers: &[Paper],
    now: Timestamp,
) -> anyhow::Result<DocumentId> {
    for paper in papers {
        media.keep_paper(paper.id, pdf(&told(paper)).into()).await?;
    }
    let decision = DocumentId::new(now);
    let says = [(18, "DECISION ON OCOP STARS".to_owned())];
    media.keep_paper(decision, pdf(&says).into()).await?;
    Ok(decision)
}

/// Writes the papers.
pub(crate) async fn write(tx: &Tx, papers: &[Paper], now: Timestamp) -> anyhow::Result<()> {
    let row = |paper: &Paper| {
        vec![
            paper.id.uuid().into(),
            paper.producer.uuid().into(),
            paper.kind.into(),
            paper.number.as_str().into(),
            paper.issued.to_string().into(),
            paper.expires.map(|day| day.to_string()).into(),
            "application/pdf".into(),
            "verified".into(),
            now.0.into(),
        ]
    };
    let rows = papers.iter().map(row).collect();
    Ok(insert(tx, "documents", &COLUMNS, rows).await?)
}

/// What stands on a paper. The letters that every reader of PDF brings along know no Vietnamese tones.
fn told(paper: &Paper) -> [(u32, String); 5] {
    let plain = |said: &str| {
        text::fold(said)
            .to_uppercase()
            .replace(['(', ')', '\\'], " ")
    };
    let until = paper
        .expires
        .map_or_else(|| "-".to_owned(), Day::display_vi);
    [
        (18, plain(&paper.kind.replace('_', " "))),
        (14, format!("So / No: {}", plain(&paper.number))),
        (14, format!("Cap cho / Issued to: {}", plain(&paper.holder))),
        (
            14,
            format!("Ngay cap / Issued on: {}", paper.issued.display_vi()),
        ),
        (14, format!("Den ngay / Until: {until}")),
    ]
}

/// One page of A4 that says what it is.
fn pdf(lines: &[(u32, String)]) -> Vec<u8> {
    let heads = [
        (24, "HINH VE MAU / DRAWN SAMPLE".to_owned()),
        (
            14,
            "Khong phai giay to that / not a real document".to_owned(),
        ),
    ];
    let mut drawn = "2 w 40 40 515 762 re S BT 60 740 Td".to_owned();
    for (size, line) in heads.iter().chain(lines) {
        let _ = write!(drawn, " /F {size} Tf ({line}) Tj 0 -44 Td");
    }
    drawn.push_str(" ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
         /Resources<</Font<</F 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{drawn}\nendstream", drawn.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    written(&objects)
}

/// The objects with the table of where each begins.
fn written(objects: &[String]) -> Vec<u8> {
    let (mut out, mut table) = ("%PDF-1.4\n".to_owned(), String::new());
    for (object, number) in objects.iter().zip(1..) {
        let _ = writeln!(table, "{:010} 00000 n ", out.len());
        let _ = writeln!(out, "{number} 0 obj\n{object}\nendobj");
    }
    let (begins, count) = (out.len(), objects.len() + 1);
    let _ = write!(
        out,
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Size {count}/Root 1 0 R>>\n\
         startxref\n{begins}\n%%EOF\n"
    );
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_a_pdf_whose_table_tells_where_its_objects_are() {
        let paper = Paper {
            id: DocumentId::new(Timestamp(0)),
            producer: ProducerId::new(Timestamp(0)),
            holder: "Hộ Nguyễn (mẫu)".to_owned(),
            kind: "food_self_declaration",
            number: "01/GM (mẫu)".to_owned(),
            issued: Day::of(Timestamp(0)),
            expires: None,
        };
        let drawn = pdf(&told(&paper));
        assert_eq!(media::paper_type(&drawn).unwrap(), "application/pdf");
        let text = String::from_utf8(drawn).unwrap();
        assert!(text.is_ascii() && text.contains("HO NGUYEN"), "{text}");
        let (_, end) = text.split_once("startxref\n").unwrap();
        let begins: usize = end.lines().next().unwrap().parse().unwrap();
        let at = |place: usize| text.get(place..).unwrap();
        let table = at(begins).strip_prefix("xref\n").unwrap();
        for (row, number) in table.lines().skip(2).take(5).zip(1..) {
            let place: usize = row.split(' ').next().unwrap().parse().unwrap();
            assert!(at(place).starts_with(&format!("{number} 0 obj")), "{row}");
        }
    }
}
