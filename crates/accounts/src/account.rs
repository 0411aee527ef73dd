use kernel::{AccountId, Lang, ProducerId, Timestamp};
use store::{ConnectionTrait, Row, rows};
use uuid::Uuid;

use crate::{Area, Error, MemberRole, StaffRole};

/// A person's account, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The person's name.
    pub name: String,
    /// E-mail address, proven or not.
    pub email: Option<String>,
    /// Mobile number, proven or not.
    pub phone: Option<String>,
    /// Whether a contact point of theirs is proven.
    pub proven: bool,
    /// Language of notices.
    pub lang: Lang,
    /// When it was made.
    pub created_at: Timestamp,
    /// What they may do for the market.
    pub staff: Vec<(StaffRole, Area)>,
    /// The producers that they belong to.
    pub memberships: Vec<(ProducerId, MemberRole)>,
}

impl Account {
    /// The words of the API: `buyer`, `member`, `official`, `admin`.
    pub fn roles(&self) -> Vec<&'static str> {
        let mut roles = vec!["buyer"];
        if !self.memberships.is_empty() {
            roles.push("member");
        }
        for role in [StaffRole::Official, StaffRole::Admin] {
            if self.staff.iter().any(|(held, _)| *held == role) {
                roles.push(role.as_str());
            }
        }
        roles
    }
}

/// One account with everything that it may do, in one query.
pub async fn account(db: &impl ConnectionTrait, id: AccountId) -> Result<Account, Error> {
    let sql = "SELECT a.name, a.lang, a.created_at, f.fact, f.word, f.value, f.at, f.producer_id \
        FROM accounts a LEFT JOIN (\
          SELECT 'member' AS fact, role AS word, '' AS value, added_at AS at, producer_id FROM members WHERE account_id = $1 \
          UNION ALL SELECT 'staff', role, area_kind || ':' || area_code, granted_at, NULL FROM account_roles WHERE account_id = $1 \
          UNION ALL SELECT 'contact', kind, value, proven_at, NULL FROM contact_points WHERE account_id = $1) f ON 1 = 1 \
        WHERE a.id = $1 ORDER BY f.fact, f.at";
    let rows = rows(db, sql, vec![id.uuid().into()]).await?;
    let first = rows.first().ok_or(Error::AccountUnknown)?;
    let mut account = blank(id, first)?;
    for row in &rows {
        note(&mut account, row)?;
    }
    Ok(account)
}

fn blank(id: AccountId, row: &Row) -> Result<Account, store::Error> {
    Ok(Account {
        id,
        name: row.try_get("", "name")?,
        email: None,
        phone: None,
        proven: false,
        lang: Lang::from_tag(&row.try_get::<String>("", "lang")?),
        created_at: Timestamp(row.try_get("", "created_at")?),
        staff: vec![],
        memberships: vec![],
    })
}

fn note(account: &mut Account, row: &Row) -> Result<(), store::Error> {
    let Some(fact) = row.try_get::<Option<String>>("", "fact")? else {
        return Ok(());
    };
    let word: String = row.try_get("", "word")?;
    let value: String = row.try_get("", "value")?;
    match fact.as_str() {
        "member" => {
            let producer: Uuid = row.try_get("", "producer_id")?;
            if let Some(role) = MemberRole::parse(&word) {
                account.memberships.push((ProducerId(producer), role));
            }
        }
        "staff" => {
            let area = value.split_once(':').and_then(|(k, c)| Area::stored(k, c));
            if let (Some(role), Some(area)) = (StaffRole::parse(&word), area) {
                account.staff.push((role, area));
            }
        }
        _contact => {
            account.proven |= row.try_get::<Option<i64>>("", "at")?.is_some();
            let place = if word == "email" {
                &mut account.email
            } else {
                &mut account.phone
            };
            *place = Some(value);
        }
    }
    Ok(())
}
