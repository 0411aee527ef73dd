//! The sizes in which it is sold, each a row of the form.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use catalog::revisions::{Net, NetUnit, Patch, VariantDraft};
use catalog::{Fault, prices};
use kernel::{Actor, Lang, ProducerId, Timestamp, VariantId, Vnd};
use web::{Problem, State};

use super::edit::{Asked, Edit, frame, no_number};
use super::number::{net, whole};
use super::step::Step;
use super::work::Work;
use crate::desk::acting::{Acting, shelf};
use crate::desk::sheet::{Refused, Sheet};
use crate::desk::steps::dong as typed_dong;
use crate::forms::{Faults, Form};
use crate::money::{dong, per_unit};
use crate::shell::{Shell, personal};
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "desk/edit-sizes.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    edit: Edit,
    rows: Vec<Row>,
    units: Vec<(&'static str, String)>,
    /// Where prices of what is written down are changed.
    shelf: String,
}

struct Row {
    n: usize,
    title: String,
    /// A size that is written down; else a new one.
    id: Option<VariantId>,
    /// What it costs, once that is said.
    price: Option<String>,
    /// What a kilogram of it costs.
    per: Option<String>,
}

impl Row {
    /// The name of one of its fields.
    fn field(&self, name: &str) -> String {
        named(name, self.n)
    }

    /// The pointer of one of its fields; of all of it where no field is named.
    fn at(&self, field: &str) -> String {
        let at = format!("/variants/{}/{field}", self.n);
        at.trim_end_matches('/').to_owned()
    }

    /// What was said of it as a whole.
    fn said<'a>(&self, sheet: &'a Sheet) -> Vec<&'a str> {
        sheet.remarks.at(&self.at(""))
    }

    /// Whether it is to be dropped.
    fn is_gone(&self, sheet: &Sheet) -> bool {
        sheet.is(&self.field("gone"), "yes")
    }
}

fn named(name: &str, n: usize) -> String {
    format!("{name}-{n}")
}

pub(super) async fn page(
    state: &State,
    lang: Lang,
    work: &Work,
    refused: Option<Refused>,
) -> Result<Response, Problem> {
    let status = Sheet::status(refused.as_ref());
    let sheet = Sheet::new(stored(work), refused, work.remarks.clone());
    let form = sheet.shown();
    let rows = places(form).map(|n| row(work, form, n, lang)).collect();
    let (shell, acting) = frame(state, lang, work, Step::Sizes).await?;
    let page = Page {
        shell,
        acting,
        rows,
        units: NetUnit::ALL
            .iter()
            .map(|unit| (unit.as_str(), called(*unit, lang)))
            .collect(),
        shelf: shelf(lang, work.member.producer),
        edit: Edit::of(work, Step::Sizes, lang, sheet),
    };
    personal(status, &page)
}

/// What people call a unit.
fn called(unit: NetUnit, lang: Lang) -> String {
    match unit {
        NetUnit::Piece => say(lang, "piece"),
        unit => unit.as_str().to_owned(),
    }
}

/// The sizes that are written down, and an empty row for another.
fn stored(work: &Work) -> Form {
    let variants = &work.revision.body.variants;
    let mut fields = vec![];
    for (n, one) in variants.iter().enumerate() {
        let said = [
            ("id", one.id.to_string()),
            ("sku", one.sku.clone()),
            ("name", one.name.clone()),
            ("amount", one.net.amount.to_string()),
            ("unit", one.net.unit.as_str().to_owned()),
            ("weight", one.weight_g.to_string()),
        ];
        fields.extend(said.map(|(name, value)| (named(name, n), value)));
    }
    let unit = variants.last().map_or(NetUnit::G, |one| one.net.unit);
    let n = variants.len();
    fields.push((named("name", n), String::new()));
    fields.push((named("unit", n), unit.as_str().to_owned()));
    fields.into_iter().collect()
}

/// The rows of a form.
fn places(form: &Form) -> impl Iterator<Item = usize> {
    let rows = form
        .under("name-")
        .filter_map(|(n, _)| n.parse::<usize>().ok());
    let sorted: BTreeSet<usize> = rows.filter(|n| *n <= 100).collect();
    sorted.into_iter()
}

