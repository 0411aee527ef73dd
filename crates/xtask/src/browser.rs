//! The pages in a browser: `tests/browser`, run by node's own test runner.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::packages;
use crate::shell::{cargo, env, quietly, run, watch};

/// Builds the market, installs what its tests need, and runs them; each line they print is handed on.
pub(crate) fn tests(line: impl FnMut(&str)) -> Result<bool> {
    let chromium = packages::browser()?;
    let folder = Path::new("tests/browser");
    quietly(Command::new("npm").arg("ci").current_dir(folder))?;
    for program in ["ocop-market", "fake-stripe"] {
        run(cargo().args(["build", "--quiet", "-p", program]))?;
    }
    let target = std::path::absolute(env("CARGO_TARGET_DIR").unwrap_or("target".into()))?;
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter", "tap", "all.test.mjs"]);
    node.current_dir(folder)
        .env("OCOP_CHROMIUM", chromium)
        .env("OCOP_MARKET", target.join("debug/ocop-market"))
        .env("OCOP_FAKE_STRIPE", target.join("debug/fake-stripe"))
        .env("OCOP_BROWSER_KEPT", target.join("browser"));
    watch(&mut node, line)
}
