//! Public codes: printed on labels, so never reused and never gone.

use kernel::{CertificateId, ProductId, Timestamp, public_code};
use store::{Tx, execute};
use uuid::Uuid;

use crate::Error;

/// A new public code of a listing or of a certificate of the registry.
pub(crate) async fn mint(
    tx: &Tx,
    product: Option<ProductId>,
    certificate: Option<CertificateId>,
    now: Timestamp,
) -> Result<String, Error> {
    let sql = "INSERT INTO public_codes (code, product_id, certificate_id, created_at) \
               VALUES ($1, $2, $3, $4) ON CONFLICT (code) DO NOTHING";
    for _ in 0..8 {
        let code = public_code();
        let values = vec![
            code.as_str().into(),
            product.map(Uuid::from).into(),
            certificate.map(Uuid::from).into(),
            now.0.into(),
        ];
        if execute(tx, sql, values).await? == 1 {
            return Ok(code);
        }
    }
    Err(Error::Unreadable("no public code is left".into()))
}
