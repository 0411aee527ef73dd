//! A buyer's bank takes a charge back, and may give it again.

use serde_json::{Value, json};

use crate::books::{self, Line};
use crate::refused::Refused;
use crate::world::{World, id};

/// The bank takes it, all that is left of it or so much.
pub(crate) fn open(world: &mut World, charge: &str, reason: &str, amount: Option<i64>) -> Value {
    let now = world.get(charge);
    let left = now["amount_captured"].as_i64().unwrap() - now["amount_refunded"].as_i64().unwrap();
    let amount = amount.unwrap_or(left).min(left);
    let dispute = id("dp_");
    let line = line(world, &dispute, &now, -amount);
    let object = json!({
        "id": dispute, "object": "dispute", "amount": amount, "balance_transactions": [world.get(&line)], "charge": charge,
        "created": world.now(), "currency": now["currency"], "enhanced_eligibility_types": [], "evidence": evidence(),
        "evidence_details": { "due_by": world.now() + 7 * 86_400, "enhanced_eligibility": {}, "has_evidence": false, "past_due": false, "submission_count": 0 },
        "is_charge_refundable": false, "livemode": false, "metadata": {}, "payment_intent": now["payment_intent"], "reason": reason,
        "status": "needs_response",
    });
    let made = world.add("dispute", object);
    world.set(charge, json!({ "disputed": true, "dispute": dispute }));
    world.note("dispute", &made);
    world.event("charge.dispute.created", &made);
    world.event("charge.dispute.funds_withdrawn", &made);
    made
}

/// It is decided: won, the money comes back.
pub(crate) fn close(world: &mut World, dispute: &str, won: bool) -> Result<Value, Refused> {
    let now = find(world, dispute)?;
    if now["status"] != "needs_response" && now["status"] != "under_review" {
        return Err(Refused::state(
            "dispute_closed",
            "This dispute is already closed.",
        ));
    }
    let mut lines = now["balance_transactions"].clone();
    if won {
        let charge = world.get(now["charge"].as_str().unwrap());
        let line = line(world, dispute, &charge, now["amount"].as_i64().unwrap());
        lines.as_array_mut().unwrap().push(world.get(&line));
        world.set(charge["id"].as_str().unwrap(), json!({ "disputed": false }));
    }
    let status = if won { "won" } else { "lost" };
    let ended = world.set(
        dispute,
        json!({ "status": status, "balance_transactions": lines }),
    );
    if won {
        world.note("dispute_won", &ended);
        world.event("charge.dispute.funds_reinstated", &ended);
    }
    world.event("charge.dispute.closed", &ended);
    Ok(ended)
}

/// A dispute that is there.
pub(crate) fn find(world: &World, dispute: &str) -> Result<Value, Refused> {
    let found = world.find(dispute).filter(|o| o["object"] == "dispute");
    found
        .cloned()
        .ok_or_else(|| Refused::no_such("dispute", dispute, "id"))
}

fn line(world: &mut World, dispute: &str, charge: &Value, amount: i64) -> String {
    let line = Line {
        kind: "adjustment",
        category: if amount < 0 {
            "dispute"
        } else {
            "dispute_reversal"
        },
        amount,
        fee: 0,
        source: dispute,
        currency: charge["currency"].as_str().unwrap(),
        available_on: world.now(),
    };
    books::write(world, &line)
}

fn evidence() -> Value {
    let names = [
        "access_activity_log",
        "billing_address",
        "cancellation_policy",
        "cancellation_policy_disclosure",
        "cancellation_rebuttal",
        "customer_communication",
        "customer_email_address",
        "customer_name",
        "customer_purchase_ip",
        "customer_signature",
        "duplicate_charge_documentation",
        "duplicate_charge_explanation",
        "duplicate_charge_id",
        "product_description",
        "receipt",
        "refund_policy",
        "refund_policy_disclosure",
        "refund_refusal_explanation",
        "service_date",
        "service_documentation",
        "shipping_address",
        "shipping_carrier",
        "shipping_date",
        "shipping_documentation",
        "shipping_tracking_number",
        "uncategorized_file",
        "uncategorized_text",
    ];
    let mut evidence: Value = names
        .iter()
        .map(|name| ((*name).to_owned(), Value::Null))
        .collect();
    evidence["enhanced_evidence"] = json!({});
    evidence
}
