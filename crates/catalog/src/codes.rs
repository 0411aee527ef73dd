//! Public codes: printed on labels, so never reused and never gone.

use std::collections::BTreeSet;

use kernel::{CertificateId, ProductId, Timestamp, public_code};
use store::{Tx, execute, in_list, insert, rows};

use crate::Error;

/// A new public code of a listing.
pub(crate) async fn mint(tx: &Tx, product: ProductId, now: Timestamp) -> Result<String, Error> {
    let sql = "INSERT INTO public_codes (code, product_id, created_at) \
               VALUES ($1, $2, $3) ON CONFLICT (code) DO NOTHING";
    for _ in 0..8 {
        let code = public_code();
        let values = vec![code.as_str().into(), product.uuid().into(), now.0.into()];
        if execute(tx, sql, values).await? == 1 {
            return Ok(code);
        }
    }
    Err(Error::Unreadable("no public code is left".into()))
}

/// A new public code for each of these entries of the registry.
pub(crate) async fn mint_all(
    tx: &Tx,
    certificates: &[CertificateId],
    now: Timestamp,
) -> Result<(), Error> {
    let codes = free(tx, certificates.len()).await?;
    let rows = codes
        .into_iter()
        .zip(certificates)
        .map(|(code, id)| vec![code.into(), id.uuid().into(), now.0.into()])
        .collect();
    let columns = ["code", "certificate_id", "created_at"];
    Ok(insert(tx, "public_codes", &columns, rows).await?)
}

/// So many codes that nothing bears yet.
async fn free(tx: &Tx, count: usize) -> Result<BTreeSet<String>, Error> {
    let mut codes: BTreeSet<String> = BTreeSet::new();
    while codes.len() < count {
        let more: Vec<String> = (codes.len()..count).map(|_| public_code()).collect();
        let sql = format!(
            "SELECT code FROM public_codes WHERE code IN {}",
            in_list(more.len(), 1)
        );
        let values = more.iter().map(|code| code.as_str().into()).collect();
        let mut taken = BTreeSet::new();
        for row in rows(tx, &sql, values).await? {
            taken.insert(row.try_get::<String>("", "code")?);
        }
        codes.extend(more.into_iter().filter(|code| !taken.contains(code)));
    }
    Ok(codes)
}
