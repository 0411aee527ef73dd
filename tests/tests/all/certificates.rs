//! A star across time, on two nodes that keep their answers: it is there to the last moment of its
//! last day, and nowhere a moment later.

use kernel::{Day, Timestamp};
use scenarios::{App, Client, Listing, Producer, Value, json, scenario, text};

/// A listing with its code, read on both nodes of its market.
struct Starred {
    nodes: [App; 2],
    producer: Producer,
    listing: Listing,
    code: String,
}

/// Tells a story of a listing on two nodes.
fn on_two_nodes<Told: Future<Output = Starred>>(story: impl Fn(Starred) -> Told) {
    let story = &story;
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let code = text(&producer.product(&listing.product).await["public_code"]).to_owned();
        let other = app.another(|_usual| ()).await;
        let starred = Starred {
            nodes: [app, other],
            producer,
            listing,
            code,
        };
        let [_, other] = story(starred).await.nodes;
        other.leave().await;
    });
}

/// The stars that a node shows, if all that it answers agrees: the detail, the card in a list, the
/// facet, the filter by stars, and what a label's code says, as JSON and as a page.
async fn stars(app: &App, starred: &Starred) -> Result<Option<i64>, Value> {
    let anybody = app.client();
    let detail = format!("/api/v1/products/{}", starred.listing.slug);
    let detail = anybody.get(&detail).await.expect(200)["certificate"]["stars"].clone();
    let list = anybody.get("/api/v1/products").await.expect(200);
    let facets = list["facets"]["stars"].as_array().unwrap();
    let facet = facets.first().map_or(Value::Null, |facet| {
        json!(text(&facet["value"]).parse::<i64>().unwrap())
    });
    let mut filter = Value::Null;
    for stars in 3..=5 {
        let path = format!("/api/v1/products?stars={stars}");
        let found = anybody.get(&path).await.expect(200);
        if found["data"]
            .as_array()
            .is_some_and(|data| !data.is_empty())
        {
            filter = json!(stars);
        }
    }
    let verify = format!("/api/v1/verify/{}", starred.code);
    let verify = anybody.get(&verify).await.expect(200)["stars"].clone();
    let page = anybody.get(&format!("/q/{}?lang=vi", starred.code)).await;
    let page = (3..=5).find(|stars| page.text().contains(&format!("OCOP {stars} SAO")));
    let card = list["data"][0]["stars"].clone();
    let all = [&detail, &card, &facet, &filter, &verify, &json!(page)];
    if all.iter().all(|said| *said == &detail) {
        Ok(detail.as_i64())
    } else {
        Err(json!(all))
    }
}

impl Starred {
    /// Both nodes show so many stars now, without waiting.
    async fn shows(&self, wanted: Option<i64>) {
        for node in &self.nodes {
            assert_eq!(stars(node, self).await, Ok(wanted), "{}", node.now());
        }
    }

    /// Both nodes come to show so many stars: something was decided on one of them.
    async fn soon_shows(&self, wanted: Option<i64>) {
        for node in &self.nodes {
            node.soon(async || (stars(node, self).await == Ok(wanted)).then_some(()))
                .await;
        }
    }

    /// The reason that both nodes give.
    async fn says(&self, state: &str) {
        for node in &self.nodes {
            let path = format!("/api/v1/verify/{}", self.code);
            let said = node.client().get(&path).await.expect(200);
            assert_eq!(said["certificate_state"], state);
        }
    }

    /// The listing's owner, signed in anew: years may have passed.
    async fn owner(&self) -> Client {
        let client = self.nodes[0].sign_in(&self.producer.owner.email).await;
        client.with("ocop-producer", &self.producer.id)
    }

    /// The listing's producer claims a certificate.
    async fn claim(&self, decision: &str, stars: i64) -> String {
        let claim = json!({
            "product": self.listing.product, "decision_no": decision, "stars": stars,
            "issuer": "UBND tỉnh Hà Tĩnh",
        });
        let client = self.owner().await;
        let claimed = client.post("/api/v1/producer/certificates", claim).await;
        text(&claimed.expect(201)["id"]).to_owned()
    }

