//! Refunds of charges, never above what was captured.

use serde_json::{Value, json};

use crate::books::{self, Line};
use crate::form::Args;
use crate::refused::Refused;
use crate::world::{World, id, metadata};

/// `POST /v1/refunds`.
pub(crate) fn create(world: &mut World, args: &Args) -> Result<Value, Refused> {
    let charge = charge(world, args)?;
    let charge_id = charge["id"].as_str().unwrap();
    if charge["captured"] != true {
        let message = format!("Charge {charge_id} has not been captured.");
        return Err(Refused::state("charge_not_refundable", message));
    }
    let left =
        charge["amount_captured"].as_i64().unwrap() - charge["amount_refunded"].as_i64().unwrap();
    let amount = args.amount("amount")?.unwrap_or(left);
    if charge["disputed"] == true {
        let message = format!("Charge {charge_id} has been charged back; cannot issue a refund.");
        return Err(Refused::state("charge_disputed", message));
    }
    if left == 0 {
        let message = format!("Charge {charge_id} has already been refunded.");
        return Err(Refused::state("charge_already_refunded", message));
    }
    if amount > left {
        let message = format!(
            "Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        );
        return Err(Refused::state("amount_too_large", message));
    }
    let refund = id("re_");
    let line = Line {
        kind: "refund",
        category: "refund",
        amount: -amount,
        fee: 0,
        source: &refund,
        currency: charge["currency"].as_str().unwrap(),
        available_on: world.now(),
    };
    let line = books::write(world, &line);
    let object = json!({
        "id": refund, "object": "refund", "amount": amount, "balance_transaction": line, "charge": charge_id,
        "created": world.now(), "currency": charge["currency"], "description": null, "destination_details": { "card": {
            "reference": null, "reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund" }, "type": "card" },
        "failure_balance_transaction": null, "failure_reason": null, "instructions_email": null,
        "metadata": metadata(&args.0["metadata"]), "next_action": null, "payment_intent": charge["payment_intent"],
        "pending_reason": null, "reason": args.text("reason"), "receipt_number": null, "source_transfer_reversal": null,
        "status": "succeeded", "transfer_reversal": null,
    });
    let made = world.add("refund", object);
    world.count_up(charge_id, "amount_refunded", amount);
    let charge = world.set(charge_id, json!({ "refunded": amount == left }));
    world.note("refund", &made);
    world.event("refund.created", &made);
    world.event("charge.refunded", &charge);
    Ok(made)
}

/// What was sent back does not arrive: its card is gone. The money is here again.
pub(crate) fn fail(world: &mut World, refund: &str) -> Value {
    let now = world.get(refund);
    let (amount, charge) = (
        now["amount"].as_i64().unwrap(),
        now["charge"].as_str().unwrap().to_owned(),
    );
    let line = Line {
        kind: "refund_failure",
        category: "refund_failure",
        amount,
        fee: 0,
        source: refund,
        currency: now["currency"].as_str().unwrap(),
        available_on: world.now(),
    };
    let line = books::write(world, &line);
    world.count_up(&charge, "amount_refunded", -amount);
    world.set(&charge, json!({ "refunded": false }));
    let fields = json!({ "status": "failed", "failure_reason": "lost_or_stolen_card", "failure_balance_transaction": line });
    let failed = world.set(refund, fields);
    world.note("refund_failed", &failed);
    world.event("refund.updated", &failed);
    world.event("refund.failed", &failed);
    failed
}

fn charge(world: &World, args: &Args) -> Result<Value, Refused> {
    let id = match (args.text("charge"), args.text("payment_intent")) {
        (Some(charge), _) => charge.to_owned(),
        (None, Some(intent)) => {
            let found = world
                .find(intent)
                .filter(|o| o["object"] == "payment_intent");
            let found = found
                .ok_or_else(|| Refused::no_such("payment_intent", intent, "payment_intent"))?;
            let charge = found["latest_charge"].as_str().map(str::to_owned);
            charge.ok_or_else(|| {
                let message = format!(
                    "This PaymentIntent ({intent}) does not have a successful charge to refund."
                );
                Refused::state("payment_intent_unexpected_state", message)
            })?
        }
        (None, None) => return Err(Refused::missing("charge")),
    };
    let found = world.find(&id).filter(|o| o["object"] == "charge");
    found
        .cloned()
        .ok_or_else(|| Refused::no_such("charge", &id, "charge"))
}
