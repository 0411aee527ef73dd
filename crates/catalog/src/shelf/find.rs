use kernel::{ProductId, Timestamp};
use sea_orm::ConnectionTrait;

use super::{Listing, Which, read};
use crate::Error;
use crate::products::ProductStatus;

/// The listing as the public sees it now, by two queries. What an authority had taken down says so;
/// what is not public is not there.
pub async fn find(
    db: &impl ConnectionTrait,
    id: ProductId,
    now: Timestamp,
) -> Result<Listing, Error> {
    let found = read(db, Which::Products(&[id]), now).await?;
    match found.into_iter().next() {
        Some(listing) if listing.status == ProductStatus::TakenDown => Err(Error::TakenDown),
        Some(listing) if listing.is_public() => Ok(listing),
        _ => Err(Error::NotFound),
    }
}
