use kernel::{Actor, ProducerId};
use store::{Value, in_list};

use super::review::Level;

/// Where an official decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Area {
    /// In one commune, by its code.
    Commune(String),
    /// In one province, by its code.
    Province(String),
    /// Everywhere: who runs the market.
    Country,
}

/// Somebody who decides, and where.
#[derive(Debug, Clone)]
pub struct Official {
    /// Who.
    pub actor: Actor,
    /// Where.
    pub areas: Vec<Area>,
    /// For whom they work or act: on those they never decide.
    pub producers: Vec<ProducerId>,
}

impl Area {
    /// Whether a place lies in it.
    pub fn contains(&self, province: &str, commune: &str) -> bool {
        match self {
            Self::Commune(code) => code == commune,
            Self::Province(code) => code == province,
            Self::Country => true,
        }
    }

    /// The level of who decides there.
    pub const fn level(&self) -> Level {
        match self {
            Self::Commune(_) => Level::Commune,
            Self::Province(_) => Level::Province,
            Self::Country => Level::Platform,
        }
    }
}

impl Official {
    /// At which level they decide in a place; `None` where it is not theirs.
    pub fn level(&self, province: &str, commune: &str) -> Option<Level> {
        self.areas
            .iter()
            .filter(|area| area.contains(province, commune))
            .map(Area::level)
            .max()
    }

    /// Their area as a condition on the place of a table's rows, by its alias; its values are added.
    pub(crate) fn within(&self, alias: &str, values: &mut Vec<Value>) -> String {
        let Some((communes, provinces)) = self.codes() else {
            return "1 = 1".to_owned();
        };
        let mut within = |codes: Vec<&str>| {
            let list = in_list(codes.len(), values.len() + 1);
            values.extend(codes.into_iter().map(Value::from));
            list
        };
        let (communes, provinces) = (within(communes), within(provinces));
        format!("({alias}.commune_code IN {communes} OR {alias}.province_code IN {provinces})")
    }

    /// The codes of their communes and provinces; `None` where all is theirs.
    fn codes(&self) -> Option<(Vec<&str>, Vec<&str>)> {
        let (mut communes, mut provinces) = (vec![], vec![]);
        for area in &self.areas {
            match area {
                Area::Commune(code) => communes.push(code.as_str()),
                Area::Province(code) => provinces.push(code.as_str()),
                Area::Country => return None,
            }
        }
        Some((communes, provinces))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_official_decides_in_their_area_alone_and_at_their_highest_level_there() {
        let both = Official {
            actor: Actor::SYSTEM,
            areas: vec![Area::Commune("18676".into()), Area::Province("42".into())],
            producers: vec![],
        };
        assert_eq!(both.level("42", "18676"), Some(Level::Province));
        assert_eq!(both.level("38", "16681"), None);
        assert!(Level::Commune < Level::Province && Level::Province < Level::Platform);
    }
}
