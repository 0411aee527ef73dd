//! Papers of producers, and alcohol out of sight.

use scenarios::{Answer, App, Client, Producer, Value, fish_sauce, json, scenario, text};

async fn hand_in(producer: &Producer, kind: &str, expires_on: &str, bytes: &[u8]) -> Answer {
    let fields = [
        ("kind", kind),
        ("number", "12/GP-UBND"),
        ("issued_on", "2026-01-15"),
        ("expires_on", expires_on),
    ];
    let client = &producer.owner.client;
    client
        .hand_in("/api/v1/producer/documents", &fields, bytes.to_vec())
        .await
}

fn wine() -> Value {
    let mut wine = fish_sauce();
    wine["name"] = json!("Rượu sim rừng Cẩm Nhượng");
    wine["set"] = json!(15);
    wine["abv"] = json!(12);
    wine["facts"] = json!({
        "origin": "Xã Thiên Cầm, Hà Tĩnh", "ingredients": "Sim, men", "storage": "Nơi khô mát",
        "warnings": "Uống rượu có hại cho sức khoẻ",
    });
    wine["variants"][0]["sku"] = json!("RS-500");
    wine
}

async fn submit(producer: &Producer, product: &str) -> Answer {
    let path = format!("/api/v1/producer/products/{product}/submit");
    producer.owner.client.post(&path, json!({})).await
}

/// Sessions end; who comes back after weeks signs in again.
async fn signed_in_anew(app: &App, producer: &Producer) -> Producer {
    let mut back = producer.clone();
    let client = app.sign_in(&producer.owner.email).await;
    back.owner.client = client.with("ocop-producer", &producer.id);
    back
}

/// The document's review, approved by the commune.
async fn verify(app: &App) {
    let official = app.official("18676").await.client;
    let path = "/api/v1/admin/reviews?kind=document&status=pending";
    let review = official.get(path).await.expect(200)["data"][0].clone();
    let approve = format!("/api/v1/admin/reviews/{}/approve", text(&review["id"]));
    official.post(&approve, json!({})).await.expect(200);
}

/// A wine on sale, with its licence.
async fn wine_on_sale(app: &App, until: &str) -> (Producer, String) {
    let producer = app.producer().await;
    app.licensed(&producer, until).await;
    let wine = app.listing_of(&producer, wine(), 10).await;
    (producer, wine.product)
}

#[test]
fn a_licence_is_handed_in_before_the_wine_and_verified_before_it_is_sold() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let product = producer.draft(wine()).await;
        let id = text(&product["id"]).to_owned();
        let problem = submit(&producer, &id).await.expect_problem(422, "invalid");
        assert_eq!(
            problem["errors"][0]["pointer"],
            "/documents/alcohol_production_licence"
        );
        assert_eq!(problem["errors"][0]["code"], "licence_missing");
        let needed = producer
            .owner
            .client
            .get("/api/v1/producer/documents")
            .await
            .expect(200);
        assert_eq!(needed["needed"][0]["gate"], "required");
        let kind = "alcohol_production_licence";
        assert_eq!(
            hand_in(&producer, kind, "2030-01-15", b"<script>")
                .await
                .status,
            415
        );
        let lapsed = hand_in(&producer, kind, "2026-02-01", b"%PDF-1.7").await;
        lapsed.expect_problem(422, "invalid");
        let handed = hand_in(&producer, kind, "2030-01-15", b"%PDF-1.7 licence")
            .await
            .expect(201);
        assert_eq!(
            (&handed["state"], &handed["media_type"]),
            (&json!("submitted"), &json!("application/pdf"))
        );
        let review = submit(&producer, &id).await.expect(200)["review"].clone();
        let official = app.official("18676").await.client;
        let approve = format!("/api/v1/admin/reviews/{}/approve", text(&review["id"]));
        let decision = json!({"revision": review["revision"], "remarks": []});
        let refused = official.post(&approve, decision.clone()).await;
        refused.expect_problem(409, "conflict");
        verify(&app).await;
        official.post(&approve, decision).await.expect(200);
        assert_eq!(producer.product(&id).await["status"], "live");
    });
}

#[test]
fn a_paper_is_read_by_its_members_and_the_officials_of_its_place_alone() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let handed = hand_in(&producer, "test_report", "2027-01-14", b"%PDF-1.7 secret")
            .await
            .expect(201);
        let id = text(&handed["id"]).to_owned();
        let own = format!("/api/v1/producer/documents/{id}/file");
        let file = producer.owner.client.get(&own).await;
        assert_eq!(
            (file.status, file.text().as_str()),
            (200, "%PDF-1.7 secret")
        );
        assert_eq!(file.header("content-disposition"), Some("attachment"));
        let other = app.producer().await;
        other
            .owner
            .client
            .get(&own)
            .await
            .expect_problem(404, "not_found");
        let read = format!("/api/v1/admin/documents/{id}/file");
        for (area, status) in [("18676", 200), ("42", 200), ("18673", 404), ("40", 404)] {
            let official = app.official(area).await.client;
            assert_eq!(official.get(&read).await.status, status, "{area}");
        }
        app.client()
            .get(&read)
            .await
            .expect_problem(401, "unauthenticated");
        app.client()
            .get(&format!("/media/{id}/800.webp"))
            .await
            .expect_problem(404, "not_found");
    });
}

