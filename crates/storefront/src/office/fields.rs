//! What was handed in, field by field, beside what is on sale.

use std::collections::BTreeMap;

use catalog::producers::Profile;
use catalog::reviews::Dossier;
use catalog::revisions::{FactValue, NetUnit, RevisionBody, VariantText, abv};
use kernel::{Lang, PictureId, VariantId, Vnd};

use super::desk::commune;
use super::diff::{Piece, compare};
use crate::money::dong;
use crate::words::{say, say_with};

/// One field of what was handed in.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// What a remark names: a JSON pointer.
    pub(super) pointer: String,
    pub(super) label: String,
    /// What it says now.
    pub(super) text: String,
    pub(super) pictures: Vec<String>,
    /// What it said before, where something is on sale.
    pub(super) before: Option<Before>,
    /// Whether it claims stars that are not held.
    pub(super) claims: bool,
}

/// What is on sale, where it differs.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) pictures: Vec<String>,
    /// Both texts in pieces: what went, what came, what stayed.
    pub(super) old: Vec<Piece>,
    pub(super) new: Vec<Piece>,
}

/// The fields of a listing, those that changed first.
pub(super) fn of_listing(dossier: &Dossier, lang: Lang) -> Vec<Field> {
    let Some(body) = &dossier.text else {
        return vec![];
    };
    let now = texts(body, dossier, lang);
    let was: Option<BTreeMap<String, Said>> = dossier
        .live
        .as_ref()
        .filter(|live| *live != body)
        .map(|live| {
            texts(live, dossier, lang)
                .into_iter()
                .map(|said| (said.key.clone(), said))
                .collect()
        });
    let claims = |pointer: &str| dossier.claims.iter().any(|fault| fault.pointer == pointer);
    let mut gone = was.clone().unwrap_or_default();
    let mut fields = vec![];
    for said in now {
        let old = gone.remove(&said.key).unwrap_or_default();
        let differs = was.is_some() && (old.text != said.text || old.pictures != said.pictures);
        if said.is_empty() && !differs {
            continue;
        }
        fields.push(Field {
            claims: claims(&said.pointer),
            before: differs.then(|| before(&old, &said)),
            ..said.field()
        });
    }
    for old in gone.into_values().filter(|old| !old.is_empty()) {
        let none = Said::default();
        fields.push(Field {
            before: Some(before(&old, &none)),
            pointer: String::new(),
            text: String::new(),
            pictures: vec![],
            ..old.field()
        });
    }
    fields.sort_by_key(|field| field.before.is_none());
    fields
}

fn before(old: &Said, new: &Said) -> Before {
    let (was, is) = compare(&old.text, &new.text);
    Before {
        pictures: if old.pictures == new.pictures {
            vec![]
        } else {
            old.pictures.clone()
        },
        old: was,
        new: is,
    }
}

/// One thing that a text says.
#[derive(Debug, Clone, Default)]
struct Said {
    /// The same thing in another text.
    key: String,
    pointer: String,
    label: String,
    text: String,
    pictures: Vec<String>,
}

impl Said {
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.pictures.is_empty()
    }

    fn field(self) -> Field {
        Field {
            pointer: self.pointer,
            label: self.label,
            text: self.text,
            pictures: self.pictures,
            before: None,
            claims: false,
        }
    }
}

fn texts(body: &RevisionBody, dossier: &Dossier, lang: Lang) -> Vec<Said> {
    let said = |pointer: &str, key: &str, text: String| Said {
        key: pointer.to_owned(),
        pointer: pointer.to_owned(),
        label: say(lang, key),
        text,
        pictures: vec![],
    };
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let strength = body
        .abv_permille
        .map(|permille| format!("{} %", abv(permille)));
    let mut all = vec![
        Said {
            pictures: pictures(&body.pictures),
            ..said("/images", "office-field-pictures", String::new())
        },
        said("/name", "office-field-name", body.name.clone()),
        said("/name_en", "office-field-name-en", optional(&body.name_en)),
        said("/set", "office-field-set", set(body.set, lang)),
        said("/abv", "office-field-abv", optional(&strength)),
        said("/description", "description", body.description.clone()),
        said(
            "/description_en",
            "office-field-description-en",
            optional(&body.description_en),
        ),
        said("/story", "story", body.story.clone()),
    ];
    for label in &dossier.labels {
        let pointer = format!("/facts/{}", label.key);
        let value = body
            .facts
            .get(&label.key)
            .map(|value| fact(value, label.unit.as_deref(), lang));
        let name = if lang == Lang::En {
            &label.label_en
        } else {
            &label.label_vi
        };
        all.push(Said {
            label: name.clone(),
            ..said(&pointer, "label", value.unwrap_or_default())
        });
    }
    for (i, one) in body.variants.iter().enumerate() {
        all.push(Said {
            key: one.id.to_string(),
            ..said(
                &format!("/variants/{i}"),
                "size",
                variant(one, &dossier.prices, lang),
            )
        });
    }
    all
}

