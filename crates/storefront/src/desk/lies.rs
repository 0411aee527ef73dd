//! Where something lies that was handed in.

use catalog::reviews::{Level, Review};
use kernel::Lang;

use crate::clock::moment;
use crate::words::{say, say_with};

/// With whom it lies, and until when: `cán bộ Xã Thiên Cầm, hạn trả lời 00:00 03/12/2026`.
pub(super) fn lies(review: &Review, lang: Lang) -> String {
    let whom = match review.level {
        Level::Commune => officials(
            reference::commune(&review.commune_code).map(|c| c.name),
            lang,
        ),
        Level::Province => officials(
            reference::province(&review.province_code).map(|p| p.name),
            lang,
        ),
        Level::Platform => say(lang, "lies-platform"),
    };
    let said = [("whom", whom), ("until", moment(review.due_at))];
    say_with(lang, "lies", &said)
}

fn officials(place: Option<&str>, lang: Lang) -> String {
    let place = place.unwrap_or_default().to_owned();
    say_with(lang, "lies-officials", &[("place", place)])
}
