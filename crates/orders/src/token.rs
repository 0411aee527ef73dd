use hmac::{Hmac, KeyInit, Mac};
use kernel::{AccountId, CheckoutId, Secret};
use sha2::Sha256;
use uuid::Uuid;

/// What a guest acts with, header `Order-Token`: derived from the checkout's id, so that nothing
/// is stored and a notice can rebuild the link. 160 bits in hexadecimal.
pub fn token(secret: &Secret, checkout: CheckoutId) -> String {
    derived_token(secret, b"order-token", checkout.uuid())
}

/// 160 bits in hexadecimal, derived from a thing's id for one purpose.
pub fn derived_token(secret: &Secret, purpose: &[u8], id: Uuid) -> String {
    let bytes = mac(secret, purpose, id).finalize().into_bytes();
    let short: Vec<u8> = bytes.iter().take(20).copied().collect();
    kernel::text::hex(&short)
}

/// Whether a token is this checkout's, in constant time.
pub fn token_fits(secret: &Secret, checkout: CheckoutId, token: &str) -> bool {
    let right = self::token(secret, checkout);
    let same = right
        .bytes()
        .zip(token.bytes())
        .fold(0, |differs, (a, b)| differs | (a ^ b));
    right.len() == token.len() && same == 0
}

/// Whether somebody may read and act on a checkout: who owns it, or holds its token.
pub fn opens(
    secret: &Secret,
    (owner, checkout): (Option<AccountId>, CheckoutId),
    account: Option<AccountId>,
    token: Option<&str>,
) -> bool {
    let owns = owner.is_some() && owner == account;
    owns || token.is_some_and(|token| token_fits(secret, checkout, token.trim()))
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn mac(secret: &Secret, purpose: &[u8], id: Uuid) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose()).expect("any length is taken");
    mac.update(purpose);
    mac.update(id.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Timestamp;

    #[test]
    fn a_token_opens_its_own_checkout_alone() {
        let secret = Secret::new([7; 32]);
        let (one, other) = (
            CheckoutId::new(Timestamp(1_000)),
            CheckoutId::new(Timestamp(2_000)),
        );
        let key = token(&secret, one);
        assert_eq!(key.len(), 40);
        assert!(token_fits(&secret, one, &key));
        assert!(!token_fits(&secret, other, &key));
        assert!(!token_fits(&secret, one, key.get(..39).unwrap()));
        assert!(!token_fits(&Secret::new([8; 32]), one, &key));
    }
}
