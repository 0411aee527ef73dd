//! Members, mandates and delivery on the producer's desk.

use scenarios::{App, Person, Producer, json, scenario};

use crate::desk_pages::at_desk;

const PHONE: &str = "0912345678";

async fn page_of(
    app: &App,
    who: &Person,
    (producer, page): (&Producer, &str),
) -> (scenarios::Browser, scenarios::Page) {
    let (browser, _) = at_desk(app, who).await;
    let path = format!("/vi/producer/{page}?for={}", producer.id);
    let page = browser.open(&path).await.expect(200);
    (browser, page)
}

#[test]
fn who_is_invited_by_phone_joins_on_a_page_and_leaves_by_a_button() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let (browser, page) = page_of(&app, &producer.owner, (&producer, "members")).await;
        let wrong = page.form("/members/invite").fill("login", "lan");
        let told = browser.send(&wrong).await.expect(422);
        let form = told.form("/members/invite").fill("login", PHONE);
        let page = browser.send(&form.fill("role", "packer")).await.expect(200);
        assert!(
            page.says(PHONE) && page.says("mời làm người đóng gói"),
            "{}",
            page.html
        );
        let code = app.digits_sent_to(PHONE).await;
        // Somebody without an account makes one in the same step.
        let new = app.browser();
        let join = new.open("/vi/invitation").await.expect(200);
        let form = join
            .form("/invitation")
            .fill("login", PHONE)
            .fill("code", &code);
        let told = new.send(&form).await.expect(422);
        let form = told.form("/invitation");
        assert_eq!(form.value("login"), Some(PHONE));
        let desk = new
            .send(&form.fill("name", "Hoàng Thị Sen"))
            .await
            .expect(200);
        assert!(desk.says("người đóng gói"), "{}", desk.html);
        new.send(
            &join
                .form("/invitation")
                .fill("login", PHONE)
                .fill("code", &code),
        )
        .await
        .expect(404);
        let members = new.follow(&desk, "Người làm cùng").await.expect(200);
        assert!(members.says("Hoàng Thị Sen") && !members.says("Mời người làm cùng"));
        let gone = new.send(&members.form("/members/leave")).await.expect(200);
        assert!(gone.says("chưa thuộc cơ sở nào"), "{}", gone.html);
        new.open(&desk.path).await.expect(404);
        let page = browser.open(&page.path).await.expect(200);
        assert!(!page.says("Hoàng Thị Sen"), "{}", page.html);
        // The last owner stays.
        let kept = browser.send(&page.form("/members/leave")).await.expect(409);
        assert!(kept.says("Nguyễn Thị Hoa"), "{}", kept.html);
    });
}

#[test]
fn an_owner_changes_roles_and_nobody_else_does() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let packer = app.member(&producer, "packer").await;
        let (browser, page) = page_of(&app, &producer.owner, (&producer, "members")).await;
        let role = page.html.split("/members/role").nth(2).unwrap();
        assert!(role.contains(&packer.id), "{role}");
        let form = page
            .form("/members/role")
            .fill("account", &packer.id)
            .fill("role", "editor");
        let page = browser.send(&form).await.expect(200);
        assert!(
            page.says("Hoàng Thị Sen</b> · người biên tập"),
            "{}",
            page.html
        );
        let (editor, own) = page_of(&app, &packer, (&producer, "members")).await;
        assert!(!own.says("/members/role") && !own.says("/members/remove"));
        // Their own name in that form would only be leaving.
        let remove = page.form("/members/remove");
        let remove = remove.fill("account", &producer.owner.id);
        for forbidden in [form.clone(), remove] {
            editor.send(&forbidden).await.expect(403);
        }
        let client = packer.client.with("ocop-producer", &producer.id);
        let other = format!("/api/v1/producer/members/{}", producer.owner.id);
        client.delete(&other).await.expect_problem(403, "forbidden");
        let own = format!("/api/v1/producer/members/{}", packer.id);
        client.delete(&own).await.expect(204);
        // A session that has grown old signs in once more before it changes anybody.
        app.advance_hours(2);
        let page = browser.open(&page.path).await.expect(200);
        assert!(page.says("Đăng nhập lại để sửa") && !page.says("/members/invite"));
        let asked = browser.send(&form).await;
        assert!(asked.path.starts_with("/vi/sign-in"), "{}", asked.path);
    });
}