fn pictures(ids: &[PictureId]) -> Vec<String> {
    ids.iter().map(|id| format!("/media/{id}")).collect()
}

fn set(no: i64, lang: Lang) -> String {
    let Some(set) = reference::set(no) else {
        return no.to_string();
    };
    let name = if lang == Lang::En { set.en } else { set.vi };
    format!("{no}. {name}")
}

fn fact(value: &FactValue, unit: Option<&str>, lang: Lang) -> String {
    match value {
        FactValue::Text(text) => text.clone(),
        FactValue::Number(number) if unit == Some("day") => {
            say_with(lang, "days", &[("count", number.to_string())])
        }
        FactValue::Number(number) => number.to_string(),
        FactValue::Flag(yes) => say(lang, if *yes { "yes" } else { "no" }),
    }
}

fn variant(one: &VariantText, prices: &BTreeMap<VariantId, Vnd>, lang: Lang) -> String {
    let unit = match one.net.unit {
        NetUnit::Piece => say(lang, "piece"),
        unit => unit.as_str().to_owned(),
    };
    let said = [
        ("name", one.name.clone()),
        ("sku", one.sku.clone()),
        ("net", format!("{} {unit}", one.net.amount)),
        ("weight", one.weight_g.to_string()),
        (
            "price",
            prices
                .get(&one.id)
                .map_or_else(|| "–".to_owned(), |price| dong(*price)),
        ),
    ];
    say_with(lang, "office-variant", &said)
}

/// The fields of an application.
pub(super) fn of_producer(
    profile: &Profile,
    portrait: Option<PictureId>,
    lang: Lang,
) -> Vec<Field> {
    let kind = format!("kind-{}", profile.entity_type.as_str().replace('_', "-"));
    let said = [
        ("/name", "office-field-producer-name", profile.name.clone()),
        ("/entity_type", "office-field-entity-type", say(lang, &kind)),
        (
            "/representative",
            "office-field-representative",
            profile.representative.clone(),
        ),
        ("/phone", "office-field-phone", profile.phone.clone()),
        (
            "/commune_code",
            "office-field-commune",
            commune(&profile.commune_code),
        ),
        ("/street", "office-field-street", profile.street.clone()),
        (
            "/tax_id",
            "office-field-tax-id",
            profile.tax_id.clone().unwrap_or_default(),
        ),
        ("/story", "story", profile.story.clone()),
    ];
    let filled = said.into_iter().filter(|(.., text)| !text.is_empty());
    let text = |(pointer, key, text): (&str, &str, String)| Field {
        pointer: pointer.to_owned(),
        label: say(lang, key),
        text,
        ..Field::default()
    };
    let face = portrait.map(|id| Field {
        pictures: pictures(&[id]),
        ..text(("/portrait", "portrait", String::new()))
    });
    filled.map(text).chain(face).collect()
}

/// The picture that waits, beside the one that is shown until then.
pub(super) fn of_portrait(dossier: &Dossier, lang: Lang) -> Vec<Field> {
    let face = |id: Option<PictureId>| Said {
        pictures: pictures(id.as_slice()),
        pointer: "/portrait".to_owned(),
        label: say(lang, "portrait"),
        ..Said::default()
    };
    let now = face(dossier.portrait);
    let shown = dossier.producer.portrait.shown;
    let shown = shown.filter(|shown| Some(*shown) != dossier.portrait);
    let was = shown.map(|shown| before(&face(Some(shown)), &now));
    vec![Field {
        before: was,
        ..now.field()
    }]
}
