//! The page behind a link in a notice: one button. Looking does nothing.

use axum::extract::State as Node;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Lang, Timestamp};
use market::one_tap::{self, OneTap, TapAct, TapState};
use web::{Code, Path, Problem, State};

use crate::style;

/// Large enough for a thumb, in light and in dark.
const STYLE: &str = "<style>:root{color-scheme:light dark}\
    body{font:1.25rem/1.5 system-ui,sans-serif;max-width:32rem;margin:0 auto;padding:1rem}\
    button{font:inherit;font-weight:700;width:100%;min-height:4rem;border:0;border-radius:.5rem;\
    background:#0b5d34;color:#fff}</style>";

/// Nothing is loaded, nothing runs, nobody keeps or indexes it, and its address goes nowhere.
fn headers() -> [(HeaderName, HeaderValue); 5] {
    [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            style::policy(STYLE, "form-action 'self'"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ),
        (
            HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex, nofollow"),
        ),
    ]
}

/// Shows what the button does, or what has become of it. GET and HEAD change nothing, whoever asks.
pub(crate) async fn show(
    Node(state): Node<State>,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let app = &state.app;
    let tap = one_tap::find(app.db.read(), &token, app.now()).await?;
    let tap = tap.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok((StatusCode::OK, headers(), page(&tap)).into_response())
}

/// The button was pressed. The answer leads back to the page, so that loading it again does nothing.
pub(crate) async fn press(
    Node(state): Node<State>,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let (app, now) = (&state.app, state.app.now());
    if one_tap::find(app.db.read(), &token, now).await?.is_none() {
        return Err(Problem::new(Code::NotFound));
    }
    one_tap::press(&app.db, &token, now).await?;
    Ok((headers(), Redirect::to(&format!("/t/{token}"))).into_response())
}

/// The words of the page: a heading, what it is about, the button or what has become of it.
struct Words {
    title: &'static str,
    about: String,
    button: &'static str,
    done: &'static str,
    over: &'static str,
}

fn words(tap: &OneTap) -> Words {
    let (producer, until) = (escape(&tap.producer), time(tap.expires_at));
    match (&tap.act, tap.lang) {
        (TapAct::Accept { code, total }, Lang::Vi) => Words {
            title: "Nhận đơn",
            about: format!(
                "Đơn <b>{code}</b> của {producer}, tổng {total}. Trả lời trước {until}."
            ),
            button: "Nhận đơn này",
            done: "Đơn đã được nhận. Cảm ơn anh/chị.",
            over: "Đơn này không còn chờ trả lời, hoặc liên kết đã hết hạn.",
        },
        (TapAct::Accept { code, total }, Lang::En) => Words {
            title: "Accept the order",
            about: format!("Order <b>{code}</b> of {producer}, total {total}. Answer by {until}."),
            button: "Accept this order",
            done: "The order is accepted. Thank you.",
            over: "This order no longer waits for an answer, or the link is too old.",
        },
        (TapAct::Resume, Lang::Vi) => Words {
            title: "Mở bán lại",
            about: format!(
                "Gian hàng <b>{producer}</b> tạm nghỉ vì mấy đơn gần đây chưa kịp trả lời. \
                 Bấm nút là bán tiếp; liên kết dùng được đến {until}."
            ),
            button: "Mở bán lại",
            done: "Gian hàng đang mở bán. Chúc anh/chị đắt hàng.",
            over: "Liên kết này đã dùng hoặc đã hết hạn. Xin mở gian hàng trong trang của mình, hoặc gọi cán bộ xã.",
        },
        (TapAct::Resume, Lang::En) => Words {
            title: "Open the shop again",
            about: format!(
                "The shop of <b>{producer}</b> rests, for the last orders were not answered in time. \
                 The button opens it again; the link works until {until}."
            ),
            button: "Open the shop again",
            done: "The shop is open. Good business to you.",
            over: "This link was used or is too old. Open the shop on your own desk, or ask the commune's official.",
        },
    }
}

fn page(tap: &OneTap) -> String {
    let words = words(tap);
    let below = match tap.state {
        TapState::Ready => format!(
            "<form method=\"post\"><button>{}</button></form>",
            words.button
        ),
        TapState::Done => format!("<p><b>{}</b></p>", words.done),
        TapState::Over => format!("<p><b>{}</b></p>", words.over),
    };
    format!(
        "<!doctype html><html lang=\"{lang}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title>{STYLE}<h1>{title}</h1><p>{about}</p>{below}</html>",
        lang = tap.lang.as_str(),
        title = words.title,
        about = words.about,
    )
}

/// `14:05 23/11/2026`, in Vietnam.
fn time(at: Timestamp) -> String {
    let day = kernel::Day::of(at);
    let minutes = (at.0 - day.start().0) / kernel::MINUTE_MS;
    format!(
        "{:02}:{:02} {}",
        minutes / 60,
        minutes % 60,
        day.display_vi()
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
