//! Alcohol: behind the age declaration, an order of its own, and not for cash.

use scenarios::{
    App, Client, Listing, Producer, Value, fish_sauce, json, lose_webhooks, scenario,
    scenario_with_cards, text,
};

/// A producer of fish sauce that makes rice wine as well.
async fn cellar(app: &App) -> (Producer, Listing, Listing) {
    let (shop, sauce) = app.listing(10).await;
    let mut draft = fish_sauce();
    draft["name"] = json!("Rượu nếp cái Cẩm Nhượng");
    draft["set"] = json!(15);
    draft["abv"] = json!("14.5");
    draft["facts"]["warnings"] = json!("Không dùng cho người dưới 18 tuổi.");
    draft["variants"][0]["sku"] = json!("RN-500");
    app.licensed(&shop, "2030-01-15").await;
    let wine = app.listing_of(&shop, draft, 10).await;
    (shop, sauce, wine)
}

/// Somebody who declared their age.
async fn adult(app: &App) -> Client {
    let declaration = json!({"name": "Trần Thị Bích", "birth_year": 1990});
    let client = app.client();
    let declared = client.post("/api/v1/age-declarations", declaration).await;
    client.with("age-declaration", text(&declared.expect(201)["token"]))
}

/// The slugs that a search for wine finds, however it is spelled.
async fn found(client: &Client) -> Vec<String> {
    let page = client
        .get("/api/v1/products?q=ruou%20nep")
        .await
        .expect(200);
    let cards = page["data"].as_array().unwrap();
    cards
        .iter()
        .map(|card| text(&card["slug"]).to_owned())
        .collect()
}

#[test]
fn alcohol_is_nowhere_without_a_declaration() {
    scenario(|app| async move {
        let (_, _, wine) = cellar(&app).await;
        let (adult, anybody) = (adult(&app).await, app.client());
        app.soon(async || (found(&adult).await == [wine.slug.as_str()]).then_some(()))
            .await;
        let forged = anybody.with("age-declaration", &"0".repeat(64));
        for child in [&anybody, &forged] {
            assert!(!found(child).await.contains(&wine.slug));
            let page = child.get("/api/v1/products").await.expect(200).to_string();
            assert!(
                !page.contains(&wine.slug) && page.contains("nuoc-mam"),
                "{page}"
            );
            let said = child.get("/api/v1/suggest?q=ruou").await.expect(200);
            assert_eq!(said["data"], json!([]));
            let facet = child.get("/api/v1/products?set=15").await.expect(200);
            assert_eq!(facet["data"], json!([]));
            for path in [&wine.slug, &wine.product] {
                let detail = child.get(&format!("/api/v1/products/{path}")).await;
                detail.expect_problem(403, "age_declaration_required");
            }
        }
        let detail = adult.get(&format!("/api/v1/products/{}", wine.slug)).await;
        assert_eq!(detail.header("cache-control"), Some("private, no-cache"));
        assert_eq!(detail.expect(200)["alcohol"], json!({"abv": 14.5}));
        let young = json!({"name": "Bé An", "birth_year": 2015});
        let young = anybody.post("/api/v1/age-declarations", young).await;
        assert_eq!(
            young.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/birth_year"
        );
    });
}

/// The order of a priced cart that is, or is not, of alcohol.
fn order(cart: &Value, alcohol: bool) -> &Value {
    let mut orders = cart["orders"].as_array().unwrap().iter();
    orders.find(|order| order["alcohol"] == alcohol).unwrap()
}

#[test]
fn alcohol_is_an_order_of_its_own_and_never_for_cash() {
    scenario(|app| async move {
        let (_, sauce, wine) = cellar(&app).await;
        let adult = adult(&app).await;
        let lines = [(sauce.variant.as_str(), 1), (wine.variant.as_str(), 2)];
        let basket = adult.basket(&lines).await;
        let cart = adult
            .get(&format!("/api/v1/carts/{}", basket.cart))
            .await
            .expect(200);
        assert_eq!(cart["orders"].as_array().unwrap().len(), 2);
        let (dry, wet) = (order(&cart, false), order(&cart, true));
        assert_eq!(
            (&dry["lines"], &dry["methods"]),
            (&json!([sauce.variant]), &json!(["cod"]))
        );
        assert_eq!(
            (&wet["lines"], &wet["methods"]),
            (&json!([wine.variant]), &json!([]))
        );
        // Its producer has named no bank account: there is no way to pay it.
        assert_eq!(wet["reason"], "alcohol_no_cash");

        let mut draft = basket.draft();
        draft["age_confirmed"] = json!(true);
        let mut undeclared = basket.clone();
        undeclared.client = app.client();
        let refused = undeclared.send("a", draft.clone()).await;
        refused.expect_problem(403, "age_declaration_required");
        let refused = basket.send("b", draft).await;
        let problem = refused.expect_problem(422, "method_not_allowed");
        assert_eq!(problem["rule"], "alcohol.cod_allowed");
        assert_eq!(problem["orders"], json!([wet["key"]]));
        assert!(!text(&problem["detail"]).is_empty(), "{problem}");

        // Nothing was written: the rest of the cart can be bought at once.
        let line = format!("/api/v1/carts/{}/lines/{}", basket.cart, wine.variant);
        let rest = adult.put(&line, json!({"quantity": 0})).await.expect(200);
        let mut draft = basket.draft();
        draft["expected_total"] = rest["total"].clone();
        basket.send("c", draft).await.expect(201);
        assert_eq!(
            (app.available(&wine).await, app.available(&sauce).await),
            (10, 9)
        );
    });
}

