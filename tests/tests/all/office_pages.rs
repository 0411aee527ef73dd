//! The officials' desk in a browser without a script.

use scenarios::{Answer, App, Client, Producer, Value, fish_sauce, json, scenario, text};

/// A page of the desk: nobody keeps it, and it names no buyer.
async fn page(official: &Client, path: &str) -> String {
    whole(&official.get(path).await, 200, path)
}

#[track_caller]
fn whole(answer: &Answer, status: u16, path: &str) -> String {
    let html = answer.text();
    assert_eq!(answer.status, status, "{path}: {html}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    let policy = answer.header("content-security-policy").unwrap();
    assert!(!policy.contains("unsafe"), "{path}");
    // The house's own script from its own file, and none in the page.
    let own = html.matches("<script src=\"/assets/htmx").count();
    assert_eq!((own, html.matches("<script").count()), (1, 1), "{path}");
    assert!(!html.contains(" style="), "{path}");
    for private in ["Bích", "0912345678", "12 thôn Hải Bắc"] {
        assert!(!html.contains(private), "{path} names a buyer: {private}");
    }
    html
}

async fn waiting(official: &Client, kind: &str) -> Value {
    let path = format!("/api/v1/admin/reviews?kind={kind}&status=pending");
    official.get(&path).await.expect(200)["data"][0].clone()
}

/// A product handed in, and the page of its review.
async fn handed_in(shop: &Producer, official: &Client, body: Value) -> (String, Value, String) {
    let product = shop.draft(body).await;
    let id = text(&product["id"]).to_owned();
    shop.submit_product(&id).await;
    let review = waiting(official, "listing").await;
    let path = format!("/vi/office/reviews/{}", text(&review["id"]));
    (id, review, path)
}

async fn rename(shop: &Producer, product: &str, name: &str) {
    let path = format!("/api/v1/producer/products/{product}");
    let read = shop.owner.client.get(&path).await;
    let writer = shop
        .owner
        .client
        .with("if-match", read.header("etag").unwrap());
    writer.patch(&path, json!({"name": name})).await.expect(200);
    shop.submit_product(product).await;
}

#[test]
fn a_new_listing_is_sent_back_mended_and_approved_and_the_next_one_comes() {
    scenario(|app: App| async move {
        let shop = app.producer().await;
        let official = app.official("18676").await.client;
        assert!(
            page(&official, "/vi/office")
                .await
                .contains("Không có việc nào đang chờ")
        );
        let (product, review, path) = handed_in(&shop, &official, fish_sauce()).await;
        let monday = page(&official, "/vi/office").await;
        assert!(
            monday.contains("/vi/office/reviews?kind=listing"),
            "{monday}"
        );
        let queue = page(&official, "/vi/office/reviews?kind=listing").await;
        assert!(queue.contains(&path) && queue.contains("Nước mắm cốt Cẩm Nhượng"));
        let html = page(&official, &path).await;
        for said in [
            "Cá cơm ủ chượp 18 tháng.",
            "Nghề của bà.",
            "Chai 500 ml",
            "65.000\u{a0}₫",
        ] {
            assert!(html.contains(said), "{said}: {html}");
        }

        // A refusal says why; what was typed stays.
        let revision = text(&review["revision"]);
        let mute = [("revision", revision), ("decision", "changes_requested")];
        whole(&official.form(&path, &mute).await, 422, &path);
        let wordless = [
            ("revision", revision),
            ("pointer", "/story"),
            ("code", "other"),
            ("text", ""),
            ("pointer", "/name"),
            ("code", "false_claim"),
            ("text", "Cốt là gì?"),
            ("decision", "changes_requested"),
        ];
        let html = whole(&official.form(&path, &wordless).await, 422, &path);
        assert!(
            html.contains("Cốt là gì?") && html.contains("Cần có mục này."),
            "{html}"
        );
        let said = [
            ("revision", revision),
            ("pointer", "/images"),
            ("code", "picture_unclear"),
            ("text", ""),
            ("pointer", "/name"),
            ("code", ""),
            ("text", ""),
            ("decision", "changes_requested"),
        ];
        let html = whole(&official.form(&path, &said).await, 200, &path);
        assert!(
            html.contains("Đã yêu cầu sửa “Nước mắm cốt Cẩm Nhượng”."),
            "{html}"
        );
        let back = shop.product(&product).await;
        let remark = &back["review"]["remarks"][0];
        assert_eq!(
            (text(&remark["pointer"]), text(&remark["code"])),
            ("/images", "picture_unclear")
        );
        assert!(text(&remark["text"]).starts_with("Ảnh chưa cho thấy rõ"));

        rename(&shop, &product, "Nước mắm Cẩm Nhượng").await;
        let again = waiting(&official, "listing").await;
        let mut other = fish_sauce();
        other["name"] = json!("Mắm tôm Cẩm Nhượng");
        other["variants"][0]["sku"] = json!("MT-200");
        let second = shop.draft(other).await;
        shop.submit_product(text(&second["id"])).await;
        let path = format!("/vi/office/reviews/{}", text(&again["id"]));
        let yes = [
            ("revision", text(&again["revision"])),
            ("kind", "listing"),
            ("decision", "approved"),
        ];
        let next = whole(&official.form(&path, &yes).await, 200, &path);
        assert!(next.contains("Đã duyệt “Nước mắm Cẩm Nhượng”."), "{next}");
        assert!(
            next.contains("<h1>Mắm tôm Cẩm Nhượng</h1>"),
            "the next one is there: {next}"
        );
        assert_eq!(shop.product(&product).await["status"], "live");
        // Seen again, it says who decided.
        let html = page(&official, &path).await;
        assert!(
            html.contains("Đã duyệt: Trần Thị B") || html.contains("Đã duyệt:"),
            "{html}"
        );
    });
}

#[test]
fn an_edited_listing_stands_side_by_side_and_the_second_official_hears_who_decided() {
    scenario(|app: App| async move {
        let (shop, listing) = app.listing(5).await;
        let (one, other) = (app.official("18676").await, app.official("42").await);
        rename(&shop, &listing.product, "Nước mắm hạ thổ Cẩm Nhượng").await;
        let review = waiting(&one.client, "listing").await;
        let path = format!("/vi/office/reviews/{}", text(&review["id"]));
        let html = page(&other.client, &path).await;
        assert!(
            html.contains("<del>cốt </del>") && html.contains("<ins>hạ thổ </ins>"),
            "{html}"
        );
        let revision = text(&review["revision"]);
        let yes = [("revision", revision), ("decision", "approved")];
        whole(&one.client.form(&path, &yes).await, 200, &path);
        let no = [
            ("revision", revision),
            ("pointer", ""),
            ("code", "duplicate"),
            ("text", "Trùng."),
            ("decision", "rejected"),
        ];
        let late = other.client.form(&path, &no).await;
        assert_eq!(late.status, 409);
        assert!(
            late.text().contains("Đã duyệt: Lê Văn Quang"),
            "{}",
            late.text()
        );
    });
}

#[test]
fn an_official_of_another_commune_sees_nothing_and_a_stranger_no_desk() {
    scenario(|app: App| async move {
        let shop = app.producer().await;
        let (near, far) = (
            app.official("18676").await.client,
            app.official("18673").await.client,
        );
        let (_, review, path) = handed_in(&shop, &near, fish_sauce()).await;
        assert_eq!(far.get(&path).await.status, 404);
        let yes = [
            ("revision", text(&review["revision"])),
            ("decision", "approved"),
        ];
        assert_eq!(far.form(&path, &yes).await.status, 404);
        assert_eq!(far.form(&format!("{path}/claim"), &[]).await.status, 404);
        let queue = page(&far, "/vi/office/reviews").await;
        assert!(!queue.contains("Cẩm Nhượng"), "{queue}");
        let done = format!("/vi/office/reviews?done={}", text(&review["id"]));
        assert!(!page(&far, &done).await.contains("Cẩm Nhượng"));
        assert_eq!(shop.owner.client.get("/vi/office").await.status, 403);
        let stranger = app.client().get("/vi/office").await.text();
        assert!(stranger.contains("action=\"/vi/sign-in\""), "{stranger}");
    });
}

/// The deadlines are looked at, and what follows is done.
async fn pass(app: &App, hours: i64) {
    app.advance_hours(hours);
    let node = app.node();
    market::sweep(&node.db, node.now()).await.unwrap();
    app.run_jobs().await;
}

#[test]
fn a_call_is_answered_from_the_call_sheet_and_the_order_accepted_there() {
    scenario(|app: App| async move {
        let (_, listing) = app.listing(5).await;
        let (near, far) = (app.official("18676").await, app.official("18673").await);
        let placed = app.guest_order(&listing, 2).await;
        app.run_jobs().await;
        let sheet = "/vi/office/calls";
        assert!(
            page(&near.client, sheet)
                .await
                .contains("Không có ai cần gọi.")
        );
        pass(&app, 12).await;
        let (near, far) = (
            app.sign_in(&near.email).await,
            app.sign_in(&far.email).await,
        );
        let html = page(&near, sheet).await;
        assert!(
            html.contains("href=\"tel:0912000003\"") && html.contains(&placed.code),
            "{html}"
        );
        assert!(
            page(&near, "/vi/office")
                .await
                .contains("href=\"/vi/office/calls\"")
        );
        assert!(!page(&far, sheet).await.contains(&placed.code));
        let action = html.split("action=\"/vi/office/calls/").nth(1).unwrap();
        let line = format!("{sheet}/{}", action.split('"').next().unwrap());
        assert_eq!(
            far.form(&line, &[("answer", "accepts accept")])
                .await
                .status,
            404
        );

        let again = near.form(&line, &[("answer", "no_answer")]).await;
        let html = whole(&again, 200, &line);
        assert!(
            html.contains("Đã gọi 1 lần") && html.contains("không nghe máy"),
            "{html}"
        );
        let wrong = near.form(&line, &[("answer", "no_answer accept")]).await;
        assert_eq!(wrong.status, 422);
        let done = near.form(&line, &[("answer", "accepts accept")]).await;
        let html = whole(&done, 200, &line);
        assert!(
            html.contains("Đã ghi cuộc gọi cho HTX Nước mắm Cẩm Nhượng: đồng ý."),
            "{html}"
        );
        assert_eq!(placed.read().await["status"], "accepted");
        // Sent twice it holds; another answer comes too late.
        let twice = near.form(&line, &[("answer", "accepts accept")]).await;
        assert_eq!(twice.status, 200);
        let late = [
            ("answer", "declines decline"),
            ("reason_code", "out_of_stock"),
        ];
        let late = near.form(&line, &late).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("role=\"alert\""), "{}", late.text());
    });
}

