//! Becoming a producer, and writing listings, in a browser without a script.

mod begin;
mod others;
mod pictures;
mod remarks;
mod typed;

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use scenarios::{
    App, Browser, Form, PASSWORD, Page, Person, Producer, Value, fish_sauce, json, scenario, text,
};

/// Somebody at their desk.
async fn at_desk(app: &App, person: &Person) -> (Browser, Page) {
    let browser = app.browser();
    let asked = browser.open("/vi/producer").await.expect(200);
    let desk = browser.send(&signing_in(&asked, person)).await.expect(200);
    (browser, desk)
}

fn signing_in(asked: &Page, person: &Person) -> Form {
    let form = asked.form("/sign-in");
    form.fill("login", &person.email).fill("password", PASSWORD)
}

fn png(width: u32, shade: u8) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    let picture = RgbImage::from_pixel(width, 300, Rgb([shade, 120, 40]));
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

/// What a form holds under these names.
fn holds(form: &Form, names: &[&str]) -> Vec<String> {
    let values = names
        .iter()
        .map(|name| form.value(name).unwrap_or_default().to_owned());
    values.collect()
}

/// Where a step of a listing is written.
fn step(product: &str, step: &str) -> String {
    format!("/vi/producer/products/{product}/edit/{step}")
}

fn id_of(product: &Value) -> String {
    text(&product["id"]).to_owned()
}

/// The official of Xã Thiên Cầm sends back what waits, with remarks.
async fn send_back(app: &App, review: &Value, remarks: Value) {
    let official = app.official("18676").await.client;
    let path = format!(
        "/api/v1/admin/reviews/{}/request-changes",
        text(&review["id"])
    );
    let decision = json!({"revision": review["revision"], "remarks": remarks});
    official.post(&path, decision).await.expect(200);
}
