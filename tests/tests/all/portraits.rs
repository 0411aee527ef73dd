//! A producer's face: looked at by an official, then seen by everybody.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use scenarios::{App, Client, Producer, Value, fish_sauce, json, scenario, text};

use crate::desk_pages::at_desk;

const PATH: &str = "/api/v1/producer/portrait";

fn png(shade: u8) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    let picture = RgbImage::from_pixel(600, 400, Rgb([shade, 120, 40]));
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

async fn send(member: &Client, shade: u8) -> Value {
    member.upload(PATH, "image", png(shade)).await.expect(201)
}

/// The review of a portrait that waits for this official.
async fn waiting(official: &Client) -> Value {
    let path = "/api/v1/admin/reviews?kind=portrait&status=pending";
    official.get(path).await.expect(200)["data"][0].clone()
}

async fn decide(
    official: &Client,
    review: &Value,
    step: &str,
    remarks: Value,
) -> scenarios::Answer {
    let path = format!("/api/v1/admin/reviews/{}/{step}", text(&review["id"]));
    official.post(&path, json!({"remarks": remarks})).await
}

/// What the public is told of a producer's face.
async fn seen(app: &App, producer: &Producer) -> Value {
    let path = format!("/api/v1/producers/{}", producer.id);
    app.client().get(&path).await.expect(200)["portrait"].clone()
}

/// Waits until a page shows a picture, or no longer does.
async fn shows(app: &App, path: &str, picture: &str, shown: bool) -> String {
    let folder = picture.rsplit_once('/').unwrap().0.to_owned();
    app.soon(async || {
        let page = app.client().get(path).await.expect_text(200);
        (page.contains(&format!("{folder}/320.webp")) == shown).then_some(page)
    })
    .await
}