#[test]
fn a_certificate_is_held_against_its_decision_extended_and_revoked() {
    scenario(|app: App| async move {
        let (producer, listing) = app.listing(5).await;
        let claim = json!({
            "product": listing.product, "decision_no": "12/QĐ-UBND", "stars": 4,
            "issuer": "UBND tỉnh Hà Tĩnh",
        });
        let claimed = producer
            .owner
            .client
            .post("/api/v1/producer/certificates", claim)
            .await;
        let id = text(&claimed.expect(201)["id"]).to_owned();
        let province = app.official("42").await.client;
        let elsewhere = app.official("38").await.client;
        let path = format!("/vi/office/certificates/{id}");
        assert_eq!(elsewhere.get(&path).await.status, 404);
        let list = page(&province, "/vi/office/certificates?part=claimed").await;
        assert!(list.contains(&path), "{list}");
        let review = waiting(&province, "certificate").await;
        let dossier = page(
            &province,
            &format!("/vi/office/reviews/{}", text(&review["id"])),
        )
        .await;
        assert!(dossier.contains(&path), "{dossier}");

        let verify = format!("{path}/verify");
        let wrong = [
            ("decision_no", "13/QĐ-UBND"),
            ("issued_on", "2024-06-20"),
            ("expires_on", ""),
            ("stars", "4"),
        ];
        let html = whole(&province.form(&verify, &wrong).await, 422, &verify);
        assert!(
            html.contains("value=\"13/QĐ-UBND\""),
            "what was typed stays: {html}"
        );
        let wrong = [
            ("decision_no", "13/QĐ-UBND"),
            ("issued_on", "2024-06-20"),
            ("expires_on", "2027-06-20"),
            ("stars", "5"),
        ];
        let html = whole(&province.form(&verify, &wrong).await, 422, &verify);
        assert!(html.contains("Khác với nội dung đã ghi nhận."), "{html}");
        let right = [
            ("decision_no", "12/QĐ-UBND"),
            ("issued_on", "2024-06-20"),
            ("expires_on", "2027-06-20"),
            ("stars", "4"),
        ];
        assert_eq!(elsewhere.form(&verify, &right).await.status, 404);
        let html = whole(&province.form(&verify, &right).await, 200, &verify);
        assert!(
            html.contains("Đã đối chiếu.") && html.contains("từ 20/06/2024 đến 20/06/2027"),
            "{html}"
        );
        let revoke = format!("{path}/revoke");
        let html = whole(&province.form(&revoke, &[]).await, 422, &revoke);
        assert!(html.contains("Cần có mục này."), "{html}");
        let html = whole(
            &province.form(&revoke, &[("cause", "law_breached")]).await,
            200,
            &revoke,
        );
        assert!(html.contains("Đã thu hồi."), "{html}");
        let shown = app
            .client()
            .get(&format!("/api/v1/products/{}", listing.slug))
            .await;
        assert_eq!(shown.expect(200)["certificate_state"], "revoked");
    });
}

