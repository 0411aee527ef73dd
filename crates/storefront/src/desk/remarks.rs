//! What a reviewer said, beside the field that it concerns.

use catalog::reviews::Remark;
use kernel::Lang;

use crate::words::say;

/// Remarks, each with the pointer of what it concerns; empty for the whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Remarks(Vec<(String, String)>);

impl Remarks {
    /// As they were made; `moved` says where a pointer leads today.
    pub(super) fn of(remarks: Vec<Remark>, lang: Lang, moved: impl Fn(String) -> String) -> Self {
        let said = |remark: Remark| {
            let code = say(lang, &format!("office-remark-{}", remark.code.as_str()));
            (moved(remark.pointer), format!("{code}: {}", remark.text))
        };
        Self(remarks.into_iter().map(said).collect())
    }

    /// What was said of exactly this.
    pub(super) fn at(&self, pointer: &str) -> Vec<&str> {
        let own = self.0.iter().filter(|(at, _)| at == pointer);
        own.map(|(_, said)| said.as_str()).collect()
    }

    /// What was said of this or of a part of it.
    pub(super) fn under(&self, pointer: &str) -> Vec<&str> {
        let within = |at: &str| {
            let rest = at.strip_prefix(pointer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let own = self.0.iter().filter(|(at, _)| within(at));
        own.map(|(_, said)| said.as_str()).collect()
    }

    /// What was said of things for which this holds.
    pub(super) fn of_those(&self, holds: impl Fn(&str) -> bool) -> Vec<&str> {
        let own = self.0.iter().filter(|(at, _)| holds(at));
        own.map(|(_, said)| said.as_str()).collect()
    }
}
