//! Everything that waits, of all domains: whose move it is, how long, and what ends it.

use orders::Waiting;

/// The table of all waiting states. Where a dated rule says how long, it is named.
pub fn waiting_table() -> Vec<Waiting> {
    let by_rule = |state, owner, rule: &str, end: &str| Waiting {
        state,
        owner,
        default: format!("rule {rule}"),
        reminded: false,
        end: end.to_owned(),
    };
    let more = [
        by_rule(
            "refund due",
            "payer",
            "refund.hours",
            "the operator's list; a producer who owes it sells nothing new",
        ),
        by_rule(
            "review submitted",
            "commune, then province, then platform",
            "review.working_days",
            "goes up one level",
        ),
        by_rule("order of an authority", "admin", "takedown.hours", "alarm"),
    ];
    orders::waiting_table().into_iter().chain(more).collect()
}
