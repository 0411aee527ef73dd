//! A producer's account at Stripe, on the page of its money.

use scenarios::{scenario, scenario_with_cards, text};

use crate::desk_pages::at_desk;

#[test]
fn an_owner_opens_an_account_at_stripe_and_comes_back_from_there() {
    scenario_with_cards(|app, fake| async move {
        let producer = app.producer().await;
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let path = format!("/vi/producer/money?for={}", producer.id);
        let page = browser.open(&path).await.expect(200);
        assert!(page.says("Mở tài khoản Stripe"), "{}", page.html);
        let leaving = browser.send(&page.form("/money/card-account")).await;
        let leaving = leaving.expect(200);
        let link = leaving.link("Sang Stripe");
        assert!(link.starts_with(fake.url()), "{link}");
        assert!(link.contains("%2Fvi%2Fproducer%2Fmoney%3Ffor%3D"), "{link}");
        let page = browser.open(&path).await.expect(200);
        let account = text(&fake.all("account")[0]["id"]).to_owned();
        assert!(page.says(&account) && page.says("Stripe còn cần thông tin"));
        // Whoever comes back sees at once that Stripe has all it wants.
        fake.onboard(&account);
        let page = browser.open(&path).await.expect(200);
        assert!(
            page.says("nhận được tiền: phần bán bằng thẻ"),
            "{}",
            page.html
        );
        browser.send(&page.form("/money/card-account")).await;
        assert_eq!(fake.all("account").len(), 1);

        // An editor has nothing to do with it; an hour later its owner signs in once more.
        let form = page.form("/money/card-account");
        let editor = app.member(&producer, "editor").await;
        let (other, _) = at_desk(&app, &editor).await;
        other.send(&form).await.expect(403);
        app.advance_hours(1);
        let page = browser.open(&path).await.expect(200);
        assert!(!page.says("/money/card-account"), "{}", page.html);
        assert!(page.says("Đăng nhập lại để mở tài khoản Stripe"));
        let door = browser.send(&form).await.expect(200);
        assert!(door.path.contains("/sign-in"), "{}", door.path);
    });
}

#[test]
fn a_market_without_cards_says_nothing_of_stripe() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let path = format!("/vi/producer/money?for={}", producer.id);
        let page = browser.open(&path).await.expect(200);
        assert!(!page.says("Stripe"), "{}", page.html);
        let mut form = page.form("/money/cash");
        form.action = form.action.replace("/cash", "/card-account");
        browser.send(&form).await.expect(404);
    });
}
