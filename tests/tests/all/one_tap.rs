//! Links in text messages that accept an order, and acting for a producer under a mandate.

use scenarios::{App, Client, json, scenario, text};

use crate::paused_shop::{pass, shop};

/// A household with nothing but a telephone: its owner's e-mail becomes a proven number.
async fn phone_only(app: &App) {
    app.execute(
        "UPDATE contact_points SET kind = 'phone', value = '0912000003', proven_at = 1, proven_by = 'official' \
         WHERE account_id IN (SELECT account_id FROM members)",
    )
    .await;
}

/// The path of the link in the newest text to the household.
fn link(app: &App) -> String {
    link_in(app, "/t/")
}

/// The same, of the newest that says so.
fn link_in(app: &App, words: &str) -> String {
    let texts = app.texts();
    let sent = texts
        .iter()
        .rfind(|sent| sent.contains("/t/") && sent.contains(words))
        .expect("a text with a link");
    let token: String = sent
        .split("/t/")
        .nth(1)
        .unwrap()
        .chars()
        .take_while(char::is_ascii_hexdigit)
        .collect();
    format!("/t/{token}")
}

async fn robots(anybody: &Client, path: &str) {
    for robot in [
        anybody.clone(),
        anybody.with("user-agent", "ZaloPC-linkpreview"),
        anybody.with("user-agent", "facebookexternalhit/1.1"),
        anybody.with("sec-purpose", "prefetch;prerender"),
    ] {
        robot.get(path).await;
        robot.send(http::Method::HEAD, path, None).await;
    }
}

#[test]
fn a_link_in_a_text_accepts_one_order_once_and_a_robot_that_fetches_it_does_nothing() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        phone_only(&app).await;
        let placed = app.guest_order(&listing, 1).await;
        app.run_jobs().await;
        let (path, anybody) = (link(&app), app.client());
        robots(&anybody, &path).await;
        assert_eq!(placed.status().await, "placed");
        let page = anybody.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("<button>") && page.text().contains(&placed.code));
        assert!(
            page.header("content-security-policy")
                .unwrap()
                .starts_with("default-src 'none'")
        );
        for private in ["Bích", "0912345678", "Hải Bắc"] {
            assert!(!page.text().contains(private), "{}", page.text());
        }
        anybody
            .post("/t/0123456789abcdef", json!({}))
            .await
            .expect_problem(404, "not_found");

        let pressed = anybody.send(http::Method::POST, &path, None).await;
        assert_eq!(
            pressed.status,
            200,
            "led back to the page: {}",
            pressed.text()
        );
        assert!(!pressed.text().contains("<button>"));
        let order = placed.read().await;
        assert_eq!(order["status"], "accepted");
        let path_of = format!("/api/v1/producer/orders/{}", placed.order);
        let own = producer.owner.client.get(&path_of).await.expect(200);
        let by = own["history"].as_array().unwrap().last().unwrap()["by"].clone();
        assert_eq!(by["capacity"], "member");
        anybody.send(http::Method::POST, &path, None).await;
        assert_eq!(placed.read().await["history"], order["history"]);
        // The secret itself is nowhere in the database.
        let token = path.trim_start_matches("/t/").to_owned();
        let sql = "SELECT COUNT(*) AS n FROM one_tap_links WHERE token_hash = $1";
        assert_eq!(app.number(sql, vec![token.into()]).await, 0);
    });
}

#[test]
fn a_link_that_is_too_old_does_nothing() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        phone_only(&app).await;
        let placed = app.guest_order(&listing, 1).await;
        app.run_jobs().await;
        let path = link(&app);
        app.advance_hours(48);
        let page = app.client().send(http::Method::POST, &path, None).await;
        assert!(!page.text().contains("<button>"));
        assert_eq!(placed.status().await, "placed");
    });
}

