use std::path::Path;
use std::process::Command;

use anyhow::Result;
use serde_json::Value;

use super::programs::numbers;
use super::server::Server;
use super::table::{Buying, Limit};
use super::{Bench, Market, http, reading, wrk};
use crate::shell::say;

/// How many buyers at once.
const CONNECTIONS: [u32; 3] = [1, 16, 64];
/// How many products are bought in turn: so many that none is sold out.
const BOUGHT: usize = 2_000;

impl Bench {
    /// Whole purchases, the checkout alone, and the reference transaction beside it.
    pub(super) fn buying(
        &self,
        server: &Server,
        market: &Market,
        table: &mut Buying,
    ) -> Result<()> {
        let script = self.script("buy.lua", include_str!("buy.lua"))?;
        let variants = self.file("variants", &variants(server.port)?.join("\n"))?;
        let (variants, carts) = (shown(&variants), self.folder.path().join("carts"));
        let carts = shown(&carts);
        for (round, connections) in (1u32..).zip(CONNECTIONS) {
            let at = (round * 300).to_string();
            let run = |mode: &str, connections, seconds| {
                let arguments = [mode, &carts, &variants, &at];
                wrk::load(server, &script, connections, seconds, &arguments)
            };
            say(&format!("== {}, {connections} buyers", market.name));
            let whole = run("whole", connections, self.seconds)?;
            run("fill", 16, self.seconds * 3)?;
            server.until_quiet()?;
            let checkout = run("checkout", connections, self.seconds)?;
            server.until_quiet()?;
            let limit = self.reference(market, connections)?;
            table.add(market.name, connections, [whole, checkout], limit);
            server.until_quiet()?;
        }
        Ok(())
    }

    /// The reference transaction, by so many at once, on the same database.
    fn reference(&self, market: &Market, connections: u32) -> Result<Limit> {
        let [rate, cpu_us] = numbers(
            Command::new(&self.programs.reference)
                .args(["run", &market.url])
                .args([connections.to_string(), self.seconds.to_string()]),
        )?;
        Ok(Limit { rate, cpu_us })
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// What is bought: a variant of each product that goes to Xã Thiên Cầm for cash.
fn variants(port: u16) -> Result<Vec<String>> {
    let mut variants = vec![];
    for path in reading::products(port, BOUGHT)? {
        let product = http::json(port, &path)?;
        let offered = product.pointer("/variants").and_then(Value::as_array);
        let enough = offered
            .into_iter()
            .flatten()
            .find(|variant| variant.get("available").and_then(Value::as_i64) >= Some(40));
        variants.extend(enough.and_then(|v| Some(v.get("id")?.as_str()?.to_owned())));
    }
    Ok(variants)
}
