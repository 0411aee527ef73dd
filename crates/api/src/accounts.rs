//! People: registering, signing in, sessions, passwords, members, roles and the audit log.

pub(crate) mod addresses;
pub(crate) mod audit;
pub(crate) mod cards;
pub(crate) mod consents;
pub(crate) mod contact_proofs;
pub(crate) mod hand_overs;
pub(crate) mod invitations;
pub(crate) mod known;
pub(crate) mod mandates;
pub(crate) mod members;
pub(crate) mod password_resets;
pub(crate) mod personal;
pub(crate) mod phone_proofs;
pub(crate) mod register;
pub(crate) mod roles;
pub(crate) mod searches;
pub(crate) mod sessions;
pub(crate) mod sign_in_codes;
pub(crate) mod suspension;
mod view;

pub(crate) use view::{AccountView, SignedInView};
