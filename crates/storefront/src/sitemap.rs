//! What search engines are told: which pages there are, and which are nobody's business.

use std::fmt::Write as _;

use axum::extract::State as Node;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use catalog::shelf::{last_number, listed};
use web::{Code, Path, Problem, State};

/// So many product numbers a page of the map covers: a page stays the same when products come.
const NUMBERS: i64 = 10_000;
/// Engines ask again after an hour.
const KEPT: (HeaderName, HeaderValue) = (
    header::CACHE_CONTROL,
    HeaderValue::from_static("public, max-age=3600"),
);
const XML: (HeaderName, HeaderValue) = (
    header::CONTENT_TYPE,
    HeaderValue::from_static("application/xml; charset=utf-8"),
);

/// Pages with somebody on them, or behind a declaration, are in no index.
pub(crate) async fn robots(Node(state): Node<State>) -> impl IntoResponse {
    let mut text = String::from("User-agent: *\n");
    for lang in ["vi", "en"] {
        for path in [
            "cart", "checkout", "orders", "tracking", "age", "alcohol", "office",
        ] {
            let _written = writeln!(text, "Disallow: /{lang}/{path}");
        }
    }
    let _written = writeln!(
        text,
        "Disallow: /api/\nSitemap: {}/sitemap.xml",
        origin(&state)
    );
    ([KEPT], text)
}

fn origin(state: &State) -> &str {
    state.app.public_url.trim_end_matches('/')
}

/// The pages of the map.
pub(crate) async fn index(Node(state): Node<State>) -> Result<impl IntoResponse, Problem> {
    let last = last_number(state.app.db.read()).await? / NUMBERS;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in 0..=last {
        let at = format!("{}/sitemap/{page}.xml", origin(&state));
        let _written = writeln!(xml, "<sitemap><loc>{at}</loc></sitemap>");
    }
    xml.push_str("</sitemapindex>\n");
    Ok(([KEPT, XML], xml))
}

/// One page of it: the listings, in both languages; the first also names the shop itself.
pub(crate) async fn page(
    Node(state): Node<State>,
    Path(file): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let page = file.strip_suffix(".xml").and_then(|page| page.parse().ok());
    let page: i64 = page.ok_or_else(|| Problem::new(Code::NotFound))?;
    let first = page.checked_mul(NUMBERS).filter(|first| *first >= 0);
    let first = first.ok_or_else(|| Problem::new(Code::NotFound))?;
    let numbers = (first, first.saturating_add(NUMBERS));
    let slugs = listed(state.app.db.read(), numbers).await?;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    if page == 0 {
        entry(&mut xml, origin(&state), "");
        entry(&mut xml, origin(&state), "/products");
    }
    for slug in &slugs {
        entry(&mut xml, origin(&state), &format!("/products/{slug}"));
    }
    xml.push_str("</urlset>\n");
    Ok(([KEPT, XML], xml))
}

/// A page in both languages, each of which names the other.
fn entry(xml: &mut String, origin: &str, path: &str) {
    for lang in ["vi", "en"] {
        let _written = write!(xml, "<url><loc>{origin}/{lang}{path}</loc>");
        for other in ["vi", "en"] {
            let _written = write!(
                xml,
                "<xhtml:link rel=\"alternate\" hreflang=\"{other}\" href=\"{origin}/{other}{path}\"/>"
            );
        }
        xml.push_str("</url>\n");
    }
}
