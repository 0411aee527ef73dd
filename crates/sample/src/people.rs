//! The demo's sign-ins, and an owner for every producer.

use anyhow::Context as _;
use kernel::{AccountId, ProducerId, Timestamp, mint, text};
use store::{Tx, Values, insert};
use uuid::Uuid;

use crate::draft::Shop;

/// The password of every sign-in of the demo.
pub const PASSWORD: &str = "demo-ocop-2026";

/// Whose producer `producer@demo.test` owns.
const THU_HUNG: &str = "HTX Dịch vụ, chế biến hải sản Thu Hùng";
/// The household without e-mail, and its phone.
const HOUSEHOLD_PHONE: &str = "0912000001";

/// A sign-in of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// E-mail address or phone.
    pub login: &'static str,
    /// Whose it is, in a few words.
    pub who: &'static str,
}

/// The sign-ins that the demo prints.
pub const SIGN_INS: [SignIn; 11] = [
    sign_in("admin@demo.test", "administrator"),
    sign_in(
        "second@demo.test",
        "a second administrator, who confirms payouts",
    ),
    sign_in("producer@demo.test", "owner of Thu Hùng"),
    sign_in("p26@demo.test", "owner of Cẩm Thành, who sells rice"),
    sign_in("p27@demo.test", "owner of Thanh Bảo, who sells wine"),
    sign_in("packer@demo.test", "packer of Thu Hùng"),
    sign_in("buyer@demo.test", "buyer"),
    sign_in("commune@demo.test", "official of Xã Thiên Cầm (18676)"),
    sign_in("province@demo.test", "official of Hà Tĩnh (42)"),
    sign_in("agent@demo.test", "acts for a household under a mandate"),
    sign_in(HOUSEHOLD_PHONE, "a household without e-mail"),
];

const fn sign_in(login: &'static str, who: &'static str) -> SignIn {
    SignIn { login, who }
}

#[derive(Default)]
struct Tables {
    accounts: Vec<Values>,
    contacts: Vec<Values>,
    roles: Vec<Values>,
    members: Vec<Values>,
    mandates: Vec<Values>,
}

/// Writes the sign-ins and the producers' owners, all with the password behind `hash`.
pub(crate) async fn write(
    tx: &Tx,
    shops: &[Shop],
    hash: &str,
    now: Timestamp,
) -> anyhow::Result<()> {
    let since = now.plus_days(-90);
    let mut tables = Tables::default();
    let thu_hung = shops
        .iter()
        .find(|s| s.name == THU_HUNG)
        .context(THU_HUNG)?
        .id;
    let household = shops
        .iter()
        .find(|s| s.phone == HOUSEHOLD_PHONE)
        .context("the household")?
        .id;
    let mut person = |name: &str, email: Option<&str>, phone: Option<&str>| {
        tables.person(name, email, phone, (hash, since))
    };
    let admin = person("Quản trị mẫu", Some("admin@demo.test"), None);
    let second = person("Quản trị thứ hai mẫu", Some("second@demo.test"), None);
    let packer = person("Người đóng gói mẫu", Some("packer@demo.test"), None);
    person("Người mua mẫu", Some("buyer@demo.test"), None);
    let commune = person("Cán bộ xã mẫu", Some("commune@demo.test"), None);
    let province = person("Cán bộ tỉnh mẫu", Some("province@demo.test"), None);
    let agent = person("Cán bộ hỗ trợ mẫu", Some("agent@demo.test"), None);
    let owners: Vec<(ProducerId, AccountId)> = shops
        .iter()
        .map(|s| {
            (
                s.id,
                person(&s.representative, s.email.as_deref(), Some(&s.phone)),
            )
        })
        .collect();
    tables.role(admin, ("admin", "country", "VN"), since);
    tables.role(second, ("admin", "country", "VN"), since);
    tables.role(commune, ("official", "commune", "18676"), since);
    tables.role(province, ("official", "province", "42"), since);
    tables.member(thu_hung, packer, "packer", since);
    for (producer, account) in owners {
        tables.member(producer, account, "owner", since);
    }
    tables.mandate(household, agent, since);
    tables.insert(tx).await
}

impl Tables {
    fn person(
        &mut self,
        name: &str,
        email: Option<&str>,
        phone: Option<&str>,
        (hash, since): (&str, Timestamp),
    ) -> AccountId {
        let id = AccountId::new(since);
        self.accounts.push(vec![
            id.uuid().into(),
            name.into(),
            text::sort_key(name).into(),
            "active".into(),
            hash.into(),
            "vi".into(),
            since.0.into(),
            1i64.into(),
        ]);
        for (kind, value) in [("email", email), ("phone", phone)] {
            let Some(value) = value else { continue };
            self.contacts.push(vec![
                mint(since).into(),
                id.uuid().into(),
                kind.into(),
                value.into(),
                since.0.into(),
                "sample".into(),
                since.0.into(),
            ]);
        }
        id
    }

    fn role(&mut self, account: AccountId, role: (&str, &str, &str), since: Timestamp) {
        let (role, area_kind, area_code) = role;
        self.roles.push(vec![
            account.uuid().into(),
            role.into(),
            area_kind.into(),
            area_code.into(),
            since.0.into(),
        ]);
    }

    fn member(&mut self, producer: ProducerId, account: AccountId, role: &str, since: Timestamp) {
        self.members.push(vec![
            producer.uuid().into(),
            account.uuid().into(),
            role.into(),
            since.0.into(),
        ]);
    }

    fn mandate(&mut self, producer: ProducerId, account: AccountId, since: Timestamp) {
        self.mandates.push(vec![
            mint(since).into(),
            producer.uuid().into(),
            account.uuid().into(),
            "all".into(),
            "paper".into(),
            "Giấy ủy quyền mẫu".into(),
            // Its file is not there: nobody scanned an invented paper.
            mint(since).into(),
            "application/pdf".into(),
            since.0.into(),
            None::<Uuid>.into(),
        ]);
    }

    async fn insert(self, tx: &Tx) -> anyhow::Result<()> {
        let accounts = [
            "id",
            "name",
            "name_sort",
            "status",
            "password_hash",
            "lang",
            "created_at",
            "version",
        ];
        insert(tx, "accounts", &accounts, self.accounts).await?;
        let contacts = [
            "id",
            "account_id",
            "kind",
            "value",
            "proven_at",
            "proven_by",
            "created_at",
        ];
        insert(tx, "contact_points", &contacts, self.contacts).await?;
        let roles = ["account_id", "role", "area_kind", "area_code", "granted_at"];
        insert(tx, "account_roles", &roles, self.roles).await?;
        let members = ["producer_id", "account_id", "role", "added_at"];
        insert(tx, "members", &members, self.members).await?;
        let mandates = [
            "id",
            "producer_id",
            "account_id",
            "scope",
            "basis",
            "evidence",
            "paper_id",
            "media_type",
            "from_at",
            "granted_by",
        ];
        insert(tx, "mandates", &mandates, self.mandates).await?;
        Ok(())
    }
}
