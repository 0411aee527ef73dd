//! A market is copied while it serves, and lives again in another folder.

use std::path::Path;

use scenarios::{App, Client, PrivatePostgres, SetUp, Value, json, text};

use crate::process::{Market, run, something};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_ordered_before_a_backup_lives_again_in_another_folder() {
    let folder = tempfile::tempdir().unwrap();
    let [data, backup, fresh] = ["data", "backup", "fresh"].map(|name| folder.path().join(name));
    let market = Market::start(&data).await;
    let variant = something(&market.client).await;
    let mut before = vec![];
    for _ in 0..5 {
        before.push(buy(&market.client, &variant).await);
    }
    let paper = handed_in(&market.client).await;
    succeeds(&["backup", &backup.display().to_string()], &data, None);
    let after = buy(&market.client, &variant).await;
    // Not over what is there already.
    let over = run(&["restore", &backup.display().to_string()], &data, None);
    assert!(!over.status.success());
    drop(market);

    succeeds(&["restore", &backup.display().to_string()], &fresh, None);
    succeeds(&["ledger", "verify"], &fresh, None);
    let market = Market::start(&fresh).await;
    for checkout in &before {
        // Its token holds as well: the secret came along.
        assert_eq!(read(&market.client, checkout).await, 200);
    }
    assert_eq!(read(&market.client, &after).await, 404);
    assert_eq!(picture(&market.client).await, 200);
    assert_eq!(producer(&market.client).await.get(&paper).await.body, PAPER);
    for folder in [&data, &backup, &fresh] {
        assert_eq!(mode(folder), 0o700, "for its owner alone: {folder:?}");
    }
    let more = buy(&market.client, &variant).await;
    assert_eq!(read(&market.client, &more).await, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_ordered_before_a_backup_of_postgresql_lives_again_in_an_empty_database() {
    let folder = tempfile::tempdir().unwrap();
    let [backup, fresh] = ["backup", "fresh"].map(|name| folder.path().join(name));
    let postgres = PrivatePostgres::start();
    let (url, empty) = (postgres.url(), postgres.database("restored"));
    let app = on(&url).await;
    let (_, listing) = app.listing(10).await;
    let before = buy(&app.client(), &listing.variant).await;
    let named = backup.display().to_string();
    succeeds(&["backup", &named], &app.data(), Some(&url));
    let after = buy(&app.client(), &listing.variant).await;

    succeeds(&["restore", &named], &fresh, Some(&empty));
    succeeds(&["ledger", "verify"], &fresh, Some(&empty));
    let again = on(&empty).await;
    assert_eq!(read(&again.client(), &before).await, 200);
    assert_eq!(read(&again.client(), &after).await, 404);
    assert_eq!(again.available(&listing).await, 9);
    buy(&again.client(), &listing.variant).await;
    // Not over what is there already.
    let over = run(
        &["restore", &named],
        &folder.path().join("third"),
        Some(&empty),
    );
    assert!(!over.status.success());
    app.finish().await;
    again.finish().await;
}

#[test]
fn a_mistyped_folder_is_told_and_not_made_into_a_market() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("nowhere");
    let backup = dir.path().join("backup");
    for command in [
        &["ledger", "verify"][..],
        &["backup", backup.to_str().unwrap()],
    ] {
        let ended = run(command, &nowhere, None);
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(!ended.status.success(), "{command:?}");
        assert!(said.contains("there is no market in"), "{said}");
    }
    assert!(!run(&["doctor"], &nowhere, None).status.success());
    let restored = run(&["restore", backup.to_str().unwrap()], &nowhere, None);
    let said = String::from_utf8_lossy(&restored.stderr);
    assert!(said.contains("there is no ocop.db in it"), "{said}");
    assert!(!restored.status.success());
    assert!(!nowhere.join("ocop.db").exists());
}

/// A node on a database of PostgreSQL, with the one secret of its market.
pub(crate) async fn on(url: &str) -> App {
    on_with(url, |_usual| ()).await
}

/// The same, with settings that are not the usual ones.
pub(crate) async fn on_with(url: &str, change: impl FnOnce(&mut market::Settings)) -> App {
    let database = store::Settings::new(url);
    App::start_with(&SetUp::Sqlite, |settings| {
        settings.database = database;
        settings.secret = kernel::Secret::new([7; 32]);
        change(settings);
    })
    .await
}

fn succeeds(arguments: &[&str], data: &Path, database: Option<&str>) {
    let output = run(arguments, data, database);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
}

async fn buy(client: &Client, variant: &str) -> Value {
    let basket = client.basket(&[(variant, 1)]).await;
    basket.buy(&basket.cart).await.expect(201)
}

/// The status with which a checkout's order is answered to its holder.
async fn read(client: &Client, checkout: &Value) -> u16 {
    let holder = client.with("order-token", text(&checkout["token"]));
    let path = format!("/api/v1/orders/{}", text(&checkout["orders"][0]["id"]));
    holder.get(&path).await.status
}

/// A paper's bytes.
const PAPER: &[u8] = b"%PDF-1.7 a certificate";

/// The sample's producer, signed in.
async fn producer(client: &Client) -> Client {
    let who = json!({"login": "producer@demo.test", "password": "demo-ocop-2026"});
    let session = client.post("/api/v1/sessions", who).await.expect(201);
    let bearer = format!("Bearer {}", text(&session["token"]));
    client.with("authorization", &bearer)
}

/// The address of a paper that the sample's producer has handed in.
async fn handed_in(client: &Client) -> String {
    let producer = producer(client).await;
    let fields = [
        ("kind", "food_facility_certificate"),
        ("number", "12/GCN"),
        ("issued_on", "2026-01-15"),
        ("expires_on", "2029-01-15"),
    ];
    let papers = "/api/v1/producer/documents";
    let handed = producer.hand_in(papers, &fields, PAPER.to_vec()).await;
    format!("{papers}/{}/file", text(&handed.expect(201)["id"]))
}

/// Who may look into a folder.
fn mode(folder: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(folder).unwrap().permissions().mode() & 0o777
}

/// The status of the picture of a listing.
async fn picture(client: &Client) -> u16 {
    something(client).await;
    let page = client.get("/api/v1/products").await.expect(200);
    let cards = page["data"].as_array().unwrap().iter();
    let mut images = cards.filter_map(|card| card["image"].as_str());
    let image = images.next().expect("a listing with a picture");
    client.get(image).await.status
}