#[test]
fn a_shop_that_rests_is_opened_by_one_tap_once_and_by_no_link_of_an_earlier_rest() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(9).await;
        phone_only(&app).await;
        let rest = async || {
            for _ in 0..2 {
                app.guest_order(&listing, 1).await;
            }
            // More than a producer's 24 waking hours, from whatever hour.
            pass(&app, 48).await;
            link_in(&app, "tạm nghỉ")
        };
        let paused = async || shop(&producer).await["paused"].clone();
        let (first, anybody) = (rest().await, app.client());
        robots(&anybody, &first).await;
        assert_eq!(paused().await, true, "looking does nothing");
        let page = anybody.get(&first).await;
        let says = |words: &str| page.text().contains(words);
        assert!(
            page.status == 200 && says("<button>Mở bán lại"),
            "{}",
            page.text()
        );
        assert!(says("HTX Nước mắm Cẩm Nhượng") && !says("0912000003"));
        let pressed = anybody.send(http::Method::POST, &first, None).await;
        assert!(!pressed.text().contains("<button>"), "{}", pressed.text());
        assert!(pressed.text().contains("đang mở bán"), "{}", pressed.text());
        assert_eq!(paused().await, false);
        let row = app.recorded("catalog.resume_shop").await;
        assert_eq!(row["capacity"], "member");
        let lines = app.admin().await.get("/api/v1/admin/call-sheet").await;
        assert_eq!(
            lines.expect(200)["data"],
            json!([]),
            "nobody calls any more"
        );

        let second = rest().await;
        assert_ne!(first, second);
        let old = anybody.send(http::Method::POST, &first, None).await;
        assert!(!old.text().contains("<button>"), "{}", old.text());
        assert_eq!(paused().await, true, "a link is used once");
        app.advance_hours(15 * 24);
        let late = anybody.send(http::Method::POST, &second, None).await;
        assert!(late.text().contains("đã hết hạn"), "{}", late.text());
        assert_eq!(paused().await, true);
    });
}

#[test]
fn links_of_one_rest_open_it_once_however_many_there_are() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(9).await;
        app.member(&producer, "packer").await;
        for _ in 0..2 {
            app.guest_order(&listing, 1).await;
        }
        pass(&app, 36).await;
        let sql =
            "SELECT COUNT(*) AS n FROM one_tap_links WHERE act = 'resume' AND used_at IS NULL";
        assert!(app.number(sql, vec![]).await > 1);
        let resume = "/api/v1/producer/resume";
        let owner = &producer.owner.client;
        owner.post(resume, json!({})).await.expect(200);
        assert_eq!(app.number(sql, vec![]).await, 0, "who is open needs none");
    });
}

#[test]
fn somebody_acts_for_a_producer_under_a_mandate_until_it_is_taken_back() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let agent = app.buyer().await;
        let owner = producer.owner.client.clone();
        let body = json!({"account": agent.id, "scope": "orders"});
        let made = owner
            .post("/api/v1/producer/mandates", body)
            .await
            .expect(201);
        let mandate = text(&made["data"][0]["id"]).to_owned();
        let placed = app.guest_order(&listing, 1).await;
        let path = format!("/api/v1/producer/orders/{}/accept", placed.order);
        let done = agent.client.post(&path, json!({})).await.expect(200);
        let by = done["history"].as_array().unwrap().last().unwrap()["by"].clone();
        assert_eq!(
            (text(&by["capacity"]), text(&by["mandate"])),
            ("mandate", mandate.as_str())
        );
        // Whoever acts for the producer cannot say for the buyer that it has come.
        for step in ["pack", "ship", "deliver"] {
            let body = if step == "ship" {
                json!({"carrier": "self"})
            } else {
                json!({})
            };
            let path = format!("/api/v1/producer/orders/{}/{step}", placed.order);
            agent.client.post(&path, body).await.expect(200);
        }
        let receipt = format!("/api/v1/orders/{}/confirm-receipt", placed.order);
        agent
            .client
            .post(&receipt, json!({}))
            .await
            .expect_problem(404, "not_found");
        owner
            .post(&receipt, json!({}))
            .await
            .expect_problem(404, "not_found");
        let tracked = json!({"code": placed.code, "phone": "0912345678"});
        app.client()
            .post("/api/v1/tracking", tracked)
            .await
            .expect(200);
        assert_eq!(placed.status().await, "delivered");

        let path = format!("/api/v1/producer/mandates/{mandate}");
        assert_eq!(owner.delete(&path).await.status, 204);
        agent
            .client
            .get("/api/v1/producer/orders")
            .await
            .expect_problem(403, "forbidden");

        // What was done under it is read by the producer and by who runs the market.
        let acts = owner.get(&format!("{path}/acts")).await.expect(200);
        let acts: Vec<&str> = acts["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|act| text(&act["action"]))
            .collect();
        let steps = ["deliver", "ship", "pack", "accept"].map(|step| format!("orders.{step}"));
        assert_eq!(acts, steps.each_ref().map(String::as_str));
        let record = format!("/api/v1/admin/audit?mandate={mandate}");
        let record = app.admin().await.get(&record).await.expect(200);
        assert_eq!(record["data"].as_array().unwrap().len(), 4, "{record}");
        let strange = app.producer().await.owner.client;
        let path = format!("{path}/acts");
        strange.get(&path).await.expect_problem(404, "not_found");
    });
}

