//! Addresses that people keep for their next purchase.

use scenarios::{App, Browser, Person, Value, json, scenario, text};

const PATH: &str = "/api/v1/addresses";

fn home(street: &str) -> Value {
    json!({"name": "Trần Thị Bích", "phone": "0912 345 678", "commune_code": "18676", "street": street})
}

async fn signed_in(app: &App, person: &Person) -> Browser {
    let browser = app.browser();
    let asked = browser.open("/vi/account").await;
    let form = asked.form("/sign-in").fill("login", &person.email);
    let page = browser
        .send(&form.fill("password", scenarios::PASSWORD))
        .await;
    page.expect(200);
    browser
}

#[test]
fn an_address_is_kept_once_read_by_its_owner_alone_and_forgotten() {
    scenario(|app| async move {
        let (buyer, other) = (app.buyer().await, app.buyer().await);
        let kept = buyer
            .client
            .post(PATH, home("Thôn Hải Bắc"))
            .await
            .expect(201);
        let again = buyer
            .client
            .post(PATH, home("Thôn Hải Bắc"))
            .await
            .expect(201);
        assert_eq!(
            (&again["id"], &kept["province_code"]),
            (&kept["id"], &json!("42"))
        );
        let empty = json!({"name": "", "phone": "12", "commune_code": "00000", "street": " "});
        let wrong = buyer
            .client
            .post(PATH, empty)
            .await
            .expect_problem(422, "invalid");
        assert_eq!(wrong["errors"].as_array().unwrap().len(), 4, "{wrong}");
        app.client()
            .get(PATH)
            .await
            .expect_problem(401, "unauthenticated");
        let own = format!("{PATH}/{}", text(&kept["id"]));
        other.client.delete(&own).await.expect(204);
        assert_eq!(other.client.get(PATH).await.expect(200)["data"], json!([]));
        assert_eq!(
            buyer.client.get(PATH).await.expect(200)["data"],
            json!([kept])
        );
        let data = buyer
            .client
            .get("/api/v1/accounts/current/export")
            .await
            .expect(200);
        assert_eq!(data["addresses"]["data"], json!([kept]));
        for n in 1..=10 {
            app.advance_minutes(1);
            buyer
                .client
                .post(PATH, home(&format!("Số {n}")))
                .await
                .expect(201);
        }
        let listed = buyer.client.get(PATH).await.expect(200);
        let listed = listed["data"].as_array().unwrap();
        assert_eq!((listed.len(), &listed[0]["street"]), (10, &json!("Số 10")));
        assert!(!listed.contains(&kept), "the oldest made room");
        let newest = format!("{PATH}/{}", text(&listed[0]["id"]));
        buyer.client.delete(&newest).await.expect(204);
        assert_eq!(
            buyer.client.get(PATH).await.expect(200)["data"]
                .as_array()
                .unwrap()
                .len(),
            9
        );
    });
}

#[test]
fn an_address_of_the_account_fills_in_the_checkout_and_one_that_was_typed_is_kept() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let buyer = app.buyer().await;
        let browser = signed_in(&app, &buyer).await;
        let page = browser.open("/vi/account").await.expect(200);
        let form = page.form("/account/addresses").fill("name", "Lê Thị Hoa");
        let told = browser.send(&form).await.expect(422);
        let form = told.form("/account/addresses");
        assert_eq!(
            form.value("name"),
            Some("Lê Thị Hoa"),
            "what was typed is kept"
        );
        let form = form.fill("phone", "0987654321").fill("province", "42");
        let form = form.fill("commune", "thien cam").fill("street", "Ngõ 5");
        let page = browser.send(&form).await.expect(200);
        assert!(page.says("Ngõ 5, Xã Thiên Cầm"), "{}", page.html);

        let product = browser
            .open(&format!("/vi/products/{}", listing.slug))
            .await;
        browser.send(&product.form("/cart/lines")).await.expect(200);
        let checkout = browser.open("/vi/checkout").await.expect(200);
        let filled = browser.follow(&checkout, "Lê Thị Hoa").await.expect(200);
        let form = filled.form("/checkout");
        let stands = |name: &str| form.value(name).map(str::to_owned);
        assert_eq!(stands("phone").as_deref(), Some("0987654321"));
        assert_eq!(stands("commune").as_deref(), Some("Xã Thiên Cầm"));
        let form = form
            .fill("street", "Ngõ 7")
            .fill("terms", scenarios::TICKED);
        let priced = browser.send(&form.fill("keep", scenarios::TICKED)).await;
        let form = priced.form("/checkout").fill("keep", scenarios::TICKED);
        browser.send(&form).await.expect(200);
        let page = browser.open("/vi/account").await.expect(200);
        assert!(page.says("Ngõ 7, Xã Thiên Cầm"), "{}", page.html);
        let id = page.html.split("/account/addresses/").nth(1).unwrap();
        let id = id.split('"').next().unwrap();
        let page = browser.send(&page.form(id)).await.expect(200);
        assert!(!page.says("Ngõ 7"), "{}", page.html);
    });
}
