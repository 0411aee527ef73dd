//! `/v1`: who asks, what goes wrong, which key it is, what is done.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri, header};
use serde_json::{Value, json};

use crate::faults::{self, Manner};
use crate::form::Args;
use crate::refused::Refused;
use crate::serve::{Cut, Shared};
use crate::world::{World, id};
use crate::{accounts, books, cards, disputes, intents, keys, list, payouts, refunds, transfers};

/// A request of the API.
#[derive(Clone)]
struct Asked {
    method: Method,
    path: String,
    form: String,
    key: Option<String>,
    account: Option<String>,
    /// Asked by a browser, with a publishable key: its secret is in the form.
    public: bool,
}

/// Answers a request of the API.
pub(crate) async fn v1(
    State(shared): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if method == Method::OPTIONS {
        return answer(204, String::new(), "text/plain", false);
    }
    let asked = match asked(method, &uri, &headers, &body) {
        Ok(asked) => asked,
        Err(refused) => return refused_with(&refused),
    };
    let line = format!("{} {}", asked.method, asked.path);
    let struck = faults::strike(&mut shared.lock().faults, &line);
    let response = match struck {
        Some(Manner::CutBefore) => cut(),
        Some(Manner::TooMany) => refused_with(&Refused::too_many()),
        // It goes on where whoever asked has left: what was begun is done.
        struck => {
            let (shared, asked) = (shared.clone(), asked.clone());
            let done = tokio::spawn(async move { perform(&shared, &asked, struck).await });
            done.await.unwrap()
        }
    };
    let entry = json!({ "request": line, "key": asked.key, "status": response.status().as_u16(), "fault": struck,
        "cut": response.extensions().get::<Cut>().is_some(), "replayed": response.headers().contains_key("idempotent-replayed") });
    shared.lock().requests.push(entry);
    response
}