#[test]
fn a_mandate_on_paper_rests_on_a_file_that_its_two_sides_can_read() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let agent = app.buyer().await;
        let near = app.official("18676").await;
        let path = format!("/api/v1/admin/producers/{}/mandates", producer.id);
        let paper = b"%PDF-1.4 uy quyen".to_vec();
        let said = |holder: &str| {
            let fields = [("account", holder), ("scope", "all"), ("basis", "paper")];
            fields.map(|(name, value)| (name, value.to_owned()))
        };
        let hand_in = async |client: &scenarios::Client, holder: &str, bytes: &[u8]| {
            let fields = said(holder);
            let fields = fields
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            client.hand_in(&path, &fields, bytes.to_vec()).await
        };
        let unsigned = near.client.upload(&path, "basis", b"paper".to_vec()).await;
        let refused = unsigned.expect_problem(422, "invalid");
        assert_eq!(refused["errors"][0]["pointer"], "/file");
        let script = hand_in(&near.client, &agent.id, b"<script>").await;
        script.expect_problem(415, "unsupported_media_type");
        let far = app.official("00004").await;
        let strange = hand_in(&far.client, &agent.id, &paper).await;
        strange.expect_problem(404, "not_found");
        let own = hand_in(&near.client, &near.id, &paper).await;
        own.expect_problem(403, "forbidden");
        let kept = hand_in(&near.client, &agent.id, &paper).await.expect(201);
        let theirs = text(&kept["data"][0]["file"]).to_owned();
        assert_eq!(near.client.get(&theirs).await.body, paper);
        far.client
            .get(&theirs)
            .await
            .expect_problem(404, "not_found");
        let owner = &producer.owner.client;
        let mine = owner.get("/api/v1/producer/mandates").await.expect(200);
        assert_eq!(mine["data"][0]["basis"], "paper");
        let mine = text(&mine["data"][0]["file"]).to_owned();
        assert_eq!(owner.get(&mine).await.body, paper);
        app.client()
            .get(&mine)
            .await
            .expect_problem(401, "unauthenticated");
        // No row without its file, whoever writes it.
        let sql = "UPDATE mandates SET paper_id = NULL";
        let written = store::write(&app.node().db).await.unwrap();
        assert!(store::execute(&written, sql, vec![]).await.is_err());
        drop(written);

        // Prices and counts have no history that names a mandate: the record does.
        let variant = format!("/api/v1/producer/variants/{}", listing.variant);
        let price = json!({"price": {"amount": 70_000, "currency": "VND"}});
        let priced = agent.client.put(&format!("{variant}/price"), price).await;
        priced.expect(200);
        let counted = json!({"on_hand": 9});
        let counted = agent.client.put(&format!("{variant}/stock"), counted).await;
        counted.expect(200);
        let acts = mine.replace("/file", "/acts");
        let acts = owner.get(&acts).await.expect(200)["data"].clone();
        let done = |at: usize| (text(&acts[at]["action"]), text(&acts[at]["capacity"]));
        assert_eq!(done(0), ("catalog.count_stock", "mandate"));
        assert_eq!(done(1), ("catalog.set_price", "mandate"));
        assert_eq!(acts[1]["detail"]["to"]["amount"], 70_000, "{acts}");
        assert_eq!(acts[0]["account"], agent.id);
    });
}
