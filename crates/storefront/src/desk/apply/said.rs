use catalog::producers::{EntityType, Profile};
use catalog::{Error, Wrong};
use kernel::Lang;
use web::Problem;

use crate::forms::{Faults, Form};
use crate::shop::place::Whither;
use crate::words::say;

/// What an applicant says of the producer, with all that is wrong with it.
pub(super) struct Said {
    profile: Profile,
    /// Whether the kind of producer was chosen.
    kind: bool,
    pub(super) whither: Whither,
    pub(super) faults: Faults,
}

impl Said {
    pub(super) fn of(form: &Form, lang: Lang) -> Self {
        let mut faults = Faults::default();
        let mut whither = Whither::typed(form);
        let place = whither.find(&mut faults, lang);
        // Its own words say what is wrong with the commune.
        faults.leave("/commune_code");
        let kind = EntityType::parse(form.text("entity_type"));
        if kind.is_none() {
            faults.add("/entity_type", say(lang, "sheet-choose-one"));
        }
        let text = |name: &str| form.text(name).replace("\r\n", "\n");
        let profile = Profile {
            name: text("name"),
            entity_type: kind.unwrap_or(EntityType::Cooperative),
            representative: text("representative"),
            phone: text("phone"),
            commune_code: place.map(|place| place.commune).unwrap_or_default(),
            street: text("street"),
            tax_id: form.filled("tax_id").map(str::to_owned),
            story: text("story"),
        };
        if let Err(wrong) = profile.clone().tidied() {
            how(&wrong, &mut faults, lang);
            faults.join(&wrong.into(), lang);
        }
        Self {
            profile,
            kind: kind.is_some(),
            whither,
            faults,
        }
    }

    /// The producer as it would be stored.
    pub(super) fn profile(&self) -> Result<Profile, Problem> {
        let tidied = self.profile.clone().tidied()?;
        if self.kind {
            Ok(tidied)
        } else {
            Err(Problem::field("/entity_type", "required"))
        }
    }
}

/// Says how a number is written that is not written so.
fn how(wrong: &Error, faults: &mut Faults, lang: Lang) {
    let Error::Invalid(wrong) = wrong else {
        return;
    };
    for fault in wrong.iter().filter(|fault| fault.wrong == Wrong::Malformed) {
        match fault.pointer.as_str() {
            "/phone" => faults.add("/phone", say(lang, "apply-phone-how")),
            "/tax_id" => faults.add("/tax_id", say(lang, "apply-tax-how")),
            _ => {}
        }
    }
}
