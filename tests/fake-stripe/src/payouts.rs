//! What is paid out to the platform's own bank account, and what of it does not arrive.

use serde_json::{Value, json};

use crate::books::{self, Line};
use crate::form::Args;
use crate::refused::Refused;
use crate::world::{World, id, metadata};

/// How long a bank takes, in seconds.
const TAKES: i64 = 2 * 86_400;

/// `POST /v1/payouts`: by hand, at most what there is.
pub(crate) fn create(world: &mut World, args: &Args) -> Result<Value, Refused> {
    let amount = args
        .amount("amount")?
        .ok_or_else(|| Refused::missing("amount"))?;
    let currency = args.need("currency")?.to_lowercase();
    if amount > books::funds(world).0 {
        let message = "You have insufficient funds in your Stripe account for this transfer.";
        return Err(Refused::state("balance_insufficient", message));
    }
    let about = (args.text("description"), metadata(&args.0["metadata"]));
    Ok(leave(world, (amount, &currency), false, about))
}

/// All that there is, as its schedule would: none where there is nothing.
pub(crate) fn all(world: &mut World) -> Option<Value> {
    let (available, _) = books::funds(world);
    let about = (Some("STRIPE PAYOUT"), json!({}));
    (available > 0).then(|| leave(world, (available, "vnd"), true, about))
}

fn leave(
    world: &mut World,
    (amount, currency): (i64, &str),
    automatic: bool,
    (description, metadata): (Option<&str>, Value),
) -> Value {
    let payout = id("po_");
    let arrives = world.now() + TAKES;
    let line = line(world, &payout, (-amount, currency), ("payout", arrives));
    let object = json!({
        "id": payout, "object": "payout", "amount": amount, "application_fee": null, "application_fee_amount": null,
        "arrival_date": arrives, "automatic": automatic, "balance_transaction": line, "created": world.now(), "currency": currency,
        "description": description, "destination": "ba_of_the_platform", "failure_balance_transaction": null, "failure_code": null,
        "failure_message": null, "livemode": false, "metadata": metadata, "method": "standard", "original_payout": null,
        "payout_method": null, "reconciliation_status": if automatic { "in_progress" } else { "not_applicable" }, "reversed_by": null,
        "source_type": "card", "statement_descriptor": null, "status": "in_transit", "trace_id": null, "type": "bank_account",
    });
    let made = world.add("payout", object);
    world.note("payout", &made);
    world.event("payout.created", &made);
    made
}

/// The bank has it.
pub(crate) fn arrive(world: &mut World, payout: &str) -> Result<Value, Refused> {
    find(world, payout)?;
    let arrived = world.set(payout, json!({ "status": "paid" }));
    world.event("payout.paid", &arrived);
    Ok(arrived)
}

/// The bank does not take it: it is here again.
pub(crate) fn fail(world: &mut World, payout: &str) -> Result<Value, Refused> {
    let now = find(world, payout)?;
    if now["status"] == "failed" {
        return Err(Refused::state(
            "payout_failed",
            "This payout has failed already.",
        ));
    }
    let (amount, currency) = (
        now["amount"].as_i64().unwrap(),
        now["currency"].as_str().unwrap(),
    );
    let at = world.now();
    let line = line(world, payout, (amount, currency), ("payout_reversal", at));
    let failed = world.set(
        payout,
        json!({ "status": "failed", "failure_code": "account_closed", "failure_balance_transaction": line,
            "failure_message": "The bank account has been closed." }),
    );
    world.note("payout_failed", &failed);
    world.event("payout.failed", &failed);
    Ok(failed)
}

/// A payout that is there.
pub(crate) fn find(world: &World, payout: &str) -> Result<Value, Refused> {
    let found = world.find(payout).filter(|o| o["object"] == "payout");
    found
        .cloned()
        .ok_or_else(|| Refused::no_such("payout", payout, "id"))
}

fn line(
    world: &mut World,
    payout: &str,
    (amount, currency): (i64, &str),
    (category, available_on): (&str, i64),
) -> String {
    let line = Line {
        kind: if amount < 0 {
            "payout"
        } else {
            "payout_failure"
        },
        category,
        amount,
        fee: 0,
        source: payout,
        currency,
        available_on,
    };
    books::write(world, &line)
}