#[test]
fn a_licence_that_lapses_is_warned_of_and_then_pauses_its_wine() {
    scenario(|app| async move {
        let (producer, id) = wine_on_sale(&app, "2026-12-20").await;
        let told = async |words: &str| {
            market::work::sweep_once(app.node()).await;
            app.run_jobs().await;
            app.mail()
                .iter()
                .filter(|mail| mail.contains(words))
                .count()
        };
        app.advance_hours(24);
        assert!(told("12/GP-UBND").await > 0);
        app.advance_hours(28 * 24);
        told("").await;
        let producer = signed_in_anew(&app, &producer).await;
        assert_eq!(producer.product(&id).await["status"], "live");
        app.advance_hours(15 * 24);
        told("").await;
        let producer = signed_in_anew(&app, &producer).await;
        assert_eq!(producer.product(&id).await["status"], "paused");
        let resume = format!("/api/v1/producer/products/{id}/resume");
        let client = &producer.owner.client;
        client
            .post(&resume, json!({}))
            .await
            .expect_problem(409, "conflict");
        let kind = "alcohol_production_licence";
        hand_in(&producer, kind, "2030-01-15", b"%PDF-1.7")
            .await
            .expect(201);
        verify(&app).await;
        client.post(&resume, json!({})).await.expect(200);
        assert_eq!(producer.product(&id).await["status"], "live");
    });
}

#[test]
fn from_2027_on_processed_food_asks_for_its_papers_too() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let first = text(&producer.draft(fish_sauce()).await["id"]).to_owned();
        submit(&producer, &first).await.expect(200);
        let mut other = fish_sauce();
        other["variants"][0]["sku"] = json!("NM-2");
        let second = text(&producer.draft(other).await["id"]).to_owned();
        app.set_clock(kernel::Timestamp(1_799_000_000_000));
        let token = app
            .sign_in(&producer.owner.email)
            .await
            .with("ocop-producer", &producer.id);
        let path = format!("/api/v1/producer/products/{second}/submit");
        let problem = token
            .post(&path, json!({}))
            .await
            .expect_problem(422, "invalid");
        let pointers: Vec<&str> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| text(&e["pointer"]))
            .collect();
        assert_eq!(
            pointers,
            [
                "/documents/food_facility_certificate",
                "/documents/food_self_declaration"
            ]
        );
        // Who needs no certificate shows that, and it lapses like one.
        let mut producer = producer;
        producer.owner.client = token;
        for kind in ["food_facility_exemption", "food_self_declaration"] {
            let paper = hand_in(&producer, kind, "2027-12-31", b"%PDF-1.7");
            paper.await.expect(201);
            verify(&app).await;
        }
        let papers = "/api/v1/producer/documents";
        let needed = producer.owner.client.get(papers).await.expect(200)["needed"].clone();
        let mut needed = needed.as_array().unwrap().iter();
        let certificate = needed
            .find(|needed| needed["kind"] == "food_facility_certificate")
            .unwrap();
        assert_eq!(certificate["instead"], json!(["food_facility_exemption"]));
        assert_eq!(certificate["held"], true);
        let review = producer.submit_product(&second).await;
        app.approve(&review).await;
        assert_eq!(producer.product(&second).await["status"], "live");
        app.advance_hours(24 * 430 + 9);
        market::work::sweep_once(app.node()).await;
        let producer = signed_in_anew(&app, &producer).await;
        assert_eq!(producer.product(&second).await["status"], "paused");
    });
}

#[test]
fn without_a_declaration_alcohol_is_nowhere() {
    scenario(|app| async move {
        let (producer, id) = wine_on_sale(&app, "2030-01-15").await;
        let declared = json!({"name": "Trần Thị Bích", "birth_year": 1980});
        let declared = app
            .client()
            .post("/api/v1/age-declarations", declared)
            .await
            .expect(201);
        let adult = app
            .client()
            .with("age-declaration", text(&declared["token"]));
        let list = "/api/v1/products?q=rượu sim";
        app.soon(async || {
            let found = adult.get(list).await.expect(200);
            found["data"]
                .as_array()
                .unwrap()
                .iter()
                .any(|c| c["id"] == json!(id))
                .then_some(())
        })
        .await;
        let slug = text(&producer.product(&id).await["slug"]).to_owned();
        let child = app.client();
        let hidden = [
            list.to_owned(),
            "/api/v1/products?set=15".to_owned(),
            format!("/api/v1/products?producer={}", producer.id),
            "/api/v1/suggest?q=rượu".to_owned(),
            "/api/v1/products".to_owned(),
        ];
        for path in hidden {
            let body = child.get(&path).await.expect(200).to_string();
            assert!(
                !body.contains(&id) && !body.contains(&slug) && !body.contains("rừng"),
                "{path}: {body}"
            );
        }
        let facets = child.get("/api/v1/products").await.expect(200);
        assert!(!facets["facets"]["set"].to_string().contains("15"));
        let detail = format!("/api/v1/products/{id}");
        child
            .get(&detail)
            .await
            .expect_problem(403, "age_declaration_required");
        adult.get(&detail).await.expect(200);
        let shop = format!("/api/v1/producers/{}", producer.id);
        let count = async |client: &Client| client.get(&shop).await.expect(200)["products"].clone();
        assert_eq!(
            (count(&child).await, count(&adult).await),
            (json!(0), json!(1))
        );
    });
}
