use accounts::{Area, AreaKind};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::{AccountId, Actor, Capacity, ProducerId};

use super::Session;
use crate::problem::{Code, Problem};
use crate::state::State;

/// Somebody who moderates what is listed: an official of areas, or an administrator, whose area is
/// the country.
#[derive(Debug, Clone)]
pub struct Official {
    /// Where they decide.
    pub areas: Vec<Area>,
    /// Who is named in histories.
    pub actor: Actor,
    /// The session.
    pub session: Session,
}

impl Official {
    /// Whether a place lies where they decide.
    pub fn covers(&self, province: &str, commune: &str) -> bool {
        self.areas
            .iter()
            .any(|area| area.contains(province, commune))
    }

    /// A producer of their area; elsewhere it does not exist.
    pub async fn must_cover(&self, state: &State, producer: ProducerId) -> Result<(), Problem> {
        self.cover_one_of(state, &[producer]).await
    }

    /// Somebody whom they know: a member of a producer of their area; an administrator anybody.
    pub async fn must_know(&self, state: &State, account: AccountId) -> Result<(), Problem> {
        if self.session.is_admin() {
            return Ok(());
        }
        let account = accounts::account(state.app.db.read(), account).await?;
        let producers: Vec<ProducerId> = account.memberships.iter().map(|(id, _)| *id).collect();
        self.cover_one_of(state, &producers).await
    }

    async fn cover_one_of(&self, state: &State, producers: &[ProducerId]) -> Result<(), Problem> {
        let places = catalog::places(state.app.db.read(), producers).await?;
        let covered = |place: &catalog::Place| self.covers(&place.province, &place.commune);
        if places.iter().any(covered) {
            return Ok(());
        }
        Err(Problem::new(Code::NotFound))
    }

    /// The official as the catalogue knows them: where they decide, and for whom they work.
    pub fn decider(&self) -> catalog::reviews::Official {
        use catalog::reviews::Area as Where;
        let area = |area: &Area| match area.kind {
            AreaKind::Commune => Where::Commune(area.code.clone()),
            AreaKind::Province => Where::Province(area.code.clone()),
            AreaKind::Country => Where::Country,
        };
        let producers = self.session.producers();
        catalog::reviews::Official {
            actor: self.actor,
            areas: self.areas.iter().map(area).collect(),
            producers: producers.into_iter().map(|(id, _)| id).collect(),
        }
    }
}

/// Somebody who runs the market.
#[derive(Debug, Clone)]
pub struct Admin {
    /// Who is named in histories.
    pub actor: Actor,
    /// The session.
    pub session: Session,
}

impl FromRequestParts<State> for Official {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let session = Session::from_request_parts(parts, state).await?;
        let areas = session.areas();
        if areas.is_empty() {
            return Err(Problem::new(Code::Forbidden));
        }
        let capacity = if session.is_admin() {
            Capacity::Admin
        } else {
            Capacity::Official
        };
        Ok(Self {
            areas,
            actor: session.actor(capacity),
            session,
        })
    }
}

impl FromRequestParts<State> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let session = Session::from_request_parts(parts, state).await?;
        if !session.is_admin() {
            return Err(Problem::new(Code::Forbidden));
        }
        Ok(Self {
            actor: session.actor(Capacity::Admin),
            session,
        })
    }
}
