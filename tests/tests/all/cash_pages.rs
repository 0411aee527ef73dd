//! Cash that carriers handed on, books that differ, and who may pay at the door again: on pages.

use payments::Discrepancy;
use scenarios::{App, PASSWORD, Page, json, scenario};

use crate::cash::{shipped, total};
use crate::desk_pages::at_desk;
use crate::money_pages::administrator;

/// How the lines stand that were told just now.
fn told(page: &Page) -> &str {
    let said = page
        .html
        .split("<div class=\"bar\" role=\"status\">")
        .nth(1);
    said.unwrap().split("</div>").next().unwrap()
}

#[test]
fn cash_is_told_by_hand_and_what_differs_is_settled_with_its_carrier() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(20).await;
        let shop = (&producer, &listing);
        let [one, two] = [
            shipped(&app, shop, "VTP1").await,
            shipped(&app, shop, "VTP2").await,
        ];
        for placed in [&one, &two] {
            producer.step(&placed.order, "deliver", json!({})).await;
        }
        let (admin, page) = administrator(&app, "/vi/office/money").await;
        let form = page.form("/money/cash").fill("carrier", "Viettel Post");
        let form = form.fill("reference", "BK-11");
        let rows = format!("{} nhiều", one.code);
        let wrong = admin.send(&form.clone().fill("lines", &rows)).await;
        let wrong = wrong.expect(422);
        assert!(wrong.says("Dòng 1 cần mã của kiện hàng"), "{}", wrong.html);
        let kept = wrong.form("/money/cash");
        assert_eq!(
            (kept.value("reference"), kept.value("lines")),
            (Some("BK-11"), Some(rows.as_str()))
        );
        let rows = format!("{} {}\nvtp2 1.000", one.code, total(&one));
        let page = admin.send(&kept.fill("lines", &rows)).await.expect(200);
        assert!(told(&page).contains("Khớp: 1 kiện"), "{}", page.html);
        assert!(told(&page).contains("vtp2: Chênh lệch"), "{}", page.html);
        assert_eq!(one.read().await["payments"][0]["custody"], "producer");
        let line = page.html.split("/money/remitted/").nth(1).unwrap();
        let settle = page.form(line.split('"').next().unwrap());
        admin
            .send(&settle.clone().fill("note", ""))
            .await
            .expect(422);
        let settle = settle.fill("note", "Bên vận chuyển trả bù");
        let page = admin.send(&settle).await.expect(200);
        assert!(page.says("Không có khoản nào chênh lệch"), "{}", page.html);
        assert_eq!(two.read().await["payments"][0]["custody"], "producer");
    });
}

#[test]
fn a_producer_tells_the_cash_that_came_to_itself_and_of_no_others_box() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(20).await;
        let placed = shipped(&app, (&producer, &listing), "VTP1").await;
        producer.step(&placed.order, "deliver", json!({})).await;
        let (other, _) = app.listing(1).await;
        let (stranger, _) = at_desk(&app, &other.owner).await;
        let money = |id: &str| format!("/vi/producer/money?for={id}");
        let page = stranger.open(&money(&other.id)).await.expect(200);
        let row = format!("{} {}", placed.code, total(&placed));
        let fill = |page: &Page, carrier: &str| {
            let form = page.form("/money/cash").fill("carrier", carrier);
            form.fill("reference", "BK-1").fill("lines", &row)
        };
        let foreign = fill(&page, "Xe khách");
        let page = stranger.send(&foreign).await.expect(200);
        assert!(told(&page).contains("Không có đơn mang mã này"));
        stranger
            .send(&foreign.fill("for", &producer.id))
            .await
            .expect(404);
        assert_eq!(placed.read().await["payments"][0]["custody"], "carrier");

        let (browser, _) = at_desk(&app, &producer.owner).await;
        let page = browser.open(&money(&producer.id)).await.expect(200);
        let bare = browser.send(&page.form("/money/cash")).await.expect(422);
        assert!(bare.says("carrier-fault"), "{}", bare.html);
        let page = browser.send(&fill(&page, "Viettel Post")).await.expect(200);
        assert!(told(&page).contains("Khớp: 1 kiện"), "{}", page.html);
        assert_eq!(placed.read().await["payments"][0]["custody"], "producer");
    });
}

