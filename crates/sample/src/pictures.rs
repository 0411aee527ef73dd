//! Placeholders that are drawn: nobody's photograph.

/// How wide and high a placeholder is.
pub(crate) const SIDE: u32 = 800;
