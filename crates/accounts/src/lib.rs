//! People: accounts and how they are reached, signing in, sessions, what somebody may do for the
//! market or for a producer.
//!
//! Vocabulary: an *account* is a person; a *contact point* is their e-mail or phone, *proven* once
//! a code that went there came back, an official handed one over, or called; a *login* is a contact point as typed; a *session* is a
//! signed-in device; *staff* are officials of an *area* and administrators; a *member* belongs to
//! a producer (owner, editor, packer); a *mandate* lets somebody act for a producer without
//! belonging to it; an *identity* is who is asking, with all of that; an *invitation* waits until
//! who has its code joins a producer; a *card* is printed and bears some sign-in codes, each good
//! once; a *hand-over* passes a producer to a new owner, on the strength of a paper.
//!
//! **Invariant:** of a token or code only a hash is stored, and a password only as argon2id.
//! **Invariant:** an unproven contact point blocks nobody: several accounts may name the same one,
//! and it opens nothing but the way to its own password.
//! **Invariant:** an unknown login is answered like a wrong password and takes as long.
//! **Invariant:** wrong tries delay, nothing locks.
//! **Invariant:** a code of eight digits is stored keyed, with the account or contact point for which
//! alone it works; one that was sent lives for minutes and a few tries.
//! **Invariant:** a producer that has an owner keeps one, whoever leaves, is erased or hands over.
//! **Invariant:** grants, members, new passwords and suspensions stand in the audit log.
//!
//! What it does not do: it sends nothing (a letter is a job, written by `notifications` from
//! [`find_letter`]); it knows no producer but by id; it decides no request (the extractors of
//! `web` do, from an [`Identity`]).

#![warn(missing_docs)]

mod account;
mod addresses;
mod bounce;
mod card;
mod code;
mod consent;
mod contact;
mod digest;
mod email;
mod error;
mod forget;
mod grant;
mod hand_over;
mod hash;
mod identity;
mod invite;
mod join;
mod login;
mod mandate;
mod members;
mod password;
mod people;
mod personal;
mod prove;
mod record;
mod register;
mod reset;
mod role;
mod session;
mod settings;
mod sign_in;
mod sign_in_code;
mod suspend;
#[cfg(test)]
mod tests;
mod throttle;

pub use account::{Account, account};
pub use addresses::{
    MOST_ADDRESSES, NewAddress, SavedAddress, find_address, forget_address, list_addresses,
    save_address,
};
pub use bounce::bounced;
pub use card::{Card, CardRow, find_card, issue_card, list_cards, revoke_card};
pub use code::{Letter, Purpose, find_letter};
pub use consent::{Consent, Given, Policy, agree, consent, consents_of, disagree, policies};
pub use contact::{naming, proven};
pub use email::Email;
pub use error::{Error, Fault};
pub use forget::forget_old;
pub use grant::{Grant, create_admin, set_role, vouch};
pub use hand_over::{
    HAND_OVER_REASONS, HandOver, NewHandOver, account_for, find_hand_over, hand_over,
    list_hand_overs,
};
pub use hash::{PasswordHash, hash_password};
pub use identity::{Identity, Mandate, Standing, identify};
pub use invite::{
    Invitation, InvitationLetter, NewInvitation, find_invitation, invite, list_invitations,
    revoke_invitation,
};
pub use join::{Joined, Joiner, join};
pub use login::Login;
pub use mandate::{
    Basis, MandateRow, NewMandate, deputy, find_mandate, grant_mandate, list_mandates,
    revoke_mandate,
};
pub use members::{Member, add_member, change_member, list_members, remove_member};
pub use password::{LONGEST_PASSWORD, Owner, Password};
pub use people::{
    Reach, admins, list_officials, members_of, names, official_of, officials_for, phones, reach,
};
pub use personal::{ContactPoint, HeldMandate, contacts_of, erase, mandates_of};
pub use prove::{Heard, ask_for_proof, note_call, prove_contact, prove_phone};
pub use register::{Codes, Form, Person, Registration, register};
pub use reset::{ask_for_reset, set_password};
pub use role::{Area, AreaKind, MemberRole, Membership, Scope, StaffRole};
pub use session::{
    Device, SignedIn, Token, list_sessions, open_session, revoke_session, revoke_sessions,
};
pub use settings::{Lifetime, Settings};
pub use sign_in::{Attempt, Proof, sign_in};
pub use sign_in_code::{SignInCode, ask_for_sign_in_code, issue_sign_in_code};
pub use suspend::{restore, suspend};
