use kernel::{ReviewId, words};
use store::{ConnectionTrait, Row, Tx, insert, rows};

use crate::text::{none_of, paragraphs, required};
use crate::words::stored;
use crate::{Error, Fault, Wrong};

words! {
    /// What a remark is about.
    RemarkCode {
        /// The product belongs to another set.
        WrongSet = "wrong_set",
        /// The label lacks something.
        LabelIncomplete = "label_incomplete",
        /// The certificate is not verified.
        CertificateUnverified = "certificate_unverified",
        /// The certificate has lapsed.
        CertificateLapsed = "certificate_lapsed",
        /// A claim that is not true.
        FalseClaim = "false_claim",
        /// Goods that may not be sold here.
        ForbiddenGoods = "forbidden_goods",
        /// A picture that does not show the product well.
        PictureUnclear = "picture_unclear",
        /// A story taken from another.
        StoryCopied = "story_copied",
        /// A price or its unit.
        PriceUnit = "price_unit",
        /// A licence is missing.
        LicenceMissing = "licence_missing",
        /// It does not come from the area.
        OutsideArea = "outside_area",
        /// It is there already.
        Duplicate = "duplicate",
        /// Something else; the text says what.
        Other = "other",
    }
}

/// A remark as an official writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemarkText {
    /// To what, as a JSON pointer; empty for the whole.
    pub pointer: String,
    /// One of [`RemarkCode`]'s words.
    pub code: String,
    /// In words.
    pub text: String,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Remark {
    /// To what, as a JSON pointer; empty for the whole.
    pub pointer: String,
    /// What it is about.
    pub code: RemarkCode,
    /// In words.
    pub text: String,
}

/// The remarks of a review, in their order.
pub async fn remarks(db: &impl ConnectionTrait, review: ReviewId) -> Result<Vec<Remark>, Error> {
    let sql =
        "SELECT pointer, code, text FROM review_remarks WHERE review_id = $1 ORDER BY position";
    rows(db, sql, vec![review.uuid().into()])
        .await?
        .iter()
        .map(read)
        .collect()
}

pub(super) fn read(row: &Row) -> Result<Remark, Error> {
    Ok(Remark {
        pointer: row.try_get("", "pointer")?,
        code: stored(&row.try_get::<String>("", "code")?, RemarkCode::parse)?,
        text: row.try_get("", "text")?,
    })
}

/// Remarks as they are stored, or all that is wrong with them.
pub(super) fn checked(written: Vec<RemarkText>) -> Result<Vec<Remark>, Error> {
    let mut faults = vec![];
    if written.len() > 50 {
        faults.push(Fault::new("/remarks", Wrong::OutOfRange(0, 50)));
    }
    let mut remarks = Vec::with_capacity(written.len());
    for (i, remark) in written.into_iter().enumerate() {
        let text = paragraphs(&remark.text);
        required(&mut faults, &format!("/remarks/{i}/text"), &text, 2_000);
        if !(remark.pointer.is_empty() || remark.pointer.starts_with('/'))
            || remark.pointer.chars().count() > 200
            || remark.pointer.chars().any(char::is_control)
        {
            faults.push(Fault::new(
                format!("/remarks/{i}/pointer"),
                Wrong::Malformed,
            ));
        }
        match RemarkCode::parse(&remark.code) {
            Some(code) => remarks.push(Remark {
                pointer: remark.pointer,
                code,
                text,
            }),
            None => faults.push(Fault::new(format!("/remarks/{i}/code"), Wrong::Unknown)),
        }
    }
    none_of(faults)?;
    Ok(remarks)
}

pub(super) async fn write(tx: &Tx, review: ReviewId, remarks: &[Remark]) -> Result<(), Error> {
    let rows = (0i64..)
        .zip(remarks)
        .map(|(position, remark)| {
            vec![
                review.uuid().into(),
                position.into(),
                remark.pointer.as_str().into(),
                remark.code.as_str().into(),
                remark.text.as_str().into(),
            ]
        })
        .collect();
    let columns = ["review_id", "position", "pointer", "code", "text"];
    Ok(insert(tx, "review_remarks", &columns, rows).await?)
}
