//! Papers: private files, kept as they came. What they are is told by their first bytes, never by
//! their names; whoever may read one is the caller's business.

use bytes::Bytes;
use kernel::DocumentId;

use crate::{Error, Media};

/// A scan is smaller than this.
pub const MAX_PAPER_BYTES: usize = 10 * 1024 * 1024;

/// What a paper's file is: `application/pdf`, `image/jpeg` or `image/png`.
pub fn paper_type(bytes: &[u8]) -> Result<&'static str, Error> {
    if bytes.len() > MAX_PAPER_BYTES {
        return Err(Error::TooManyBytes {
            max: MAX_PAPER_BYTES,
        });
    }
    let known: [(&[u8], &str); 3] = [
        (b"%PDF-", "application/pdf"),
        (&[0xff, 0xd8, 0xff], "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
    ];
    let found = known.iter().find(|(magic, _)| bytes.starts_with(magic));
    found.map(|(_, kind)| *kind).ok_or(Error::NotAPaper)
}

impl Media {
    /// Keeps a paper's file.
    pub async fn keep_paper(&self, id: DocumentId, bytes: Bytes) -> Result<(), Error> {
        self.keep.put(&path(id), bytes).await
    }

    /// A paper's file.
    pub async fn open_paper(&self, id: DocumentId) -> Result<Bytes, Error> {
        self.keep.get(&path(id)).await
    }
}

fn path(id: DocumentId) -> String {
    format!("papers/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_what_its_first_bytes_say() {
        assert_eq!(paper_type(b"%PDF-1.7 ...").unwrap(), "application/pdf");
        assert_eq!(paper_type(&[0xff, 0xd8, 0xff, 0xe0]).unwrap(), "image/jpeg");
        assert!(matches!(paper_type(b"<html>"), Err(Error::NotAPaper)));
        let huge = vec![b'%'; MAX_PAPER_BYTES + 1];
        assert!(matches!(paper_type(&huge), Err(Error::TooManyBytes { .. })));
    }
}
