//! The doors of officials and administrators to what producers hand in.

pub(crate) mod calls;
pub(crate) mod cases;
pub(crate) mod certificates;
pub(crate) mod decide;
pub(crate) mod documents;
pub(crate) mod figures;
pub(crate) mod reviews;
pub(crate) mod suspend;
pub(crate) mod takedowns;

use catalog::reviews::{Area, Official as Decider};
use web::who::Official;

/// The official as the catalogue knows them: where they decide, and for whom they work.
fn decider(official: &Official) -> Decider {
    let area = |area: &accounts::Area| match area.kind {
        accounts::AreaKind::Commune => Area::Commune(area.code.clone()),
        accounts::AreaKind::Province => Area::Province(area.code.clone()),
        accounts::AreaKind::Country => Area::Country,
    };
    let producers = official.session.producers();
    Decider {
        actor: official.actor,
        areas: official.areas.iter().map(area).collect(),
        producers: producers.into_iter().map(|(id, _)| id).collect(),
    }
}
