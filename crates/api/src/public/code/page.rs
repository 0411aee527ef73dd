use std::sync::LazyLock;

use askama::Template;
use axum::extract::State as Node;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use catalog::certificates::StandingState;
use kernel::{Lang, parse_public_code};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Path, Problem, Query, ReaderLang, State};

use super::truth::{self, Truth};
use crate::style;

const MORE: &str = "img-src 'self'; form-action 'none'";
static POLICY: LazyLock<HeaderValue> =
    LazyLock::new(|| style::policy(include_str!("../../../templates/code.html"), MORE));
static POLICY_OF_UNKNOWN: LazyLock<HeaderValue> =
    LazyLock::new(|| style::policy(include_str!("../../../templates/unknown_code.html"), MORE));

/// In which language the page is read.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Reader {
    /// `vi` or `en`; the browser's where it is not said.
    lang: Option<String>,
}

/// The page of a label's code: what is true today, in large letters.
#[utoipa::path(
    get, path = "/q/{code}", tag = "shop", params(("code" = String, Path, description = "The code on the label"), Reader),
    extensions(("x-policy" = json!("public"))),
    responses(
        (status = 200, description = "HTML without script; also of what is retired or taken down"),
        (status = 404, description = "HTML: nothing ever bore this code"),
    ),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    ReaderLang(browser): ReaderLang,
    Query(reader): Query<Reader>,
    Path(typed): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let lang = reader.lang.as_deref().map_or(browser, Lang::from_tag);
    let Some(code) = parse_public_code(&typed) else {
        return unknown(lang);
    };
    let key = super::key(&state, "q", &code).await?;
    let key = format!("{key}|{}", lang.as_str());
    // Boxed, for the future of every request is as large as its largest way.
    let load = async { Box::pin(made(&state, &code, lang)).await };
    let kept = state.answers.page(key, load).await?;
    if kept.is_empty() {
        return unknown(lang);
    }
    let mut response = kept.respond(&headers);
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    Ok(response)
}

/// The page of a code; an empty one, which is kept for the second in which somebody tries codes, where
/// nothing bears it.
async fn made(state: &State, code: &str, lang: Lang) -> Result<String, Problem> {
    match truth::find(state, code).await? {
        Some(truth) => written(&Page::of(&truth, lang)),
        None => Ok(String::new()),
    }
}

/// The address in the QR code is in capitals, which makes it smaller.
pub(crate) async fn capitals(Path(code): Path<String>) -> Redirect {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Redirect::permanent(&format!("/q/{plain}"))
}

fn unknown(lang: Lang) -> Result<Response, Problem> {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, POLICY_OF_UNKNOWN.clone()),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    let page = written(&Unknown {
        vi: lang == Lang::Vi,
    })?;
    Ok((StatusCode::NOT_FOUND, headers, page).into_response())
}

fn written(page: &impl Template) -> Result<String, Problem> {
    page.render().map_err(|err| Problem::internal(&err))
}

#[derive(Template)]
#[template(path = "unknown_code.html")]
struct Unknown {
    vi: bool,
}

#[derive(Template)]
#[template(path = "code.html")]
struct Page<'a> {
    vi: bool,
    truth: &'a Truth,
    /// `good`, `bad` or `open`: the colour.
    mood: &'static str,
    verdict: String,
    why: String,
    facts: Vec<(&'static str, String)>,
    /// What is said of the listing, where there is one.
    listing: &'static str,
    story: &'a str,
    image: Option<String>,
    /// Who made it.
    face: Option<String>,
    place: String,
    day: String,
}

impl<'a> Page<'a> {
    fn of(truth: &'a Truth, lang: Lang) -> Self {
        let vi = lang == Lang::Vi;
        let (mood, verdict, why) = verdict(truth, vi);
        let sold = truth.on_sale();
        Self {
            vi,
            truth,
            mood,
            verdict,
            why,
            facts: facts(truth, vi),
            listing: listing(truth.status(), vi),
            story: sold.map_or("", |listing| &listing.body.story),
            image: sold
                .and_then(|listing| listing.body.pictures.first())
                .map(|id| format!("/media/{id}/320.webp")),
            face: sold
                .and_then(|listing| listing.maker.portrait)
                .map(|id| format!("/media/{id}/320.webp")),
            place: truth.place(),
            day: truth.today.display_vi(),
        }
    }
}

