use kernel::{
    AccountId, Actor, Capacity, Lang, MINUTE_MS, MandateId, ProducerId, SessionId, Timestamp,
};
use store::{ConnectionTrait, Db, Row, execute, rows};

use crate::session::Token;
use crate::{Area, Error, MemberRole, Membership, Scope, Settings, StaffRole};

/// How often a session notes that it was seen.
const SEEN_EVERY_MS: i64 = MINUTE_MS;

/// Who is asking: the session, its account, and everything that the account may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The session.
    pub session: SessionId,
    /// The account.
    pub account: AccountId,
    /// The person's name.
    pub name: String,
    /// Their language.
    pub lang: Lang,
    /// Until when the session may do what asks again.
    pub fresh_until: Timestamp,
    /// When it was seen last, to the minute.
    pub last_seen_at: Timestamp,
    /// What they may do for the market.
    pub staff: Vec<(StaffRole, Area)>,
    /// The producers that they belong to.
    pub memberships: Vec<Membership>,
    /// The producers that they may act for.
    pub mandates: Vec<Mandate>,
}

/// An active mandate to act for a producer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mandate {
    /// The mandate.
    pub id: MandateId,
    /// For which producer.
    pub producer: ProducerId,
    /// How far.
    pub scope: Scope,
}

/// Acting for a producer: as its member or under a mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As a member in a role.
    Member(MemberRole),
    /// Under a mandate.
    Mandate(MandateId, Scope),
}

impl Standing {
    /// Whether it suffices for what needs a role.
    pub fn may(self, needed: MemberRole) -> bool {
        match self {
            Self::Member(role) => role.may(needed),
            Self::Mandate(_, scope) => scope.may(needed),
        }
    }
}

impl Identity {
    /// The producers that this person may act for, each with the stronger standing. A mandate
    /// sleeps while its holder serves the market: officials never see whose parcel it is.
    pub fn producers(&self) -> Vec<(ProducerId, Standing)> {
        let own = self
            .memberships
            .iter()
            .map(|m| (m.producer, Standing::Member(m.role)));
        let lent = self
            .mandates
            .iter()
            .filter(|mandate| {
                self.staff.is_empty()
                    && self
                        .memberships
                        .iter()
                        .all(|m| m.producer != mandate.producer)
            })
            .map(|m| (m.producer, Standing::Mandate(m.id, m.scope)));
        own.chain(lent).collect()
    }

    /// How this person stands to one producer.
    pub fn standing(&self, producer: ProducerId) -> Option<Standing> {
        let all = self.producers();
        all.iter()
            .find(|(id, _)| *id == producer)
            .map(|(_, standing)| *standing)
    }

    /// Whether they run the market.
    pub fn is_admin(&self) -> bool {
        self.staff.iter().any(|(role, _)| *role == StaffRole::Admin)
    }

    /// The areas that they decide in: an administrator's is the country.
    pub fn areas(&self) -> Vec<Area> {
        let area = |(role, area): &(StaffRole, Area)| match role {
            StaffRole::Official => area.clone(),
            StaffRole::Admin => Area::country(),
        };
        self.staff.iter().map(area).collect()
    }

    /// Whether the session may do what asks again.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        now < self.fresh_until
    }

    /// This person in a capacity, for histories and the audit log.
    pub const fn actor(&self, capacity: Capacity) -> Actor {
        Actor::new(self.account, capacity)
    }

    /// This person acting for a producer.
    pub const fn actor_for(&self, standing: Standing) -> Actor {
        match standing {
            Standing::Member(_) => self.actor(Capacity::Member),
            Standing::Mandate(mandate, _) => Actor {
                account: Some(self.account),
                capacity: Capacity::Mandate,
                mandate: Some(mandate),
            },
        }
    }
}

