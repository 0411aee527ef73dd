use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::text::hex;
use sha2::{Digest as _, Sha256};

/// How a token or code is stored: only its SHA-256, so that a stolen table opens nothing.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// HMAC-SHA256 over the parts, each with its length before it, so that no two lists of parts are
/// one message.
pub(crate) fn keyed(secret: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = match Hmac::<Sha256>::new_from_slice(secret) {
        Ok(mac) => mac,
        // HMAC takes a key of any length.
        Err(_length) => return [0; 32],
    };
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
