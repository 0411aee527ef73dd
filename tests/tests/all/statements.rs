//! What a producer is charged, what it would receive, and its statement.

use payments::ledger::Account;
use scenarios::{App, Value, json, scenario, text};

/// A rule of these days.
async fn rule(app: &App, name: &str, scope: &str, value: &Value) {
    let sql = format!(
        "INSERT INTO rules (name, scope, value, legal_basis, from_on, until_on, suspended_by) \
         VALUES ('{name}', '{scope}', '{value}', 'Điều 7 của thử nghiệm', '2026-11-01', NULL, NULL)"
    );
    app.execute(&sql).await;
}

#[test]
fn a_share_and_taxes_are_frozen_when_the_order_is_placed_and_claimed_when_it_is_completed() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let owner = &producer.owner.client;
        let asked = "/api/v1/producer/net-receipt?price=65000&set=9&delivery=20000";
        let free = owner.get(asked).await.expect(200);
        assert_eq!(free["net"]["amount"], 85_000);
        let english = owner.with("accept-language", "en");
        let said = english.get(asked).await.expect(200);
        assert_eq!(free["basis"][0], "Quy định của chợ: không thu hoa hồng");
        assert_eq!(said["basis"][0], "Policy of the market: no commission");
        rule(&app, "commission", "*", &json!([{"set": 9, "bp": 500}])).await;
        let rates = json!({"goods": {"vat_bp": 100, "pit_bp": 50}, "delivery": {"vat_bp": 300, "pit_bp": 150}});
        rule(&app, "tax.withholding", "hop_tac_xa", &rates).await;
        let net = owner.get(asked).await.expect(200);
        let of = |name: &str| net[name]["amount"].as_i64().unwrap();
        assert_eq!(
            (
                of("commission"),
                of("vat_withheld"),
                of("pit_withheld"),
                of("net")
            ),
            (3_250, 650 + 600, 325 + 300, 85_000 - 3_250 - 1_250 - 625)
        );
        assert_eq!(net["basis"][1], "Điều 7 của thử nghiệm");
        for (wrong, pointer) in [
            ("price=0&set=9", "/price"),
            ("price=1&set=99", "/set"),
            ("price=1&set=9&delivery=-1", "/delivery"),
        ] {
            let path = format!("/api/v1/producer/net-receipt?{wrong}");
            let problem = owner.get(&path).await.expect_problem(422, "invalid");
            assert_eq!(problem["errors"][0]["pointer"], pointer);
        }

        let placed = app.guest_order(&listing, 2).await;
        // Rules that change later leave it as it is.
        let later = json!([{"bp": 9_000}]);
        let sql = format!(
            "UPDATE rules SET value = '{later}' WHERE name = 'commission' AND from_on = '2026-11-01'"
        );
        app.execute(&sql).await;
        for step in ["accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        let ship = json!({"carrier": "self"});
        producer.step(&placed.order, "ship", ship).await;
        placed.step("confirm-receipt", json!({})).await.expect(200);
        let total = placed.checkout["total"]["amount"].as_i64().unwrap();
        let delivery = total - 130_000;
        let half_up = |of: i64, bp: i64| (of * bp + 5_000) / 10_000;
        let vat = half_up(130_000, 100) + half_up(delivery, 300);
        let pit = half_up(130_000, 50) + half_up(delivery, 150);
        assert_eq!(app.holds(Account::Commission).await, -6_500);
        assert_eq!(app.holds(Account::Vat).await, -vat);
        assert_eq!(app.holds(Account::Pit).await, -pit);
        let balance = owner.get("/api/v1/producer/balance").await.expect(200);
        let of = |name: &str| balance[name]["amount"].as_i64().unwrap();
        assert_eq!(
            (
                of("claim"),
                of("held"),
                of("earned"),
                of("payable"),
                of("next_payout")
            ),
            (6_500 + vat + pit, total, total, 0, 0)
        );

        // Half of it is paid back: half of each share comes back.
        let admin = app.admin().await.with("idempotency-key", "r");
        let path = format!("/api/v1/admin/orders/{}/refunds", placed.order);
        let half = json!({"amount": {"amount": total / 2, "currency": "VND"}, "reason": "late"});
        admin.post(&path, half).await.expect(201);
        assert_eq!(app.holds(Account::Commission).await, -3_250);
        let rest = admin.with("idempotency-key", "r2");
        rest.post(&path, json!({"reason": "late"}))
            .await
            .expect(201);
        for account in [
            Account::Commission,
            Account::Vat,
            Account::Pit,
            Account::Claim(producer.own()),
        ] {
            assert_eq!(app.holds(account).await, 0, "{account}");
        }
    });
}