/// Who holds a token, in one query; none when the session has ended, was idle for too long, or
/// the account is not active.
pub async fn identify(
    db: &Db,
    token: &str,
    settings: &Settings,
    now: Timestamp,
) -> Result<Option<Identity>, Error> {
    let Some(identity) = find(db.read(), token, now).await? else {
        return Ok(None);
    };
    let lifetime = settings.lifetime(!identity.staff.is_empty(), !identity.producers().is_empty());
    let idle_ms = now.0 - identity.last_seen_at.0;
    if idle_ms >= lifetime.idle_ms() {
        return Ok(None);
    }
    if idle_ms >= SEEN_EVERY_MS {
        note_seen(db, identity.session, now).await;
    }
    Ok(Some(identity))
}

/// That a session was seen is worth no failed request: where the database is busy, the next
/// request notes it.
async fn note_seen(db: &Db, session: SessionId, now: Timestamp) {
    let noted = async {
        let tx = store::write(db).await?;
        let sql = "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";
        execute(&tx, sql, vec![session.uuid().into(), now.0.into()]).await?;
        tx.commit().await.map_err(store::Error::from)
    };
    if let Err(err) = noted.await {
        tracing::debug!(error = %err, "a session's last request was not noted");
    }
}

async fn find(
    db: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<Option<Identity>, Error> {
    // The branch with every column typed comes first: PostgreSQL takes the types from it.
    let sql = "WITH me AS (\
          SELECT s.id, s.account_id, s.fresh_until, s.last_seen_at, a.name, a.lang \
          FROM sessions s JOIN accounts a ON a.id = s.account_id \
          WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND a.status = 'active'), \
        grants AS (\
          SELECT 'mandate' AS fact, scope AS word, '' AS area_kind, '' AS area_code, producer_id, id AS mandate_id \
          FROM mandates WHERE account_id = (SELECT account_id FROM me) \
            AND revoked_at IS NULL AND from_at <= $2 AND (until_at IS NULL OR until_at > $2) \
          UNION ALL SELECT 'member', role, '', '', producer_id, NULL FROM members WHERE account_id = (SELECT account_id FROM me) \
          UNION ALL SELECT 'staff', role, area_kind, area_code, NULL, NULL FROM account_roles WHERE account_id = (SELECT account_id FROM me)) \
        SELECT me.*, g.* FROM me LEFT JOIN grants g ON 1 = 1";
    let found = rows(db, sql, vec![Token::stored(token).into(), now.0.into()]).await?;
    let Some(first) = found.first() else {
        return Ok(None);
    };
    let mut identity = blank(first)?;
    for row in &found {
        note(&mut identity, row)?;
    }
    Ok(Some(identity))
}

fn blank(row: &Row) -> Result<Identity, store::Error> {
    Ok(Identity {
        session: SessionId(row.try_get("", "id")?),
        account: AccountId(row.try_get("", "account_id")?),
        name: row.try_get("", "name")?,
        lang: Lang::from_tag(&row.try_get::<String>("", "lang")?),
        fresh_until: Timestamp(row.try_get("", "fresh_until")?),
        last_seen_at: Timestamp(row.try_get("", "last_seen_at")?),
        staff: vec![],
        memberships: vec![],
        mandates: vec![],
    })
}

fn note(identity: &mut Identity, row: &Row) -> Result<(), store::Error> {
    let Some(fact) = row.try_get::<Option<String>>("", "fact")? else {
        return Ok(());
    };
    let word: String = row.try_get("", "word")?;
    let producer =
        || -> Result<ProducerId, store::Error> { Ok(ProducerId(row.try_get("", "producer_id")?)) };
    match fact.as_str() {
        "mandate" => {
            if let Some(scope) = Scope::parse(&word) {
                identity.mandates.push(Mandate {
                    id: MandateId(row.try_get("", "mandate_id")?),
                    producer: producer()?,
                    scope,
                });
            }
        }
        "member" => {
            if let Some(role) = MemberRole::parse(&word) {
                let producer = producer()?;
                identity.memberships.push(Membership { producer, role });
            }
        }
        _staff => {
            let kind: String = row.try_get("", "area_kind")?;
            let code: String = row.try_get("", "area_code")?;
            let area = Area::stored(&kind, &code);
            identity.staff.extend(StaffRole::parse(&word).zip(area));
        }
    }
    Ok(())
}
