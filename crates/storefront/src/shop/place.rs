//! Where something should go, as people type it: a province, and a commune with or without tones,
//! by its name of today or of before 1 July 2025.

use std::collections::BTreeSet;

use kernel::Lang;
use orders::Place;
use reference::{Match, Province, resolve};

use crate::forms::{Faults, Form};
use crate::words::{say, say_with};

/// Where the faults of the two fields stand, as the checkout names them.
const PROVINCE: &str = "/address/province_code";
const COMMUNE: &str = "/address/commune_code";
/// So many communes of one name are offered to choose from.
const MOST: usize = 12;

/// What was typed, and the communes that it may mean.
#[derive(Debug, Clone, Default)]
pub(crate) struct Whither {
    /// The province's code.
    pub(crate) province: String,
    /// The commune's name.
    pub(crate) commune: String,
    /// The code of the commune that was chosen.
    pub(crate) code: String,
    /// What to choose from, where several are true.
    pub(crate) choices: Vec<Choice>,
}

/// A commune that a name may mean.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) code: &'static str,
    pub(crate) name: String,
}

impl Whither {
    pub(crate) fn typed(form: &Form) -> Self {
        Self {
            province: form.text("province").to_owned(),
            commune: form.text("commune").to_owned(),
            code: form.text("commune_code").to_owned(),
            choices: vec![],
        }
    }

    /// A place that is known.
    pub(crate) fn of(place: &Place) -> Self {
        let name = reference::commune(&place.commune).map_or("", |commune| commune.name);
        Self {
            province: place.province.clone(),
            commune: name.to_owned(),
            code: place.commune.clone(),
            choices: vec![],
        }
    }

    /// The provinces to choose from, as the dictionary sorts them.
    #[expect(clippy::unused_self, reason = "as templates ask")]
    pub(crate) fn provinces(&self) -> &'static [Province] {
        reference::provinces()
    }

    /// The one place that is meant; else the faults say what is missing, or there is a choice.
    pub(crate) fn find(&mut self, faults: &mut Faults, lang: Lang) -> Option<Place> {
        if self.commune.is_empty() {
            faults.add(COMMUNE, say(lang, "place-commune-missing"));
            return None;
        }
        if !self.province.is_empty() && reference::province(&self.province).is_none() {
            faults.add(PROVINCE, say(lang, "place-province-unknown"));
            return None;
        }
        let found = self.matches();
        let chosen = found.iter().find(|m| m.commune.code == self.code);
        let only = || found.first().filter(|_| found.len() == 1);
        if let Some(meant) = chosen.or_else(only) {
            let (province, commune) = (meant.commune.province, meant.commune.code);
            let place = orders::destination(province, commune).ok()?;
            *self = Self::of(&place);
            return Some(place);
        }
        let said = match found.len() {
            0 => "place-commune-unknown",
            1..=MOST => "place-choose",
            _ => "place-too-many",
        };
        faults.add(COMMUNE, say(lang, said));
        if found.len() <= MOST {
            self.choices = found.iter().map(|m| choice(m, lang)).collect();
        }
        None
    }

    /// Each commune once, as the address reads: `xã, huyện, tỉnh`, of which the first is enough.
    fn matches(&self) -> Vec<Match> {
        let mut parts = self.commune.split(',').map(str::trim);
        let (commune, second, third) =
            (parts.next().unwrap_or_default(), parts.next(), parts.next());
        let own = reference::province(&self.province).map(|province| province.name);
        let mut found = resolve(own.or(third), second, commune);
        if found.is_empty() && second.is_some() {
            found = resolve(own.or(second), None, commune);
        }
        let mut seen = BTreeSet::new();
        found.retain(|m| m.commune.valid_until.is_none() && seen.insert(m.commune.code));
        found
    }
}

/// `Xã Thiên Cầm, Tỉnh Hà Tĩnh (trước đây: Thị trấn Thiên Cầm, Huyện Cẩm Xuyên)`
fn choice(found: &Match, lang: Lang) -> Choice {
    let province = reference::province(found.commune.province).map_or("", |p| p.name);
    let today = format!("{}, {province}", found.commune.name);
    let name = match found.old {
        Some(old) => {
            let before = format!("{}, {}", old.commune, old.district);
            say_with(lang, "place-once", &[("today", today), ("before", before)])
        }
        None => today,
    };
    Choice {
        code: found.commune.code,
        name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(province: &str, commune: &str, code: &str) -> (Option<String>, usize, Faults) {
        let mut whither = Whither {
            province: province.into(),
            commune: commune.into(),
            code: code.into(),
            choices: vec![],
        };
        let mut faults = Faults::default();
        let place = whither.find(&mut faults, Lang::Vi);
        (place.map(|p| p.commune), whither.choices.len(), faults)
    }

    #[test]
    fn a_commune_is_found_without_tones_and_chosen_where_several_are_true() {
        let (place, _, faults) = found("42", "thien cam", "");
        assert_eq!(place.as_deref(), Some("18676"));
        assert!(faults.none());
        let (place, choices, faults) = found("", "Tân Thành", "");
        assert!(
            place.is_none() && !faults.none(),
            "{choices} to choose from"
        );
        for nothing in ["", "Nơi không có thật"] {
            let (place, choices, faults) = found("42", nothing, "");
            assert!(place.is_none() && choices == 0 && faults.at(COMMUNE).is_some());
        }
    }
}