#[test]
fn a_face_goes_with_the_application_and_is_shown_from_its_approval_on() {
    scenario(|app| async move {
        let producer = app.applicant().await;
        let member = &producer.owner.client;
        let handed = send(member, 10).await;
        assert_eq!(handed["shown"], Value::Null);
        assert_eq!(
            handed["review"],
            Value::Null,
            "it lies with the application"
        );
        let picture = text(&handed["waiting"]).to_owned();
        let review = producer.submit().await;
        // What an official reads stands still.
        let late = member.upload(PATH, "image", png(20)).await;
        late.expect_problem(409, "conflict");
        let official = app.official("18676").await.client;
        let path = format!("/api/v1/admin/reviews/{}", text(&review["id"]));
        let dossier = official.get(&path).await.expect(200);
        assert_eq!(dossier["portrait"], json!(picture));
        app.approve(&review).await;

        assert_eq!(seen(&app, &producer).await, json!(picture));
        let own = member.get(PATH).await.expect(200);
        assert_eq!(
            (&own["shown"], &own["waiting"]),
            (&json!(picture), &Value::Null)
        );
        let listing = app.listing_of(&producer, fish_sauce(), 5).await;
        let page = shows(
            &app,
            &format!("/vi/products/{}", listing.slug),
            &picture,
            true,
        )
        .await;
        assert!(page.contains(r#"alt="HTX Nước mắm Cẩm Nhượng""#), "{page}");
        assert!(page.contains(r#"sizes="9rem""#) && page.contains(r#"loading="lazy""#));
        let shop = app
            .client()
            .get(&format!("/vi/producers/{}", producer.id))
            .await;
        let shop = shop.expect_text(200);
        assert!(
            shop.contains("1200.jpg"),
            "a share card shows the face: {shop}"
        );
    });
}

#[test]
fn another_face_waits_for_an_official_while_the_old_one_is_shown() {
    scenario(|app| async move {
        let (producer, listing) = app.listing(5).await;
        let (member, official) = (&producer.owner.client, app.official("18676").await.client);
        let product = format!("/en/products/{}", listing.slug);
        let first = text(&send(member, 10).await["waiting"]).to_owned();
        assert_eq!(seen(&app, &producer).await, Value::Null);
        let review = waiting(&official).await;
        assert!(first.contains(text(&review["subject"])), "{review}");
        // Another one takes its place: what was looked at is not decided on any more.
        let second = text(&send(member, 20).await["waiting"]).to_owned();
        decide(&official, &review, "approve", json!([]))
            .await
            .expect_problem(409, "conflict");
        let review = waiting(&official).await;
        let elsewhere = app.official("18673").await.client;
        decide(&elsewhere, &review, "approve", json!([]))
            .await
            .expect_problem(404, "not_found");
        decide(&official, &review, "approve", json!([]))
            .await
            .expect(200);
        shows(&app, &product, &second, true).await;
        app.run_jobs().await;
        let told = app.mail().join("\n");
        assert!(told.contains("HTX N"), "its people are told: {told}");

        send(member, 30).await;
        let review = waiting(&official).await;
        let bare = decide(&official, &review, "reject", json!([])).await;
        bare.expect_problem(422, "invalid");
        let why = json!([{"pointer": "/portrait", "code": "picture_unclear", "text": "Ảnh mờ."}]);
        decide(&official, &review, "reject", why).await.expect(200);
        let own = member.get(PATH).await.expect(200);
        assert_eq!(
            (&own["shown"], &own["waiting"]),
            (&json!(second), &Value::Null)
        );
        assert_eq!(own["review"]["remarks"][0]["text"], "Ảnh mờ.");

        // Taking it away asks nobody, and withdraws what waits.
        send(member, 40).await;
        member.delete(PATH).await.expect(204);
        member.delete(PATH).await.expect(204);
        shows(&app, &product, &second, false).await;
        assert_eq!(waiting(&official).await, Value::Null);
        assert_eq!(seen(&app, &producer).await, Value::Null);
    });
}

#[test]
fn a_face_is_a_members_own_and_a_picture() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let packer = app.member(&producer, "packer").await.client;
        let packer = packer.with("ocop-producer", &producer.id);
        packer
            .upload(PATH, "image", png(1))
            .await
            .expect_problem(403, "forbidden");
        packer.delete(PATH).await.expect_problem(403, "forbidden");
        let other = app.producer().await;
        let other = other.owner.client.with("ocop-producer", &producer.id);
        other.upload(PATH, "image", png(1)).await.expect(404);
        let member = &producer.owner.client;
        let svg = member.upload(PATH, "image", b"<svg/>".to_vec()).await;
        svg.expect_problem(415, "unsupported_media_type");
        let huge = member
            .upload(PATH, "image", vec![0; 16 * 1024 * 1024 + 1])
            .await;
        huge.expect_problem(413, "too_large");
        assert_eq!(member.get(PATH).await.expect(200)["waiting"], Value::Null);
    });
}

#[test]
fn a_face_is_taken_on_the_page_of_settings_and_decided_on_the_officials_desk() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let page = browser
            .open(&format!("/vi/producer/settings?for={}", producer.id))
            .await;
        let form = page.expect(200).form("/producer/portrait");
        let wrong = browser
            .upload(&form, "image", b"GIF89a".to_vec())
            .await
            .expect(415);
        assert!(wrong.says("không phải ảnh JPEG"), "{}", wrong.html);
        let page = browser.upload(&form, "image", png(9)).await.expect(200);
        assert!(
            page.says("Đang chờ cán bộ xem") && page.says("Đang nằm ở xã"),
            "{}",
            page.html
        );

        let commune = app.official("18676").await;
        let official = app.browser();
        let asked = official.open("/vi/office").await;
        let form = asked.form("/sign-in").fill("login", &commune.email);
        let monday = official
            .send(&form.fill("password", scenarios::PASSWORD))
            .await
            .expect(200);
        assert!(monday.says("Ảnh chủ thể chờ xem"), "{}", monday.html);
        let queue = official
            .open("/vi/office/reviews?kind=portrait")
            .await
            .expect(200);
        let review = official
            .follow(&queue, "HTX Nước mắm Cẩm Nhượng")
            .await
            .expect(200);
        assert!(review.says("/1600.webp"), "{}", review.html);
        let form = review.html.split("/office/reviews/rvw_").nth(1).unwrap();
        let id = form.split(['"', '/', '?']).next().unwrap();
        let form = review
            .form(&format!("rvw_{id}"))
            .fill("decision", "approved");
        official.send(&form).await.expect(200);

        let page = browser.open(&page.path).await.expect(200);
        assert!(page.says("Người mua đang thấy"), "{}", page.html);
        let page = browser
            .send(&page.form("/portrait-remove"))
            .await
            .expect(200);
        assert!(!page.says("Người mua đang thấy"), "{}", page.html);
    });
}