#[test]
fn an_administrator_lets_a_phone_pay_at_the_door_again_and_an_official_does_not() {
    scenario(|app| async move {
        let (producer, listing) = app.banked_listing(20).await;
        for number in ["VTP1", "VTP2"] {
            let placed = shipped(&app, (&producer, &listing), number).await;
            let refused = json!({"reason_code": "refused_at_door"});
            producer.step(&placed.order, "fail-delivery", refused).await;
        }
        let (admin, page) = administrator(&app, "/vi/office/people").await;
        let sought = |phone: &str| {
            let form = page.form("/office/people").fill("phone", phone);
            form.fill("purpose", "buyer_asked")
        };
        let other = admin.send(&sought("0987 654 321")).await.expect(200);
        assert!(!other.says("Trả tiền mặt khi nhận hàng"), "{}", other.html);
        let found = admin.send(&sought("0912 345 678")).await.expect(200);
        let lift = found.form("/office/people/cash");
        let again = admin.send(&lift).await.expect(422);
        let lift = again.form("/office/people/cash");
        let done = admin.send(&lift.clone().fill("note", "đã xin lỗi")).await;
        let done = done.expect(200);
        assert!(done.says("lại được trả tiền mặt"), "{}", done.html);
        assert!(!done.says("345 678") && !done.says("0912345678"));
        let found = admin.send(&sought("0912 345 678")).await.expect(200);
        assert!(!found.says("/office/people/cash"), "{}", found.html);
        app.guest_order(&listing, 1).await;

        let official = app.official("42").await;
        let browser = app.browser();
        let door = browser.open("/vi/office").await;
        let form = door.form("/sign-in").fill("login", &official.email);
        browser.send(&form.fill("password", PASSWORD)).await;
        browser.send(&lift.fill("note", "x")).await.expect(403);
    });
}

async fn differ(app: &App, ours: &str) {
    let found = Discrepancy {
        kind: "bank".to_owned(),
        subject: "FT26327".to_owned(),
        ours: ours.to_owned(),
        theirs: "65000 vnd".to_owned(),
        found_at: app.now(),
    };
    let tx = store::write(&app.node().db).await.unwrap();
    payments::differ(&tx, &found).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn a_difference_shows_both_sides_until_somebody_says_what_they_found() {
    scenario(|app| async move {
        differ(&app, "nothing").await;
        let (admin, page) = administrator(&app, "/vi/office/money").await;
        for said in [
            "Tài khoản ngân hàng",
            "FT26327",
            "không có gì",
            "65.000\u{a0}₫",
        ] {
            assert!(page.says(said), "{said}: {}", page.html);
        }
        let id = page.html.split("/money/differences/").nth(1).unwrap();
        let id = id.split('"').next().unwrap();
        let form = page.form(id);
        admin.send(&form).await.expect(422);
        let form = form.fill("note", "Lãi tiền gửi, đã báo kế toán");
        let page = admin.send(&form).await.expect(200);
        assert!(!page.says("FT26327"), "{}", page.html);
        let row = app.recorded("payments.settle_difference").await;
        assert_eq!(row["capacity"], "admin");
        // What was looked into is none while both say the same, and one anew when they do not.
        differ(&app, "nothing").await;
        assert!(!admin.open("/vi/office/money").await.says("FT26327"));
        differ(&app, "1 vnd").await;
        let page = admin.open("/en/office/money").await.expect(200);
        assert!(page.says("FT26327") && page.says("The bank account"));
        let official = app.official("42").await.client;
        let path = format!("/api/v1/admin/discrepancies/{id}/settle");
        official
            .post(&path, json!({"note": "x"}))
            .await
            .expect_problem(403, "forbidden");
    });
}
