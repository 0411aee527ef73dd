//! Transfers to connected accounts and their reversals, never above what there is.

use serde_json::{Value, json};

use crate::accounts;
use crate::books::{self, Line};
use crate::form::Args;
use crate::refused::Refused;
use crate::world::{World, id, metadata};

/// `POST /v1/transfers`.
pub(crate) fn create(world: &mut World, args: &Args) -> Result<Value, Refused> {
    let amount = args
        .amount("amount")?
        .ok_or_else(|| Refused::missing("amount"))?;
    let currency = args.need("currency")?.to_lowercase();
    let destination = args.need("destination")?.to_owned();
    let account = accounts::find(world, &destination, "destination")?;
    if account["capabilities"]["transfers"] != "active" {
        let message = "Your destination account needs to have at least one of the following capabilities enabled: transfers.";
        return Err(Refused::state(
            "insufficient_capabilities_for_transfer",
            message,
        ));
    }
    let source = args.text("source_transaction").map(str::to_owned);
    let available_on = match &source {
        Some(charge) => of_charge(world, charge, amount)?,
        None if amount > books::funds(world).0 => return Err(short()),
        None => world.now(),
    };
    let transfer = id("tr_");
    let line = Line {
        kind: "transfer",
        category: "transfer",
        amount: -amount,
        fee: 0,
        source: &transfer,
        currency: &currency,
        available_on,
    };
    let line = books::write(world, &line);
    let object = json!({
        "id": transfer, "object": "transfer", "amount": amount, "amount_reversed": 0, "balance_transaction": line,
        "created": world.now(), "currency": currency, "description": args.text("description"), "destination": destination,
        "destination_payment": id("py_"), "livemode": false, "metadata": metadata(&args.0["metadata"]),
        "reversals": { "object": "list", "data": [], "has_more": false, "total_count": 0, "url": format!("/v1/transfers/{transfer}/reversals") },
        "reversed": false, "source_transaction": source, "source_type": "card", "transfer_group": args.text("transfer_group"),
    });
    let made = world.add("transfer", object);
    *world.held.entry(destination).or_default() += amount;
    world.note("transfer", &made);
    world.event("transfer.created", &made);
    Ok(made)
}

/// A transfer out of one charge: at most what that charge brought and was not transferred yet.
fn of_charge(world: &World, charge: &str, amount: i64) -> Result<i64, Refused> {
    let found = world
        .find(charge)
        .filter(|o| o["object"] == "charge" && o["captured"] == true);
    let found = found.ok_or_else(|| Refused::no_such("charge", charge, "source_transaction"))?;
    let before: i64 = world
        .of_kind("transfer")
        .iter()
        .filter(|t| t["source_transaction"] == charge)
        .map(|t| t["amount"].as_i64().unwrap() - t["amount_reversed"].as_i64().unwrap())
        .sum();
    let left = found["amount_captured"].as_i64().unwrap()
        - found["amount_refunded"].as_i64().unwrap()
        - before;
    if amount > left {
        return Err(short());
    }
    let line = found["balance_transaction"].as_str().unwrap();
    Ok(world.get(line)["available_on"].as_i64().unwrap())
}

fn short() -> Refused {
    Refused::state(
        "balance_insufficient",
        "You have insufficient available funds in your Stripe account.",
    )
}

/// `POST /v1/transfers/:id/reversals`.
pub(crate) fn reverse(world: &mut World, transfer: &str, args: &Args) -> Result<Value, Refused> {
    let now = find(world, transfer)?;
    let left = now["amount"].as_i64().unwrap() - now["amount_reversed"].as_i64().unwrap();
    let amount = args.amount("amount")?.unwrap_or(left);
    if amount > left || left == 0 {
        let message = format!(
            "The requested amount ({amount}) exceeds the amount that can still be reversed ({left})."
        );
        return Err(Refused::state("amount_too_large", message));
    }
    let account = now["destination"].as_str().unwrap().to_owned();
    let held = world.held.get(&account).copied().unwrap_or(0);
    if amount > held {
        let message = "The recipient of this transfer does not have sufficient funds in their Stripe balance to reverse this amount.";
        return Err(Refused::state("balance_insufficient", message));
    }
    *world.held.entry(account).or_default() -= amount;
    let reversal = id("trr_");
    let line = Line {
        kind: "transfer_refund",
        category: "transfer_reversal",
        amount,
        fee: 0,
        source: &reversal,
        currency: now["currency"].as_str().unwrap(),
        available_on: world.now(),
    };
    let line = books::write(world, &line);
    let object = json!({
        "id": reversal, "object": "transfer_reversal", "amount": amount, "balance_transaction": line, "created": world.now(),
        "currency": now["currency"], "destination_payment_refund": id("pyr_"), "metadata": metadata(&args.0["metadata"]),
        "source_refund": null, "transfer": transfer,
    });
    let made = world.add("transfer_reversal", object);
    world.count_up(transfer, "amount_reversed", amount);
    let mut reversals = now["reversals"].clone();
    reversals["data"]
        .as_array_mut()
        .unwrap()
        .insert(0, made.clone());
    reversals["total_count"] = json!(reversals["total_count"].as_i64().unwrap() + 1);
    let changed = world.set(
        transfer,
        json!({ "reversed": amount == left, "reversals": reversals }),
    );
    world.note("transfer_reversal", &made);
    world.event("transfer.reversed", &changed);
    Ok(made)
}

/// A transfer that is there.
pub(crate) fn find(world: &World, transfer: &str) -> Result<Value, Refused> {
    let found = world.find(transfer).filter(|o| o["object"] == "transfer");
    found
        .cloned()
        .ok_or_else(|| Refused::no_such("transfer", transfer, "id"))
}
