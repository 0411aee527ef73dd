//! Public codes: printed on labels, so never reused and never gone.

use std::collections::BTreeSet;

use kernel::{CertificateId, ProductId, Timestamp, public_code};
use store::{ConnectionTrait, Tx, execute, first, in_list, insert, rows};
use uuid::Uuid;

use crate::Error;

/// What a code stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coded {
    /// A listing that was approved once.
    Product(ProductId),
    /// An entry of the registry, listed or not.
    Certificate(CertificateId),
}

/// What bears a code; for ever the same.
pub async fn find(db: &impl ConnectionTrait, code: &str) -> Result<Option<Coded>, Error> {
    let sql = "SELECT product_id, certificate_id FROM public_codes WHERE code = $1";
    let Some(row) = first(db, sql, vec![code.into()]).await? else {
        return Ok(None);
    };
    let of = |column: &str| row.try_get::<Option<Uuid>>("", column);
    let product = of("product_id")?.map(|id| Coded::Product(ProductId(id)));
    let certificate = of("certificate_id")?.map(|id| Coded::Certificate(CertificateId(id)));
    Ok(product.or(certificate))
}

/// The code of an entry of the registry.
pub async fn of_certificate(
    db: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<Option<String>, Error> {
    let sql = "SELECT MIN(code) AS code FROM public_codes WHERE certificate_id = $1";
    let row = first(db, sql, vec![id.uuid().into()]).await?;
    Ok(match row {
        Some(row) => row.try_get("", "code")?,
        None => None,
    })
}

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
