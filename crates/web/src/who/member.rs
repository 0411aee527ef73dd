use accounts::{MemberRole, Standing};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::{Actor, ProducerId};
use serde_json::{Value, json};

use super::Session;
use crate::problem::{Code, Problem};
use crate::state::State;

/// The header in which somebody who acts for several producers says for which.
const PRODUCER: &str = "ocop-producer";

/// Somebody who acts for a producer, in any role or under a mandate: may read what is the
/// producer's.
#[derive(Debug, Clone)]
pub struct Member {
    /// For which producer: every query of the handler carries it.
    pub producer: ProducerId,
    /// In which role, or under which mandate.
    pub standing: Standing,
    /// Who is named in histories.
    pub actor: Actor,
    /// The session.
    pub session: Session,
}

impl Member {
    /// Whether they may do what a role may; 403 where not.
    pub fn must_be(&self, needed: MemberRole) -> Result<(), Problem> {
        if self.standing.may(needed) {
            return Ok(());
        }
        Err(Problem::new(Code::Forbidden))
    }
}

/// A member who may do order steps and stock.
#[derive(Debug, Clone)]
pub struct Packer(pub Member);

/// A member who may also change products and prices.
#[derive(Debug, Clone)]
pub struct Editor(pub Member);

/// A member who may do everything for the producer.
#[derive(Debug, Clone)]
pub struct OwnerOf(pub Member);

impl FromRequestParts<State> for Member {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let session = Session::from_request_parts(parts, state).await?;
        let said = parts
            .headers
            .get(PRODUCER)
            .map(|v| v.to_str().unwrap_or_default());
        let (producer, standing) = choose(&session.producers(), said)?;
        Ok(Self {
            producer,
            standing,
            actor: session.actor_for(standing),
            session,
        })
    }
}

/// For which producer: the one that the header names, or the only one. Another's producer is not
/// found; who has none is not entitled.
fn choose(
    producers: &[(ProducerId, Standing)],
    said: Option<&str>,
) -> Result<(ProducerId, Standing), Problem> {
    match (said, producers) {
        (Some(said), _) => producers
            .iter()
            .find(|(id, _)| said.parse() == Ok(*id))
            .copied()
            .ok_or_else(|| Problem::new(Code::NotFound)),
        (None, [only]) => Ok(*only),
        (None, []) => Err(Problem::new(Code::Forbidden)),
        (None, several) => {
            let list: Vec<Value> = several.iter().map(shown).collect();
            Err(Problem::new(Code::ProducerRequired).member("producers", list))
        }
    }
}

fn shown((id, standing): &(ProducerId, Standing)) -> Value {
    match standing {
        Standing::Member(role) => json!({ "id": id, "role": role.as_str() }),
        Standing::Mandate(mandate, _) => json!({ "id": id, "mandate": mandate }),
    }
}

macro_rules! in_role {
    ($($name:ident = $role:ident;)*) => {$(
        impl FromRequestParts<State> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
                let member = Member::from_request_parts(parts, state).await?;
                member.must_be(MemberRole::$role)?;
                Ok(Self(member))
            }
        }

        impl std::ops::Deref for $name {
            type Target = Member;

            fn deref(&self) -> &Member {
                &self.0
            }
        }
    )*};
}

in_role! {
    Packer = Packer;
    Editor = Editor;
    OwnerOf = Owner;
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;

    use super::*;

    #[test]
    fn who_acts_for_several_producers_says_for_which() {
        let ids = [1, 2, 3].map(|n| ProducerId::new(Timestamp(n)));
        let own = |n: usize| (ids[n], Standing::Member(MemberRole::Owner));
        let code = |producers: &[_], said: Option<&str>| {
            choose(producers, said)
                .map_err(|p| p.code())
                .map(|(id, _)| id)
        };
        let second = ids[1].to_string();
        assert_eq!(code(&[own(0)], None), Ok(ids[0]));
        assert_eq!(code(&[own(0), own(1)], Some(&second)), Ok(ids[1]));
        assert_eq!(code(&[own(0), own(1)], None), Err(Code::ProducerRequired));
        assert_eq!(code(&[], None), Err(Code::Forbidden));
        let foreign = ids[2].to_string();
        for said in [foreign.as_str(), "pro_nonsense", ""] {
            assert_eq!(code(&[own(0)], Some(said)), Err(Code::NotFound));
        }
    }
}
