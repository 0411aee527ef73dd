use kernel::ProducerId;

/// What somebody may do for the market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StaffRole {
    /// Moderates what is listed in an area.
    Official,
    /// Runs the market.
    Admin,
}

impl StaffRole {
    /// The word in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Admin => "admin",
        }
    }

    /// From that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Official, Self::Admin]
            .into_iter()
            .find(|role| role.as_str() == word)
    }
}

/// What a member may do for a producer: each may do what those below it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemberRole {
    /// Order steps and stock.
    Packer,
    /// Also products and prices.
    Editor,
    /// Everything, members and bank account included.
    Owner,
}

impl MemberRole {
    /// The word in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Packer => "packer",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }

    /// From that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Packer, Self::Editor, Self::Owner]
            .into_iter()
            .find(|role| role.as_str() == word)
    }

    /// Whether this role may do what `needed` may.
    pub fn may(self, needed: Self) -> bool {
        self >= needed
    }
}

/// How far a mandate reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Order steps and stock.
    Orders,
    /// Products and prices.
    Listings,
    /// Both.
    All,
}

impl Scope {
    /// The word in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Listings => "listings",
            Self::All => "all",
        }
    }

    /// From the word in the database.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "orders" => Some(Self::Orders),
            "listings" => Some(Self::Listings),
            "all" => Some(Self::All),
            _unknown => None,
        }
    }

    /// Whether a mandate of this reach does what a member needs the role for. What only owners
    /// do, nobody does under a mandate.
    pub fn may(self, needed: MemberRole) -> bool {
        match needed {
            MemberRole::Packer => matches!(self, Self::Orders | Self::All),
            MemberRole::Editor => matches!(self, Self::Listings | Self::All),
            MemberRole::Owner => false,
        }
    }
}

/// Where an official decides.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Area {
    /// How large it is.
    pub kind: AreaKind,
    /// The administrative code: five digits, two digits, or `VN`.
    pub code: String,
}

/// How large an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaKind {
    /// One commune (xã, phường, đặc khu).
    Commune,
    /// One province.
    Province,
    /// All of Vietnam.
    Country,
}

impl AreaKind {
    /// The word in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::Province => "province",
            Self::Country => "country",
        }
    }

    /// From that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Commune, Self::Province, Self::Country]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

impl Area {
    /// All of Vietnam.
    pub fn country() -> Self {
        Self {
            kind: AreaKind::Country,
            code: "VN".to_owned(),
        }
    }

    /// An area by its code alone: a commune of today, a province, or `VN`.
    pub fn parse(code: &str) -> Option<Self> {
        let kind = if reference::commune(code).is_some() {
            AreaKind::Commune
        } else if reference::province(code).is_some() {
            AreaKind::Province
        } else if code.eq_ignore_ascii_case("vn") {
            return Some(Self::country());
        } else {
            return None;
        };
        Some(Self {
            kind,
            code: code.to_owned(),
        })
    }

    pub(crate) fn stored(kind: &str, code: &str) -> Option<Self> {
        Some(Self {
            kind: AreaKind::parse(kind)?,
            code: code.to_owned(),
        })
    }

    /// Whether a place lies in it.
    pub fn contains(&self, province: &str, commune: &str) -> bool {
        match self.kind {
            AreaKind::Commune => self.code == commune,
            AreaKind::Province => self.code == province,
            AreaKind::Country => true,
        }
    }
}

/// Belonging to a producer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// Which producer.
    pub producer: ProducerId,
    /// In which role.
    pub role: MemberRole,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_contains_what_lies_in_it() {
        let contains = |code| Area::parse(code).unwrap().contains("42", "18676");
        assert!(contains("18676") && contains("42") && contains("VN"));
        assert!(!contains("18673") && !contains("38"));
        for code in ["", "4", "99", "186", "1867x", "99999", "US"] {
            assert_eq!(Area::parse(code), None, "{code}");
        }
    }

    #[test]
    fn a_packer_ships_an_editor_writes_an_owner_does_all() {
        use MemberRole::{Editor, Owner, Packer};
        assert!(Packer.may(Packer) && !Packer.may(Editor) && !Packer.may(Owner));
        assert!(Editor.may(Packer) && Editor.may(Editor) && !Editor.may(Owner));
        assert!(Owner.may(Packer) && Owner.may(Editor) && Owner.may(Owner));
        assert!(Scope::All.may(Editor) && !Scope::All.may(Owner) && !Scope::Orders.may(Editor));
    }
}
