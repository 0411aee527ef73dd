use serde::{Deserialize, Serialize};

/// What is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its identity: positive, handed out once.
    pub number: u64,
    /// Its name, which weighs most.
    pub name: String,
    /// A key that sorts names.
    pub name_key: String,
    /// Who makes it.
    pub producer_name: String,
    /// Everything else that may be searched.
    pub text: String,
    /// The producer's id and label, a facet.
    pub producer: String,
    /// The group's code, a facet.
    pub group: String,
    /// The set's number, a facet.
    pub set: String,
    /// The province's code, a facet.
    pub province: String,
    /// The commune's code.
    pub commune: String,
    /// Its stars and the days on which each shows; of several on a day, the first.
    pub stars: Vec<Star>,
    /// What it costs at least, in đồng.
    pub price: i64,
    /// Whether any of it can be bought now.
    pub in_stock: bool,
    /// When it was first there, in milliseconds.
    pub since: i64,
    /// Shown only to who has declared their age.
    pub restricted: bool,
    /// What an answer shows of it: opaque here.
    pub card: String,
}

/// A star with its days, counted from 1970-01-01, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Star {
    /// 3, 4 or 5.
    pub stars: u8,
    /// The first day on which it shows.
    pub from: i32,
    /// The last day on which it shows.
    pub until: i32,
}

impl Star {
    /// The star on a day.
    pub(crate) fn on(stars: &[Self], day: i32) -> Option<u8> {
        stars
            .iter()
            .find(|star| star.from <= day && day <= star.until)
            .map(|star| star.stars)
    }
}
