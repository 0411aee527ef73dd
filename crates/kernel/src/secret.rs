/// The installation's secret key: tokens are derived from it. It never prints.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A key from its bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new random key.
    pub fn random() -> Self {
        Self(crate::random::bytes())
    }

    /// The key's bytes, to derive from.
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
