//! Who is asking. Each extractor yields the thing that it protects, so that a handler which has it
//! cannot have forgotten the question.
//!
//! One query a request finds the session with everything that its account may do; extractors of
//! the same request share it.

mod adult;
mod device;
mod member;
mod session;
mod staff;

pub use adult::Adult;
pub use device::Device;
pub(crate) use device::address;
pub use member::{Editor, Member, OwnerOf, Packer};
pub(crate) use session::bearer;
pub use session::{MaybeSession, Session};
pub use staff::{Admin, Official};