#[test]
fn what_a_rule_rests_on_is_said_in_both_languages() {
    scenario(|app| async move {
        for table in ["rules", "document_requirements", "fact_definitions"] {
            let of = |clause: &str| {
                format!("SELECT COUNT(*) AS n FROM {table} WHERE legal_basis_en {clause}")
            };
            let same = of("IS NOT NULL AND legal_basis_en <> legal_basis");
            assert!(app.number(&same, vec![]).await > 9, "{table}");
            let none = of("IS NULL OR legal_basis_en = legal_basis");
            assert_eq!(app.number(&none, vec![]).await, 0, "{table}");
        }
    });
}

#[test]
fn where_the_market_pays_the_carriers_a_sale_brings_the_goods_alone() {
    scenario(|app| async move {
        rule(&app, "shipping.passed_to", "*", &json!("market")).await;
        let (producer, listing) = app.listing(10).await;
        let owner = &producer.owner.client;
        let asked = "/api/v1/producer/net-receipt?price=65000&set=9&delivery=20000";
        let net = owner.get(asked).await.expect(200);
        let of = |name: &str| net[name]["amount"].as_i64().unwrap();
        assert_eq!((of("shipping"), of("net")), (20_000, 65_000));
        assert_eq!(net["basis"][2], "Điều 7 của thử nghiệm");
        let placed = app.carried(&producer, &listing, 1).await;
        let total = placed.checkout["total"]["amount"].as_i64().unwrap();
        let delivery = total - 65_000;
        assert!(delivery > 0);
        assert_eq!(app.holds(Account::Shipping).await, -delivery);
        assert_eq!(app.holds(Account::Claim(producer.own())).await, delivery);
    });
}

#[test]
fn a_statement_is_read_page_by_page_as_a_table_and_as_a_workbook() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(10).await;
        let owner = &producer.owner.client;
        let placed = app.carried(&producer, &listing, 1).await;
        app.hand_to_market(&producer, &placed).await;
        let total = placed.checkout["total"]["amount"].as_i64().unwrap();
        let mut read = vec![];
        let mut path = "/api/v1/producer/statement?limit=1".to_owned();
        loop {
            let page = owner.get(&path).await.expect(200);
            read.extend(page["data"].as_array().unwrap().clone());
            if page["has_more"] == false {
                break;
            }
            let cursor = text(&page["next_cursor"]).to_owned();
            path = format!("/api/v1/producer/statement?limit=1&cursor={cursor}");
        }
        let seen: Vec<(&str, &str, i64)> = read
            .iter()
            .map(|line| {
                assert_eq!(line["order"], placed.code);
                let amount = line["amount"]["amount"].as_i64().unwrap();
                (text(&line["cause"]), text(&line["account"]), amount)
            })
            .collect();
        let taken = [
            ("earned", "earned", total),
            ("taken", "payable", total),
            ("taken", "earned", -total),
        ];
        assert_eq!(seen.len(), 3, "{seen:?}");
        for line in taken {
            assert!(seen.contains(&line), "{seen:?}");
        }

        let table = owner
            .get("/api/v1/producer/statement.csv")
            .await
            .expect_text(200);
        assert!(table.contains("Chợ phải trả bạn"), "{table}");
        let line = format!(
            "2026-11-23,{},Đơn hoàn tất,Doanh thu bạn tự thu,{total}",
            placed.code
        );
        assert!(table.contains(&line), "{table}");
        let english = owner.with("accept-language", "en");
        let workbook = english.get("/api/v1/producer/statement.xlsx").await;
        assert_eq!(workbook.status, 200);
        assert!(workbook.body.starts_with(b"PK"));
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(workbook.body)).unwrap();
        let sheet = calamine::Reader::worksheet_range_at(&mut book, 0)
            .unwrap()
            .unwrap();
        let cells: Vec<String> = sheet.rows().flatten().map(ToString::to_string).collect();
        for cell in [
            "Opening balance",
            "The market owes you",
            &placed.code,
            &total.to_string(),
        ] {
            assert!(cells.iter().any(|own| own == cell), "{cell}: {cells:?}");
        }
        // The days before are empty, and days that are none are refused.
        let before = "/api/v1/producer/statement?from=2026-10-01&until=2026-10-31";
        assert_eq!(owner.get(before).await.expect(200)["data"], json!([]));
        for wrong in [
            "from=2026-11-24&until=2026-11-01",
            "from=2020-01-01",
            "from=x",
            "cursor=x",
        ] {
            let path = format!("/api/v1/producer/statement?{wrong}");
            owner.get(&path).await.expect_problem(422, "invalid");
        }
        let stranger = app.producer().await;
        let theirs = stranger
            .owner
            .client
            .get("/api/v1/producer/statement")
            .await
            .expect(200);
        assert_eq!(theirs["data"], json!([]));
    });
}
