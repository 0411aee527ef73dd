use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Result;
use serde_json::{Map, Value};

use super::server::Server;
use super::{Bench, http, table, wrk};
use crate::shell::say;

/// What everybody reads first.
const LIST: &str = "/api/v1/products?limit=24";
/// A search with a filter: "mật ong" among the honey and other foods of four stars.
const SEARCH: &str = "/api/v1/products?limit=24&q=m%E1%BA%ADt%20ong&in_stock=true";
/// A list as a page.
const PAGE: &str = "/vi/products?in_stock=true";
/// How many at once.
const CONNECTIONS: [u32; 3] = [1, 16, 64];
/// How many products are read as pages and by their codes.
const PAGES: usize = 2_000;

/// One thing to read: how kept answers are asked for, and how such that are not kept.
struct Read {
    name: &'static str,
    kept: [String; 2],
    missed: [String; 2],
}

impl Bench {
    /// List, detail and search, kept and missed, and the same bytes from a bare server.
    /// `forgetful` serves the same market and keeps no answer.
    pub(super) fn reading(&self, server: &Server, forgetful: &Server) -> Result<String> {
        let script = self.script("read.lua", include_str!("read.lua"))?;
        let products = products(server.port, usize::try_from(self.products)?)?;
        let [pages, codes] = pages(server.port, products.get(..PAGES).unwrap_or(&products))?;
        let all = [LIST, SEARCH, PAGE].map(str::to_owned);
        let all = [&all[..], &products, &pages, &codes].concat();
        let bare = Server::bare(&self.programs.bare, &self.answers(server, &all)?)?;
        let reads = [
            same("list", LIST),
            self.drawn("detail (Zipf)", &products)?,
            same("search, filtered", SEARCH),
            same("page of a list", PAGE),
            self.drawn("page of a listing (Zipf)", &pages)?,
            self.drawn("`/q/{code}` (Zipf)", &codes)?,
        ];
        let mut shown = table::READING.to_owned();
        // So far into a walk, or a count of bounds, that no run asks what another one asked.
        let mut from = 0u64;
        for read in reads {
            for connections in CONNECTIONS {
                let mut measure = |server: &Server, [mode, source]: &[String; 2]| {
                    from += 1_000_000;
                    let arguments = [mode.as_str(), source.as_str(), &from.to_string()];
                    wrk::load(server, &script, connections, self.seconds, &arguments)
                };
                say(&format!("== {}, {connections} connections", read.name));
                // Once without being measured: what is asked for most is kept from here on.
                measure(server, &read.kept)?;
                let kept = measure(server, &read.kept)?;
                let limit = measure(&bare, &read.kept)?;
                let missed = measure(forgetful, &read.missed)?;
                let row = table::reading(read.name, connections, [kept, limit, missed]);
                writeln!(shown, "{row}")?;
            }
        }
        Ok(shown)
    }

    /// The answers that the bare server gives.
    fn answers(&self, server: &Server, paths: &[String]) -> Result<PathBuf> {
        let answers: Map<String, Value> = paths
            .iter()
            .map(|path| Ok((path.clone(), http::body(server.port, path)?.into())))
            .collect::<Result<_>>()?;
        self.file("answers.json", &Value::Object(answers).to_string())
    }

    /// Paths drawn as people do; missed one after the other.
    fn drawn(&self, name: &'static str, paths: &[String]) -> Result<Read> {
        let file = name
            .split(' ')
            .map(|word| word.replace('/', "_"))
            .collect::<String>();
        let paths = self.file(&file, &paths.join("\n"))?.display().to_string();
        Ok(Read {
            name,
            kept: ["zipf".into(), paths.clone()],
            missed: ["walk".into(), paths],
        })
    }

    /// A script together with what all scripts share.
    pub(super) fn script(&self, name: &str, text: &str) -> Result<PathBuf> {
        self.file(name, &format!("{}{text}", include_str!("common.lua")))
    }
}

/// One path again and again; missed with a bound that no request had before.
fn same(name: &'static str, path: &str) -> Read {
    Read {
        name,
        kept: ["same".into(), path.into()],
        missed: ["unique".into(), path.into()],
    }
}

/// The pages of products, and of their codes.
fn pages(port: u16, products: &[String]) -> Result<[Vec<String>; 2]> {
    let mut paths = [vec![], vec![]];
    for path in products {
        let product = http::json(port, path)?;
        let word = |name| product.get(name).and_then(Value::as_str);
        let [pages, codes] = &mut paths;
        pages.extend(word("slug").map(|slug| format!("/vi/products/{slug}")));
        codes.extend(word("public_code").map(|code| format!("/q/{code}")));
    }
    Ok(paths)
}

/// The paths of products, newest first.
pub(super) fn products(port: u16, most: usize) -> Result<Vec<String>> {
    let mut paths = vec![];
    let mut next = "/api/v1/products?limit=100&in_stock=true".to_owned();
    while paths.len() < most {
        let page = http::json(port, &next)?;
        let cards = page.get("data").and_then(Value::as_array);
        let ids = cards
            .into_iter()
            .flatten()
            .filter_map(|card| card.get("id"));
        paths.extend(ids.filter_map(|id| Some(format!("/api/v1/products/{}", id.as_str()?))));
        let Some(cursor) = page.get("next_cursor").and_then(Value::as_str) else {
            break;
        };
        next = format!("/api/v1/products?limit=100&in_stock=true&cursor={cursor}");
    }
    Ok(paths)
}