    /// What an official of the province does with a certificate, on the first node.
    async fn act(&self, certificate: &str, what: &str, body: Value) -> scenarios::Answer {
        let official = self.nodes[0].official("42").await.client;
        let path = format!("/api/v1/admin/certificates/{certificate}/{what}");
        official.post(&path, body).await
    }

    /// A certificate that an official has held against its decision.
    async fn certified(
        &self,
        (decision, stars): (&str, i64),
        (from, until): (&str, &str),
    ) -> String {
        let id = self.claim(decision, stars).await;
        let verified = self.act(&id, "verify", facts((decision, stars), (from, until)));
        verified.await.expect(200);
        self.soon_shows(Some(stars)).await;
        id
    }

    fn set_clock(&self, at: Timestamp) {
        self.nodes[0].set_clock(at);
    }

    /// The last moment of a day shows so many stars, and the next moment none, in every answer that
    /// was kept a moment ago.
    async fn ends_with(&self, last: &str, stars: i64) {
        let end = last.parse::<Day>().unwrap().end();
        self.set_clock(end.plus_ms(-1));
        self.shows(Some(stars)).await;
        self.set_clock(end);
        self.shows(None).await;
        self.says("lapsed").await;
    }
}

fn facts((decision, stars): (&str, i64), (from, until): (&str, &str)) -> Value {
    json!({"decision_no": decision, "issued_on": from, "expires_on": until, "stars": stars})
}

#[test]
fn a_star_ends_at_the_midnight_in_vietnam_after_its_last_day_in_all_that_two_nodes_keep() {
    on_two_nodes(|starred| async move {
        starred.shows(None).await;
        starred
            .certified(("7/QĐ-UBND", 3), ("2024-08-31", "2027-08-31"))
            .await;
        // Midnight in Vietnam is five in the afternoon in Greenwich: the day there is still the last.
        let end = "2027-08-31".parse::<Day>().unwrap().end();
        assert_eq!(end.to_string(), "2027-08-31T17:00:00.000Z");
        starred.ends_with("2027-08-31", 3).await;
        starred
    });
}

#[test]
fn three_years_from_a_leap_day_end_with_the_last_of_february() {
    on_two_nodes(|starred| async move {
        let id = starred.claim("8/QĐ-UBND", 4).await;
        let term = |until| facts(("8/QĐ-UBND", 4), ("2024-02-29", until));
        let refused = starred.act(&id, "verify", term("2027-03-01")).await;
        let problem = refused.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/expires_on");
        let taken = starred.act(&id, "verify", term("2027-02-28")).await;
        taken.expect(200);
        starred.soon_shows(Some(4)).await;
        starred.ends_with("2027-02-28", 4).await;
        starred
    });
}

#[test]
fn the_last_of_august_stays_the_last_of_august_and_a_term_may_end_on_a_leap_day() {
    on_two_nodes(|starred| async move {
        let id = starred.claim("9/QĐ-UBND", 3).await;
        let term = |until| facts(("9/QĐ-UBND", 3), ("2025-08-31", until));
        let refused = starred.act(&id, "verify", term("2028-09-01")).await;
        refused.expect_problem(422, "invalid");
        let taken = starred.act(&id, "verify", term("2028-08-31")).await;
        taken.expect(200);
        starred.soon_shows(Some(3)).await;
        // The years between hold a leap day, and it counts like any other.
        starred.set_clock("2028-02-29".parse::<Day>().unwrap().end());
        starred.shows(Some(3)).await;
        starred.ends_with("2028-08-31", 3).await;
        starred
    });
}