#[test]
fn a_mandate_is_given_said_on_every_page_of_its_holder_and_taken_back() {
    scenario(|app| async move {
        let (producer, listing) = app.banked_listing(10).await;
        let placed = app.guest_order(&listing, 1).await;
        app.proven_phone(PHONE).await;
        let (browser, page) = page_of(&app, &producer.owner, (&producer, "members")).await;
        let unknown = page.form("/members/mandate").fill("holder", "0912999999");
        let told = browser.send(&unknown).await.expect(422);
        assert!(told.says("Chưa ai xác minh"), "{}", told.html);
        let form = told.form("/members/mandate").fill("holder", PHONE);
        let page = browser
            .send(&form.fill("scope", "orders"))
            .await
            .expect(200);
        assert!(
            page.says("Đơn hàng và kho") && page.says("cho đến khi rút"),
            "{}",
            page.html
        );
        let deputy = app.browser();
        let asked = deputy.open("/vi/producer").await.expect(200);
        let form = asked.form("/sign-in").fill("login", PHONE);
        let desk = deputy
            .send(&form.fill("password", scenarios::PASSWORD))
            .await
            .expect(200);
        for path in [
            "",
            "/shelf",
            "/certificates",
            "/delivery",
            "/members",
            "/settings",
        ] {
            let path = format!("/vi/producer{path}?for={}", producer.id);
            let page = deputy.open(&path).await.expect(200);
            assert!(
                page.says("HTX Nước mắm Cẩm Nhượng</b> · theo giấy uỷ quyền"),
                "{path}"
            );
            assert!(
                !page.says("1012345678"),
                "the account is for owners: {path}"
            );
        }
        let order = deputy
            .follow(&desk, &format!("<b>{}", placed.code))
            .await
            .expect(200);
        deputy.send(&order.form("/accept")).await.expect(200);
        let order = browser.open(&order.path).await.expect(200);
        assert_eq!(placed.status().await, "accepted", "{}", order.html);
        let page = browser
            .send(&page.form("/members/mandate-revoke"))
            .await
            .expect(200);
        assert!(page.says("đã rút ngày"), "{}", page.html);
        deputy.open(&desk.path).await.expect(404);
    });
}

#[test]
fn zones_own_rates_and_where_boxes_are_fetched_hold_for_the_next_cart() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let client = app.client();
        let shipping = async || {
            let basket = client.basket(&[(&listing.variant, 1)]).await;
            let path = format!("/api/v1/carts/{}", basket.cart);
            client.get(&path).await.expect(200)["orders"][0].clone()
        };
        let before = shipping().await["shipping"]["amount"].clone();
        let (browser, page) = page_of(&app, &producer.owner, (&producer, "delivery")).await;
        let rates = page
            .form("/delivery/rates")
            .fill("commune-up_to_g", "2000")
            .fill("commune-price", "7.000");
        let told = browser.send(&rates).await.expect(422);
        let form = told.form("/delivery/rates");
        assert_eq!(form.value("commune-price"), Some("7.000"));
        let form = form
            .fill("commune-each_further_kg", "1000")
            .fill("commune-days_min", "2")
            .fill("commune-days_max", "1");
        let told = browser.send(&form).await.expect(422);
        let form = told.form("/delivery/rates").fill("commune-days_max", "3");
        let page = browser.send(&form).await.expect(200);
        assert_eq!(
            page.form("/delivery/rates").value("commune-price"),
            Some("7000")
        );
        let after = shipping().await["shipping"]["amount"].clone();
        assert_eq!((before, after), (json!(15_000), json!(7_000)));
        // Only Nghệ An and one commune: Thiên Cầm is no longer reached.
        let zones = page
            .form("/delivery/zones")
            .fill("where", "some")
            .fill("zone", "40")
            .fill("commune", "Hương Khê, Hà Tĩnh");
        let page = browser.send(&zones).await.expect(200);
        assert!(
            page.says("value=\"40\" checked") && page.says("Hương Khê"),
            "{}",
            page.html
        );
        let path = "/api/v1/producer/delivery";
        let said = producer.owner.client.get(path).await.expect(200);
        assert_eq!(said["zones"].as_array().unwrap().len(), 2);
        assert!(
            shipping()
                .await
                .to_string()
                .contains("outside_delivery_zone")
        );
        let mut none = page.form("/delivery/zones");
        none.fields.retain(|(name, _)| !name.starts_with("zone"));
        browser.send(&none).await.expect(422);
        let bad = json!({"zones": [{"province_code": "40", "commune_code": "18676"}]});
        let put = format!("{path}/zones");
        let refused = producer.owner.client.put(&put, bad).await;
        let problem = refused.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/zones/0/commune_code");
        // The pick-up address is on the label of a box.
        let placed_before = page.form("/delivery/pickup");
        let fetched = placed_before
            .fill("commune", "Cẩm Xuyên, Hà Tĩnh")
            .fill("street", "Bến xe")
            .fill("phone", "0912 000 111");
        let page = browser.send(&fetched).await.expect(200);
        assert!(page.says("Bến xe, Xã Cẩm Xuyên"), "{}", page.html);
        let everywhere = page.form("/delivery/zones").fill("where", "everywhere");
        browser.send(&everywhere).await.expect(200);
        let placed = app.guest_order(&listing, 1).await;
        let label = format!("/vi/producer/orders/{}/label", placed.order);
        let label = browser.open(&label).await.expect(200);
        assert!(label.says("Bến xe, Xã Cẩm Xuyên") && label.says("0912000111"));
        // A packer may say where boxes are fetched, and not for how much they go.
        let packer = app.member(&producer, "packer").await;
        let (packs, own) = page_of(&app, &packer, (&producer, "delivery")).await;
        packs
            .send(&own.form("/delivery/pickup-remove"))
            .await
            .expect(200);
        packs.send(&form).await.expect(403);
    });
}
