//! The names of the rules that the database holds.
//!
//! PostgreSQL names every violated constraint. SQLite names a CHECK, but of a UNIQUE constraint it
//! says only the columns; `COLUMNS` gives those their rule's name.

/// Columns as SQLite lists them, and the rule that they are unique by.
const COLUMNS: &[(&str, &str)] = &[
    (
        "idempotency_keys.scope, idempotency_keys.route, idempotency_keys.idempotency_key",
        "idempotency_key_once",
    ),
    ("rules.name, rules.scope, rules.from_on", "rule_once"),
    (
        "contact_points.kind, contact_points.value",
        "contact_proven_once",
    ),
    ("sessions.token_hash", "session_token_once"),
    ("one_time_codes.code_hash", "one_time_code_once"),
    (
        "account_roles.account_id, account_roles.role, account_roles.area_kind, account_roles.area_code",
        "role_once",
    ),
    ("members.producer_id, members.account_id", "member_once"),
    ("producers.slug", "producer_slug_once"),
    ("products.number", "product_number_once"),
    ("products.slug", "product_slug_once"),
    ("products.public_code", "product_public_code_once"),
    (
        "product_revisions.product_id, product_revisions.number",
        "revision_number_once",
    ),
    ("variants.producer_id, variants.sku", "variant_sku_once"),
    ("stock_items.variant_id", "stock_item_once"),
    ("reviews.kind, reviews.subject_id", "review_pending_once"),
    ("decisions.number, decisions.issuer", "decision_once"),
    (
        "authority_orders.authority, authority_orders.number, authority_orders.product_id",
        "authority_order_once",
    ),
    ("certificates.registry_key", "certificate_registered_once"),
    ("age_declarations.token_hash", "age_token_once"),
    ("checkouts.code", "checkout_code_once"),
    ("checkouts.cart_id", "cart_used_once"),
    ("orders.code", "order_code_once"),
    ("cases.order_id", "case_open_once"),
    ("payment_attempts.provider_key", "attempt_key_once"),
    (
        "remittances.carrier, remittances.reference",
        "remittance_once",
    ),
    (
        "remittance_lines.carrier, remittance_lines.code",
        "remittance_line_once",
    ),
    ("remittance_lines.payment_id", "remitted_payment_once"),
    ("bank_lines.account, bank_lines.bank_ref", "bank_line_once"),
    (
        "payment_attempts.kind, payment_attempts.subject_id",
        "attempt_one_at_a_time",
    ),
    (
        "payment_attempts.kind, payment_attempts.provider_id",
        "attempt_provider_once",
    ),
    ("gateway_events.id", "gateway_event_once"),
    ("disputes.provider_id", "dispute_once"),
    ("card_payouts.provider_id", "card_payout_once"),
    ("card_payouts.line_id", "card_payout_line_once"),
    ("notices.event_key, notices.recipient_key", "notice_once"),
    ("deliveries.notice_id, deliveries.channel", "delivery_once"),
    (
        "ledger_entries.subject_id, ledger_entries.cause, ledger_entries.debit, ledger_entries.credit",
        "posted_once",
    ),
    ("payouts.reference", "payout_reference_once"),
    (
        "payouts.batch_id, payouts.producer_id",
        "payout_once_a_batch",
    ),
    (
        "payouts.batch_id, payouts.producer_id, payouts.payment_id",
        "payout_once_a_payment",
    ),
    ("payout_entries.entry_seq", "entry_paid_out_once"),
    (
        "ledger_checkpoints.account, ledger_checkpoints.day",
        "checkpoint_once",
    ),
];

/// CHECKs that a caller may run into: the rest are bugs.
const CHECKS: &[&str] = &[
    "stock_never_negative",
    "refund_within_captured",
    "cart_quantity_in_range",
    "price_in_range",
    "line_counts_in_order",
    "payout_four_eyes",
    "reversed_within_payout",
];

/// Rules that triggers hold: their message is the rule's name.
const TRIGGERS: &[&str] = &["append_only", "paid_out_where_it_came_in"];

/// The rule that a refusal names, if it is one that a caller can answer for.
pub(crate) fn broken(constraint: Option<&str>, message: &str) -> Option<&'static str> {
    if let Some(name) = constraint {
        return named(name);
    }
    if let Some(columns) = message.split("UNIQUE constraint failed: ").nth(1) {
        return COLUMNS
            .iter()
            .find(|(c, _)| *c == columns.trim())
            .map(|(_, rule)| *rule);
    }
    if let Some(name) = message.split("CHECK constraint failed: ").nth(1) {
        return named(name.trim());
    }
    TRIGGERS.iter().copied().find(|rule| message.contains(rule))
}

fn named(name: &str) -> Option<&'static str> {
    CHECKS
        .iter()
        .copied()
        .chain(COLUMNS.iter().map(|(_, rule)| *rule))
        .find(|rule| *rule == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unique_rule_stands_in_the_schema_with_its_columns() {
        let schema: String = migrations::STEPS
            .iter()
            .map(|s| s.sql(migrations::Dialect::Sqlite))
            .collect();
        for (columns, rule) in COLUMNS {
            assert!(schema.contains(rule), "{rule} is not in the schema");
            let table = columns.split('.').next().unwrap();
            assert!(
                schema.contains(&format!("CREATE TABLE {table} (")),
                "{table}"
            );
        }
        for rule in TRIGGERS {
            assert!(schema.contains(&format!("ABORT, '{rule}'")), "{rule}");
        }
        for rule in CHECKS {
            assert!(
                schema.contains(&format!("CONSTRAINT {rule} CHECK")),
                "{rule}"
            );
        }
    }

    #[test]
    fn sqlite_and_postgres_name_the_same_rule() {
        let lite = "UNIQUE constraint failed: checkouts.cart_id";
        assert_eq!(broken(None, lite), Some("cart_used_once"));
        assert_eq!(
            broken(Some("cart_used_once"), "duplicate key"),
            Some("cart_used_once")
        );
        assert_eq!(
            broken(None, "CHECK constraint failed: stock_never_negative"),
            Some("stock_never_negative")
        );
        assert_eq!(broken(None, "FOREIGN KEY constraint failed"), None);
    }
}