async fn perform(shared: &Shared, asked: &Asked, struck: Option<Manner>) -> Response<Body> {
    let key = asked
        .key
        .as_deref()
        .filter(|_| asked.method == Method::POST);
    let print = print(asked);
    let kept = match key.map(|key| keys::take(&mut shared.lock(), key, &print)) {
        Some(Err(refused)) => return refused_with(&refused),
        Some(Ok(kept)) => kept,
        None => None,
    };
    if let Some(Manner::Delay { ms }) = struck {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    let replayed = kept.is_some();
    let (status, body) = kept.unwrap_or_else(|| do_once(&mut shared.lock(), asked, key, struck));
    let body = serde_json::to_string_pretty(&body).unwrap();
    if let Some(Manner::DelayAfter { ms }) = struck {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    match struck {
        Some(Manner::CutAfter) => cut(),
        Some(Manner::Html) => {
            let page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";
            answer(502, page.to_owned(), "text/html", false)
        }
        Some(Manner::Truncated) => {
            let half = body.chars().take(body.len() / 2).collect();
            answer(status, half, "application/json", false)
        }
        _ => answer(status, body, "application/json", replayed),
    }
}

/// What is asked, in whatever order its parameters came.
fn print(asked: &Asked) -> String {
    let mut pairs: Vec<_> = form_urlencoded::parse(asked.form.as_bytes()).collect();
    pairs.sort();
    format!("{} {} {pairs:?}", asked.method, asked.path)
}

/// Does what is asked, or breaks, and keeps the answer under its key.
fn do_once(
    world: &mut World,
    asked: &Asked,
    key: Option<&str>,
    struck: Option<Manner>,
) -> (u16, Value) {
    let (status, body, begun) = match struck {
        Some(Manner::Error) => broken(),
        struck => match (act(world, asked), struck) {
            (Ok(_), Some(Manner::ErrorAfter)) => broken(),
            (Ok(done), _) => (200, done, true),
            (Err(refused), _) => (refused.status, refused.body(), refused.begun),
        },
    };
    if let Some(key) = key {
        keys::keep(world, key, begun, (status, &body));
    }
    (status, body)
}

fn broken() -> (u16, Value, bool) {
    let refused = Refused::broken();
    (refused.status, refused.body(), true)
}

fn asked(method: Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<Asked, Refused> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .map(str::to_owned)
    };
    let query = uri.query().unwrap_or_default();
    let form = [query, &String::from_utf8_lossy(body)].map(str::to_owned);
    let form = form
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("&");
    let bearer = text("authorization");
    let secret = bearer.as_deref().is_some_and(|given| {
        given
            .strip_prefix("Bearer ")
            .is_some_and(|key| key.starts_with("sk_"))
            || given.starts_with("Basic ")
    });
    let public = Args::read(form.as_bytes())
        .text("key")
        .is_some_and(|key| key.starts_with("pk_"));
    if !secret && !public {
        return Err(Refused::unknown_key());
    }
    Ok(Asked {
        method,
        path: uri.path().trim_end_matches('/').to_owned(),
        form,
        key: text("idempotency-key"),
        account: text("stripe-account"),
        public: !secret,
    })
}

/// Does what is asked.
fn act(world: &mut World, asked: &Asked) -> Result<Value, Refused> {
    let args = Args::read(asked.form.as_bytes());
    let path = asked.path.trim_start_matches("/v1/").to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    if asked.public {
        holds_secret(world, &asked.method, &parts, &args)?;
    }
    let done = if asked.method == Method::GET {
        read(world, asked, &parts, &args)
    } else {
        write(world, &parts, &args)
    }?;
    Ok(list::expand(world, done, &args))
}

/// A browser may read and confirm the one payment whose secret it was given.
fn holds_secret(
    world: &World,
    method: &Method,
    parts: &[&str],
    args: &Args,
) -> Result<(), Refused> {
    let intent = match (method, parts) {
        (&Method::GET, ["payment_intents", intent])
        | (&Method::POST, ["payment_intents", intent, "confirm"]) => intents::find(world, intent)?,
        _ => return Err(Refused::unknown_key()),
    };
    if args
        .text("client_secret")
        .is_some_and(|given| intent["client_secret"] == given)
    {
        return Ok(());
    }
    let message = "The client_secret provided does not match the client_secret associated with the PaymentIntent.";
    Err(Refused::param(
        "client_secret",
        message.to_owned(),
        "payment_intent_invalid_parameter",
    ))
}

fn write(world: &mut World, parts: &[&str], args: &Args) -> Result<Value, Refused> {
    match parts {
        ["payment_methods"] => cards::create(world, args),
        ["payment_intents"] => intents::create(world, args),
        ["payment_intents", intent] => intents::update(world, intent, args),
        ["payment_intents", intent, "confirm"] => intents::confirm(world, intent, args),
        ["payment_intents", intent, "capture"] => intents::capture(world, intent, args),
        ["payment_intents", intent, "cancel"] => intents::cancel(world, intent, args),
        ["refunds"] => refunds::create(world, args),
        ["accounts"] => Ok(accounts::create(world, args)),
        ["account_links"] => accounts::link(world, args),
        ["transfers"] => transfers::create(world, args),
        ["transfers", transfer, "reversals"] => transfers::reverse(world, transfer, args),
        ["payouts"] => payouts::create(world, args),
        ["disputes", dispute, "close"] => disputes::close(world, dispute, false),
        _ => Err(Refused::no_such_path(&parts.join("/"))),
    }
}

fn read(world: &World, asked: &Asked, parts: &[&str], args: &Args) -> Result<Value, Refused> {
    let page = |kind: &str| list::page(world, kind, &asked.path, args);
    match parts {
        ["payment_intents"] => page("payment_intent"),
        ["payment_intents", intent] => intents::find(world, intent),
        ["payment_methods", method] => cards::shown(world, method),
        ["charges"] => page("charge"),
        ["refunds"] => page("refund"),
        ["accounts"] => page("account"),
        ["accounts", account] => accounts::find(world, account, "id"),
        ["transfers"] => page("transfer"),
        ["transfers", transfer] => transfers::find(world, transfer),
        ["transfers", transfer, "reversals"] => {
            Ok(transfers::find(world, transfer)?["reversals"].clone())
        }
        ["payouts"] => page("payout"),
        ["payouts", payout] => payouts::find(world, payout),
        ["disputes"] => page("dispute"),
        ["disputes", dispute] => disputes::find(world, dispute),
        ["balance"] => Ok(books::balance(world, asked.account.as_deref())),
        ["balance_transactions"] => page("balance_transaction"),
        ["events"] => page("event"),
        [
            "charges" | "refunds" | "balance_transactions" | "events",
            id,
        ] => {
            let found = world.find(id).cloned();
            found.ok_or_else(|| Refused::no_such(parts[0].trim_end_matches('s'), id, "id"))
        }
        _ => Err(Refused::no_such_path(&asked.path)),
    }
}

fn refused_with(refused: &Refused) -> Response<Body> {
    answer(
        refused.status,
        refused.body().to_string(),
        "application/json",
        false,
    )
}

fn cut() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response.extensions_mut().insert(Cut);
    response
}

fn answer(status: u16, body: String, kind: &str, replayed: bool) -> Response<Body> {
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header("request-id", id("req_"))
        .header("access-control-allow-origin", "*")
        .header("access-control-allow-headers", "*")
        .header("access-control-allow-methods", "*");
    if replayed {
        response = response.header("idempotent-replayed", "true");
    }
    response.body(Body::from(body)).unwrap()
}
