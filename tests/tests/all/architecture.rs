//! The picture of imports in ARCHITECTURE.md: a crate imports only crates below it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// From the ground up; crates on one floor are siblings and know nothing of each other.
const FLOORS: [&[&str]; 11] = [
    &["kernel"],
    &["migrations"],
    &["store"],
    &[
        "reference",
        "audit",
        "rules",
        "jobs",
        "search",
        "media",
        "gateway",
        "fake-stripe",
    ],
    &["accounts", "catalog", "orders", "payments", "notifications"],
    &["market"],
    &["web", "sample"],
    &["api", "storefront"],
    &["ocop-market"],
    &["scenarios"],
    &["xtask"],
];

/// Who may know what HTTP is served with.
const KNOW_AXUM: [&str; 6] = [
    "web",
    "api",
    "storefront",
    "ocop-market",
    "scenarios",
    "fake-stripe",
];

/// Who may know Stripe's library, which is heavy to build.
const KNOW_STRIPE: [&str; 1] = ["gateway"];

/// Pure crates: no database below them.
const PURE: [&str; 3] = ["kernel", "reference", "search"];

#[test]
fn a_crate_imports_only_crates_below_it() {
    let floors: BTreeMap<&str, usize> = FLOORS
        .iter()
        .enumerate()
        .flat_map(|(floor, crates)| crates.iter().map(move |name| (*name, floor)))
        .collect();
    for (name, imports) in packages() {
        let floor = floors
            .get(name.as_str())
            .unwrap_or_else(|| panic!("{name} has no floor in the picture"));
        for import in imports {
            if let Some(below) = floors.get(import.as_str()) {
                assert!(below < floor, "{name} must not import {import}");
            }
        }
    }
}

#[test]
fn only_the_front_doors_know_axum() {
    for (name, imports) in packages() {
        let knows = imports.iter().any(|import| import.starts_with("axum"));
        assert!(
            !knows || KNOW_AXUM.contains(&name.as_str()),
            "{name} knows axum"
        );
    }
}

#[test]
fn stripes_library_is_known_in_one_place() {
    for (name, imports) in packages() {
        let knows = imports.iter().any(|i| i.starts_with("async-stripe"));
        assert!(
            !knows || KNOW_STRIPE.contains(&name.as_str()),
            "{name} knows Stripe's library"
        );
    }
}

#[test]
fn pure_crates_reach_no_database() {
    for (name, imports) in packages() {
        let reaches = imports
            .iter()
            .any(|import| ["store", "sea-orm", "tokio"].contains(&import.as_str()));
        assert!(
            !reaches || !PURE.contains(&name.as_str()),
            "{name} reaches a database"
        );
    }
}

#[test]
fn no_source_file_is_one_that_one_would_fear() {
    let mut feared = vec![];
    for file in sources(&root().join("crates")) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        assert_ne!(name, "mod.rs", "{}", file.display());
        let source = std::fs::read_to_string(&file).unwrap();
        let code = source.lines().take_while(|line| *line != "#[cfg(test)]");
        let lines = code.count();
        if lines > 400 {
            feared.push(format!("{} ({lines} lines)", file.display()));
        }
    }
    assert!(feared.is_empty(), "too long: {feared:?}");
}

/// Every package of the workspace with what it imports outside its own tests.
fn packages() -> BTreeMap<String, Vec<String>> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("Cargo.toml").is_file())
        .collect();
    folders.extend(["migrations", "tests", "tests/fake-stripe"].map(|folder| root().join(folder)));
    folders.iter().map(|folder| package(folder)).collect()
}

fn package(folder: &Path) -> (String, Vec<String>) {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let (mut section, mut name, mut imports) = ("", String::new(), vec![]);
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if section == "[package]" && line.starts_with("name") {
            line.split('"').nth(1).unwrap().clone_into(&mut name);
        } else if section == "[dependencies]" && !line.is_empty() && !line.starts_with('#') {
            imports.push(line.split(['.', ' ', '=']).next().unwrap().to_owned());
        }
    }
    (name, imports)
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_walks_name_functions_that_exist() {
    let document = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut named = 0;
    for name in document.split('`').skip(1).step_by(2) {
        let Some((package, rest)) = name.split_once("::") else {
            continue;
        };
        let last = rest.split("::").last().unwrap();
        let last = last.split(['(', ' ', '<', '{']).next().unwrap();
        let folder = root().join("crates").join(package);
        assert!(folder.is_dir(), "`{name}` names no crate");
        let source = source(&folder.join("src"));
        let defined = ["fn ", "struct ", "enum ", "mod ", "type ", "const "]
            .iter()
            .any(|kind| holds(&source, &format!("{kind}{last}")));
        // A variant stands on a line of its own.
        let variant = ["(", ",", " {"].map(|end| format!("\n    {last}{end}"));
        assert!(
            defined || variant.iter().any(|variant| source.contains(variant)),
            "`{name}` is not in {package}"
        );
        named += 1;
    }
    assert!(named > 60, "only {named} names");
}

/// Whether a text holds words, and not as the beginning of a longer one.
fn holds(source: &str, words: &str) -> bool {
    source.match_indices(words).any(|(at, found)| {
        let rest = source.get(at + found.len()..).unwrap_or_default();
        !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')
    })
}

#[test]
fn the_files_that_the_walks_name_exist() {
    let document = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut named = 0;
    for name in document.split('`').skip(1).step_by(2) {
        let Some((package, _)) = name.split_once('/') else {
            continue;
        };
        let path = root().join("crates");
        if path.join(package).is_dir() {
            assert!(path.join(name).exists(), "`{name}` is not there");
            named += 1;
        }
    }
    assert!(named > 5, "only {named} files");
}

#[test]
fn the_committed_api_document_is_the_programs_own() {
    let committed = std::fs::read_to_string(root().join("crates/api/openapi.json")).unwrap();
    let own = api::document().to_pretty_json().unwrap();
    assert!(
        committed.trim() == own.trim(),
        "the API has changed: run `cargo run -- openapi > crates/api/openapi.json`"
    );
}

/// All Rust below a folder, in one text.
fn source(folder: &Path) -> String {
    sources(folder)
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect()
}
