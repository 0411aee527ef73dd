//! The stories of the door, against a database of its own in memory's stead: a file that goes.

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

#[tokio::test]
async fn a_person_signs_in_by_mail_or_phone_in_any_spelling() {
    let house = House::new().await;
    let id = house
        .register(Some("Lan@Example.vn"), Some("+84 912 345 678"), PASSWORD)
        .await;
    for login in ["lan@example.VN", "0912345678", "84 912 345 678"] {
        let signed_in = house.sign_in(login, PASSWORD).await.unwrap();
        assert_eq!(signed_in.account, id, "{login}");
    }
    let account = account(house.db.read(), id).await.unwrap();
    assert_eq!(account.email.as_deref(), Some("lan@example.vn"));
    assert_eq!(account.phone.as_deref(), Some("0912345678"));
    assert_eq!(account.roles(), ["buyer"]);
    assert!(!account.proven);
}

#[tokio::test]
async fn a_form_says_all_its_faults_at_once() {
    let form = Form {
        name: " ",
        email: Some("lan"),
        phone: Some("01681234567"),
        password: "short",
    };
    let Err(Error::Invalid(faults)) = Registration::parse(form, Lang::Vi, &Settings::default())
    else {
        panic!("a faulty form passed");
    };
    assert_eq!(faults.len(), 4, "{faults:?}");
    let nobody = Form {
        name: "Lan",
        email: None,
        phone: Some(""),
        password: PASSWORD,
    };
    let refused = Registration::parse(nobody, Lang::Vi, &Settings::default());
    assert!(matches!(refused, Err(Error::Invalid(f)) if f == [Fault::ContactMissing]));
}

#[tokio::test]
async fn an_unproven_contact_blocks_nobody() {
    let house = House::new().await;
    let first = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let second = house
        .register(Some("lan@example.vn"), None, "một mật khẩu khác")
        .await;
    assert_eq!(
        house
            .sign_in("lan@example.vn", PASSWORD)
            .await
            .unwrap()
            .account,
        first
    );
    let other = house
        .sign_in("lan@example.vn", "một mật khẩu khác")
        .await
        .unwrap();
    assert_eq!(other.account, second);

    let letters = house.letters("accounts.prove_contact").await;
    assert_eq!(letters.len(), 2);
    assert_eq!(house.prove(&letters[1].code).await.unwrap(), second);
    let late = house.prove(&letters[0].code).await;
    assert!(matches!(late, Err(Error::ProvenByAnother)), "{late:?}");
    let again = house.prove(&letters[1].code).await;
    assert!(matches!(again, Err(Error::CodeUnknown)), "{again:?}");
    let login = Login::parse("lan@example.vn").unwrap();
    assert_eq!(proven(house.db.read(), &login).await.unwrap(), Some(second));
}

