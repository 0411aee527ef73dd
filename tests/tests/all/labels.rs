//! Labels: what is printed can be read off a bottle, and whatever a code was printed for, it is
//! answered.

use scenarios::{App, SetUp, fish_sauce, json, scenario, text};

/// The side of a printed label's drawing in millimetres, as its sheet says, where the code itself
/// is to be so wide.
async fn printed_mm(app: &App, code: &str, mm: usize) -> usize {
    let sheet = app
        .client()
        .get(&format!("/q/{code}/labels?count=1&mm={mm}"))
        .await
        .text();
    let (_, style) = sheet.split_once(".label svg{width:").unwrap();
    style.split_once("mm;").unwrap().0.parse().unwrap()
}

/// The dark modules of a drawing, and its side in modules.
fn modules(svg: &str) -> (Vec<(usize, usize)>, usize) {
    let (_, view) = svg.split_once("viewBox=\"0 0 ").unwrap();
    let side = view.split_once(' ').unwrap().0.parse().unwrap();
    let (_, path) = svg.split_once("<path d=\"").unwrap();
    // Each run of a row is one box.
    let runs = path.split('M').skip(1).flat_map(|run| {
        let (at, rest) = run.split_once('h').unwrap();
        let (x, y) = at.split_once(' ').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let wide: usize = rest.split_once('v').unwrap().0.parse().unwrap();
        (x..x + wide).map(move |x| (x, y))
    });
    (runs.collect(), side)
}

/// What a reader makes of a drawing that is so wide and seen with so many dots an inch: each dot is
/// as dark as what it covers, looked at in sixteen places.
fn read(svg: &str, mm: usize, dots_per_inch: usize) -> Option<String> {
    const FINE: usize = 4;
    let (dark, side) = modules(svg);
    let mut drawn = vec![false; side * side];
    for (x, y) in dark {
        drawn[y * side + x] = true;
    }
    let dots = mm * 10 * dots_per_inch / 254;
    let module = |fine: usize| (fine * 2 + 1) * side / (dots * FINE * 2);
    let shade = |x: usize, y: usize| {
        let places = (0..FINE * FINE).map(|n| (x * FINE + n % FINE, y * FINE + n / FINE));
        let dark = places.filter(|(x, y)| drawn[module(*y) * side + module(*x)]);
        235 - u8::try_from(dark.count()).unwrap() * 13
    };
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(dots, dots, shade);
    let grids = seen.detect_grids();
    let (_, said) = grids.first()?.decode().ok()?;
    Some(said)
}

#[test]
fn a_code_of_twelve_millimetres_is_read_off_the_label_and_leads_to_its_page() {
    let homes = [
        "http://localhost:8080",
        "https://ocop.vn",
        "https://sanphamocop.cantho.gov.vn",
    ];
    for home in homes {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let change = |settings: &mut market::Settings| settings.public_url = home.to_owned();
            let app = App::start_with(&SetUp::Sqlite, change).await;
            let (producer, listing) = app.listing(5).await;
            let own = producer.product(&listing.product).await;
            let code = text(&own["public_code"]);
            let svg = app.client().get(&format!("/q/{code}/qr.svg")).await.text();
            let mm = printed_mm(&app, code, 12).await;
            // As a printer draws it, and as a telephone sees two thirds of that.
            for dots_per_inch in [300, 200] {
                let said = read(&svg, mm, dots_per_inch);
                let said = said.unwrap_or_else(|| panic!("{home}, {dots_per_inch} dpi"));
                assert_eq!(said, format!("{home}/q/{code}").to_uppercase());
                let (_, path) = said.split_once(&home.to_uppercase()).unwrap();
                assert_eq!(app.client().get(path).await.status, 200);
            }
            app.finish().await;
        });
    }
}

/// Every code that was ever given out, with what it was given to.
async fn codes(app: &App) -> Vec<String> {
    let sql = "SELECT code FROM public_codes ORDER BY code";
    let rows = store::rows(app.node().db.read(), sql, vec![])
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get("", "code").unwrap())
        .collect()
}

