//! A star across time, on two nodes that keep their answers: it is there to the last moment of its
//! last day, and nowhere a moment later.

mod said;
mod term;
mod told;
mod unlisted;

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
