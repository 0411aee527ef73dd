//! Pictures in a bucket: what nodes share, and what they do without it.

use std::io::Cursor;
use std::time::{Duration, Instant};

use image::{ImageFormat, RgbImage};
use scenarios::{
    App, Bucket, Client, Mood, Producer, SetUp, fish_sauce, json, postgres_set_up, text,
};

/// Two nodes of one market with one bucket.
fn with_bucket<Told: Future<Output = ()>>(story: impl Fn(App, App, Bucket) -> Told) {
    for set_up in std::iter::once(SetUp::Sqlite).chain(postgres_set_up()) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let bucket = Bucket::start().await;
            let change = |settings: &mut market::Settings| {
                settings.pictures = Some(bucket.settings());
            };
            let one = App::start_with(&set_up, change).await;
            let other = one.another(change).await;
            story(one.clone(), other.clone(), bucket.clone()).await;
            other.leave().await;
            one.finish().await;
        });
    }
}

fn picture() -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    let picture = RgbImage::new(400, 300);
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

/// Where pictures of a new draft go.
async fn draft(app: &App) -> (Producer, String, String) {
    let producer = app.producer().await;
    let product = text(&producer.draft(fish_sauce()).await["id"]).to_owned();
    let path = format!("/api/v1/producer/products/{product}/images");
    (producer, product, path)
}

async fn status(client: &Client, path: &str) -> u16 {
    client.get(path).await.status
}

#[test]
fn a_picture_that_one_node_keeps_in_a_bucket_is_shown_by_the_other() {
    with_bucket(|one, other, bucket| async move {
        let (producer, product, path) = draft(&one).await;
        let owner = &producer.owner.client;
        let kept = owner.upload(&path, "image", picture()).await.expect(201);
        let files = bucket.objects();
        assert_eq!(files.len(), 4, "three sizes and a JPEG: {files:?}");
        assert!(!one.data().join("pictures").exists(), "and nothing here");
        let shown = other.client().get(text(&kept["image"])).await;
        assert_eq!(shown.status, 200);
        assert_eq!(shown.header("content-type"), Some("image/webp"));
        assert_eq!(image::load_from_memory(&shown.body).unwrap().width(), 400);
        let unknown = text(&kept["image"]).replace("800.webp", "801.webp");
        assert_eq!(status(&other.client(), &unknown).await, 404);
        let nobodys = "/media/img_00000000000000000000000000/800.webp";
        assert_eq!(status(&other.client(), nobodys).await, 404);
        assert_eq!(
            producer.product(&product).await["images"],
            json!([kept["id"]])
        );
    });
}

#[test]
fn pictures_of_what_an_authority_has_taken_down_are_gone_on_every_node() {
    with_bucket(|one, other, bucket| async move {
        let (producer, listing) = one.listing(5).await;
        let path = format!("/api/v1/producer/products/{}/images", listing.product);
        let owner = &producer.owner.client;
        let kept = owner.upload(&path, "image", picture()).await.expect(201);
        one.take_down(&listing.product).await;
        one.run_jobs().await;
        for node in [&one, &other] {
            let gone = node.client().get(text(&kept["image"])).await;
            gone.expect_problem(410, "gone");
        }
        let objects = bucket.objects();
        assert_eq!(objects.len(), 4, "kept for who must answer for it");
        let hidden = |name: &String| name.starts_with("withheld/");
        assert!(objects.iter().all(hidden), "{objects:?}");
    });
}

#[test]
fn a_storage_that_fails_hangs_or_refuses_the_key_is_told_and_nothing_is_half_kept() {
    with_bucket(|one, _other, bucket| async move {
        let (producer, product, path) = draft(&one).await;
        let owner = &producer.owner.client;
        let (_, listing) = one.listing(5).await;
        for mood in [Mood::Answers(500), Mood::Answers(403), Mood::Silent] {
            bucket.behave(mood);
            let begun = Instant::now();
            let (sent, placed) = tokio::join!(
                owner.upload(&path, "image", picture()),
                one.guest_order(&listing, 1),
            );
            sent.expect_problem(503, "unavailable");
            assert!(sent.header("retry-after").is_some(), "{mood:?}");
            let took = begun.elapsed();
            assert!(took < Duration::from_secs(20), "{mood:?}: {took:?}");
            assert_eq!(placed.read().await["status"], "placed", "nobody waits");
            assert_eq!(producer.product(&product).await["images"], json!([]));
        }
        bucket.behave(Mood::Good);
        owner.upload(&path, "image", picture()).await.expect(201);
    });
}

#[test]
fn who_does_not_know_the_key_of_a_bucket_keeps_nothing_in_it() {
    with_bucket(|one, _other, bucket| async move {
        let wrong = media::S3 {
            secret_access_key: "another".to_owned(),
            ..bucket.settings()
        };
        let stranger = one
            .another(|settings| settings.pictures = Some(wrong))
            .await;
        let (producer, _, path) = draft(&stranger).await;
        let owner = &producer.owner.client;
        let sent = owner.upload(&path, "image", picture()).await;
        sent.expect_problem(503, "unavailable");
        assert_eq!(bucket.objects(), [""; 0]);
        stranger.leave().await;
    });
}
