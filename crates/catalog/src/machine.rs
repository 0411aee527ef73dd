//! The transition table of a machine as text, for its snapshot.

use std::fmt::Write as _;

/// One line a state that leads somewhere: `draft: submit > submitted, …`.
pub(crate) fn table<S, E>(
    states: &[S],
    events: &[E],
    step: impl Fn(&S, &E) -> (&'static str, &'static str, Option<&'static str>),
) -> String {
    let mut out = String::new();
    for state in states {
        let steps: Vec<_> = events.iter().map(|event| step(state, event)).collect();
        let name = steps.first().map_or("", |(name, _, _)| name);
        let leads: Vec<String> = steps
            .iter()
            .filter_map(|(_, event, to)| to.map(|to| format!("{event} > {to}")))
            .collect();
        let leads = if leads.is_empty() {
            "the end".to_owned()
        } else {
            leads.join(", ")
        };
        let _ = writeln!(out, "{name}: {leads}");
    }
    out
}
