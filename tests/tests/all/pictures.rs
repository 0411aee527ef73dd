//! Pictures: checked, made small, seen by everybody.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use scenarios::{fish_sauce, json, scenario, text};

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    let picture = RgbImage::from_pixel(width, height, Rgb([200, 120, 40]));
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

#[test]
fn a_producer_adds_a_picture_and_everybody_can_see_its_files() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let product = producer.draft(fish_sauce()).await;
        let path = format!("/api/v1/producer/products/{}/images", text(&product["id"]));
        let kept = producer
            .owner
            .client
            .upload(&path, "image", png(1_000, 500))
            .await;
        let kept = kept.expect(201);
        assert_eq!(kept["width"], 1_000);

        let file = app.client().get(text(&kept["image"])).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.header("content-type"), Some("image/webp"));
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert!(file.header("cache-control").unwrap().contains("immutable"));
        assert_eq!(image::load_from_memory(&file.body).unwrap().width(), 800);

        let now = producer.product(text(&product["id"])).await;
        assert_eq!(now["images"], json!([kept["id"]]));
    });
}

#[test]
fn what_is_no_picture_or_too_large_a_one_is_refused_and_nothing_is_kept() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let product = producer.draft(fish_sauce()).await;
        let path = format!("/api/v1/producer/products/{}/images", text(&product["id"]));
        let client = &producer.owner.client;
        for (bytes, status, code) in [
            (b"<svg/>".to_vec(), 415, "unsupported_media_type"),
            (png(12_001, 1), 422, "invalid"),
            (png(300, 300)[..200].to_vec(), 422, "invalid"),
            (vec![0; 16 * 1024 * 1024 + 1], 413, "too_large"),
        ] {
            client
                .upload(&path, "image", bytes)
                .await
                .expect_problem(status, code);
        }
        let bare = client.post(&path, json!({})).await;
        bare.expect_problem(415, "unsupported_media_type");
        let other = app.producer().await;
        let stolen = other.owner.client.upload(&path, "image", png(10, 10)).await;
        stolen.expect_problem(404, "not_found");
        let unknown = app.client().get("/media/img_x/800.webp").await;
        unknown.expect_problem(404, "not_found");
        let now = producer.product(text(&product["id"])).await;
        assert_eq!(now["images"], json!([]));
    });
}