#[test]
fn a_paper_is_read_and_approved_and_told_of_before_it_ends() {
    scenario(|app: App| async move {
        let producer = app.producer().await;
        let fields = [
            ("kind", "food_facility_certificate"),
            ("number", "12/ATTP"),
            ("issued_on", "2026-01-15"),
            ("expires_on", "2026-12-10"),
        ];
        let scan = b"%PDF-1.7 certificate".to_vec();
        let path = "/api/v1/producer/documents";
        let paper = producer
            .owner
            .client
            .hand_in(path, &fields, scan)
            .await
            .expect(201);
        let file = format!("/vi/office/papers/{}/file", text(&paper["id"]));
        let (near, far) = (
            app.official("18676").await.client,
            app.official("18673").await.client,
        );
        let review = waiting(&near, "document").await;
        let path = format!("/vi/office/reviews/{}", text(&review["id"]));
        assert!(page(&near, &path).await.contains(&file));
        assert_eq!(near.get(&file).await.body, b"%PDF-1.7 certificate");
        assert_eq!(far.get(&file).await.status, 404);
        whole(
            &near.form(&path, &[("decision", "approved")]).await,
            200,
            &path,
        );
        let ending = page(&near, "/vi/office/papers").await;
        assert!(ending.contains("10/12/2026 (còn 17 ngày)"), "{ending}");
        assert!(!page(&far, "/vi/office/papers").await.contains("12/ATTP"));
    });
}

