//! Texts that say stars, and what becomes of them when the stars go.

use super::*;

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
