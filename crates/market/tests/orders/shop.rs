//! A small market in a temporary database.

use std::collections::BTreeMap;

use catalog::{prices, stock};
use kernel::{
    Actor, CartId, Clock, ManualClock, OrderId, ProducerId, ProductId, RevisionId, Secret,
    Timestamp, VariantId, Vnd,
};
use market::{App, Asked, Error, Key, Placed, Settings};
use orders::{Method, Order, Status, Typed};
use store::Value;

pub(crate) struct Shop {
    pub(crate) app: App,
    pub(crate) clock: ManualClock,
    pub(crate) producer: ProducerId,
    pub(crate) variants: Vec<VariantId>,
    _dir: tempfile::TempDir,
}

impl Shop {
    /// One producer with so many variants at 100.000 đ, `on_hand` of each.
    pub(crate) async fn open(variants: usize, on_hand: i64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = "https://cho.example.vn".to_owned();
        let settings = Settings {
            database: store::Settings::new(format!("sqlite://{}/m.db", dir.path().display())),
            data: dir.path().to_owned(),
            secret: Secret::new([7; 32]),
            accounts: accounts::Settings::default(),
            notices: notifications::Settings::folders(dir.path(), &url),
            pictures: None,
            cards: None,
            redis: None,
            transfers: market::Transfers::default(),
            look_again: market::LOOK_AGAIN,
            public_url: url,
        };
        // A Monday, nine in the morning in Vietnam.
        let clock = ManualClock::new("2026-11-23T09:00:00+07:00".parse().unwrap());
        let app = App::open(settings, Clock::Manual(clock.clone())).await;
        let mut shop = Self {
            app: app.unwrap(),
            clock,
            producer: ProducerId::new(Timestamp(1)),
            variants: vec![],
            _dir: dir,
        };
        let (producer, variants) = shop.producer("HTX Thu Hùng", variants, on_hand).await;
        (shop.producer, shop.variants) = (producer, variants);
        shop
    }

    pub(crate) async fn producer(
        &self,
        name: &str,
        variants: usize,
        on_hand: i64,
    ) -> (ProducerId, Vec<VariantId>) {
        let now = self.now();
        let (producer, product) = (ProducerId::new(now), ProductId::new(now));
        let revision = RevisionId::new(now);
        let variants: Vec<VariantId> = (0..variants).map(|_| VariantId::new(now)).collect();
        self.write("INSERT INTO producers (id, name, name_sort, name_folded, entity_type, representative, phone, \
            province_code, commune_code, street, story, status, missed_orders, created_at, sample, version) \
            VALUES ($1, $2, '', '', 'hop_tac_xa', 'A', '0912000001', '42', '18676', '', '', 'approved', 0, 0, 0, 1)",
            vec![producer.uuid().into(), name.into()]).await;
        self.write("INSERT INTO products (id, number, producer_id, name, status, live_revision, fresh, created_at, sample, version) \
            VALUES ($1, (SELECT COUNT(*) + 1 FROM products), $2, 'Nước mắm', 'live', $3, 0, 0, 0, 1)",
            vec![product.uuid().into(), producer.uuid().into(), revision.uuid().into()]).await;
        self.write("INSERT INTO product_revisions (id, product_id, number, status, set_no, body, created_at, version) \
            VALUES ($1, $2, 1, 'approved', $3, '{}', 0, 1)",
            vec![revision.uuid().into(), product.uuid().into(), cart_set().into()]).await;
        for (n, variant) in (0i64..).zip(&variants) {
            self.write("INSERT INTO variants (id, product_id, producer_id, sku, name, net_amount, net_unit, weight_g, \
                position, active, created_at, version) VALUES ($1, $2, $3, $4, '500 ml', 500, 'ml', 700, 0, 1, 0, 1)",
                vec![variant.uuid().into(), product.uuid().into(), producer.uuid().into(), n.to_string().into()]).await;
        }
        let tx = store::write(&self.app.db).await.unwrap();
        stock::open(&tx, &variants, now).await.unwrap();
        let first: Vec<_> = variants.iter().map(|v| (*v, Vnd(100_000))).collect();
        prices::open(&tx, &first, Actor::SYSTEM, now).await.unwrap();
        for variant in &variants {
            let set = stock::set_on_hand(
                &tx,
                (producer, *variant),
                on_hand.into(),
                Actor::SYSTEM,
                now,
            );
            set.await.unwrap();
        }
        tx.commit().await.unwrap();
        (producer, variants)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.app.now()
    }

