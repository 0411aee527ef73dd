use std::collections::BTreeMap;

use accounts::NewAddress;
use kernel::{CartId, Vnd, random, text};
use orders::{Cart, Method, Place};

use crate::forms::Form;
use crate::shop::place::Whither;

/// What a buyer typed, as it stands in the form.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) cart: Option<CartId>,
    /// The buyer's word for this purchase: a form sent twice is one order.
    pub(super) key: String,
    /// The total that they saw …
    pub(super) expected: Option<Vnd>,
    /// … and for which commune.
    pub(super) seen: String,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) recipient_name: String,
    pub(super) recipient_phone: String,
    pub(super) whither: Whither,
    pub(super) street: String,
    pub(super) note: String,
    /// The version of the terms that were agreed to.
    pub(super) terms: String,
    pub(super) of_age: bool,
    /// How single orders are paid, by their keys.
    pub(super) methods: BTreeMap<String, Method>,
}

impl Typed {
    /// The form of a cart before anything is typed.
    pub(super) fn empty(cart: &Cart) -> Self {
        Self {
            cart: Some(cart.id),
            key: text::hex(&random::bytes::<16>()),
            whither: cart
                .destination
                .as_ref()
                .map(Whither::of)
                .unwrap_or_default(),
            ..Self::default()
        }
    }

    /// With an address that was kept.
    pub(super) fn filled(self, known: &NewAddress) -> Self {
        let place = Place {
            province: known.province_code.clone(),
            commune: known.commune_code.clone(),
        };
        Self {
            name: known.name.clone(),
            phone: known.phone.clone(),
            street: known.street.clone(),
            whither: Whither::of(&place),
            ..self
        }
    }

    pub(super) fn of(form: &Form) -> Self {
        let text = |name| form.text(name).to_owned();
        let methods = form.under("pay-");
        Self {
            cart: form.text("cart").parse().ok(),
            key: text("key"),
            expected: form.text("expected").parse().ok().map(Vnd),
            seen: text("seen"),
            name: text("name"),
            phone: text("phone"),
            email: text("email"),
            recipient_name: text("recipient_name"),
            recipient_phone: text("recipient_phone"),
            whither: Whither::typed(form),
            street: text("street"),
            // Browsers end lines as the mail of old does.
            note: text("note").replace("\r\n", "\n"),
            terms: text("terms"),
            of_age: form.filled("of_age").is_some(),
            methods: methods
                .filter_map(|(key, word)| Some((key.to_owned(), Method::parse(word)?)))
                .collect(),
        }
    }

    /// As the checkout takes it.
    pub(super) fn draft<'a>(&'a self, place: Option<&'a Place>) -> orders::Typed<'a> {
        fn filled(text: &str) -> Option<&str> {
            Some(text).filter(|text| !text.is_empty())
        }
        orders::Typed {
            name: &self.name,
            phone: &self.phone,
            email: filled(&self.email),
            province: place.map_or("", |place| place.province.as_str()),
            commune: place.map_or("", |place| place.commune.as_str()),
            street: &self.street,
            recipient: self
                .has_recipient()
                .then_some((self.recipient_name.as_str(), filled(&self.recipient_phone))),
            note: filled(&self.note),
            terms_version: filled(&self.terms),
            source: None,
        }
    }

    /// Whether somebody else receives it.
    pub(super) fn has_recipient(&self) -> bool {
        !(self.recipient_name.is_empty() && self.recipient_phone.is_empty())
    }

    /// How orders are paid for which nothing was chosen.
    pub(super) fn method(&self) -> Method {
        self.methods.values().next().copied().unwrap_or(Method::Cod)
    }
}
