//! The pages that people are sent to: one that pays, the bank's question, a producer's papers; and
//! the script in the place of Stripe's own.

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::form::Args;
use crate::serve::Shared;
use crate::{accounts, intents};

#[derive(Deserialize)]
pub(crate) struct Secret {
    #[serde(default)]
    client_secret: String,
    #[serde(default)]
    return_url: String,
}

pub(crate) async fn script() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, include_str!("script.js")).into_response()
}

pub(crate) async fn pay(
    State(shared): State<Shared>,
    Path(intent): Path<String>,
    Query(asked): Query<Secret>,
) -> Response {
    let found = intents::find(&shared.lock(), &intent);
    let Some(found) = found
        .ok()
        .filter(|own| own["client_secret"] == asked.client_secret.as_str())
    else {
        return page("There is no such payment", "").into_response();
    };
    let form = format!(
        "<p>{} {}</p><form method=post><input type=hidden name=return_url value=\"{}\">\
         <label>Card number <input name=\"payment_method_data[card][number]\" value=4242424242424242 inputmode=numeric></label>\
         <button>Pay</button></form><p>4000000000000002 is declined, 4000002760003184 asks first, 4000000000000259 is disputed.</p>",
        found["amount"],
        escape(found["currency"].as_str().unwrap_or_default()),
        escape(&asked.return_url),
    );
    page("Pay by card", &form).into_response()
}

pub(crate) async fn paid(
    State(shared): State<Shared>,
    Path(intent): Path<String>,
    body: String,
) -> Response {
    let args = Args::read(body.as_bytes());
    let confirmed = intents::confirm(&mut shared.lock(), &intent, &args);
    match confirmed {
        Err(refused) => {
            let why = refused.error["message"].as_str().unwrap_or_default();
            page("Not paid", &format!("<p>{}</p>", escape(why))).into_response()
        }
        Ok(now) => match now["next_action"]["redirect_to_url"]["url"].as_str() {
            Some(url) => Redirect::to(url).into_response(),
            None => back(args.text("return_url"), &intent),
        },
    }
}

pub(crate) async fn ask(Path(intent): Path<String>) -> Html<String> {
    let form = format!(
        "<p>{}</p><form method=post><button name=agreed value=true>Yes, it is me</button>\
         <button name=agreed value=false>No</button></form>",
        escape(&intent)
    );
    page("Your bank asks", &form)
}

pub(crate) async fn answered(
    State(shared): State<Shared>,
    Path(intent): Path<String>,
    body: String,
) -> Response {
    let args = Args::read(body.as_bytes());
    let mut world = shared.lock();
    let url = intents::find(&world, &intent).ok();
    let url = url.and_then(|now| {
        now["next_action"]["redirect_to_url"]["return_url"]
            .as_str()
            .map(str::to_owned)
    });
    let _ = intents::answered(&mut world, &intent, args.is_true("agreed"));
    drop(world);
    back(url.as_deref(), &intent)
}

pub(crate) async fn onboard(Path(account): Path<String>) -> Html<String> {
    let form = format!(
        "<p>{}</p><form method=post><button>All papers are here</button></form>",
        escape(&account)
    );
    page("Your account", &form)
}

pub(crate) async fn onboarded(
    State(shared): State<Shared>,
    Path(account): Path<String>,
    Query(asked): Query<Secret>,
) -> Response {
    let _ = accounts::onboarded(&mut shared.lock(), &account);
    Redirect::to(&asked.return_url).into_response()
}

fn back(url: Option<&str>, intent: &str) -> Response {
    match url.filter(|url| !url.is_empty()) {
        Some(url) => {
            let sign = if url.contains('?') { '&' } else { '?' };
            Redirect::to(&format!("{url}{sign}payment_intent={intent}")).into_response()
        }
        None => page("Done", "").into_response(),
    }
}

fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>{title}</title><h1>{title}</h1>{body}<p>This is no bank: it is a stand-in for tests."
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
