//! For whom one acts: said by the address where one serves several, and by every page.

use accounts::{MemberRole, Standing};
use catalog::producers::ProducerStatus;
use kernel::{Lang, ProducerId, ProductId};
use orders::Order;
use web::who::{Member, Session};
use web::{Code, Problem, State};

use crate::forms::Form;
use crate::words::say;

/// For whom a page of the desk acts, in words.
pub(super) struct Acting {
    /// Whom, so that the page is the same one in the other language.
    pub(super) producer: ProducerId,
    /// The producer's name.
    pub(super) name: String,
    /// As its owner, a packer, under a mandate.
    pub(super) role: String,
    /// The pages of this producer's desk.
    pub(super) ways: Vec<Way>,
    /// Its application, until it may sell.
    pub(super) applies: Option<String>,
    /// The others that one may act for: where their desk is, and their names.
    pub(super) others: Vec<(String, String)>,
}

/// A page of the desk.
pub(super) struct Way {
    pub(super) path: &'static str,
    pub(super) to: String,
    pub(super) name: String,
}

/// The pages, each with the key of its name and the role that it needs, in the order in which they
/// are needed.
const WAYS: [(&str, &str, MemberRole); 11] = [
    ("/producer", "desk", MemberRole::Packer),
    ("/producer/products", "listings", MemberRole::Packer),
    ("/producer/shelf", "desk-shelf", MemberRole::Packer),
    ("/producer/sales", "desk-sales", MemberRole::Editor),
    ("/producer/money", "books", MemberRole::Owner),
    (
        "/producer/certificates",
        "desk-certificates",
        MemberRole::Packer,
    ),
    ("/producer/labels", "desk-labels", MemberRole::Packer),
    ("/producer/papers", "desk-papers", MemberRole::Packer),
    ("/producer/delivery", "desk-delivery", MemberRole::Packer),
    ("/producer/members", "desk-members", MemberRole::Packer),
    ("/producer/settings", "desk-settings", MemberRole::Packer),
];

fn ways(lang: Lang, member: &Member) -> Vec<Way> {
    // Under a mandate for listings alone one reads what a packer does, too.
    let own = |way: &&(_, _, MemberRole)| way.2 == MemberRole::Packer || member.standing.may(way.2);
    let way = |(path, key, _): &(&'static str, &str, MemberRole)| Way {
        path,
        to: page(lang, path, member.producer),
        name: say(lang, key),
    };
    WAYS.iter().filter(own).map(way).collect()
}

impl Acting {
    pub(super) async fn of(state: &State, lang: Lang, member: &Member) -> Result<Self, Problem> {
        let mut others = vec![];
        for (id, _) in member.session.producers() {
            if id != member.producer {
                others.push((desk(lang, id), name(state, id).await?));
            }
        }
        let producer = catalog::producers::find(state.app.db.read(), member.producer).await?;
        let sells = matches!(
            producer.status,
            ProducerStatus::Approved | ProducerStatus::Suspended
        );
        Ok(Self {
            producer: member.producer,
            name: producer.profile.name,
            applies: (!sells).then(|| apply(lang, member.producer)),
            role: say(lang, role(member.standing)),
            ways: ways(lang, member),
            others,
        })
    }
}

/// Where a page of a producer's desk is, by its path behind the language.
pub(super) fn page(lang: Lang, path: &str, producer: ProducerId) -> String {
    format!("/{}{path}?for={producer}", lang.as_str())
}

/// Where the desk of a producer is.
pub(crate) fn desk(lang: Lang, producer: ProducerId) -> String {
    page(lang, "/producer", producer)
}

/// Where its stock and prices are.
pub(super) fn shelf(lang: Lang, producer: ProducerId) -> String {
    page(lang, "/producer/shelf", producer)
}

/// Where its application is.
pub(super) fn apply(lang: Lang, producer: ProducerId) -> String {
    page(lang, "/producer/apply", producer)
}

pub(super) async fn name(state: &State, producer: ProducerId) -> Result<String, Problem> {
    let found = catalog::producers::find(state.app.db.read(), producer).await?;
    Ok(found.profile.name)
}

const fn role(standing: Standing) -> &'static str {
    match standing {
        Standing::Member(MemberRole::Owner) => "desk-as-owner",
        Standing::Member(MemberRole::Editor) => "desk-as-editor",
        Standing::Member(MemberRole::Packer) => "desk-as-packer",
        Standing::Mandate(..) => "desk-as-mandate",
    }
}

/// Where its settings are.
pub(super) fn settings(lang: Lang, producer: ProducerId) -> String {
    page(lang, "/producer/settings", producer)
}

/// Who acts for the producer that an address or a form names.
pub(super) fn asked_for(session: &Session, form: &Form) -> Result<Member, Problem> {
    let gone = |_other| Problem::new(Code::NotFound);
    member(session, form.must("for").map_err(gone)?)
}

/// Who acts for a producer; another's is not there.
pub(super) fn member(session: &Session, producer: ProducerId) -> Result<Member, Problem> {
    let own = session
        .producers()
        .into_iter()
        .find(|(id, _)| *id == producer);
    let (producer, standing) = own.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Member {
        producer,
        standing,
        actor: session.actor_for(standing),
        session: session.clone(),
    })
}

/// An order of a producer that one acts for, and as what.
pub(super) async fn own(
    state: &State,
    session: &Session,
    id: kernel::OrderId,
) -> Result<(Order, Member), Problem> {
    let order = orders::order(state.app.db.read(), id).await?;
    let member = member(session, order.producer)?;
    Ok((order, member))
}

/// A product of a producer that one acts for, and as what.
pub(super) async fn own_product(
    state: &State,
    session: &Session,
    id: ProductId,
) -> Result<Member, Problem> {
    let producer = catalog::products::whose(state.app.db.read(), id).await?;
    member(session, producer)
}
