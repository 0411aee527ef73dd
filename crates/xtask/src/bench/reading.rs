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
/// How many at once.
const CONNECTIONS: [u32; 3] = [1, 16, 64];

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
        let paths = self.file("details", &products.join("\n"))?;
        let bare = Server::bare(&self.programs.bare, &self.answers(server, &products)?)?;
        let mut shown = table::READING.to_owned();
        // So far into a walk, or a count of bounds, that no run asks what another one asked.
        let mut from = 0u64;
        for read in reads(&paths) {
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

    /// The answers that the bare server gives: the list, the search and every detail.
    fn answers(&self, server: &Server, products: &[String]) -> Result<PathBuf> {
        let details = products.iter().map(String::as_str);
        let answers: Map<String, Value> = [LIST, SEARCH]
            .into_iter()
            .chain(details)
            .map(|path| Ok((path.to_owned(), http::body(server.port, path)?.into())))
            .collect::<Result<_>>()?;
        self.file("answers.json", &Value::Object(answers).to_string())
    }

    /// A script together with what all scripts share.
    pub(super) fn script(&self, name: &str, text: &str) -> Result<PathBuf> {
        self.file(name, &format!("{}{text}", include_str!("common.lua")))
    }
}

fn reads(paths: &std::path::Path) -> [Read; 3] {
    let paths = paths.display().to_string();
    let list = |name, path: &str| Read {
        name,
        kept: ["same".into(), path.into()],
        missed: ["unique".into(), path.into()],
    };
    let detail = Read {
        name: "detail (Zipf)",
        kept: ["zipf".into(), paths.clone()],
        missed: ["walk".into(), paths],
    };
    [list("list", LIST), detail, list("search, filtered", SEARCH)]
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
