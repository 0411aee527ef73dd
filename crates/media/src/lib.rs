//! Pictures: checked by what they are, made small, kept on disk or in S3-compatible storage; and QR
//! codes, drawn.
//!
//! Vocabulary: a *source* is what somebody sent; a *size* is one of the files made of it. A picture
//! is known by its id, which is random enough to be its address.
//!
//! **Invariant:** what is kept was decoded and encoded again by us: no bytes of a source reach a
//! reader, nor does what a camera wrote into it (place, owner).
//! **Invariant:** decoding is bounded: bytes, sides, pixels, memory, and one picture at a time.
//! **Invariant:** a file appears whole or not at all, and never changes.
//! **Invariant:** a paper is kept as it came, under a path that no public address names; so
//! is a picture that an authority had taken down.
//!
//! What it does not do: it knows no product; the rows of pictures are `catalog`'s.

#![warn(missing_docs)]

mod decode;
mod encode;
mod error;
mod keep;
mod paper;
mod process;
mod qr;

pub use decode::{MAX_BYTES, MAX_PIXELS, MAX_SIDE};
pub use error::Error;
pub use keep::{Keep, S3};
pub use paper::{MAX_PAPER_BYTES, paper_type};
pub use process::{File, Media, Processed, Size};
pub use qr::{qr_png, qr_svg};
