//! The pages in a browser: `tests/browser`, run by node's own test runner.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::packages;
use crate::shell::{cargo, env, quietly, run, watch};

/// Builds the market, installs what its tests need, and runs them; each line they print is handed on.
pub(crate) fn tests(line: impl FnMut(&str)) -> Result<bool> {
    let chromium = packages::browser()?;
    let folder = Path::new("tests/browser");
    quietly(Command::new("npm").arg("ci").current_dir(folder))?;
    run(cargo().args(["build", "--quiet", "-p", "ocop-market"]))?;
    let target = std::path::absolute(env("CARGO_TARGET_DIR").unwrap_or("target".into()))?;
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter", "tap", "all.test.mjs"]);
    node.current_dir(folder)
        .env("OCOP_CHROMIUM", chromium)
        .env("OCOP_MARKET", market(&target))
        .env("OCOP_BROWSER_KEPT", target.join("browser"));
    watch(&mut node, line)
}

fn market(target: &Path) -> PathBuf {
    target.join("debug/ocop-market")
}
