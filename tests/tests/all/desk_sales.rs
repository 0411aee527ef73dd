//! What a producer sold, on its desk and through the API.

use scenarios::{App, Placed, Producer, Value, json, scenario, text};

use crate::desk_pages::at_desk;

const SALES: &str = "/api/v1/producer/sales";

async fn sales(producer: &Producer, query: &str) -> Value {
    let path = format!("{SALES}?{query}");
    producer.owner.client.get(&path).await.expect(200)
}

/// Sends an order and takes its cash.
async fn delivered(producer: &Producer, placed: &Placed) {
    for step in ["accept", "pack"] {
        producer.step(&placed.order, step, json!({})).await;
    }
    let by_hand = json!({"carrier": "self"});
    producer.step(&placed.order, "ship", by_hand).await;
    producer.step(&placed.order, "deliver", json!({})).await;
    let total = placed.checkout["total"].clone();
    let cash = json!({ "amount": total });
    producer.step(&placed.order, "payment-received", cash).await;
}

/// The buyer is paid back two of what leaked.
async fn paid_back(app: &App, producer: &Producer, placed: &Placed) {
    let line = placed.read().await["lines"][0]["id"].clone();
    let leak =
        json!({"kind": "leaking", "wish": "refund", "lines": [{"line": line, "quantity": 2}]});
    let case = placed.step("problems", leak).await.expect(201);
    let path = format!("/api/v1/producer/cases/{}/answer", text(&case["id"]));
    let answer = json!({"answer": "refund"});
    producer.owner.client.post(&path, answer).await.expect(200);
    app.run_jobs().await;
}

#[test]
fn what_came_less_what_goes_back_counts_on_the_day_of_the_order() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(50).await;
        let first = app.guest_order(&listing, 5).await;
        let day = kernel::Day::of(app.now());
        let nothing = sales(&producer, "").await;
        assert_eq!(nothing["total"]["orders"], 0, "no money came yet");
        assert_eq!(nothing["data"].as_array().unwrap().len(), 14);
        app.advance_hours(24);
        let second = app.guest_order(&listing, 1).await;
        delivered(&producer, &first).await;
        delivered(&producer, &second).await;
        let total = |placed: &Placed| placed.checkout["total"]["amount"].as_i64().unwrap();
        let by_day = sales(&producer, "by=day").await;
        assert_eq!(
            by_day["total"]["amount"]["amount"],
            total(&first) + total(&second)
        );
        let of = |since: kernel::Day| {
            let data = by_day["data"].as_array().unwrap();
            data.iter()
                .find(|line| line["since"] == since.to_string())
                .unwrap()
                .clone()
        };
        assert_eq!(of(day)["amount"]["amount"], total(&first));
        assert_eq!(
            (&of(day)["orders"], &of(day)["pieces"]),
            (&json!(1), &json!(5))
        );
        assert_eq!(of(day.plus_days(1))["amount"]["amount"], total(&second));
        assert_eq!(of(day.plus_days(-1))["orders"], 0);
        // Two of five go back: their price is owed, and no longer sold.
        paid_back(&app, &producer, &first).await;
        let by_week = sales(&producer, "by=week").await;
        assert_eq!(by_week["total"]["pieces"], 4);
        let net = total(&first) + total(&second) - 130_000;
        assert_eq!(by_week["total"]["amount"]["amount"], net);
        let weeks = by_week["data"].as_array().unwrap();
        let monday: kernel::Day = "2026-11-23".parse().unwrap();
        assert!(weeks.iter().all(|week| {
            let since: kernel::Day = text(&week["since"]).parse().unwrap();
            since.days_until(monday) % 7 == 0
        }));
        let by_product = sales(&producer, "by=product").await;
        let line = &by_product["data"][0];
        assert_eq!(line["product"], json!(listing.product));
        assert_eq!(line["amount"]["amount"], 4 * 65_000, "without delivery");
        let days = format!("from={0}&to={0}", day.plus_days(1));
        let second_day = sales(&producer, &days).await;
        assert_eq!(second_day["total"]["amount"]["amount"], total(&second));
        // Another's sales are its own.
        let other = app.producer().await;
        assert_eq!(sales(&other, "by=product").await["data"], json!([]));
    });
}

#[test]
fn cash_that_nobody_wrote_down_counts_once_the_order_is_completed() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 1).await;
        for step in ["accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        let by_hand = json!({"carrier": "self"});
        producer.step(&placed.order, "ship", by_hand).await;
        producer.step(&placed.order, "deliver", json!({})).await;
        assert_eq!(sales(&producer, "").await["total"]["orders"], 0);
        placed.step("confirm-receipt", json!({})).await.expect(200);
        let sold = sales(&producer, "").await;
        assert_eq!(sold["total"]["amount"], placed.checkout["total"]);
    });
}

#[test]
fn the_page_draws_what_the_table_says_and_a_packer_does_not_see_it() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(50).await;
        let placed = app.guest_order(&listing, 3).await;
        delivered(&producer, &placed).await;
        let (browser, desk) = at_desk(&app, &producer.owner).await;
        let page = browser.follow(&desk, "Doanh số").await.expect(200);
        let day = kernel::Day::of(app.now()).display_vi();
        assert!(page.says(&format!("<th scope=\"row\">{day}</th><td>1</td><td>3</td>")));
        assert!(page.says("<svg class=\"chart\"") && page.says(&format!(">{day}</text>")));
        let form = page.form("/producer/sales").fill("by", "product");
        let page = browser.send(&form).await.expect(200);
        assert!(page.says(">Nước mắm cốt Cẩm Nhượng</th>") && page.says("195.000"));
        let table = browser.follow(&page, "Tải bảng tính").await.expect(200);
        assert!(
            table
                .html
                .starts_with("\u{feff}ma,san_pham,don,so_luong,tien\r\nprd_")
        );
        assert!(
            table
                .html
                .ends_with(",\"Nước mắm cốt Cẩm Nhượng\",1,3,195000\r\n")
        );
        // What cannot be counted is said beside what was typed.
        for wrong in [
            "from=2020-01-01",
            "from=2026-12-01&to=2026-11-01",
            "by=year",
        ] {
            let path = format!("/vi/producer/sales?for={}&{wrong}", producer.id);
            browser.open(&path).await.expect(422);
            let path = format!("{SALES}?{wrong}");
            let refused = producer.owner.client.get(&path).await;
            refused.expect_problem(422, "invalid");
        }
        let packer = app.member(&producer, "packer").await;
        let (packs, desk) = at_desk(&app, &packer).await;
        assert!(!desk.says("Doanh số"), "{}", desk.html);
        packs.open(&page.path).await.expect(403);
        let client = packer.client.with("ocop-producer", &producer.id);
        client.get(SALES).await.expect_problem(403, "forbidden");
        let other = app.producer().await;
        let (stranger, _) = at_desk(&app, &other.owner).await;
        stranger.open(&page.path).await.expect(404);
    });
}
