//! For whom one acts: said by the address where one serves several, and by every page.

use accounts::{MemberRole, Standing};
use kernel::{Lang, ProducerId};
use orders::Order;
use web::who::{Member, Session};
use web::{Code, Problem, State};

use crate::forms::Form;
use crate::words::say;

/// For whom a page of the desk acts, in words.
pub(super) struct Acting {
    /// The producer's name.
    pub(super) name: String,
    /// As its owner, a packer, under a mandate.
    pub(super) role: String,
    /// The desk of this producer.
    pub(super) desk: String,
    /// Its stock and prices.
    pub(super) shelf: String,
    /// Its settings.
    pub(super) settings: String,
    /// The others that one may act for: where their desk is, and their names.
    pub(super) others: Vec<(String, String)>,
}

impl Acting {
    pub(super) async fn of(state: &State, lang: Lang, member: &Member) -> Result<Self, Problem> {
        let mut others = vec![];
        for (id, _) in member.session.producers() {
            if id != member.producer {
                others.push((desk(lang, id), name(state, id).await?));
            }
        }
        Ok(Self {
            name: name(state, member.producer).await?,
            role: say(lang, role(member.standing)),
            shelf: shelf(lang, member.producer),
            settings: settings(lang, member.producer),
            desk: desk(lang, member.producer),
            others,
        })
    }
}

/// Where the desk of a producer is.
pub(super) fn desk(lang: Lang, producer: ProducerId) -> String {
    format!("/{}/producer?for={producer}", lang.as_str())
}

/// Where its stock and prices are.
pub(super) fn shelf(lang: Lang, producer: ProducerId) -> String {
    format!("/{}/producer/shelf?for={producer}", lang.as_str())
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
    format!("/{}/producer/settings?for={producer}", lang.as_str())
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