#[test]
fn the_programmes_figures_are_charts_with_their_tables() {
    scenario(|app: App| async move {
        let (producer, listing) = app.listing(5).await;
        let claim = json!({
            "product": listing.product, "decision_no": "12/QĐ-UBND", "stars": 4,
            "issuer": "UBND tỉnh Hà Tĩnh",
        });
        let claimed = producer
            .owner
            .client
            .post("/api/v1/producer/certificates", claim)
            .await;
        claimed.expect(201);
        let (here, far) = (
            app.official("42").await.client,
            app.official("38").await.client,
        );
        let html = page(&here, "/vi/office/figures").await;
        assert!(
            html.contains("<svg class=\"chart\"") && html.contains("0/1</text>"),
            "{html}"
        );
        assert!(html.contains("/vi/office/figures?province=42"), "{html}");
        let narrowed = page(&here, "/vi/office/figures?province=42&stars=3").await;
        assert!(
            narrowed.contains("Hạng sao: 3") && !narrowed.contains("<svg"),
            "{narrowed}"
        );
        let csv = here.get("/vi/office/figures.csv?province=42").await;
        assert!(
            csv.text().contains("province,42,Tỉnh Hà Tĩnh,1"),
            "{}",
            csv.text()
        );
        assert!(!page(&far, "/vi/office/figures").await.contains("<svg"));
    });
}

