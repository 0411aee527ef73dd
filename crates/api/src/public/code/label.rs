//! Labels for bottles and boxes: the QR code alone, and a sheet of them.
//!
//! No stars are printed: what is on glass stays, and the truth changes. The address is written in
//! capitals, which a QR code packs two to eleven bits, so that it fits 25 or 29 modules a side at
//! level M. At 12 mm that is 0.41 mm a module or more, above the 0.33 mm that telephones of the
//! cheaper kind still read; the level is raised (Q, H) wherever that costs no further module.

use askama::Template;
use axum::extract::State as Node;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::parse_public_code;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Code, Path, Problem, Query, State};

use super::truth;
use crate::style;

/// What is printed.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Sheet {
    /// How many labels, 1 to 500; a page of A4 is filled where it is not said.
    count: Option<i64>,
    /// The side of the code itself in millimetres, 12 to 60; 15 where it is not said.
    mm: Option<i64>,
}

/// The QR code of a label, as SVG.
#[utoipa::path(
    get, path = "/q/{code}/qr.svg", tag = "shop", params(("code" = String, Path, description = "The code on the label")),
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, description = "SVG"), (status = 404)),
)]
pub(crate) async fn qr(
    Node(state): Node<State>,
    Path(typed): Path<String>,
) -> Result<Response, Problem> {
    let (code, _) = known(&state, &typed).await?;
    let svg = media::qr_svg(&address(&state.app.public_url, &code))?;
    let headers: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    Ok((headers, svg).into_response())
}

/// A sheet of labels to print, as HTML for A4.
#[utoipa::path(
    get, path = "/q/{code}/labels", tag = "shop", params(("code" = String, Path, description = "The code on the label"), Sheet),
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, description = "HTML with a style for printing"), (status = 404), (status = 422)),
)]
pub(crate) async fn sheet(
    Node(state): Node<State>,
    Path(typed): Path<String>,
    Query(asked): Query<Sheet>,
) -> Result<Response, Problem> {
    let (code, truth) = known(&state, &typed).await?;
    let mm = within(asked.mm, 15, (12, 60), "/mm")?;
    let count = within(asked.count, 40, (1, 500), "/count")?;
    let page = Labels {
        qr: media::qr_svg(&address(&state.app.public_url, &code))?,
        mm,
        count,
        name: &truth.name,
        producer: &truth.producer,
        code: format!(
            "{} {}",
            code.get(..4).unwrap_or(&code),
            code.get(4..).unwrap_or_default()
        ),
        site: state.app.public_url.split("://").last().unwrap_or_default(),
    };
    let html = page.render().map_err(|err| Problem::internal(&err))?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, style::policy(&html, "")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    Ok((headers, html).into_response())
}

#[derive(Template)]
#[template(path = "labels.html")]
struct Labels<'a> {
    qr: String,
    mm: i64,
    count: i64,
    name: &'a str,
    producer: &'a str,
    code: String,
    site: &'a str,
}

fn within(
    said: Option<i64>,
    usual: i64,
    (least, most): (i64, i64),
    pointer: &str,
) -> Result<i64, Problem> {
    let value = said.unwrap_or(usual);
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(Problem::field(pointer, "out_of_range"))
    }
}

async fn known(state: &State, typed: &str) -> Result<(String, truth::Truth), Problem> {
    let not_found = || Problem::new(Code::NotFound);
    let code = parse_public_code(typed).ok_or_else(not_found)?;
    let truth = truth::find(state, &code).await?.ok_or_else(not_found)?;
    Ok((code, truth))
}

/// The address of a code's page: in capitals where that changes nothing but its size.
fn address(public_url: &str, code: &str) -> String {
    let has_path = public_url
        .split_once("://")
        .is_some_and(|(_, rest)| rest.contains('/'));
    if has_path {
        format!("{public_url}/q/{code}")
    } else {
        format!("{public_url}/q/{code}").to_uppercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codes_address_fits_29_modules() {
        for site in [
            "http://localhost:8080",
            "https://ocop.vn",
            "https://cho-ocop.hatinh.gov.vn",
            "https://sanphamocop.cantho.gov.vn",
        ] {
            let address = address(site, "7K2M9QXA");
            // With the margin of four modules on each side.
            let svg = media::qr_svg(&address).unwrap();
            let fits = [33, 37].map(|side| svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
            assert!(fits.contains(&true), "{address}");
        }
        assert_eq!(
            address("https://hatinh.gov.vn/ocop", "7K2M9QXA"),
            "https://hatinh.gov.vn/ocop/q/7K2M9QXA"
        );
    }
}
