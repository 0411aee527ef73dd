//! The design on one page: every component, light and dark. Only a market of sample data shows it.

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Vnd};
use web::{Code, Problem, State};

use crate::chart::{Chart, Point};
use crate::forms::Faults;
use crate::money::dong;
use crate::shell::{Shell, personal};
use crate::shop::card::Card;
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "components.html")]
struct Page {
    shell: Shell,
    faults: Faults,
    goods: Vec<Card>,
    clock: String,
    left: String,
    sums: Vec<(String, String)>,
}

impl Page {
    fn cards(&self) -> &[Card] {
        &self.goods
    }

    /// The colours of one theme: the chart is drawn once for each.
    #[expect(clippy::unused_self, reason = "as templates ask")]
    fn chart(&self) -> Chart {
        let days = [
            ("21/11/2026", 130_000),
            ("22/11/2026", 455_000),
            ("23/11/2026", 0),
        ];
        Chart::in_time(days.into_iter().map(|(name, amount)| Point {
            name: name.to_owned(),
            all: amount,
            part: amount / 2,
            said: dong(Vnd(amount)),
        }))
    }
}

/// Every component.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
) -> Result<Response, Problem> {
    if !state.app.accounts.any_password {
        return Err(Problem::new(Code::NotFound));
    }
    let mut faults = Faults::default();
    let wrong = Problem::field("/wrong", "required");
    faults.join(&wrong, lang);
    let card = |name: &str, star: Option<u8>, in_stock: bool| Card {
        name: name.to_owned(),
        slug: "../components".to_owned(),
        producer: "HTX Nước mắm Cẩm Nhượng".to_owned(),
        place: "Xã Thiên Cầm, Tỉnh Hà Tĩnh".to_owned(),
        price: dong(Vnd(65_000)),
        unit_price: Some(format!("{}/l", dong(Vnd(130_000)))),
        picture: None,
        star,
        in_stock,
    };
    let until = [
        ("until", "14:05 23/11/2026".to_owned()),
        (
            "left",
            say_with(lang, "desk-left-hours", &[("count", "5".to_owned())]),
        ),
    ];
    let page = Page {
        shell: Shell::new(
            &state,
            lang,
            "/components".to_owned(),
            say(lang, "components"),
        ),
        faults,
        goods: vec![
            card("Nước mắm cốt Cẩm Nhượng", Some(4), true),
            card("Ruốc tôm", None, false),
        ],
        clock: say_with(lang, "desk-clock", &until),
        left: say_with(lang, "desk-days-left", &[("count", "97".to_owned())]),
        sums: vec![
            (say(lang, "cart-goods"), dong(Vnd(125_000))),
            (say(lang, "cart-delivery"), dong(Vnd(15_000))),
            (say(lang, "cart-order-total"), dong(Vnd(140_000))),
        ],
    };
    personal(StatusCode::OK, &page)
}