#[test]
fn a_receipt_lets_a_star_run_on_after_its_last_day_until_the_laws_own() {
    on_two_nodes(|starred| async move {
        let term = ("2024-02-29", "2027-02-28");
        let id = starred.certified(("10/QĐ-UBND", 3), term).await;
        starred.ends_with("2027-02-28", 3).await;
        // Lodged in time, brought to the official a day late.
        let lodged = |on: &str, until: Option<&str>| json!({"lodged_on": on, "receipt_no": "BN-12", "until": until});
        for (on, until) in [
            ("2026-08-31", None),
            ("2027-03-01", None),
            ("2026-10-15", Some("2027-08-28")),
        ] {
            let refused = starred.act(&id, "extend", lodged(on, until)).await;
            refused.expect_problem(422, "invalid");
        }
        let extended = starred.act(&id, "extend", lodged("2026-10-15", None)).await;
        assert_eq!(extended.expect(200)["extended_until"], "2027-08-27");
        starred.soon_shows(Some(3)).await;
        starred.says("extended").await;
        starred.ends_with("2027-08-27", 3).await;
        starred
    });
}

#[test]
fn a_star_is_gone_from_both_nodes_when_it_is_revoked_for_whichever_cause() {
    on_two_nodes(|starred| async move {
        let causes = [
            "false_file",
            "criteria_no_longer_met",
            "law_breached",
            "mark_misused",
            "production_stopped",
            "other_finding",
        ];
        for (n, cause) in (0..).zip(causes) {
            let decision = format!("2{n}/QĐ-UBND");
            // Each later than the one before, so that none is answered from an older day.
            starred.set_clock(App::BEGIN.plus_hours(n));
            let term = ("2026-08-05", "2029-08-05");
            let id = starred.certified((&decision, 3 + n % 3), term).await;
            let wrong = starred
                .act(&id, "revoke", json!({"cause": "bad_mood"}))
                .await;
            wrong.expect_problem(422, "invalid");
            let body = json!({"cause": cause});
            let revoked = starred.act(&id, "revoke", body.clone()).await.expect(200);
            assert_eq!(
                (&revoked["state"], &revoked["revoked_on"]),
                (&json!("revoked"), &json!("2026-11-23"))
            );
            starred.soon_shows(None).await;
            starred.says("revoked").await;
            starred.act(&id, "revoke", body).await.expect(200);
        }
        starred
    });
}

