//! The registry of certificates: imported, claimed, counted, and read off labels.

use std::fmt::Write as _;

use catalog::registry::import;
use scenarios::{App, Client, Value, fish_sauce, json, scenario, text};

/// Takes a province's file, as the command line does.
async fn imported(app: &App, file: &str) -> catalog::registry::Report {
    let now = app.now();
    import(&app.node().db, file.as_bytes(), false, now)
        .await
        .unwrap()
}

const HEADING: &str = "Tên sản phẩm;Chủ thể;Loại hình;Nhóm;Xã;Huyện;Tỉnh;Hạng sao;Số quyết định;\
                       Ngày cấp;Ngày hết hạn;Cơ quan ban hành;Năm tham gia\n";

/// One entry of the registry that is not listed here.
fn ruoc() -> String {
    format!(
        "{HEADING}Ruốc chua Hải Bắc;HTX Hải Bắc;HTX;Thực phẩm;Cẩm Nhượng;Cẩm Xuyên;Hà Tĩnh;3 sao;\
         7/QĐ-UBND;31/08/2024;31/08/2027;UBND tỉnh Hà Tĩnh;2023\n"
    )
}

/// The code of an entry, by its product's name.
async fn code_of(app: &App, name: &str) -> (String, kernel::CertificateId) {
    let sql = "SELECT p.code, c.id FROM certificates c JOIN public_codes p ON p.certificate_id = c.id \
               WHERE c.product_name = $1";
    let row = store::first(app.node().db.read(), sql, vec![name.into()]).await;
    let row = row.unwrap().unwrap();
    let id = kernel::CertificateId(row.try_get("", "id").unwrap());
    (row.try_get("", "code").unwrap(), id)
}

async fn verified(client: &Client, code: &str) -> Value {
    client
        .get(&format!("/api/v1/verify/{code}"))
        .await
        .expect(200)
}

async fn figures(official: &Client, query: &str) -> Value {
    let path = format!("/api/v1/admin/figures{query}");
    official.get(&path).await.expect(200)
}

fn day(text: &str) -> kernel::Day {
    text.parse().unwrap()
}

#[test]
fn a_product_that_is_not_listed_has_a_code_that_says_what_is_true_until_midnight() {
    scenario(|app| async move {
        assert_eq!(imported(&app, &ruoc()).await.recorded, 1);
        let (code, id) = code_of(&app, "Ruốc chua Hải Bắc").await;
        let anybody = app.client();
        let said = verified(&anybody, &code.to_lowercase()).await;
        assert_eq!(said["certificate_state"], "unverified");
        assert_eq!(
            (&said["stars"], &said["status"]),
            (&Value::Null, &json!("not_listed"))
        );
        assert_eq!(said["commune"]["code"], "18676");

        let facts = json!({
            "decision_no": "7/QĐ-UBND", "issued_on": "2024-08-31", "expires_on": "2027-08-31", "stars": 3,
        });
        let path = format!("/api/v1/admin/certificates/{id}/verify");
        let elsewhere = app.official("68").await.client;
        elsewhere
            .post(&path, facts.clone())
            .await
            .expect_problem(404, "not_found");
        let province = app.official("42").await.client;
        province.post(&path, facts).await.expect(200);
        app.advance_hours(1);
        let said = verified(&anybody, &code).await;
        assert_eq!(
            (&said["stars"], &said["certificate_state"]),
            (&json!(3), &json!("valid"))
        );
        assert_eq!(said["certificate"]["expires_on"], "2027-08-31");

        let last = day("2027-08-31");
        app.set_clock(last.end().plus_ms(-1));
        assert_eq!(verified(&anybody, &code).await["stars"], 3);
        app.set_clock(last.end());
        let said = verified(&anybody, &code).await;
        assert_eq!(
            (&said["stars"], &said["certificate_state"]),
            (&Value::Null, &json!("lapsed"))
        );
    });
}

