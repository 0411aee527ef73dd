//! What goes back of it, and the page on which a person sees to all of it.

use scenarios::{json, licensed, scenario_with, text};

use super::{BIN, bring, code, office, states, total};

#[test]
fn refunds_and_a_cancel_at_once_never_give_back_more_than_came_nor_anothers_share() {
    scenario_with(licensed, |app| async move {
        let (_, placed) = app.shared_transfer().await;
        let admin = app.admin().await;
        bring(&admin, &[("FT1", total(&placed), code(&placed))]).await;
        let first = &placed.checkout["orders"][0];
        let own = first["total"]["amount"].as_i64().unwrap();
        let path = format!("/api/v1/admin/orders/{}/refunds", text(&first["id"]));
        let part = own * 2 / 5;
        let owe = async |key: &str| {
            let body = json!({"amount": {"amount": part, "currency": "VND"}, "reason": "goodwill"});
            admin.with("idempotency-key", key).post(&path, body).await
        };
        let all =
            futures_util::future::join_all((1..=5).map(async |n: u8| owe(&n.to_string()).await));
        let cancel = placed.step("cancel", json!({"reason_code": "buyer_changed_mind"}));
        let (answers, cancelled) = tokio::join!(all, cancel);
        cancelled.expect(200);
        for answer in answers {
            assert!([201, 409].contains(&answer.status), "{}", answer.text());
        }
        let owed = admin.get("/api/v1/admin/refunds").await.expect(200);
        let refunds = owed["data"].as_array().unwrap();
        let sum: i64 = refunds
            .iter()
            .map(|r| r["amount"]["amount"].as_i64().unwrap())
            .sum();
        assert_eq!(
            sum, own,
            "all of the first order's and nothing of the second's: {owed}"
        );
        let captured = app
            .number(
                "SELECT CAST(SUM(refunded) AS BIGINT) AS n FROM payment_orders",
                vec![],
            )
            .await;
        assert_eq!(captured, own);
    });
}

#[test]
fn the_markets_money_is_seen_to_on_one_page_and_the_buyer_reads_who_holds_theirs() {
    scenario_with(licensed, |app| async move {
        let admin = app.admin().await;
        let (_, listing) = app.listing(20).await;
        let one = app.transfer_order(&listing, 1).await;
        let two = app.transfer_order(&listing, 2).await;
        let at = format!(
            "/vi/orders/{}?token={}",
            one.order,
            text(&one.checkout["token"])
        );
        let page = app.browser().open(&at).await.expect(200);
        assert!(
            page.says("GP 01/2026/GP-NHNN") && page.says("9990000001"),
            "{}",
            page.html
        );
        assert!(!page.says("chợ không giữ tiền của bạn"), "{}", page.html);
        bring(
            &admin,
            &[
                ("FT1", total(&one), "quen ghi ma"),
                ("FT2", 9, "lai"),
                ("FT3", total(&two) + 1, code(&two)),
            ],
        )
        .await;
        let desk = office(&admin, "/vi").await;
        assert!(
            desk.contains("quen ghi ma") && desk.contains("đúng số tiền còn thiếu"),
            "{desk}"
        );
        assert!(
            desk.contains("Thừa: phần thừa nằm trong khoản phải hoàn"),
            "{desk}"
        );
        assert!(
            desk.contains("Người mua chưa cho biết tài khoản nhận"),
            "{desk}"
        );
        let id = admin
            .get(&format!("{BIN}?status=waiting"))
            .await
            .expect(200);
        let id_of = |number: &str| {
            let lines = id["data"].as_array().unwrap().iter();
            text(
                &lines
                    .clone()
                    .find(|line| line["bank_ref"] == number)
                    .unwrap()["id"],
            )
            .to_owned()
        };
        let form = |number: &str| format!("/vi/office/money/lines/{}", id_of(number));
        let wrong = admin.form(&form("FT1"), &[("code", "OC00000000X")]).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        assert_eq!(
            admin
                .form(&form("FT1"), &[("code", code(&one))])
                .await
                .status,
            200
        );
        assert_eq!(
            admin
                .form(&form("FT2"), &[("note", "lãi tiền gửi")])
                .await
                .status,
            200
        );
        assert_eq!(states(&one).await, ["placed"]);
        let desk = office(&admin, "/vi").await;
        assert!(desk.contains("Không có khoản nào đang chờ"), "{desk}");
        // The refund of one đồng: the buyer names an account, the page shows the code that sends it.
        let owed = admin.get("/api/v1/admin/refunds").await.expect(200)["data"][0].clone();
        let to = json!({"bank_bin": "970436", "account": "0071000123456", "account_name": "TRAN THI BICH"});
        let path = format!(
            "/api/v1/orders/{}/refunds/{}/destination",
            two.order,
            text(&owed["id"])
        );
        two.client.put(&path, to).await.expect(200);
        let desk = office(&admin, "/vi").await;
        assert!(desk.contains("0071000123456"), "{desk}");
        let sent = format!("/vi/office/money/refunds/{}", text(&owed["id"]));
        assert_eq!(admin.form(&sent, &[("bank_ref", "FT9")]).await.status, 200);
        let desk = office(&admin, "/en").await;
        assert!(desk.contains("The market owes nobody"), "{desk}");
    });
}