#[test]
fn a_newer_certificate_stands_in_the_place_of_the_older_one_on_both_nodes() {
    on_two_nodes(|starred| async move {
        let older = ("2024-02-29", "2027-02-28");
        starred.certified(("30/QĐ-UBND", 3), older).await;
        let newer = ("2026-10-01", "2029-10-01");
        starred.certified(("31/QĐ-UBND", 4), newer).await;
        let own = &starred.producer.owner.client;
        let all = own.get("/api/v1/producer/certificates").await.expect(200);
        let states: Vec<_> = all["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["state"].clone())
            .collect();
        assert_eq!(states, ["superseded", "verified"]);
        starred.set_clock("2027-02-28".parse::<Day>().unwrap().end());
        starred.shows(Some(4)).await;
        starred.ends_with("2029-10-01", 4).await;
        starred
    });
}

#[test]
fn a_code_of_a_product_that_is_not_listed_says_the_same_on_both_nodes() {
    scenario(|app| async move {
        let file = "Tên sản phẩm;Chủ thể;Tỉnh;Hạng sao;Số quyết định;Ngày cấp;Ngày hết hạn;Cơ quan ban hành\n\
                    Cu đơ;Hộ KD Lưu Văn Anh;Hà Tĩnh;3;40/QĐ-UBND;29/02/2024;28/02/2027;UBND tỉnh Hà Tĩnh\n";
        let now = app.now();
        catalog::registry::import(&app.node().db, file.as_bytes(), false, now)
            .await
            .unwrap();
        let sql = "SELECT p.code, p.certificate_id AS id FROM public_codes p";
        let row = store::first(app.node().db.read(), sql, vec![]).await;
        let row = row.unwrap().unwrap();
        let code: String = row.try_get("", "code").unwrap();
        let id = kernel::CertificateId(row.try_get("", "id").unwrap());
        let other = app.another(|_usual| ()).await;
        let nodes = [&app, &other];
        let say = async |wanted: &str| {
            for node in nodes {
                let path = format!("/api/v1/verify/{code}");
                let said = node.client().get(&path).await.expect(200);
                assert_eq!(said["certificate_state"], wanted);
                let page = node.client().get(&format!("/q/{code}?lang=vi")).await;
                let starred = page.text().contains("OCOP 3 SAO");
                assert_eq!(starred, ["valid", "extended"].contains(&wanted));
            }
        };
        let act = async |what: &str, body: Value| {
            let official = app.official("42").await.client;
            let path = format!("/api/v1/admin/certificates/{id}/{what}");
            official.post(&path, body).await.expect(200);
            // No feed tells of it: each node looks again within a second.
            app.set_clock(app.now().plus_ms(1_000));
        };
        say("unverified").await;
        act(
            "verify",
            facts(("40/QĐ-UBND", 3), ("2024-02-29", "2027-02-28")),
        )
        .await;
        say("valid").await;
        let end = "2027-02-28".parse::<Day>().unwrap().end();
        app.set_clock(end.plus_ms(-1));
        say("valid").await;
        app.set_clock(end);
        say("lapsed").await;
        act(
            "extend",
            json!({"lodged_on": "2026-10-15", "receipt_no": "BN-7"}),
        )
        .await;
        say("extended").await;
        act("revoke", json!({"cause": "law_breached"})).await;
        say("revoked").await;
        other.leave().await;
    });
}

/// The mails to somebody whose subject or text has these words.
fn mails(app: &App, to: &str, words: &str) -> usize {
    let all = app.mail().into_iter();
    let theirs = all.filter(|mail| mail.contains(to));
    theirs.filter(|mail| mail.contains(words)).count()
}

/// The morning of a day: what is done once a day is done, and people are told.
async fn morning(app: &App, day: &str) {
    app.set_clock(day.parse::<Day>().unwrap().start().plus_hours(8));
    market::work::sweep_once(app.node()).await;
    app.run_jobs().await;
}

#[test]
fn producer_and_officials_hear_what_becomes_of_a_certificate_but_for_who_did_it() {
    on_two_nodes(|starred| async move {
        let app = &starred.nodes[0];
        let (owner, commune) = (&starred.producer.owner, app.official("18676").await);
        let elsewhere = app.official("68").await;
        let told = |words: &str| {
            let people = [&owner.email, &commune.email, &elsewhere.email];
            people.map(|email| mails(app, email, words))
        };
        let first = starred
            .certified(("7/QĐ-UBND", 3), ("2024-02-29", "2027-02-28"))
            .await;
        morning(app, "2027-03-01").await;
        assert_eq!(told("đã hết hạn"), [1, 1, 0]);
        morning(app, "2027-03-02").await;
        assert_eq!(told("đã hết hạn"), [1, 1, 0], "once");

        let lodged = json!({"lodged_on": "2026-10-15", "receipt_no": "BN-12"});
        starred.act(&first, "extend", lodged).await.expect(200);
        app.run_jobs().await;
        assert_eq!(told("được kéo dài"), [1, 1, 0]);
        assert_eq!(told("27/08/2027"), [1, 1, 0]);
        morning(app, "2027-08-28").await;
        assert_eq!(
            told("đã hết hạn"),
            [2, 2, 0],
            "again, when it has ended at last"
        );

        let newer = ("2027-08-20", "2030-08-20");
        let second = starred.certified(("8/QĐ-UBND", 4), newer).await;
        app.run_jobs().await;
        assert_eq!(told("đã có bản mới"), [1, 1, 0]);
        assert_eq!(told("Quyết định thay thế: 8/QĐ-UBND"), [1, 1, 0]);

        let official = app.official("42").await;
        let path = format!("/api/v1/admin/certificates/{second}/revoke");
        let cause = json!({"cause": "mark_misused"});
        official.client.post(&path, cause).await.expect(200);
        app.run_jobs().await;
        assert_eq!(told("bị thu hồi"), [1, 1, 0]);
        assert_eq!(told("Sử dụng sai biểu trưng OCOP"), [1, 1, 0]);
        assert_eq!(mails(app, &official.email, "bị thu hồi"), 0);
        starred
    });
}

/// A listing whose text says three stars, which it holds until 10 December 2026.
async fn boastful(app: &App) -> (Starred, String) {
    let (producer, listing) = app.listing(5).await;
    let starred = Starred {
        nodes: [app.clone(), app.clone()],
        code: text(&producer.product(&listing.product).await["public_code"]).to_owned(),
        producer,
        listing,
    };
    let term = ("2023-12-10", "2026-12-10");
    let certificate = starred.certified(("7/QĐ-UBND", 3), term).await;
    starred.reword("Nước mắm OCOP 3 sao").await;
    (starred, certificate)
}

impl Starred {
    /// A new description that an official approves.
    async fn reword(&self, description: &str) {
        let review = self.hand_in(description).await;
        self.nodes[0].approve(&review).await;
    }

    /// A new description, handed in.
    async fn hand_in(&self, description: &str) -> Value {
        let path = format!("/api/v1/producer/products/{}", self.listing.product);
        let client = self.owner().await;
        let tag = client.get(&path).await.header("etag").unwrap().to_owned();
        let change = json!({"description": description});
        client
            .with("if-match", &tag)
            .patch(&path, change)
            .await
            .expect(200);
        let submit = format!("{path}/submit");
        client.post(&submit, json!({})).await.expect(200)["review"].clone()
    }

    /// The review of the listing that waits.
    async fn waiting(&self) -> Vec<Value> {
        let official = self.nodes[0].official("18676").await.client;
        let path = "/api/v1/admin/reviews?kind=listing&status=pending";
        official.get(path).await.expect(200)["data"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Sends back what waits.
    async fn send_back(&self, review: &Value) {
        let official = self.nodes[0].official("18676").await.client;
        let path = format!(
            "/api/v1/admin/reviews/{}/request-changes",
            text(&review["id"])
        );
        let remark =
            json!({"pointer": "/description", "code": "false_claim", "text": "Không còn sao."});
        let ruling = json!({"revision": review["revision"], "remarks": [remark]});
        official.post(&path, ruling).await.expect(200);
    }

    async fn status(&self) -> String {
        let said = self.nodes[0]
            .client()
            .get(&format!("/api/v1/verify/{}", self.code))
            .await;
        text(&said.expect(200)["status"]).to_owned()
    }
}

#[test]
fn a_text_that_says_stars_is_looked_at_again_when_they_lapse_and_sold_again_without_them() {
    scenario(|app| async move {
        let (starred, _) = boastful(&app).await;
        assert!(starred.waiting().await.is_empty());
        morning(&app, "2026-12-11").await;
        let waiting = starred.waiting().await;
        assert_eq!(waiting.len(), 1, "{waiting:?}");
        assert_eq!(
            starred.status().await,
            "live",
            "labelled without stars, until it is decided"
        );
        let official = app.official("18676").await.client;
        let path = format!("/api/v1/admin/reviews/{}/approve", text(&waiting[0]["id"]));
        let ruling = json!({"revision": waiting[0]["revision"], "remarks": []});
        let refused = official.post(&path, ruling).await;
        let problem = refused.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/description");
        starred.send_back(&waiting[0]).await;
        app.soon(async || (starred.status().await == "paused").then_some(()))
            .await;
        let owner = starred.owner().await;
        let resume = format!(
            "/api/v1/producer/products/{}/resume",
            starred.listing.product
        );
        let refused = owner.post(&resume, json!({})).await;
        refused.expect_problem(422, "invalid");
        starred.reword("Nước mắm cá cơm.").await;
        owner.post(&resume, json!({})).await.expect(200);
        app.soon(async || (starred.status().await == "live").then_some(()))
            .await;
        assert!(starred.waiting().await.is_empty());
    });
}

#[test]
fn a_text_that_says_other_stars_than_it_holds_now_is_looked_at_again() {
    scenario(|app| async move {
        let (starred, certificate) = boastful(&app).await;
        // A text that was right when it was handed in, and is not any more when it is decided.
        let late = starred.hand_in("Ba sao, từ năm 2024.").await;
        let cause = json!({"cause": "other_finding"});
        starred.act(&certificate, "revoke", cause).await.expect(200);
        let official = app.official("18676").await.client;
        let path = format!("/api/v1/admin/reviews/{}/approve", text(&late["id"]));
        let ruling = json!({"revision": late["revision"], "remarks": []});
        official
            .post(&path, ruling)
            .await
            .expect_problem(422, "invalid");
        starred.send_back(&late).await;
        let waiting = starred.waiting().await;
        assert_eq!(waiting.len(), 1, "what is on sale says stars too");
        assert_ne!(waiting[0]["revision"], late["revision"]);
        // With stars again, the text on sale is true again.
        let newer = ("2026-10-01", "2029-10-01");
        starred.certified(("9/QĐ-UBND", 3), newer).await;
        app.approve(&waiting[0]).await;
        assert_eq!(starred.status().await, "live");
        // Four stars are not three.
        starred
            .certified(("10/QĐ-UBND", 4), ("2026-11-01", "2029-11-01"))
            .await;
        assert_eq!(starred.waiting().await.len(), 1);
    });
}

#[test]
fn where_the_policy_wants_a_star_what_loses_it_goes_off_sale() {
    scenario(|app| async move {
        let tx = store::write(&app.node().db).await.unwrap();
        let policy = "INSERT INTO rules (name, scope, value, legal_basis, from_on) VALUES \
                      ('listing.unstarred_allowed', '*', 'false', 'Policy of the market', '2026-12-01')";
        store::execute(&tx, policy, vec![]).await.unwrap();
        tx.commit().await.unwrap();
        let (starred, _) = boastful(&app).await;
        starred.reword("Nước mắm cá cơm.").await;
        morning(&app, "2026-12-10").await;
        assert_eq!(starred.status().await, "live");
        morning(&app, "2026-12-11").await;
        app.soon(async || (starred.status().await == "paused").then_some(()))
            .await;
        let owner = starred.owner().await;
        let resume = format!(
            "/api/v1/producer/products/{}/resume",
            starred.listing.product
        );
        owner
            .post(&resume, json!({}))
            .await
            .expect_problem(409, "conflict");
        let newer = starred.claim("9/QĐ-UBND", 3).await;
        let term = facts(("9/QĐ-UBND", 3), ("2026-12-01", "2029-12-01"));
        starred.act(&newer, "verify", term).await.expect(200);
        owner.post(&resume, json!({})).await.expect(200);
    });
}

const HEADING: &str = "Tên sản phẩm;Chủ thể;Tỉnh;Xã;Huyện;Hạng sao;Số quyết định;Ngày cấp;Ngày hết hạn;Cơ quan ban hành\n";

/// Imports entries of the registry; their ids and codes, in their order.
async fn registered(app: &App, rows: &str) -> Vec<(String, String)> {
    let file = format!("{HEADING}{rows}");
    let now = app.now();
    let report = catalog::registry::import(&app.node().db, file.as_bytes(), false, now).await;
    assert_eq!(report.unwrap().faults, []);
    let sql = "SELECT p.code, c.id FROM public_codes p JOIN certificates c ON c.id = p.certificate_id ORDER BY c.issued_on";
    let rows = store::rows(app.node().db.read(), sql, vec![])
        .await
        .unwrap();
    let read = |row: &store::Row| {
        let id = kernel::CertificateId(row.try_get("", "id").unwrap());
        (id.to_string(), row.try_get("", "code").unwrap())
    };
    rows.iter().map(read).collect()
}

#[test]
fn a_newer_certificate_of_a_product_that_is_not_listed_answers_for_the_label_of_the_older_one() {
    scenario(|app| async move {
        let rows = "Cu đơ;Hộ KD Lưu Văn Anh;Hà Tĩnh;;;3;40/QĐ-UBND;01/12/2023;01/12/2026;UBND tỉnh Hà Tĩnh\n\
                    cu đơ;Hộ kinh doanh LƯU VĂN ANH;Hà Tĩnh;;;4;41/QĐ-UBND;01/10/2026;01/10/2029;UBND tỉnh Hà Tĩnh\n";
        let [(older, old_code), (newer, new_code)] =
            registered(&app, rows).await.try_into().unwrap();
        let official = app.official("42").await.client;
        let verify = async |id: &str, facts: Value| {
            let path = format!("/api/v1/admin/certificates/{id}/verify");
            official.post(&path, facts).await.expect(200);
            app.set_clock(app.now().plus_ms(1_000));
        };
        let says = async |code: &str| {
            let said = app
                .client()
                .get(&format!("/api/v1/verify/{code}"))
                .await
                .expect(200);
            (
                said["stars"].clone(),
                said["code"].clone(),
                said["certificate"]["decision_no"].clone(),
            )
        };
        verify(
            &older,
            facts(("40/QĐ-UBND", 3), ("2023-12-01", "2026-12-01")),
        )
        .await;
        assert_eq!(
            says(&old_code).await,
            (json!(3), json!(old_code), json!("40/QĐ-UBND"))
        );
        verify(
            &newer,
            facts(("41/QĐ-UBND", 4), ("2026-10-01", "2029-10-01")),
        )
        .await;
        for code in [&old_code, &new_code] {
            assert_eq!(
                says(code).await,
                (json!(4), json!(code), json!("41/QĐ-UBND"))
            );
        }
        let states = "SELECT COUNT(*) AS n FROM certificates WHERE state = 'superseded'";
        assert_eq!(app.number(states, vec![]).await, 1);
    });
}

#[test]
fn a_producer_claims_before_it_lists_and_the_star_waits_for_the_listing() {
    scenario(|app| async move {
        let rows = "Nước mắm cốt Cẩm Nhượng;HTX Nước mắm Cẩm Nhượng;Hà Tĩnh;Cẩm Nhượng;Cẩm Xuyên;3;8/QĐ-UBND;29/02/2024;28/02/2027;UBND tỉnh Hà Tĩnh\n";
        let (id, code) = registered(&app, rows).await.remove(0);
        let producer = app.producer().await;
        let path = "/api/v1/producer/certificates";
        let claim = json!({"certificate": id});
        let claimed = producer
            .owner
            .client
            .post(path, claim.clone())
            .await
            .expect(201);
        assert_eq!(
            (&claimed["claimed"], &claimed["product"]),
            (&json!(true), &Value::Null)
        );
        let told = json!({"decision_no": "9/QĐ-UBND", "issuer": "UBND tỉnh Hà Tĩnh", "stars": 3});
        let refused = producer.owner.client.post(path, told).await;
        assert_eq!(
            refused.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/product"
        );
        let other = app.producer().await;
        other
            .owner
            .client
            .post(path, claim)
            .await
            .expect_problem(422, "invalid");

        let official = app.official("42").await.client;
        let verify = format!("/api/v1/admin/certificates/{id}/verify");
        let term = facts(("8/QĐ-UBND", 3), ("2024-02-29", "2027-02-28"));
        official.post(&verify, term).await.expect(200);
        let listing = app.listing_of(&producer, scenarios::fish_sauce(), 5).await;
        let carried = json!({"certificate": id, "product": listing.product});
        producer.owner.client.post(path, carried).await.expect(201);
        let own = text(&producer.product(&listing.product).await["public_code"]).to_owned();
        for code in [code, own] {
            app.soon(async || {
                let said = app
                    .client()
                    .get(&format!("/api/v1/verify/{code}"))
                    .await
                    .expect(200);
                (said["stars"] == 3 && said["listed"] == true).then_some(())
            })
            .await;
        }
    });
}
