//! The stories of the door, against a database of its own in memory's stead: a file that goes.

mod codes;
mod people;
mod sign_in;

use kernel::{AccountId, Actor, Capacity, DAY_MS, HOUR_MS, Lang, MINUTE_MS, ProducerId, Timestamp};
use store::{Db, rows};

use crate::reset::{check_reset, reset_password};
use crate::*;

const NOW: Timestamp = Timestamp(1_790_000_000_000);
const SECRET: &[u8] = b"the secret of these tests";
const PASSWORD: &str = "gió biển Thiên Cầm";

struct House {
    db: Db,
    settings: Settings,
    _dir: tempfile::TempDir,
}

impl House {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/accounts.db", dir.path().display());
        let db = Db::connect(&store::Settings::new(url)).await.unwrap();
        store::migrate(&db).await.unwrap();
        Self {
            db,
            settings: Settings::default(),
            _dir: dir,
        }
    }

    fn codes(&self) -> Codes<'_> {
        Codes {
            secret: SECRET,
            settings: &self.settings,
        }
    }

    async fn register(
        &self,
        email: Option<&str>,
        phone: Option<&str>,
        password: &str,
    ) -> AccountId {
        let form = Form {
            name: "Nguyễn Thị Lan",
            email,
            phone,
            password,
        };
        let registration = Registration::parse(form, Lang::Vi, &self.settings).unwrap();
        let hash = hash_password(&registration.password).await.unwrap();
        let tx = store::write(&self.db).await.unwrap();
        let id = register(&tx, &registration.person, Some(&hash), self.codes(), NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn sign_in_at(
        &self,
        login: &str,
        proof: Proof<'_>,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let attempt = Attempt {
            login,
            proof,
            device: "a test",
            source: None,
        };
        sign_in(&self.db, attempt, self.codes(), now).await
    }

    async fn sign_in(&self, login: &str, password: &str) -> Result<SignedIn, Error> {
        self.sign_in_at(login, Proof::Password(password), NOW).await
    }

    async fn identify(&self, signed_in: &SignedIn, now: Timestamp) -> Option<Identity> {
        identify(&self.db, signed_in.token.reveal(), &self.settings, now)
            .await
            .unwrap()
    }

    /// The codes of the letters that wait to be written, the oldest first.
    async fn letters(&self, kind: &str) -> Vec<Letter> {
        let sql = "SELECT payload FROM jobs WHERE kind = $1 ORDER BY id";
        let mut letters = vec![];
        for row in rows(self.db.read(), sql, vec![kind.into()]).await.unwrap() {
            let payload: String = row.try_get("", "payload").unwrap();
            let payload: serde_json::Value = serde_json::from_str(&payload).unwrap();
            let id = payload["code_id"].as_str().unwrap().parse().unwrap();
            letters.extend(find_letter(self.db.read(), SECRET, id, NOW).await.unwrap());
        }
        letters
    }

    async fn prove(&self, code: &str) -> Result<AccountId, Error> {
        let tx = store::write(&self.db).await?;
        let account = prove_contact(&tx, code, NOW).await?;
        tx.commit().await.unwrap();
        Ok(account)
    }

    async fn grant(&self, account: AccountId, grant: Grant) -> Result<(), Error> {
        let tx = store::write(&self.db).await?;
        set_role(&tx, account, &grant, Actor::SYSTEM, NOW).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    async fn join(
        &self,
        producer: ProducerId,
        account: AccountId,
        role: MemberRole,
    ) -> Result<(), Error> {
        let tx = store::write(&self.db).await?;
        add_member(&tx, producer, (account, role), Actor::SYSTEM, NOW).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    /// Two mandates: one that holds for a day, and one that has run out.
    async fn lend(&self, producer: ProducerId, account: AccountId) {
        let mandate = |until: i64| -> store::Values {
            vec![
                kernel::mint(NOW).into(),
                producer.uuid().into(),
                account.uuid().into(),
                "orders".into(),
                "paper".into(),
                kernel::mint(NOW).into(),
                "application/pdf".into(),
                NOW.0.into(),
                until.into(),
            ]
        };
        let columns = [
            "id",
            "producer_id",
            "account_id",
            "scope",
            "basis",
            "paper_id",
            "media_type",
            "from_at",
            "until_at",
        ];
        let rows = vec![mandate(NOW.0 + DAY_MS), mandate(NOW.0)];
        let tx = store::write(&self.db).await.unwrap();
        store::insert(&tx, "mandates", &columns, rows)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}