#[test]
fn a_producer_is_found_its_goods_suspended_and_restored_and_its_owner_let_in_by_a_card() {
    scenario(|app: App| async move {
        let (producer, listing) = app.listing(5).await;
        let (near, far) = (
            app.official("18676").await.client,
            app.official("18673").await.client,
        );
        let path = format!("/vi/office/producers/{}", producer.id);
        assert!(
            page(&near, "/vi/office/producers?q=Nhượng")
                .await
                .contains(&path)
        );
        assert!(!page(&far, "/vi/office/producers").await.contains(&path));
        assert_eq!(far.get(&path).await.status, 404);
        let html = page(&near, &path).await;
        for said in [
            "Nguyễn Thị Hoa",
            "tel:0912000003",
            "Nước mắm cốt Cẩm Nhượng",
            "Đang bán",
        ] {
            assert!(html.contains(said), "{said}: {html}");
        }

        let suspend = format!("/vi/office/products/{}/suspend", listing.product);
        let wrong = [("producer", producer.id.as_str()), ("reason_code", "Xấu!")];
        whole(&near.form(&suspend, &wrong).await, 422, &suspend);
        let order = [
            ("producer", producer.id.as_str()),
            ("reason_code", "food_safety"),
            ("note", "Lô có mùi lạ."),
            ("open_orders", "finish"),
        ];
        assert_eq!(far.form(&suspend, &order).await.status, 404);
        let html = whole(&near.form(&suspend, &order).await, 200, &suspend);
        assert!(
            html.contains("Đã tạm ngừng bán.") && html.contains("Bị tạm ngừng bán"),
            "{html}"
        );
        let restore = suspend.replace("suspend", "restore");
        let back = [("producer", producer.id.as_str())];
        let html = whole(&near.form(&restore, &back).await, 200, &restore);
        assert!(html.contains("Đã cho bán lại."), "{html}");

        let card = format!("/vi/office/accounts/{}/card", producer.owner.id);
        assert_eq!(far.form(&card, &[]).await.status, 404);
        let html = whole(&near.form(&card, &[]).await, 200, &card);
        let code = html.split("</svg><b>").nth(1).unwrap();
        let code = code.split('<').next().unwrap().replace(' ', "");
        let body = json!({"login": producer.owner.email, "code": code});
        let let_in = app.client().post("/api/v1/sessions", body).await;
        let_in.expect(201);
        assert!(page(&near, &path).await.contains("Thẻ dùng đến"));
    });
}

#[test]
fn a_producer_passes_to_a_new_owner_with_a_paper() {
    scenario(|app: App| async move {
        let producer = app.producer().await;
        let near = app.official("18676").await.client;
        let path = format!("/vi/office/producers/{}/hand-overs", producer.id);
        let fields = [
            ("login", "0912000077"),
            ("name", "Hồ Thị Thu"),
            ("reason_code", "death"),
        ];
        let none = near.hand_in(&path, &fields, vec![]).await;
        assert_eq!(none.status, 422, "{}", none.text());
        let passed = near
            .hand_in(&path, &fields, b"%PDF-1.7 paper".to_vec())
            .await;
        let html = whole(&passed, 200, &path);
        assert!(
            html.contains("Chuyển cho Hồ Thị Thu") && html.contains("Chủ cũ qua đời"),
            "{html}"
        );
        let file = html
            .split("/hand-overs/")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert_eq!(
            near.get(&format!("{path}/{file}")).await.body,
            b"%PDF-1.7 paper"
        );
    });
}