/// The colour, the large letters, and the sentence below them.
fn verdict(truth: &Truth, vi: bool) -> (&'static str, String, String) {
    let say = |vi_text: &str, en_text: &str| if vi { vi_text } else { en_text }.to_owned();
    let stars = truth.stars.unwrap_or_default();
    let until = truth.last_day().map(|day| written_day(&day.to_string()));
    let until = until.unwrap_or_default();
    match truth.state {
        StandingState::Valid | StandingState::Extended => {
            let drawn = "★".repeat(usize::try_from(stars).unwrap_or_default());
            let why = if truth.state == StandingState::Valid {
                say(
                    "Giấy chứng nhận còn hiệu lực đến hết ngày",
                    "The certificate runs until the end of",
                )
            } else {
                say(
                    "Đang đánh giá lại; giấy chứng nhận được kéo dài đến hết ngày",
                    "Being graded again; the certificate runs on until the end of",
                )
            };
            (
                "good",
                format!("{drawn} OCOP {stars} {}", say("SAO", "STARS")),
                format!("{why} {until}."),
            )
        }
        StandingState::Lapsed => (
            "bad",
            say("ĐÃ HẾT HẠN", "LAPSED"),
            format!(
                "{} {until}.",
                say(
                    "Không còn hạng sao OCOP. Giấy chứng nhận đã hết hiệu lực từ sau ngày",
                    "No OCOP stars any more. The certificate ended with"
                )
            ),
        ),
        StandingState::Revoked => (
            "bad",
            say("ĐÃ BỊ THU HỒI", "REVOKED"),
            say(
                "Giấy chứng nhận OCOP của sản phẩm này đã bị thu hồi. Không còn hạng sao.",
                "The OCOP certificate of this product was revoked. It has no stars.",
            ),
        ),
        StandingState::Unverified => (
            "open",
            say("CHƯA XÁC MINH", "NOT VERIFIED"),
            say(
                "Có ghi nhận về sản phẩm này, nhưng cán bộ chưa đối chiếu với quyết định. Chưa thể nói là có sao.",
                "This product is on record, but no official has held it against its decision yet. No stars can be shown.",
            ),
        ),
        StandingState::None => (
            "open",
            say("KHÔNG CÓ SAO OCOP", "NO OCOP STARS"),
            say(
                "Không có giấy chứng nhận OCOP đang có hiệu lực cho sản phẩm này.",
                "There is no OCOP certificate in force for this product.",
            ),
        ),
    }
}

/// `19/06/2028`, `06/2028` or `2028` of a day as told.
fn written_day(iso: &str) -> String {
    let mut parts: Vec<&str> = iso.split('-').collect();
    parts.reverse();
    parts.join("/")
}

fn facts(truth: &Truth, vi: bool) -> Vec<(&'static str, String)> {
    let label = |vi_text, en_text| if vi { vi_text } else { en_text };
    let Some(certificate) = &truth.certificate else {
        return vec![];
    };
    let day = |day: Option<String>| day.map(|day| written_day(&day));
    let told = [
        (
            label("Quyết định", "Decision"),
            certificate.decision_no.clone(),
        ),
        (
            label("Cơ quan cấp", "Issued by"),
            Some(certificate.issuer.clone()).filter(|issuer| !issuer.is_empty()),
        ),
        (
            label("Ngày cấp", "Issued on"),
            day(certificate.issued_on.map(|d| d.to_string())),
        ),
        (
            label("Hết hạn", "Ends"),
            day(truth.last_day().map(|d| d.to_string())),
        ),
        (
            label("Thu hồi ngày", "Revoked on"),
            day(certificate.revoked_on.map(|d| d.to_string())),
        ),
        (
            label("Mã sản phẩm", "Product code"),
            certificate.product_code.clone(),
        ),
    ];
    told.into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .collect()
}

fn listing(status: &str, vi: bool) -> &'static str {
    let (vi_text, en_text) = match status {
        "live" | "paused" => ("", ""),
        "suspended" => (
            "Sản phẩm đang bị tạm ngừng bán trên chợ.",
            "The product is suspended from sale here.",
        ),
        "taken_down" => (
            "Sản phẩm đã bị gỡ theo yêu cầu của cơ quan có thẩm quyền.",
            "The product was taken down by order of an authority.",
        ),
        "retired" => (
            "Sản phẩm không còn được bán trên chợ.",
            "The product is no longer sold here.",
        ),
        _ => (
            "Sản phẩm có trong sổ OCOP, chưa bán trên chợ.",
            "On the register of OCOP products; not sold here yet.",
        ),
    };
    if vi { vi_text } else { en_text }
}