fn row(work: &Work, form: &Form, n: usize, lang: Lang) -> Row {
    let text = |name: &str| form.text(&named(name, n));
    let id: Option<VariantId> = text("id").parse().ok();
    let price = id.and_then(|id| work.on_shelf(id)?.price);
    let typed = typed_dong(text("price"), "").ok();
    let unit = NetUnit::parse(text("unit"));
    let net = unit.and_then(|unit| net(text("amount"), unit));
    let per = net
        .zip(price.or(typed))
        .and_then(|((amount, unit), price)| {
            let net = Some(Net { amount, unit }).filter(|net| net.amount > 0)?;
            per_unit(&market::unit_price(net, price)?, lang)
        });
    let number = [("number", (n + 1).to_string())];
    Row {
        n,
        title: match id {
            Some(_) => say_with(lang, "sizes-number", &number),
            None => say(lang, "sizes-new"),
        },
        id,
        price: price.map(dong),
        per,
    }
}

/// The form with a number for each size whose writer gave it none.
pub(super) fn numbered(work: &Work, form: &Form) -> Form {
    let used: BTreeSet<&str> = form.under("sku-").map(|(_, sku)| sku).collect();
    let of = work.product.number;
    let filled = form.fields().map(|(name, value)| {
        let row = name.strip_prefix("sku-").and_then(|n| n.parse().ok());
        let value = match row {
            Some(n) if value.trim().is_empty() && !is_blank(form, n) => free(of, n, &used),
            _ => value.to_owned(),
        };
        (name.to_owned(), value)
    });
    filled.collect()
}

/// The first number after the row's own that no other row has.
fn free(product: i64, n: usize, used: &BTreeSet<&str>) -> String {
    let mut all = (n + 1..).map(|number| format!("SP{product}-{number}"));
    all.find(|sku| !used.contains(sku.as_str()))
        .unwrap_or_default()
}

/// Whether nothing was typed into a row.
fn is_blank(form: &Form, n: usize) -> bool {
    let fields = ["id", "name", "amount", "weight", "price"];
    fields
        .iter()
        .all(|name| form.text(&named(name, n)).is_empty())
}

pub(super) fn asked(work: &Work, form: &Form, lang: Lang) -> Asked {
    let mut asked = Asked::default();
    let mut drafts = vec![];
    for n in places(form) {
        let gone = form.filled(&named("gone", n)).is_some();
        if gone || is_blank(form, n) {
            continue;
        }
        let mut draft = draft(form, n, &mut asked.faults, lang);
        if let Some(id) = draft.id {
            let price = draft.price.take();
            let unpriced = work.on_shelf(id).is_some_and(|kept| kept.price.is_none());
            let first = price.filter(|_| unpriced);
            asked
                .prices
                .extend(first.map(|price| (drafts.len(), id, price)));
        }
        asked.rows.push(n);
        drafts.push(draft);
    }
    asked.patch = Patch {
        variants: Some(drafts),
        ..Patch::default()
    };
    asked
}

/// One row as it is sent. What cannot be read is noted, and something that can stands in its place.
fn draft(form: &Form, n: usize, faults: &mut Faults, lang: Lang) -> VariantDraft {
    let text = |name: &str| form.text(&named(name, n));
    let at = |field: &str| format!("/variants/{n}/{field}");
    let unit = NetUnit::parse(text("unit")).unwrap_or(NetUnit::Piece);
    let (amount, unit) = net(text("amount"), unit).unwrap_or_else(|| {
        no_number(faults, &at("net/amount"), lang);
        (1, unit)
    });
    let weight_g = whole(text("weight")).unwrap_or_else(|| {
        no_number(faults, &at("weight_g"), lang);
        1
    });
    let price = match text("price") {
        "" => None,
        typed => typed_dong(typed, "").ok().or_else(|| {
            no_number(faults, &at("price"), lang);
            None
        }),
    };
    VariantDraft {
        id: text("id").parse().ok(),
        sku: text("sku").to_owned(),
        name: text("name").to_owned(),
        net: Net { amount, unit },
        weight_g,
        price,
    }
}

/// Gives a size that is written down its first price; what is wrong with it stands at its place
/// among those that were sent.
pub(super) async fn price(
    tx: &store::Tx,
    whose: (ProducerId, VariantId),
    (place, price): (usize, Vnd),
    (actor, now): (Actor, Timestamp),
) -> Result<(), catalog::Error> {
    let asked = prices::Asked {
        price,
        confirmed: true,
    };
    match prices::set(tx, whose, asked, actor, now).await {
        Ok(_price) => Ok(()),
        Err(catalog::Error::Invalid(faults)) => {
            let here = |fault: Fault| Fault::new(format!("/variants/{place}/price"), fault.wrong);
            Err(catalog::Error::Invalid(
                faults.into_iter().map(here).collect(),
            ))
        }
        Err(other) => Err(other),
    }
}