#[test]
fn the_page_of_a_code_is_small_plain_and_always_there() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let own = producer.product(&listing.product).await;
        let code = text(&own["public_code"]);
        let path = format!("/q/{code}");
        let page = app.client().with("accept-language", "vi").get(&path).await;
        assert_eq!(page.status, 200);
        let html = String::from_utf8_lossy(&page.body).into_owned();
        assert!(
            html.contains("KHÔNG CÓ SAO OCOP") && html.contains("Nghề của bà."),
            "{html}"
        );
        assert!(page.body.len() < 15_000 && !html.contains("<script"));
        let tag = page.header("etag").unwrap().to_owned();
        assert!(!tag.starts_with("W/"));
        let again = app.client().with("if-none-match", &tag).get(&path).await;
        assert_eq!((again.status, again.body.len()), (304, 0));
        let english = app.client().get(&format!("{path}?lang=en")).await;
        assert!(String::from_utf8_lossy(&english.body).contains("NO OCOP STARS"));

        let retire = format!("/api/v1/producer/products/{}/retire", listing.product);
        producer
            .owner
            .client
            .post(&retire, json!({}))
            .await
            .expect(200);
        let gone = app
            .soon(async || {
                let page = app.client().get(&path).await;
                assert_eq!(page.status, 200);
                let html = String::from_utf8_lossy(&page.body).into_owned();
                html.contains("không còn được bán").then_some(html)
            })
            .await;
        assert!(!gone.contains("Nghề của bà."));
        assert_eq!(verified(&app.client(), code).await["status"], "retired");

        let unknown = app.client().get("/q/AAAA-0000").await;
        assert_eq!(unknown.status, 404);
        assert!(String::from_utf8_lossy(&unknown.body).contains("KHÔNG CÓ MÃ NÀY"));
        app.client()
            .get("/api/v1/verify/AAAA0000")
            .await
            .expect_problem(404, "not_found");

        let svg = app.client().get(&format!("{path}/qr.svg")).await;
        assert_eq!(svg.header("content-type"), Some("image/svg+xml"));
        let sheet = app
            .client()
            .get(&format!("{path}/labels?count=3&mm=12"))
            .await;
        let sheet = String::from_utf8_lossy(&sheet.body).into_owned();
        assert_eq!(sheet.matches("<svg").count(), 3);
        assert!(sheet.contains("@page{size:A4") && !sheet.contains('★'));
        app.client()
            .get(&format!("{path}/labels?mm=5"))
            .await
            .expect_problem(422, "invalid");
    });
}

#[test]
fn the_articles_own_table_comes_out_of_the_figures() {
    scenario(|app| async move {
        let mut file = HEADING.to_owned();
        for n in 1..=21 {
            let group = match n {
                1..=17 => "Nông sản tươi sống, chế biến",
                18 | 19 => "Đồ uống có cồn và không cồn",
                _ => "Sản phẩm có thành phần dược liệu",
            };
            let year = if n <= 5 { 2019 } else { 2020 };
            let _ = writeln!(
                file,
                "Sản phẩm {n};Cơ sở {n};Hộ sản xuất;{group};Cẩm Nhượng;Cẩm Xuyên;Hà Tĩnh;;;;;;{year}"
            );
        }
        let report = imported(&app, &file).await;
        assert_eq!((report.recorded, report.faults.len()), (21, 0));
        let official = app.official("18676").await.client;
        let all = figures(&official, "").await;
        assert_eq!(all["total"]["participating"], 21);
        assert_eq!(all["total"]["certified"], 0);
        let lines = |by: &str| -> Vec<(String, i64)> {
            let lines = all["by"][by].as_array().unwrap();
            let line = |line: &Value| {
                let value = line["value"].as_str().unwrap().to_owned();
                (value, line["participating"].as_i64().unwrap())
            };
            lines.iter().map(line).collect()
        };
        let owned = |pairs: &[(&str, i64)]| -> Vec<(String, i64)> {
            pairs.iter().map(|(v, n)| ((*v).to_owned(), *n)).collect()
        };
        assert_eq!(lines("group"), owned(&[("I", 17), ("II", 2), ("III", 2)]));
        assert_eq!(lines("year"), owned(&[("2019", 5), ("2020", 16)]));
        assert_eq!(lines("commune"), owned(&[("18676", 21)]));
        assert_eq!(lines("entity_type"), owned(&[("ho_san_xuat", 21)]));
        let drinks = figures(&official, "?group=II").await;
        assert_eq!(drinks["total"]["participating"], 2);

        let table = official.get("/api/v1/admin/figures.csv").await;
        assert_eq!(
            table.header("content-type"),
            Some("text/csv; charset=utf-8")
        );
        let table = String::from_utf8_lossy(&table.body).into_owned();
        assert!(table.contains("\nyear,2020,2020,16,0,0,0,0,0,0"), "{table}");
    });
}

