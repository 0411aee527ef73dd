//! `cargo xtask test`.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::browser;
use crate::packages;
use crate::servers::{Postgres, Redis};
use crate::shell::{self, env, say, watch};
use crate::stripe_sdks;

/// How many tests passed, failed and were left out.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
    ignored: u64,
}

/// Runs every check and every test, and prints the count.
fn run_all() -> Result<Count> {
    let ci = env("CI").is_some();
    packages::rust_components()?;
    step("format", || {
        shell::run(shell::cargo().args(["fmt", "--all", "--check"]))
    })?;
    step("clippy", || clippy(ci))?;
    if ci {
        step("licences and bans", || {
            packages::cargo_deny()?;
            shell::run(shell::cargo().args([
                "deny",
                "--all-features",
                "check",
                "--hide-inclusion-graph",
                "licenses",
                "bans",
                "sources",
            ]))
        })?;
    }
    let (postgres, redis) = (Postgres::start()?, Redis::start()?);
    say(&format!(
        "== tests, on SQLite and on {} with {}",
        postgres.url, redis.url
    ));
    let mut count = Count::default();
    let mut tests = shell::cargo();
    tests.args(["test", "--workspace", "--no-fail-fast"]);
    tests
        .env("OCOP_TEST_POSTGRES", &postgres.url)
        .env("OCOP_TEST_REDIS", &redis.url);
    let green = watch(&mut tests, |line| count.add(line))?;
    if !green && count.failed == 0 {
        bail!("the tests did not run to their end");
    }
    say("== Stripe's own SDKs against the stand-in for Stripe");
    let failed = count.failed;
    let (mut node, mut python) = (Count::default(), Count::default());
    let green = stripe_sdks::tests(
        |line| node.add_of_node(line),
        |line| python.add_of_python(line),
    )?;
    count.join(node);
    count.join(python);
    if !green && count.failed == failed {
        bail!("the tests of Stripe's SDKs did not run to their end");
    }
    say("== what people do, and every page, in a browser");
    let failed = count.failed;
    let green = browser::tests(|line| count.add_of_node(line))?;
    if !green && count.failed == failed {
        bail!("the tests in the browser did not run to their end");
    }
    Ok(count)
}

/// The command: an error where anything failed or was left out.
pub(crate) fn run() -> Result<()> {
    let started = Instant::now();
    let count = run_all()?;
    say(&format!(
        "== {} s in all; {} ignored",
        started.elapsed().as_secs(),
        count.ignored
    ));
    shell::tell(&format!("{} passed, {} failed", count.passed, count.failed));
    match count {
        Count {
            failed: 0,
            ignored: 0,
            passed: 1..,
        } => Ok(()),
        Count {
            failed: 0,
            ignored: 1..,
            ..
        } => bail!("{} tests are ignored", count.ignored),
        Count { failed: 0, .. } => bail!("no test ran"),
        Count { failed, .. } => bail!("{failed} tests failed"),
    }
}

fn clippy(ci: bool) -> Result<()> {
    let mut clippy = shell::cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--quiet"]);
    if ci {
        clippy.args(["--", "-D", "warnings"]);
    }
    shell::run(&mut clippy)
}

fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    say(&format!("== {name}"));
    work()
}

impl Count {
    /// Adds a line such as `test result: ok. 12 passed; 0 failed; 1 ignored; …`.
    fn add(&mut self, line: &str) {
        let Some(result) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        let number = |what: &str| -> u64 {
            let before = result.split(what).next().unwrap_or_default().trim();
            before
                .rsplit(' ')
                .next()
                .and_then(|n| n.parse().ok())
                .unwrap_or(0)
        };
        self.passed += number("passed");
        self.failed += number("failed");
        self.ignored += number("ignored");
    }

    /// Adds another count.
    fn join(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }

    /// Adds a line of Python's, such as `test_a_card_pays (test_sdk.Fake.test_a_card_pays) ... ok`.
    fn add_of_python(&mut self, line: &str) {
        match line.rsplit_once(" ... ").map(|(_, end)| end.trim()) {
            Some("ok") => self.passed += 1,
            Some("FAIL" | "ERROR") => self.failed += 1,
            Some(end) if end.starts_with("skipped") => self.ignored += 1,
            _ => {}
        }
    }

    /// Adds a line of node's count, such as `# pass 12`.
    fn add_of_node(&mut self, line: &str) {
        let number = |what: &str| -> u64 {
            let rest = line.strip_prefix("# ").and_then(|l| l.strip_prefix(what));
            rest.and_then(|n| n.trim().parse().ok()).unwrap_or(0)
        };
        self.passed += number("pass ");
        self.failed += number("fail ") + number("cancelled ");
        self.ignored += number("skipped ") + number("todo ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_adds_up_what_cargo_prints() {
        let mut count = Count::default();
        count.add("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s");
        count.add("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        count.add("running 3 tests");
        assert_eq!(
            count,
            Count {
                passed: 15,
                failed: 2,
                ignored: 1
            }
        );
        count.add_of_node("# tests 9");
        count.add_of_node("# pass 7");
        count.add_of_node("# fail 2");
        assert_eq!((count.passed, count.failed), (22, 4));
        count.add_of_python("test_a (test_sdk.Fake.test_a) ... ok");
        count.add_of_python("test_b (test_sdk.Fake.test_b) ... ERROR");
        count.add_of_python("test_c (test_sdk.Fake.test_c) ... skipped 'why'");
        count.add_of_python("Ran 3 tests in 0.1s");
        assert_eq!((count.passed, count.failed, count.ignored), (23, 5, 2));
    }
}