    async fn write(&self, sql: &str, values: Vec<Value>) {
        let tx = store::write(&self.app.db).await.unwrap();
        store::execute(&tx, sql, values).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A cart with one of each of these.
    pub(crate) async fn cart(&self, variants: &[VariantId]) -> CartId {
        let now = self.now();
        let tx = store::write(&self.app.db).await.unwrap();
        let cart = orders::create_cart(&tx, None, now).await.unwrap();
        tx.commit().await.unwrap();
        for variant in variants {
            let put = market::put_line(&self.app, cart, None, (*variant, 1), now);
            put.await.unwrap();
        }
        cart
    }

    /// What a guest asks for who pays so much.
    pub(crate) fn asked(cart: CartId, total: i64) -> Asked {
        let typed = Typed {
            name: "Nguyễn Thị Lan",
            phone: "0912345678",
            province: "42",
            commune: "18676",
            street: "Thôn Song Yên",
            ..Typed::default()
        };
        Asked {
            cart,
            account: None,
            draft: orders::draft(&typed).unwrap(),
            method: Method::Cod,
            methods: BTreeMap::new(),
            expected_total: Vnd(total),
            age_confirmed: false,
            age_declaration: None,
            lang: kernel::Lang::Vi,
        }
    }

    pub(crate) async fn checkout(&self, asked: &Asked, word: &str) -> Result<Placed, Error> {
        let key = Key::new(
            asked.cart.to_string(),
            "checkouts",
            word.to_owned(),
            asked.expected_total.to_string().as_bytes(),
        );
        let answer = market::checkout(&self.app, asked, &key, self.now()).await?;
        Ok(serde_json::from_str(&answer).unwrap())
    }

    /// An order of one of the first variant.
    pub(crate) async fn placed(&self) -> OrderId {
        let cart = self.cart(&self.variants[..1]).await;
        let placed = self.checkout(&Self::asked(cart, 115_000), "k").await;
        placed.unwrap().orders[0].id
    }

    pub(crate) async fn order(&self, id: OrderId) -> Order {
        orders::order(self.app.db.read(), id).await.unwrap()
    }

    pub(crate) async fn status(&self, id: OrderId) -> Status {
        self.order(id).await.status
    }

    /// On hand and reserved of a variant.
    pub(crate) async fn stock(&self, variant: VariantId) -> (i64, i64) {
        let balances = stock::balances(self.app.db.read()).await.unwrap();
        let balance = balances[&variant];
        (balance.on_hand, balance.reserved)
    }

    /// The kinds of jobs that wait.
    pub(crate) async fn told(&self) -> Vec<String> {
        let sql = "SELECT kind FROM jobs ORDER BY created_at, id";
        let rows = store::rows(self.app.db.read(), sql, vec![]).await.unwrap();
        rows.iter()
            .map(|row| row.try_get("", "kind").unwrap())
            .collect()
    }

    pub(crate) fn at(&self, text: &str) {
        self.clock.set(format!("{text}+07:00").parse().unwrap());
    }

    pub(crate) async fn sweep(&self) {
        let swept = market::sweep(&self.app.db, self.now()).await.unwrap();
        assert_eq!(swept.failed, 0);
    }

    /// The end of every story: the books balance.
    pub(crate) async fn balanced(&self) {
        market::verify(&self.app.db).await.unwrap();
    }
}

/// A product set that is sold through carts and is no alcohol.
fn cart_set() -> i64 {
    let sets = reference::sets().iter();
    sets.clone()
        .find(|s| s.sale_mode == reference::SaleMode::Cart && !s.alcohol)
        .unwrap()
        .no
}
