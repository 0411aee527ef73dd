mod card;
mod hand_over;
mod stop;

use accounts::HAND_OVER_REASONS;
use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use catalog::producers::{self, Producer, ProducerStatus};
use catalog::products::{self, ProductStatus};
use kernel::{AccountId, Lang, Limit, ProducerId};
use serde::Deserialize;
use web::who::Official;
use web::{Path, Problem, Query, State};

use super::desk::{Desk, commune, desk, moment, province, shown_with};
use super::fields::{Field, of_producer};
use super::producers::standing;
use crate::shell::Shell;
use crate::words::{say, say_with};

pub(super) use card::issue;
pub(super) use hand_over::{file, pass};
pub(super) use stop::{restore_producer, restore_product, suspend_producer, suspend_product};

/// Why something is taken off sale.
const REASONS: [&str; 6] = [
    "food_safety",
    "recall",
    "false_claim",
    "licence_missing",
    "law_breached",
    "other",
];

/// What was done just before.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Before {
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "office/producer.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    problem: Option<String>,
    id: ProducerId,
    state: String,
    place: String,
    fields: Vec<Field>,
    /// Whether it may be taken off sale, or put back.
    stops: Stops,
    listings: Vec<Listing>,
    members: Vec<Member>,
    passed: Vec<Passed>,
    reasons: Vec<(&'static str, String)>,
    hand_over_reasons: Vec<(&'static str, String)>,
}

/// What an official may do about the sale of something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stops {
    Suspend,
    Restore,
    Nothing,
}

impl Stops {
    fn may_suspend(self) -> bool {
        self == Self::Suspend
    }

    fn may_restore(self) -> bool {
        self == Self::Restore
    }
}

struct Listing {
    id: String,
    name: String,
    state: String,
    stops: Stops,
}

struct Member {
    account: AccountId,
    name: String,
    role: String,
    phone: Option<String>,
    proven: bool,
    /// Until when the card they hold works, and how many of its codes are left.
    card: Option<String>,
}

/// A passing to a new owner.
struct Passed {
    said: String,
    file: String,
}

/// A producer of the official's area: who it is, what it sells, who belongs to it.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path(id): Path<ProducerId>,
    Query(before): Query<Before>,
) -> Result<Response, Problem> {
    let known = ["suspended", "restored", "passed"];
    let done = before.done.filter(|done| known.contains(&done.as_str()));
    let done = done.map(|done| say(lang, &format!("office-done-{done}")));
    page(&state, lang, &official, (id, done, None)).await
}

async fn page(
    state: &State,
    lang: Lang,
    official: &Official,
    (id, done, problem): (ProducerId, Option<String>, Option<Problem>),
) -> Result<Response, Problem> {
    let db = state.app.db.read();
    let producer = producers::in_area(db, &official.decider(), id).await?;
    let found = products::list(db, id, Limit(100), None).await?;
    let (mut shell, mut desk) = desk(
        state,
        lang,
        &official.session,
        ("/producers", "office-producers"),
    );
    shell.path = format!("/office/producers/{id}");
    shell.title.clone_from(&producer.profile.name);
    desk.done = done;
    let status = problem
        .as_ref()
        .map_or(StatusCode::OK, Problem::http_status);
    let named = |prefix: &str, codes: &[&'static str]| {
        let name = |code: &&'static str| (*code, say(lang, &format!("office-{prefix}-{code}")));
        codes.iter().map(name).collect()
    };
    let page = Page {
        problem: problem.map(|problem| said(&problem, lang)),
        state: standing(producer.status, lang),
        place: place(&producer),
        fields: of_producer(&producer.profile, producer.portrait.shown, lang),
        stops: match producer.status {
            ProducerStatus::Approved => Stops::Suspend,
            ProducerStatus::Suspended => Stops::Restore,
            _ => Stops::Nothing,
        },
        listings: found
            .data
            .into_iter()
            .map(|one| listing(one, lang))
            .collect(),
        members: members(state, lang, id).await?,
        passed: passed(state, lang, id).await?,
        reasons: named("suspend", &REASONS),
        hand_over_reasons: named("pass", &HAND_OVER_REASONS),
        id,
        shell,
        desk,
    };
    shown_with(status, &page)
}

fn said(problem: &Problem, lang: Lang) -> String {
    let fault = problem.faults(lang).pop().map(|(_, said)| said);
    fault.unwrap_or_else(|| problem.words(lang).1)
}

fn place(producer: &Producer) -> String {
    let commune = commune(&producer.profile.commune_code);
    format!("{commune}, {}", province(&producer.province_code))
}

fn listing(listed: products::Listed, lang: Lang) -> Listing {
    Listing {
        id: listed.id.to_string(),
        name: listed.name,
        state: say(lang, &format!("office-listing-{}", listed.status.as_str())),
        stops: match listed.status {
            ProductStatus::Live | ProductStatus::Paused => Stops::Suspend,
            ProductStatus::Suspended => Stops::Restore,
            _ => Stops::Nothing,
        },
    }
}

async fn members(state: &State, lang: Lang, id: ProducerId) -> Result<Vec<Member>, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let members = accounts::list_members(db, id).await?;
    let ids: Vec<AccountId> = members.iter().map(|member| member.account).collect();
    let mut phones = accounts::phones(db, &ids).await?;
    let mut known = vec![];
    for member in members {
        let (phone, proven) = phones.remove(&member.account).unzip();
        let cards = accounts::list_cards(db, member.account).await?;
        let runs = |card: &&accounts::CardRow| card.revoked_at.is_none() && card.expires_at > now;
        let card = cards.iter().find(runs).map(|card| {
            let until = kernel::Day::of(card.expires_at).display_vi();
            say_with(
                lang,
                "office-card-runs",
                &[("until", until), ("count", card.unused.to_string())],
            )
        });
        known.push(Member {
            account: member.account,
            name: member.name,
            role: say(lang, &format!("office-role-{}", member.role.as_str())),
            phone,
            proven: proven.unwrap_or(false),
            card,
        });
    }
    Ok(known)
}

async fn passed(state: &State, lang: Lang, id: ProducerId) -> Result<Vec<Passed>, Problem> {
    let db = state.app.db.read();
    let found = accounts::list_hand_overs(db, id).await?;
    let people: Vec<AccountId> = found.iter().map(|passed| passed.to).collect();
    let names = accounts::names(db, &people).await?;
    let view = |passed: accounts::HandOver| {
        let facts = [
            ("to", names.get(&passed.to).cloned().unwrap_or_default()),
            ("at", moment(passed.at)),
            (
                "reason",
                say(lang, &format!("office-pass-{}", passed.reason)),
            ),
        ];
        Passed {
            said: say_with(lang, "office-passed-to", &facts),
            file: format!(
                "/{}/office/producers/{id}/hand-overs/{}/file",
                lang.as_str(),
                passed.id
            ),
        }
    };
    Ok(found.into_iter().map(view).collect())
}
