//! Stripe's own SDKs, and somebody else's stand-in, against the stand-in for Stripe:
//! `tests/stripe-sdks`.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::packages;
use crate::shell::{cargo, env, quietly, run, watch};

/// Builds the stand-in, installs what drives it, and runs that; each line of node and of Python is
/// handed on.
pub(crate) fn tests(mut of_node: impl FnMut(&str), of_python: impl FnMut(&str)) -> Result<bool> {
    packages::stripe_sdks()?;
    let folder = Path::new("tests/stripe-sdks");
    run(cargo().args(["build", "--quiet", "-p", "fake-stripe"]))?;
    let target = std::path::absolute(env("CARGO_TARGET_DIR").unwrap_or("target".into()))?;
    let fake = target.join("debug/fake-stripe");
    quietly(Command::new("npm").arg("ci").current_dir(folder))?;
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter", "tap", "sdk.test.mjs"]);
    node.current_dir(folder).env("FAKE_STRIPE", &fake);
    let node = watch(&mut node, &mut of_node)?;
    let python = python(folder, &target.join("stripe-sdks"))?;
    // Python's runner speaks on the other channel.
    let script = format!("'{}' -m unittest -v test_sdk 2>&1", python.display());
    let mut tests = Command::new("sh");
    tests.args(["-c", &script]);
    tests.current_dir(folder).env("FAKE_STRIPE", &fake);
    tests.env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(watch(&mut tests, of_python)? && node)
}

/// A Python of its own, with what `requirements.txt` names.
fn python(folder: &Path, venv: &Path) -> Result<std::path::PathBuf> {
    let python = venv.join("bin/python");
    if !python.is_file() {
        quietly(Command::new("python3").args(["-m", "venv"]).arg(venv))?;
    }
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "-r"]);
    quietly(install.arg(folder.join("requirements.txt")))?;
    Ok(python)
}
