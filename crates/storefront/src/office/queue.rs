use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use catalog::reviews::{self, Decision, Filter, Heap, Listed, ReviewKind, ReviewStatus};
use kernel::{AccountId, Cursor, Lang, Limit, ReviewId, Timestamp};
use serde::Deserialize;
use web::who::Official;
use web::{Problem, Query, State};

use super::desk::{Desk, Way, age, commune, desk, moment, shown};
use super::monday::named;
use super::review::just_done;
use crate::shell::Shell;
use crate::words::{say, say_with};

/// How many reviews a page of the queue shows.
const SHOWN: Limit = Limit(40);

/// Which part of the queue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    pub(super) kind: Option<ReviewKind>,
    pub(super) status: Option<ReviewStatus>,
    pub(super) place: Option<String>,
    cursor: Option<String>,
    /// What was decided just before.
    done: Option<ReviewId>,
}

#[derive(Template)]
#[template(path = "office/queue.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    kinds: Vec<Way>,
    places: Vec<Way>,
    states: Vec<Way>,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    to: String,
    name: String,
    kind: String,
    producer: String,
    place: String,
    /// How long it has waited, or what was decided.
    standing: String,
    late: bool,
    /// Who works on it.
    claimed: Option<String>,
}

/// The queue of the official's area, what is most urgent first.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let decider = official.decider();
    let after = which.cursor.as_deref().map(Cursor::place).transpose()?;
    let page = reviews::list(db, &decider, which.filter(), (SHOWN, after)).await?;
    let heaps = reviews::tally(db, &decider, now).await?;
    let busy: Vec<AccountId> = page
        .data
        .iter()
        .filter_map(|l| l.review.claimed_by)
        .collect();
    let names = accounts::names(db, &busy).await?;
    let (shell, mut desk) = desk(
        &state,
        lang,
        &official.session,
        ("/reviews", "office-queue"),
    );
    if let Some(done) = which.done {
        desk.done = just_done(&state, &official, done, lang).await;
    }
    let row = |listed: Listed| row(listed, &names, (now, lang));
    let next = page.next_cursor.map(|cursor| {
        let on = Which {
            cursor: Some(cursor.as_str().to_owned()),
            ..which.clone()
        };
        on.address(lang)
    });
    shown(&Page {
        kinds: kinds(&which, &heaps, lang),
        places: places(&which, &heaps, lang),
        states: states(&which, lang),
        rows: page.data.into_iter().map(row).collect(),
        next,
        shell,
        desk,
    })
}

impl Which {
    fn status(&self) -> ReviewStatus {
        self.status.unwrap_or(ReviewStatus::Pending)
    }

    pub(super) fn filter(&self) -> Filter {
        Filter {
            kind: self.kind,
            status: Some(self.status()),
            place: self.place.clone(),
        }
    }

    /// The address of this part of the queue.
    pub(super) fn address(&self, lang: Lang) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let parts = [
            ("kind", self.kind.map(ReviewKind::as_str)),
            ("status", self.status.map(ReviewStatus::as_str)),
            ("place", self.place.as_deref()),
            ("cursor", self.cursor.as_deref()),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        let (tag, query) = (lang.as_str(), query.finish());
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/{tag}/office/reviews{mark}{query}")
    }
}

fn counted(name: &str, heaps: &[Heap], of: impl Fn(&Heap) -> bool) -> String {
    let count: i64 = heaps
        .iter()
        .filter(|heap| of(heap))
        .map(|heap| heap.count)
        .sum();
    format!("{name} ({count})")
}

fn kinds(which: &Which, heaps: &[Heap], lang: Lang) -> Vec<Way> {
    let here = |heap: &Heap| {
        which
            .place
            .as_ref()
            .is_none_or(|place| *place == heap.commune_code)
    };
    let way = |kind: Option<ReviewKind>, name: String| Way {
        to: Which {
            kind,
            cursor: None,
            ..which.clone()
        }
        .address(lang),
        name: counted(&name, heaps, |heap| {
            here(heap) && kind.is_none_or(|k| k == heap.kind)
        }),
        here: which.kind == kind,
    };
    let all = [
        ReviewKind::Producer,
        ReviewKind::Listing,
        ReviewKind::Certificate,
        ReviewKind::Document,
        ReviewKind::Portrait,
    ];
    let mut ways = vec![way(None, say(lang, "office-all"))];
    ways.extend(all.map(|kind| way(Some(kind), named(kind, lang))));
    ways
}

/// The communes in which something waits; none where there is only one.
fn places(which: &Which, heaps: &[Heap], lang: Lang) -> Vec<Way> {
    let mut codes: Vec<&str> = heaps
        .iter()
        .map(|heap| heap.commune_code.as_str())
        .collect();
    codes.dedup();
    if codes.len() < 2 && which.place.is_none() {
        return vec![];
    }
    let of_kind = |heap: &Heap| which.kind.is_none_or(|kind| kind == heap.kind);
    let way = |place: Option<&str>, name: String| Way {
        to: Which {
            place: place.map(str::to_owned),
            cursor: None,
            ..which.clone()
        }
        .address(lang),
        name: counted(&name, heaps, |heap| {
            of_kind(heap) && place.is_none_or(|place| place == heap.commune_code)
        }),
        here: which.place.as_deref() == place,
    };
    let mut ways = vec![way(None, say(lang, "office-all-places"))];
    ways.extend(codes.into_iter().map(|code| way(Some(code), commune(code))));
    ways
}

fn states(which: &Which, lang: Lang) -> Vec<Way> {
    let way = |status: ReviewStatus| Way {
        to: Which {
            status: Some(status),
            cursor: None,
            ..which.clone()
        }
        .address(lang),
        name: say(lang, &format!("office-status-{}", status.as_str())),
        here: which.status() == status,
    };
    vec![way(ReviewStatus::Pending), way(ReviewStatus::Decided)]
}

fn row(
    listed: Listed,
    names: &std::collections::HashMap<AccountId, String>,
    (now, lang): (Timestamp, Lang),
) -> Row {
    let review = listed.review;
    let late = review.status == ReviewStatus::Pending && review.due_at < now;
    let standing = if let (Some(decision), Some(at)) = (review.decision, review.decided_at) {
        format!("{}, {}", decided(decision, lang), moment(at))
    } else {
        let age = age(review.created_at, now, lang);
        say_with(lang, "office-waits", &[("age", age)])
    };
    Row {
        to: format!("/{}/office/reviews/{}", lang.as_str(), review.id),
        name: listed
            .product_name
            .unwrap_or_else(|| listed.producer_name.clone()),
        kind: named(review.kind, lang),
        producer: listed.producer_name,
        place: commune(&review.commune_code),
        standing,
        late,
        claimed: review.claimed_by.and_then(|by| names.get(&by).cloned()),
    }
}

/// What people call a decision.
pub(super) fn decided(decision: Decision, lang: Lang) -> String {
    say(lang, &format!("office-decided-{}", decision.as_str()))
}