#[test]
fn only_an_administrator_looks_for_a_phone_and_it_is_recorded() {
    scenario(|app: App| async move {
        let (_, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 1).await;
        let (admin, official) = (app.admin().await, app.official("42").await.client);
        for path in ["/vi/office/people", "/vi/office/audit"] {
            assert_eq!(official.get(path).await.status, 403);
            page(&admin, path).await;
        }
        let path = "/vi/office/people";
        let seek = [("phone", "0912 345 678"), ("purpose", "dispute")];
        assert_eq!(official.form(path, &seek).await.status, 403);
        let why = admin.form(path, &[("phone", "0912 345 678")]).await;
        assert_eq!(why.status, 422);
        assert!(
            why.text().contains("value=\"0912 345 678\""),
            "{}",
            why.text()
        );
        let found = admin.form(path, &seek).await;
        assert_eq!(found.status, 200);
        assert!(found.text().contains(&placed.code), "{}", found.text());
        let record = page(&admin, "/vi/office/audit?subject=dispute").await;
        assert!(
            record.contains("people.seek") && record.contains(&placed.order),
            "{record}"
        );
    });
}

#[test]
fn who_is_not_signed_in_signs_in_and_comes_back_with_what_was_typed() {
    scenario(|app: App| async move {
        let shop = app.producer().await;
        let official = app.official("18676").await;
        let (_, review, path) = handed_in(&shop, &official.client, fish_sauce()).await;
        let browser = app.client().unfollowing();
        let sent = browser.get(&format!("{path}?kind=listing")).await;
        assert_eq!(sent.status, 303);
        let to = sent.header("location").unwrap();
        assert!(
            to.starts_with("/vi/sign-in?next=%2Fvi%2Foffice%2Freviews"),
            "{to}"
        );

        let wrong = [
            ("login", official.email.as_str()),
            ("password", "sai"),
            ("next", &path),
        ];
        let wrong = browser.form("/vi/sign-in", &wrong).await;
        assert_eq!(wrong.status, 401);
        assert!(wrong.text().contains(&official.email), "{}", wrong.text());
        // A session that has ended takes nothing with it.
        let late = [
            ("revision", text(&review["revision"])),
            ("decision", "approved"),
        ];
        let asked = browser.with("cookie", "sid=gone").form(&path, &late).await;
        assert_eq!(asked.status, 401);
        let html = asked.text();
        let kept = html.split("name=\"kept\" value=\"").nth(1).unwrap();
        let kept = kept.split('"').next().unwrap().replace("&#38;", "&");
        let right = [
            ("login", official.email.as_str()),
            ("password", scenarios::PASSWORD),
            ("next", &path),
            ("kept", &kept),
        ];
        let signed_in = browser.form("/vi/sign-in", &right).await;
        assert_eq!(signed_in.status, 200);
        let again = signed_in.text();
        assert!(again.contains(&format!("action=\"{path}\"")), "{again}");
        assert!(
            again.contains("name=\"decision\" value=\"approved\""),
            "{again}"
        );
        let cookie = signed_in.header("set-cookie").unwrap().to_owned();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        let here = browser.with("cookie", cookie.split(';').next().unwrap());
        assert_eq!(here.form(&path, &late).await.status, 303);
        // The API reads no cookie; another site's form does nothing.
        here.get("/api/v1/admin/reviews")
            .await
            .expect_problem(401, "unauthenticated");
        let foreign = here.with("origin", "https://evil.example");
        assert_eq!(foreign.form("/vi/sign-out", &[]).await.status, 403);
        assert_eq!(here.form("/vi/sign-out", &[]).await.status, 303);
        assert_eq!(here.get("/vi/office").await.status, 303);
    });
}