#[test]
fn alcohol_is_bought_by_a_transfer_and_its_order_keeps_who_was_of_age() {
    scenario(|app| async move {
        let (shop, sauce, wine) = cellar(&app).await;
        shop.name_account("970436", "1012345678").await;
        app.advance_hours(48);
        let adult = adult(&app).await;
        let lines = [(sauce.variant.as_str(), 1), (wine.variant.as_str(), 2)];
        let basket = adult.basket(&lines).await;
        let cart = format!("/api/v1/carts/{}", basket.cart);
        let cart = adult.get(&cart).await.expect(200);
        let (dry, wet) = (order(&cart, false), order(&cart, true));
        assert_eq!(dry["methods"], json!(["cod", "vietqr"]));
        assert_eq!(
            (&wet["methods"], &wet["reason"]),
            (&json!(["vietqr"]), &Value::Null)
        );
        // One checkout: the sauce by cash at the door, the wine by transfer.
        let mut draft = basket.draft();
        draft["payment_methods"] = json!({text(&wet["key"]): "vietqr"});
        let refused = basket.send("a", draft.clone()).await;
        assert_eq!(
            refused.expect_problem(422, "invalid")["errors"][0]["pointer"],
            "/age_confirmed"
        );
        draft["age_confirmed"] = json!(true);
        let placed = basket.send("b", draft).await.expect(201);
        let mut ways: Vec<&str> = placed["payments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| text(&p["method"]))
            .collect();
        ways.sort_unstable();
        assert_eq!(ways, ["cod", "vietqr"]);
        let wine_order = placed["orders"]
            .as_array()
            .unwrap()
            .iter()
            .find(|o| o["status"] == "awaiting_payment")
            .unwrap();
        let sql = "SELECT COUNT(*) AS n FROM orders WHERE alcohol = 1 AND age_confirmed_at IS NOT NULL \
             AND buyer_birth_year = 1990";
        assert_eq!(app.number(sql, vec![]).await, 1);
        let sql = "SELECT COUNT(*) AS n FROM orders WHERE alcohol = 0 AND buyer_birth_year IS NULL";
        assert_eq!(app.number(sql, vec![]).await, 1);
        // The database itself keeps an order of alcohol from who was not said to be of age.
        let tx = store::write(&app.node().db).await.unwrap();
        let sql = "UPDATE orders SET age_confirmed_at = NULL WHERE alcohol = 1";
        assert!(store::execute(&tx, sql, vec![]).await.is_err());
        drop(tx);
        let received = json!({"amount": wine_order["total"]});
        let id = text(&wine_order["id"]);
        shop.step(id, "payment-received", received).await;
        for step in ["accept", "pack"] {
            shop.step(id, step, json!({})).await;
        }
        let shipped = shop.step(id, "ship", json!({"carrier": "self"})).await;
        assert_eq!(shipped["status"], "shipped");
        assert!(shipped["age_confirmed_at"].is_string(), "{shipped}");
    });
}

#[test]
fn alcohol_is_bought_by_card_after_a_declaration_and_an_unpaid_bottle_is_free_after_a_day() {
    scenario_with_cards(|app, fake| async move {
        lose_webhooks(&fake);
        let (shop, sauce, wine) = cellar(&app).await;
        let adult = adult(&app).await;
        let lines = [(sauce.variant.as_str(), 1), (wine.variant.as_str(), 2)];
        let basket = adult.basket(&lines).await;
        let cart = format!("/api/v1/carts/{}", basket.cart);
        let cart = adult.get(&cart).await.expect(200);
        let wet = order(&cart, true);
        assert_eq!(wet["methods"], json!(["stripe"]), "{wet}");
        let mut draft = basket.draft();
        draft["payment_method"] = json!("stripe");
        let mut undeclared = basket.clone();
        undeclared.client = app.client();
        let refused = undeclared.send("a", draft.clone()).await;
        refused.expect_problem(403, "age_declaration_required");
        let refused = basket.send("b", draft.clone()).await;
        let problem = refused.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/age_confirmed");
        assert!(fake.all("payment_intent").is_empty(), "no card was asked");
        assert_eq!(app.available(&wine).await, 10);

        // One payment by card for both orders; both wait for it, and hold what they want.
        draft["age_confirmed"] = json!(true);
        let placed = basket.send("c", draft).await.expect(201);
        assert_eq!(placed["payments"][0]["amount"], placed["total"]);
        assert_eq!(app.available(&wine).await, 8);
        let secret = text(&placed["payments"][0]["stripe"]["client_secret"]);
        let intent = secret.split("_secret_").next().unwrap();
        fake.pay(intent, "pm_card_visa").unwrap();
        app.advance_minutes(3);
        market::work::sweep_once(app.node()).await;
        let sql = "SELECT COUNT(*) AS n FROM orders WHERE status = 'placed' AND (alcohol = 0 OR \
             (age_confirmed_at IS NOT NULL AND buyer_birth_year = 1990))";
        assert_eq!(app.number(sql, vec![]).await, 2);
        let mut of_age = 0;
        for order in placed["orders"].as_array().unwrap() {
            let accepted = shop.step(text(&order["id"]), "accept", json!({})).await;
            of_age += usize::from(accepted["age_confirmed_at"].is_string());
        }
        assert_eq!(of_age, 1, "the wine's order says when age was confirmed");

        // Another one is never paid: it is held for a day, and no longer.
        let basket = adult.basket(&[(&wine.variant, 3)]).await;
        let mut draft = basket.draft();
        draft["payment_method"] = json!("stripe");
        draft["age_confirmed"] = json!(true);
        let unpaid = basket.send("d", draft).await.expect(201);
        assert_eq!(app.available(&wine).await, 5);
        app.advance_minutes(24 * 60 - 1);
        market::work::sweep_once(app.node()).await;
        assert_eq!(app.available(&wine).await, 5);
        app.advance_minutes(1);
        market::work::sweep_once(app.node()).await;
        assert_eq!(app.available(&wine).await, 8);
        let holder = adult.with("order-token", text(&unpaid["token"]));
        let path = format!("/api/v1/orders/{}", text(&unpaid["orders"][0]["id"]));
        assert_eq!(holder.get(&path).await.expect(200)["status"], "expired");
    });
}

#[test]
fn what_is_too_strong_is_not_sold_and_what_is_strong_is_never_cheaper_by_quantity() {
    scenario(|app| async move {
        let (shop, _, weak) = cellar(&app).await;
        let mut draft = fish_sauce();
        draft["name"] = json!("Rượu nếp cái hạ thổ");
        draft["set"] = json!(15);
        draft["abv"] = json!("15");
        draft["facts"]["warnings"] = json!("Không dùng cho người dưới 18 tuổi.");
        draft["variants"][0]["sku"] = json!("RN-15");
        let strong = app.listing_of(&shop, draft, 50).await;
        // A price from ten bottles on, which no operation sets yet.
        app.execute(
            "INSERT INTO variant_prices (id, variant_id, min_quantity, price, from_at) \
             SELECT v.product_id, v.id, 10, 1000, 0 FROM variants v",
        )
        .await;
        let adult = adult(&app).await;
        let ten = async |wine: &Listing| {
            let basket = adult.basket(&[(wine.variant.as_str(), 10)]).await;
            let cart = format!("/api/v1/carts/{}", basket.cart);
            adult.get(&cart).await.expect(200)["lines"][0]["total"]["amount"].clone()
        };
        assert_eq!(ten(&weak).await, 10_000);
        assert_eq!(ten(&strong).await, 650_000);
        // The law draws its line lower from a day on: what was approved before is off sale that day.
        app.execute(
            "INSERT INTO rules (name, scope, value, legal_basis, from_on) \
             VALUES ('alcohol.max_abv_permille', '*', '147', 'Decree 1/2027', '2027-01-01')",
        )
        .await;
        let put = async |wine: &Listing| {
            let cart = adult.post("/api/v1/carts", json!({})).await.expect(201);
            let path = format!("/api/v1/carts/{}/lines/{}", text(&cart["id"]), wine.variant);
            adult.put(&path, json!({"quantity": 1})).await.status
        };
        assert_eq!((put(&weak).await, put(&strong).await), (200, 200));
        let day: kernel::Day = "2027-01-01".parse().unwrap();
        app.set_clock(day.start());
        assert_eq!((put(&weak).await, put(&strong).await), (200, 409));
    });
}