#[test]
fn figures_are_seen_in_ones_own_area_alone() {
    scenario(|app| async move {
        imported(&app, &ruoc()).await;
        for (area, seen) in [("18676", 1), ("42", 1), ("18673", 0), ("68", 0)] {
            let official = app.official(area).await.client;
            let total = figures(&official, "").await["total"].clone();
            assert_eq!(total["participating"], seen, "{area}");
            assert_eq!(
                (&total["unverified"], &total["certified"]),
                (&json!(seen), &json!(0))
            );
        }
        let buyer = app.buyer().await.client;
        buyer
            .get("/api/v1/admin/figures")
            .await
            .expect_problem(403, "forbidden");
    });
}

#[test]
fn a_producer_finds_its_own_entry_and_claims_it() {
    scenario(|app| async move {
        let file = format!(
            "{HEADING}Nước mắm cốt Cẩm Nhượng;Hợp tác xã nước mắm Cẩm Nhượng;HTX;Thực phẩm;Cẩm Nhượng;\
             Cẩm Xuyên;Hà Tĩnh;3;8/QĐ-UBND;29/02/2024;28/02/2027;UBND tỉnh Hà Tĩnh;\n\
             Cu đơ;Hộ KD Lưu Văn Anh;HKD;Thực phẩm;Cẩm Nhượng;Cẩm Xuyên;Hà Tĩnh;3;8/QĐ-UBND;2024;;;\n"
        );
        assert_eq!(imported(&app, &file).await.recorded, 2);
        let (producer, listing) = app.listing(5).await;
        let client = &producer.owner.client;
        let path = "/api/v1/producer/certificates/suggestions";
        let found = client.get(path).await.expect(200)["data"].clone();
        assert_eq!(found.as_array().unwrap().len(), 1);
        assert_eq!(found[0]["product_name"], "Nước mắm cốt Cẩm Nhượng");
        let claim = json!({"product": listing.product, "certificate": found[0]["id"]});
        client
            .post("/api/v1/producer/certificates", claim)
            .await
            .expect(201);
        let left = client.get(path).await.expect(200);
        assert_eq!(left["data"], json!([]));

        let verify = format!(
            "/api/v1/admin/certificates/{}/verify",
            text(&found[0]["id"])
        );
        let facts = |until: &str| json!({"decision_no": "8/QĐ-UBND", "issued_on": "2024-02-29", "expires_on": until, "stars": 3});
        let province = app.official("42").await.client;
        province
            .post(&verify, facts("2027-03-01"))
            .await
            .expect_problem(422, "invalid");
        province
            .post(&verify, facts("2027-02-28"))
            .await
            .expect(200);
        let code = text(&producer.product(&listing.product).await["public_code"]).to_owned();
        app.soon(async || {
            let said = verified(&app.client(), &code).await;
            (said["stars"] == 3).then_some(())
        })
        .await;
    });
}

