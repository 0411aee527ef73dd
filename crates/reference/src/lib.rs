//! Facts that ship with the program: provinces and communes with their places, the names of before
//! 1 July 2025, the programme's groups and product sets, banks.
//!
//! Vocabulary: a *province* is one of the 34 provinces and cities, a *commune* one of the 3,321
//! communes, wards and special zones below them; districts exist only in old addresses. A *group*
//! (ngành) holds *product sets* (bộ sản phẩm).
//!
//! **Invariant:** units are known by their codes of the statistics office; names repeat.
//! **Invariant:** an old name that became several communes is answered with all of them.
//!
//! Pure: the files under `data/` are compiled in and read once. Sources are named in NOTICE.

#![warn(missing_docs)]

mod bank;
mod old;
mod place;
mod table;
mod taxonomy;

pub use bank::{Bank, bank, banks};
pub use old::{Match, OldUnit, find_old_province, resolve};
pub use place::{
    Commune, CommuneKind, Province, Region, bare, commune, communes_of, distance_km, find_province,
    province, provinces,
};
pub use taxonomy::{Group, ProductSet, SaleMode, group, groups, set, sets};
