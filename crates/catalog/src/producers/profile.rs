use kernel::{Phone, PhoneError, ProducerId, text, words};
use serde::Deserialize;
use store::Values;

use crate::text::{line, none_of, optional, paragraphs, required, within};
use crate::{Error, Fault, Wrong};

words! {
    /// What kind of producer the programme admits.
    EntityType {
        /// A cooperative.
        Cooperative = "hop_tac_xa",
        /// A cooperative group.
        CooperativeGroup = "to_hop_tac",
        /// A small or medium enterprise.
        SmallEnterprise = "doanh_nghiep_nho_vua",
        /// A farm.
        Farm = "trang_trai",
        /// A producing household.
        ProducingHousehold = "ho_san_xuat",
        /// A family household with a business registration.
        FamilyHousehold = "ho_gia_dinh",
        /// A union, for services of set 26.
        Union = "hoi",
        /// An association, for services of set 26.
        Association = "hiep_hoi",
        /// A management centre, for services of set 26.
        ManagementCentre = "trung_tam_dieu_hanh",
    }
}

/// What an applicant says of the producer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name, as registered.
    pub name: String,
    /// What kind of producer.
    pub entity_type: EntityType,
    /// Who speaks for it.
    pub representative: String,
    /// Where it is called, in any usual spelling.
    pub phone: String,
    /// The commune in which it lies: five digits.
    pub commune_code: String,
    /// House, street, hamlet.
    pub street: String,
    /// Its tax number: 10, 12 or 13 digits.
    pub tax_id: Option<String>,
    /// Its story.
    pub story: String,
}

/// What changes of a profile; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// Another name.
    pub name: Option<String>,
    /// Another kind.
    pub entity_type: Option<EntityType>,
    /// Another representative.
    pub representative: Option<String>,
    /// Another phone.
    pub phone: Option<String>,
    /// Another commune.
    pub commune_code: Option<String>,
    /// Another street.
    pub street: Option<String>,
    /// Another tax number; empty takes it away.
    pub tax_id: Option<String>,
    /// Another story.
    pub story: Option<String>,
}

impl Patch {
    /// The profile with these changes.
    pub(super) fn on(self, was: Profile) -> Profile {
        Profile {
            name: self.name.unwrap_or(was.name),
            entity_type: self.entity_type.unwrap_or(was.entity_type),
            representative: self.representative.unwrap_or(was.representative),
            phone: self.phone.unwrap_or(was.phone),
            commune_code: self.commune_code.unwrap_or(was.commune_code),
            street: self.street.unwrap_or(was.street),
            tax_id: self.tax_id.or(was.tax_id),
            story: self.story.unwrap_or(was.story),
        }
    }
}

/// A profile in its stored form, with the province in which the commune lies.
pub(super) struct Checked {
    pub(super) profile: Profile,
    pub(super) province_code: String,
}

impl Checked {
    /// What stands in the columns from `name` to `story`, behind the producer's id.
    pub(super) fn row(self, id: ProducerId) -> Values {
        let profile = self.profile;
        vec![
            id.uuid().into(),
            profile.name.as_str().into(),
            text::sort_key(&profile.name).into(),
            text::fold(&profile.name).into(),
            profile.entity_type.as_str().into(),
            profile.representative.into(),
            profile.phone.into(),
            self.province_code.into(),
            profile.commune_code.into(),
            profile.street.into(),
            profile.tax_id.into(),
            profile.story.into(),
        ]
    }
}

impl Profile {
    /// The profile in its stored form, or all that is wrong with it.
    pub fn tidied(self) -> Result<Self, Error> {
        Ok(self.checked()?.profile)
    }

    /// The profile as it is stored, or all that is wrong with it.
    pub(super) fn checked(self) -> Result<Checked, Error> {
        let mut faults = vec![];
        let phone = phone(&mut faults, &self.phone);
        let commune_code = line(&self.commune_code);
        let province_code = reference::commune(&commune_code).map(|c| c.province.to_owned());
        if province_code.is_none() {
            faults.push(Fault::new("/commune_code", Wrong::Unknown));
        }
        let profile = Self {
            name: line(&self.name),
            entity_type: self.entity_type,
            representative: line(&self.representative),
            phone,
            commune_code,
            street: line(&self.street),
            tax_id: optional(self.tax_id.as_deref(), digits),
            story: paragraphs(&self.story),
        };
        required(&mut faults, "/name", &profile.name, 160);
        required(&mut faults, "/representative", &profile.representative, 100);
        required(&mut faults, "/street", &profile.street, 200);
        within(&mut faults, "/story", &profile.story, 20_000);
        if profile.tax_id.as_deref().is_some_and(|id| !is_tax_id(id)) {
            faults.push(Fault::new("/tax_id", Wrong::Malformed));
        }
        none_of(faults)?;
        Ok(Checked {
            profile,
            province_code: province_code.unwrap_or_default(),
        })
    }
}

fn phone(faults: &mut Vec<Fault>, text: &str) -> String {
    let wrong = match Phone::parse(text) {
        Ok(phone) => return phone.as_str().to_owned(),
        Err(PhoneError::Renumbered(new)) => Wrong::Renumbered(new),
        Err(PhoneError::Invalid | PhoneError::NotMobile) => Wrong::Malformed,
    };
    faults.push(Fault::new("/phone", wrong));
    String::new()
}

/// A tax number without the blanks, dots and dashes that people write in it.
fn digits(text: &str) -> String {
    line(text)
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-'))
        .collect()
}

fn is_tax_id(text: &str) -> bool {
    matches!(text.len(), 10 | 12 | 13) && text.bytes().all(|b| b.is_ascii_digit())
}