#[test]
fn a_verified_entry_under_a_longer_name_is_claimed_and_an_official_says_whose_it_is() {
    scenario(|app| async move {
        let file = format!(
            "{HEADING}Nước mắm cốt;HTX Dịch vụ nước mắm Cẩm Nhượng;HTX;Thực phẩm;Cẩm Nhượng;\
             Cẩm Xuyên;Hà Tĩnh;3;8/QĐ-UBND;29/02/2024;28/02/2027;UBND tỉnh Hà Tĩnh;\n"
        );
        imported(&app, &file).await;
        let (label, id) = code_of(&app, "Nước mắm cốt").await;
        let verify = format!("/api/v1/admin/certificates/{id}/verify");
        let facts = json!({"decision_no": "8/QĐ-UBND", "issued_on": "2024-02-29", "expires_on": "2027-02-28", "stars": 3});
        let province = app.official("42").await.client;
        province.post(&verify, facts.clone()).await.expect(200);

        let (producer, listing) = app.listing(5).await;
        let client = &producer.owner.client;
        let suggestions = "/api/v1/producer/certificates/suggestions";
        let found = client.get(suggestions).await.expect(200);
        assert_eq!(found["data"][0]["id"], id.to_string(), "{found}");
        let certificates = "/api/v1/producer/certificates";
        let claim = json!({"product": listing.product, "certificate": id.to_string()});
        let asked = client.post(certificates, claim.clone()).await.expect(201);
        assert_eq!(
            (&asked["claimed"], &asked["product"]),
            (&json!(false), &Value::Null)
        );
        assert_eq!(client.get(suggestions).await.expect(200)["data"], json!([]));
        let mine = client.get(certificates).await.expect(200);
        assert_eq!(mine["data"][0]["id"], id.to_string());
        // Until somebody has looked, the listing shows no star, and nobody else asks for it.
        let code = text(&producer.product(&listing.product).await["public_code"]).to_owned();
        assert_eq!(verified(&app.client(), &code).await["stars"], Value::Null);
        let other = app.producer().await;
        let theirs = json!({"certificate": id.to_string()});
        let second = other.owner.client.post(certificates, theirs).await;
        second.expect_problem(422, "invalid");

        let pending = "/api/v1/admin/reviews?kind=certificate&status=pending";
        let review = province.get(pending).await.expect(200)["data"][0].clone();
        let decide = |what: &str| format!("/api/v1/admin/reviews/{}/{what}", text(&review["id"]));
        let no = json!({"remarks": [{"pointer": "", "code": "other", "text": "Không phải của cơ sở này."}]});
        province.post(&decide("reject"), no).await.expect(200);
        assert_eq!(verified(&app.client(), &label).await["stars"], 3);
        client.post(certificates, claim).await.expect(201);
        // The decision in hand, the official says yes.
        province.post(&verify, facts).await.expect(200);
        assert_eq!(province.get(pending).await.expect(200)["data"], json!([]));
        app.soon(async || {
            let said = verified(&app.client(), &code).await;
            (said["stars"] == 3).then_some(())
        })
        .await;
        app.run_jobs().await;
    });
}

#[test]
fn stars_that_are_claimed_without_a_certificate_keep_a_text_from_its_review() {
    scenario(|app| async move {
        let producer = app.producer().await;
        for name in [
            "Nước mắm OCOP 4 sao",
            "Nước mắm bon sao",
            "Nước mắm ⭐⭐⭐",
            "Nước mắm đạt chuẩn 5*",
        ] {
            let mut draft = fish_sauce();
            draft["name"] = json!(name);
            draft["variants"][0]["sku"] = json!(name);
            let product = producer.draft(draft).await;
            let path = format!("/api/v1/producer/products/{}/submit", text(&product["id"]));
            let refused = producer.owner.client.post(&path, json!({})).await;
            let problem = refused.expect_problem(422, "invalid");
            assert_eq!(problem["errors"][0]["pointer"], "/name", "{name}");
        }
    });
}
