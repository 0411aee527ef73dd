use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use catalog::reviews::{self, Heap, ReviewKind};
use kernel::Lang;
use notifications::{Pile, Waiting};
use web::who::Official;
use web::{Problem, State};

use super::desk::{Desk, age, commune, desk, province, shown};
use crate::shell::Shell;
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "office/monday.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    piles: Vec<PileView>,
    places: Vec<Place>,
}

/// One kind of work.
struct PileView {
    to: String,
    name: String,
    count: i64,
    /// How old, or how soon it ends.
    age: String,
    /// How many of it are late.
    urgent: Option<String>,
}

/// What waits in one commune.
struct Place {
    to: String,
    name: String,
    heaps: Vec<(String, String)>,
    oldest: String,
    overdue: i64,
}

/// What waits, how old it is, and what lapses.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
) -> Result<Response, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let waiting = market::waiting(db, &official.areas, now).await?;
    let heaps = reviews::tally(db, &official.decider(), now).await?;
    let (shell, desk) = desk(&state, lang, &official.session, ("", "office-monday"));
    let mut places: Vec<Place> = vec![];
    for same in heaps.chunk_by(|a, b| a.commune_code == b.commune_code) {
        places.extend(place(same, now, lang));
    }
    shown(&Page {
        piles: waiting.iter().map(|pile| view(pile, lang)).collect(),
        places,
        shell,
        desk,
    })
}

fn view(waiting: &Waiting, lang: Lang) -> PileView {
    let (key, to) = match waiting.on {
        Pile::Producers => ("producers", "reviews?kind=producer"),
        Pile::Listings => ("listings", "reviews?kind=listing"),
        Pile::Certificates => ("certificates", "reviews?kind=certificate"),
        Pile::Documents => ("documents", "reviews?kind=document"),
        Pile::Portraits => ("portraits", "reviews?kind=portrait"),
        Pile::Calls => ("calls", "calls"),
        Pile::Differences => ("differences", "money"),
        Pile::EndingCertificates => ("ending-certificates", "certificates?part=ending"),
        Pile::EndingPapers => ("ending-papers", "papers"),
    };
    let ends = matches!(waiting.on, Pile::EndingCertificates | Pile::EndingPapers);
    let days = [("count", waiting.days.to_string())];
    let age = match (ends, waiting.days) {
        (true, _) => say_with(lang, "office-ends-in", &days),
        (false, 0) => say(lang, "office-since-today"),
        (false, _) => say_with(lang, "office-waits-days", &days),
    };
    let late = [("count", waiting.urgent.to_string())];
    PileView {
        to: format!("/{}/office/{to}", lang.as_str()),
        name: say(lang, &format!("office-pile-{key}")),
        count: waiting.count,
        age,
        urgent: (waiting.urgent > 0).then(|| match waiting.on {
            Pile::Calls => say_with(lang, "office-ends-today", &late),
            _ => say_with(lang, "office-overdue", &late),
        }),
    }
}

fn place(heaps: &[Heap], now: kernel::Timestamp, lang: Lang) -> Option<Place> {
    let first = heaps.first()?;
    let (tag, code) = (lang.as_str(), &first.commune_code);
    let link = |heap: &Heap| {
        let kind = heap.kind.as_str();
        let to = format!("/{tag}/office/reviews?kind={kind}&place={code}");
        (to, format!("{} {}", heap.count, named(heap.kind, lang)))
    };
    let oldest = heaps.iter().map(|heap| heap.oldest).min()?;
    Some(Place {
        to: format!("/{tag}/office/reviews?place={code}"),
        name: format!("{}, {}", commune(code), province(&first.province_code)),
        heaps: heaps.iter().map(link).collect(),
        oldest: age(oldest, now, lang),
        overdue: heaps.iter().map(|heap| heap.overdue).sum(),
    })
}

/// What people call a kind of review.
pub(super) fn named(kind: ReviewKind, lang: Lang) -> String {
    say(lang, &format!("office-kind-{}", kind.as_str()))
}