/// Entries with everything, with next to nothing, lapsed long ago, and of a commune that is no more.
const ENTRIES: &str = "Tên sản phẩm;Chủ thể;Tỉnh;Huyện;Xã;Hạng sao;Số quyết định;Ngày cấp;Ngày hết hạn;Cơ quan ban hành;Mã sản phẩm\n\
    Ruốc chua <Hải Bắc> & con;HTX \"Hải Bắc\";Hà Tĩnh;Cẩm Xuyên;Cẩm Nhượng;3 sao;7/QĐ-UBND;31/08/2024;31/08/2027;UBND tỉnh Hà Tĩnh;42-18676-3-2024\n\
    Gạo;Hộ A;Hà Tĩnh;;;;;;;;\n\
    Chè xanh;Hộ B;Quảng Nam;;;4;9/QĐ-UBND;2019;2022;UBND huyện Núi Thành;83-829-28780-3-2022\n\
    Mật ong;Hộ C;Hà Tĩnh;;;4;10/QĐ-UBND;06/2025;;UBND tỉnh Hà Tĩnh;\n";

#[test]
fn every_code_is_answered_for_ever_in_two_languages_small_and_without_script() {
    scenario(|app| async move {
        let now = app.now();
        let report =
            catalog::registry::import(&app.node().db, ENTRIES.as_bytes(), false, now).await;
        assert_eq!(report.unwrap().recorded, 4);
        let producer = app.producer().await;
        // As long as a text may be, in letters of three bytes.
        let mut long = fish_sauce();
        long["story"] = json!("ệ ".repeat(10_000).trim());
        long["name"] = json!("Ộ".repeat(160));
        app.listing_of(&producer, long, 5).await;
        let another = |sku: &str| {
            let mut draft = fish_sauce();
            draft["variants"][0]["sku"] = json!(sku);
            draft
        };
        let suspended = app.listing_of(&producer, another("NM-2"), 5).await;
        let retired = app.listing_of(&producer, another("NM-3"), 5).await;
        let order =
            json!({"reason_code": "recall", "note": "Lô có mùi lạ.", "open_orders": "finish"});
        let path = format!("/api/v1/admin/products/{}/suspend", suspended.product);
        app.official("42")
            .await
            .client
            .post(&path, order)
            .await
            .expect(200);
        let path = format!("/api/v1/producer/products/{}/retire", retired.product);
        producer
            .owner
            .client
            .post(&path, json!({}))
            .await
            .expect(200);
        let taken = json!({"cause": "production_stopped"});
        let gone = "SELECT id FROM certificates WHERE product_name = 'Mật ong'";
        let row = store::first(app.node().db.read(), gone, vec![])
            .await
            .unwrap()
            .unwrap();
        let gone = kernel::CertificateId(row.try_get("", "id").unwrap());
        let path = format!("/api/v1/admin/certificates/{gone}/revoke");
        app.official("42")
            .await
            .client
            .post(&path, taken)
            .await
            .expect(200);
        app.run_jobs().await;

        let all = codes(&app).await;
        assert_eq!(all.len(), 7);
        let mut said = vec![];
        for code in &all {
            for lang in ["vi", "en"] {
                let page = app.client().get(&format!("/q/{code}?lang={lang}")).await;
                assert_eq!(page.status, 200, "{code}");
                assert!(
                    page.body.len() < 15_000,
                    "{code}: {} bytes",
                    page.body.len()
                );
                let html = page.text();
                assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{code}");
                assert!(
                    !html.contains("<script") && !html.contains("<Hải Bắc>"),
                    "{code}"
                );
                let policy = page.header("content-security-policy").unwrap();
                assert!(policy.contains("default-src 'none'") && !policy.contains("script"));
            }
            for what in ["qr.svg", "labels"] {
                let answer = app.client().get(&format!("/q/{code}/{what}")).await;
                assert_eq!(answer.status, 200, "{code}/{what}");
            }
            let truth = app
                .client()
                .get(&format!("/api/v1/verify/{code}"))
                .await
                .expect(200);
            said.push((truth["status"].clone(), truth["certificate_state"].clone()));
        }
        said.sort_by_key(|pair| format!("{pair:?}"));
        let wanted = [
            ("live", "none"),
            ("not_listed", "lapsed"),
            ("not_listed", "revoked"),
            ("not_listed", "unverified"),
            ("not_listed", "unverified"),
            ("retired", "none"),
            ("suspended", "none"),
        ];
        assert_eq!(
            said,
            wanted.map(|(status, state)| (json!(status), json!(state)))
        );
    });
}