#[test]
fn a_collection_is_put_together_and_stands_on_the_first_page() {
    scenario(|app: App| async move {
        let (producer, listing) = app.listing(5).await;
        let province = app.official("42").await.client;
        let far = app.official("38").await.client;
        let path = "/vi/office/collections";
        let none = province
            .form(path, &[("kind", "regional_brand"), ("title", "")])
            .await;
        assert_eq!(none.status, 422);
        let new = [
            ("kind", "regional_brand"),
            ("title", "Đặc sản Cẩm Xuyên"),
            ("from", ""),
            ("until", ""),
        ];
        whole(&province.form(path, &new).await, 200, path);
        let list = page(&province, path).await;
        let id = list.split("/vi/office/collections/col_").nth(1).unwrap();
        let id = format!("col_{}", id.split('"').next().unwrap());
        let one = format!("{path}/{id}");
        assert_eq!(far.get(&one).await.status, 404);
        let found = page(&province, &format!("{one}?q=Cẩm")).await;
        assert!(
            found.contains(&format!("name=\"put\" value=\"{}\"", listing.product)),
            "{found}"
        );
        // Without a star that holds it does not belong there.
        let put = [("put", listing.product.as_str())];
        assert_eq!(province.form(&one, &put).await.status, 422);
        let claim = json!({
            "product": listing.product, "decision_no": "12/QĐ-UBND", "stars": 4,
            "issuer": "UBND tỉnh Hà Tĩnh",
        });
        let claimed = producer
            .owner
            .client
            .post("/api/v1/producer/certificates", claim)
            .await;
        let verify = format!(
            "/vi/office/certificates/{}/verify",
            text(&claimed.expect(201)["id"])
        );
        let right = [
            ("decision_no", "12/QĐ-UBND"),
            ("issued_on", "2024-06-20"),
            ("expires_on", "2027-06-20"),
            ("stars", "4"),
        ];
        whole(&province.form(&verify, &right).await, 200, &verify);
        assert_eq!(far.form(&one, &put).await.status, 404);
        let html = whole(&province.form(&one, &put).await, 200, &one);
        assert!(html.contains("Bỏ ra"), "{html}");
        let shown = format!("/vi/collections/{id}");
        app.soon(async || {
            let home = app.client().get("/vi").await.text();
            let page = app.client().get(&shown).await.text();
            (home.contains(&shown) && page.contains(&listing.slug)).then_some(())
        })
        .await;
        let take = [("take", listing.product.as_str())];
        whole(&province.form(&one, &take).await, 200, &one);
        app.soon(async || (!app.client().get("/vi").await.text().contains(&shown)).then_some(()))
            .await;
    });
}

#[test]
fn no_page_of_the_desk_names_a_buyer() {
    scenario(|app: App| async move {
        let (producer, listing) = app.listing(5).await;
        let near = app.official("18676").await;
        app.guest_order(&listing, 1).await;
        rename(&producer, &listing.product, "Nước mắm hạ thổ Cẩm Nhượng").await;
        pass(&app, 12).await;
        let near = app.sign_in(&near.email).await;
        let review = waiting(&near, "listing").await;
        let pages = [
            "",
            "/reviews",
            "/reviews?status=decided",
            "/calls",
            "/certificates",
            "/papers",
            "/producers",
            "/figures",
            "/collections",
        ];
        let mut pages: Vec<String> = pages.map(str::to_owned).to_vec();
        pages.push(format!("/reviews/{}", text(&review["id"])));
        pages.push(format!("/producers/{}", producer.id));
        for lang in ["vi", "en"] {
            for path in &pages {
                let path = format!("/{lang}/office{path}");
                let html = page(&near, &path).await;
                assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{path}");
                assert!(
                    !html.contains("office-"),
                    "a word is missing: {path}: {html}"
                );
                // As sent, without compression even: a cheap telephone opens it.
                assert!(html.len() < 100_000, "{path}: {}", html.len());
            }
        }
    });
}