#[tokio::test]
async fn wrong_tries_delay_and_never_lock() {
    let house = House::new().await;
    house.register(Some("lan@example.vn"), None, PASSWORD).await;
    for login in ["lan@example.vn", "nobody@example.vn"] {
        for _ in 0..6 {
            let refused = house.sign_in(login, "not this one").await;
            assert!(
                matches!(refused, Err(Error::InvalidCredentials)),
                "{refused:?}"
            );
        }
        let refused = house.sign_in(login, PASSWORD).await;
        assert!(
            matches!(refused, Err(Error::TooManyTries { wait_ms: 1_000 })),
            "{refused:?}"
        );
    }
    let later = NOW.plus_ms(1_000);
    let proof = Proof::Password(PASSWORD);
    house
        .sign_in_at("lan@example.vn", proof, later)
        .await
        .unwrap();
    house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_and_when_revoked() {
    let house = House::new().await;
    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let idle = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let busy = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    for hours in (0..=29 * 24).step_by(11) {
        assert!(
            house.identify(&busy, NOW.plus_hours(hours)).await.is_some(),
            "{hours} h"
        );
    }
    assert!(house.identify(&busy, NOW.plus_days(30)).await.is_none());
    assert!(house.identify(&idle, NOW.plus_hours(12)).await.is_none());
    assert!(house.identify(&idle, NOW).await.is_some());

    assert_eq!(
        list_sessions(house.db.read(), id, NOW).await.unwrap().len(),
        2
    );
    let tx = store::write(&house.db).await.unwrap();
    revoke_session(&tx, id, idle.session, NOW).await.unwrap();
    let stranger = revoke_session(&tx, AccountId::new(NOW), busy.session, NOW).await;
    assert!(matches!(stranger, Err(Error::SessionUnknown)));
    tx.commit().await.unwrap();
    assert!(house.identify(&idle, NOW).await.is_none());
    assert_eq!(
        list_sessions(house.db.read(), id, NOW).await.unwrap().len(),
        1
    );
}

#[tokio::test]
async fn an_identity_names_everything_that_somebody_may_do() {
    let house = House::new().await;
    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let boss = house
        .register(Some("boss@example.vn"), None, PASSWORD)
        .await;
    house.grant(boss, Grant::Admin).await.unwrap();
    house
        .grant(id, Grant::Official(Area::parse("18676").unwrap()))
        .await
        .unwrap();
    let (own, lent) = (ProducerId::new(NOW), ProducerId::new(NOW));
    house.join(own, id, MemberRole::Owner).await.unwrap();
    house.lend(lent, id).await;

    let signed_in = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let identity = house.identify(&signed_in, NOW).await.unwrap();
    assert!(identity.areas()[0].contains("42", "18676") && !identity.is_admin());
    assert_eq!(identity.producers().len(), 1);
    assert!(identity.standing(own).unwrap().may(MemberRole::Owner));
    assert_eq!(
        (identity.mandates.len(), identity.standing(lent)),
        (1, None)
    );
    assert_eq!(identity.standing(ProducerId::new(NOW)), None);
    assert!(
        house
            .identify(&signed_in, NOW.plus_ms(30 * MINUTE_MS))
            .await
            .is_none()
    );
    assert_eq!(
        account(house.db.read(), id).await.unwrap().roles(),
        ["buyer", "member", "official"]
    );
    assert_eq!(
        officials_for(house.db.read(), "42", "18676").await.unwrap(),
        [id]
    );
    assert!(
        officials_for(house.db.read(), "42", "18673")
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_mandate_lets_its_holder_act_for_a_producer_and_sleeps_while_they_serve_the_market() {
    let house = House::new().await;
    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let lent = ProducerId::new(NOW);
    house.lend(lent, id).await;
    let signed_in = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let identity = house.identify(&signed_in, NOW).await.unwrap();
    let standing = identity.standing(lent).unwrap();
    assert!(standing.may(MemberRole::Packer) && !standing.may(MemberRole::Editor));
    let actor = identity.actor_for(standing);
    assert_eq!(actor.capacity, Capacity::Mandate);
    assert_eq!(actor.mandate, Some(identity.mandates[0].id));

    let boss = house
        .register(Some("boss@example.vn"), None, PASSWORD)
        .await;
    house.grant(boss, Grant::Admin).await.unwrap();
    house
        .grant(id, Grant::Official(Area::parse("18676").unwrap()))
        .await
        .unwrap();
    let signed_in = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let identity = house.identify(&signed_in, NOW).await.unwrap();
    assert_eq!(identity.standing(lent), None);
}

#[tokio::test]
async fn a_suspended_account_is_out_on_the_next_request() {
    let house = House::new().await;
    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let signed_in = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let tx = store::write(&house.db).await.unwrap();
    suspend(&tx, id, "fraud", Actor::SYSTEM, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert!(house.identify(&signed_in, NOW).await.is_none());
    let refused = house.sign_in("lan@example.vn", PASSWORD).await;
    assert!(matches!(refused, Err(Error::InvalidCredentials)));
}

#[tokio::test]
async fn a_reset_works_once_within_the_hour_and_ends_every_session() {
    let house = House::new().await;
    let id = house
        .register(Some("lan@example.vn"), Some("0912345678"), PASSWORD)
        .await;
    let before = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    for login in ["lan@example.vn", "nobody@example.vn", "0912345678", "x"] {
        ask_for_reset(&house.db, login, house.codes(), NOW)
            .await
            .unwrap();
    }
    let letters = house.letters("accounts.reset_password").await;
    assert_eq!(
        letters.len(),
        2,
        "the unproven phone's letter goes to the account's mail"
    );
    assert!(letters.iter().all(|l| l.contact == "lan@example.vn"));

    let code = &letters[0].code;
    let too_late = NOW.plus_ms(HOUR_MS);
    let late = check_reset(
        house.db.read(),
        code,
        "sóng vỗ bờ cát",
        &house.settings,
        too_late,
    )
    .await;
    assert!(matches!(late, Err(Error::CodeUnknown)));
    let weak = check_reset(house.db.read(), code, "12345678", &house.settings, NOW).await;
    assert!(matches!(weak, Err(Error::Invalid(_))));
    let password = check_reset(
        house.db.read(),
        code,
        "sóng vỗ bờ cát",
        &house.settings,
        NOW,
    )
    .await
    .unwrap();
    let hash = hash_password(&password).await.unwrap();
    let tx = store::write(&house.db).await.unwrap();
    assert_eq!(reset_password(&tx, code, &hash, NOW).await.unwrap(), id);
    for code in [code, &letters[1].code] {
        let again = reset_password(&tx, code, &hash, NOW).await;
        assert!(matches!(again, Err(Error::CodeUnknown)));
    }
    tx.commit().await.unwrap();
    assert!(house.identify(&before, NOW).await.is_none());
    assert!(house.sign_in("lan@example.vn", PASSWORD).await.is_err());
    house
        .sign_in("lan@example.vn", "sóng vỗ bờ cát")
        .await
        .unwrap();
    assert!(
        account(house.db.read(), id).await.unwrap().proven,
        "the letter came back"
    );
}

#[tokio::test]
async fn a_reset_asked_for_too_often_sends_nothing_more() {
    let house = House::new().await;
    house.register(Some("lan@example.vn"), None, PASSWORD).await;
    for _ in 0..10 {
        ask_for_reset(&house.db, "lan@example.vn", house.codes(), NOW)
            .await
            .unwrap();
    }
    assert_eq!(house.letters("accounts.reset_password").await.len(), 4);
}

#[tokio::test]
async fn a_code_from_an_official_opens_once_and_proves_the_phone() {
    let house = House::new().await;
    let id = house.register(None, Some("0912000001"), PASSWORD).await;
    let squatter = house
        .register(None, Some("0912000001"), "một mật khẩu khác")
        .await;
    let tx = store::write(&house.db).await.unwrap();
    let code = issue_sign_in_code(&tx, id, Actor::SYSTEM, house.codes(), NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(code.digits.len(), 8);
    let (first, last) = code.digits.split_at(4);
    let spaced = format!("{first} {last}");
    let signed_in = house
        .sign_in_at("0912 000 001", Proof::Code(&spaced), NOW)
        .await
        .unwrap();
    assert_eq!(signed_in.account, id);
    let again = house
        .sign_in_at("0912000001", Proof::Code(&code.digits), NOW)
        .await;
    assert!(matches!(again, Err(Error::InvalidCredentials)));
    assert!(account(house.db.read(), id).await.unwrap().proven);
    assert!(!account(house.db.read(), squatter).await.unwrap().proven);
}

#[tokio::test]
async fn no_code_is_handed_over_for_one_who_serves_the_market() {
    let house = House::new().await;
    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    house.grant(id, Grant::Admin).await.unwrap();
    let tx = store::write(&house.db).await.unwrap();
    let refused = issue_sign_in_code(&tx, id, Actor::SYSTEM, house.codes(), NOW).await;
    assert!(matches!(refused, Err(Error::NoCodeFor(account)) if account == id));
}

#[tokio::test]
async fn a_producer_keeps_an_owner() {
    let house = House::new().await;
    let owner = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let packer = house.register(Some("hoa@example.vn"), None, PASSWORD).await;
    let producer = ProducerId::new(NOW);
    house
        .join(producer, owner, MemberRole::Owner)
        .await
        .unwrap();
    house
        .join(producer, packer, MemberRole::Packer)
        .await
        .unwrap();
    let lowered = house.join(producer, owner, MemberRole::Editor).await;
    assert!(matches!(lowered, Err(Error::LastOwner)));
    let tx = store::write(&house.db).await.unwrap();
    remove_member(&tx, producer, packer, Actor::SYSTEM, NOW)
        .await
        .unwrap();
    let twice = remove_member(&tx, producer, packer, Actor::SYSTEM, NOW).await;
    assert!(matches!(twice, Err(Error::MemberUnknown)));
    let last = remove_member(&tx, producer, owner, Actor::SYSTEM, NOW).await;
    assert!(matches!(last, Err(Error::LastOwner)));
    drop(tx);
    let nobody = house
        .join(producer, AccountId::new(NOW), MemberRole::Editor)
        .await;
    assert!(matches!(nobody, Err(Error::AccountUnknown)));
    assert_eq!(
        list_members(house.db.read(), producer).await.unwrap().len(),
        2
    );
    let members = members_of(house.db.read(), producer).await.unwrap();
    assert!(members.len() == 2 && members.contains(&owner) && members.contains(&packer));
}

#[tokio::test]
async fn a_change_of_role_ends_the_sessions_and_stands_in_the_audit_log() {
    let house = House::new().await;
    let email = Email::parse("admin@example.vn").unwrap();
    let password = Password::parse(
        "quản trị chợ quê 2026",
        Owner {
            words: &[],
            admin: true,
        },
        &house.settings,
    )
    .unwrap();
    let hash = hash_password(&password).await.unwrap();
    let tx = store::write(&house.db).await.unwrap();
    let admin = create_admin(&tx, &email, &hash, NOW).await.unwrap();
    assert_eq!(
        create_admin(&tx, &email, &hash, NOW).await.unwrap(),
        admin,
        "the second time is the same account"
    );
    tx.commit().await.unwrap();
    let last = house.grant(admin, Grant::None).await;
    assert!(matches!(last, Err(Error::LastAdmin)), "{last:?}");
    let tx = store::write(&house.db).await.unwrap();
    let shut_out = suspend(&tx, admin, "mistake", Actor::SYSTEM, NOW).await;
    assert!(matches!(shut_out, Err(Error::LastAdmin)), "{shut_out:?}");
    drop(tx);

    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let before = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let province = Grant::Official(Area::parse("42").unwrap());
    house.grant(id, province.clone()).await.unwrap();
    assert!(house.identify(&before, NOW).await.is_none());
    let after = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    house.grant(id, province).await.unwrap();
    assert!(
        house.identify(&after, NOW).await.is_some(),
        "what holds already changes nothing"
    );
    let log = audit::list(house.db.read(), None, Some(&id.to_string()), 10)
        .await
        .unwrap();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].detail["to"][0], "official:42");
}

#[tokio::test]
async fn what_is_old_is_forgotten() {
    let house = House::new().await;
    house.register(Some("lan@example.vn"), None, PASSWORD).await;
    house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let _ = house.sign_in("lan@example.vn", "not this one").await;
    let tx = store::write(&house.db).await.unwrap();
    assert_eq!(forget_old(&tx, NOW).await.unwrap(), 0);
    assert_eq!(forget_old(&tx, NOW.plus_days(61)).await.unwrap(), 3);
}
