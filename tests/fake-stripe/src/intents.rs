//! Payment intents and the charges that they make.

use serde_json::{Value, json};

use crate::books::{self, Line};
use crate::cards::{self, Card};
use crate::disputes;
use crate::form::Args;
use crate::refused::Refused;
use crate::world::{World, id, metadata};

/// `POST /v1/payment_intents`.
pub(crate) fn create(world: &mut World, args: &Args) -> Result<Value, Refused> {
    let amount = args
        .amount("amount")?
        .ok_or_else(|| Refused::missing("amount"))?;
    let currency = args.need("currency")?.to_lowercase();
    let method = cards::method(world, args)?;
    let intent = id("pi_");
    let capture = args.text("capture_method").unwrap_or("automatic");
    let automatic = args.0["automatic_payment_methods"]["enabled"].as_str() == Some("true")
        || args.0.get("payment_method_types").is_none();
    let status = match method {
        Some(_) => "requires_confirmation",
        None => "requires_payment_method",
    };
    let object = json!({
        "id": intent, "object": "payment_intent", "amount": amount, "amount_capturable": 0,
        "amount_details": { "tip": {} }, "amount_received": 0, "application": null, "application_fee_amount": null,
        "automatic_payment_methods": automatic.then(|| json!({ "allow_redirects": "always", "enabled": true })),
        "canceled_at": null, "cancellation_reason": null, "capture_method": capture,
        "client_secret": format!("{intent}_secret_{}", id("")), "confirmation_method": "automatic",
        "created": world.now(), "currency": currency, "customer": null, "description": args.text("description"),
        "last_payment_error": null, "latest_charge": null, "livemode": false, "metadata": metadata(&args.0["metadata"]),
        "next_action": null, "on_behalf_of": null, "payment_method": method,
        "payment_method_configuration_details": null, "payment_method_options": {}, "payment_method_types": ["card"],
        "processing": null, "receipt_email": args.text("receipt_email"), "review": null, "setup_future_usage": null,
        "shipping": null, "source": null, "statement_descriptor": null, "statement_descriptor_suffix": null,
        "status": status, "transfer_data": null, "transfer_group": args.text("transfer_group"),
    });
    let made = world.add("payment_intent", object);
    world.event("payment_intent.created", &made);
    if args.is_true("confirm") {
        return confirm(world, &intent, args);
    }
    Ok(made)
}

/// A payment intent that is there.
pub(crate) fn find(world: &World, intent: &str) -> Result<Value, Refused> {
    let found = world
        .find(intent)
        .filter(|o| o["object"] == "payment_intent");
    found
        .cloned()
        .ok_or_else(|| Refused::no_such("payment_intent", intent, "id"))
}

/// `POST /v1/payment_intents/:id`.
pub(crate) fn update(world: &mut World, intent: &str, args: &Args) -> Result<Value, Refused> {
    let now = find(world, intent)?;
    let mut fields = json!({});
    if let Some(amount) = args.amount("amount")? {
        let open = [
            "requires_payment_method",
            "requires_confirmation",
            "requires_action",
        ];
        if !open.iter().any(|status| now["status"] == *status) {
            return Err(unexpected(&now, "updated"));
        }
        fields["amount"] = amount.into();
    }
    if let Some(given) = args.0["metadata"].as_object() {
        fields["metadata"] = now["metadata"].clone();
        for (name, value) in given {
            fields["metadata"][name] = value.clone();
        }
    }
    for name in ["description", "transfer_group"] {
        if let Some(text) = args.text(name) {
            fields[name] = text.into();
        }
    }
    Ok(world.set(intent, fields))
}

/// `POST /v1/payment_intents/:id/confirm`: the card pays, is declined, or asks its holder first.
pub(crate) fn confirm(world: &mut World, intent: &str, args: &Args) -> Result<Value, Refused> {
    let now = find(world, intent)?;
    let open = [
        "requires_payment_method",
        "requires_confirmation",
        "requires_action",
    ];
    if !open.iter().any(|status| now["status"] == *status) {
        return Err(unexpected(&now, "confirmed"));
    }
    let method = match cards::method(world, args)? {
        Some(method) => method,
        None => now["payment_method"]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| {
                Refused::state(
                    "payment_intent_unexpected_state",
                    "You cannot confirm this PaymentIntent because it's missing a payment method.",
                )
            })?,
    };
    let back = args.text("return_url").map(str::to_owned);
    world.set(
        intent,
        json!({ "payment_method": method, "last_payment_error": null }),
    );
    match cards::card(world, &method) {
        Card::AsksFirst => {
            let url = format!("{}/3ds/{intent}", world.url);
            let next = json!({ "type": "redirect_to_url", "redirect_to_url": { "url": url, "return_url": back } });
            let asked = world.set(
                intent,
                json!({ "status": "requires_action", "next_action": next }),
            );
            world.event("payment_intent.requires_action", &asked);
            Ok(asked)
        }
        Card::Declined(code) => Err(decline(world, intent, "card_declined", code)),
        card @ (Card::Pays | Card::Disputed) => Ok(pay(world, intent, card)),
    }
}

/// The holder of the card answered its bank.
pub(crate) fn answered(world: &mut World, intent: &str, agreed: bool) -> Result<Value, Refused> {
    let now = find(world, intent)?;
    if now["status"] != "requires_action" {
        return Err(unexpected(&now, "authenticated"));
    }
    if agreed {
        return Ok(pay(world, intent, Card::Pays));
    }
    let _declined = decline(world, intent, "payment_intent_authentication_failure", "");
    find(world, intent)
}

fn decline(world: &mut World, intent: &str, code: &str, decline: &str) -> Refused {
    let message = match decline {
        "insufficient_funds" => "Your card has insufficient funds.",
        "" => "The provided PaymentMethod has failed authentication.",
        _ => "Your card was declined.",
    };
    let charge = charge(world, intent, false);
    let now = world.get(intent);
    let mut error = json!({
        "type": "card_error", "code": code, "message": message, "charge": charge,
        "doc_url": "https://stripe.com/docs/error-codes/card-declined",
        "payment_method": shown_method(world, &now),
    });
    if !decline.is_empty() {
        error["decline_code"] = decline.into();
    }
    let fields = json!({ "status": "requires_payment_method", "last_payment_error": error, "next_action": null,
        "payment_method": null, "latest_charge": charge });
    let failed = world.set(intent, fields);
    let charge = world.get(&charge);
    world.event("charge.failed", &charge);
    world.event("payment_intent.payment_failed", &failed);
    error["payment_intent"] = failed;
    Refused::card(error)
}

fn shown_method(world: &World, intent: &Value) -> Value {
    let method = intent["payment_method"].as_str().unwrap_or_default();
    cards::shown(world, method).unwrap_or(Value::Null)
}

fn pay(world: &mut World, intent: &str, card: Card) -> Value {
    let charge = charge(world, intent, true);
    let amount = world.get(intent)["amount"].as_i64().unwrap();
    if world.get(intent)["capture_method"] == "manual" {
        let fields = json!({ "status": "requires_capture", "amount_capturable": amount, "latest_charge": charge, "next_action": null });
        let held = world.set(intent, fields);
        world.event("payment_intent.amount_capturable_updated", &held);
        return held;
    }
    world.set(
        intent,
        json!({ "latest_charge": charge, "next_action": null }),
    );
    let paid = capture_charge(world, intent, amount);
    if card == Card::Disputed {
        disputes::open(world, &charge, "fraudulent", None);
    }
    paid
}

/// `POST /v1/payment_intents/:id/capture`.
pub(crate) fn capture(world: &mut World, intent: &str, args: &Args) -> Result<Value, Refused> {
    let now = find(world, intent)?;
    if now["status"] != "requires_capture" {
        return Err(unexpected(&now, "captured"));
    }
    let most = now["amount_capturable"].as_i64().unwrap();
    let amount = args.amount("amount_to_capture")?.unwrap_or(most);
    if amount > most {
        let message = format!("The remaining amount to capture is {most}.");
        return Err(Refused::state("amount_too_large", message));
    }
    Ok(capture_charge(world, intent, amount))
}

fn capture_charge(world: &mut World, intent: &str, amount: i64) -> Value {
    let now = world.get(intent);
    let charge = now["latest_charge"].as_str().unwrap().to_owned();
    let fee = amount * world.settings.fee_permille / 1000;
    let method = now["payment_method"].as_str().unwrap_or_default();
    let at_once = world
        .find(method)
        .is_some_and(|m| m["_number"] == "4000000000000077");
    let pending = if at_once {
        0
    } else {
        world.settings.pending_seconds
    };
    let line = Line {
        kind: "charge",
        category: "charge",
        amount,
        fee,
        source: &charge,
        currency: now["currency"].as_str().unwrap(),
        available_on: world.now() + pending,
    };
    let line = books::write(world, &line);
    let fields =
        json!({ "captured": true, "amount_captured": amount, "balance_transaction": line });
    let charge = world.set(&charge, fields);
    world.note("charge", &charge);
    world.event("charge.succeeded", &charge);
    let fields =
        json!({ "status": "succeeded", "amount_capturable": 0, "amount_received": amount });
    let paid = world.set(intent, fields);
    world.event("payment_intent.succeeded", &paid);
    paid
}

/// `POST /v1/payment_intents/:id/cancel`.
pub(crate) fn cancel(world: &mut World, intent: &str, args: &Args) -> Result<Value, Refused> {
    let now = find(world, intent)?;
    if now["status"] == "succeeded" || now["status"] == "canceled" {
        return Err(unexpected(&now, "canceled"));
    }
    let fields = json!({ "status": "canceled", "canceled_at": world.now(), "amount_capturable": 0, "next_action": null,
        "cancellation_reason": args.text("cancellation_reason") });
    let ended = world.set(intent, fields);
    world.event("payment_intent.canceled", &ended);
    Ok(ended)
}

fn unexpected(intent: &Value, what: &str) -> Refused {
    let status = intent["status"].as_str().unwrap_or_default();
    let message =
        format!("This PaymentIntent could not be {what} because it has a status of {status}.");
    let mut refused = Refused::state("payment_intent_unexpected_state", message);
    refused.error["payment_intent"] = intent.clone();
    refused
}

fn charge(world: &mut World, intent: &str, paid: bool) -> String {
    let now = world.get(intent);
    let method = shown_method(world, &now);
    let card = json!({ "amount_authorized": null, "brand": method["card"]["brand"], "checks": null, "country": "VN",
        "exp_month": 12, "exp_year": 2034, "fingerprint": "fake", "funding": "credit", "installments": null,
        "last4": method["card"]["last4"], "mandate": null, "network": method["card"]["brand"], "three_d_secure": null, "wallet": null });
    let object = json!({
        "id": id("ch_"), "object": "charge", "amount": now["amount"], "amount_captured": 0, "amount_refunded": 0,
        "application": null, "application_fee": null, "application_fee_amount": null, "balance_transaction": null,
        "billing_details": cards::billing_details(&json!({})), "calculated_statement_descriptor": "OCOP",
        "captured": false, "created": world.now(), "currency": now["currency"], "customer": null, "description": now["description"],
        "disputed": false, "failure_balance_transaction": null,
        "failure_code": if paid { Value::Null } else { "card_declined".into() },
        "failure_message": if paid { Value::Null } else { "Your card was declined.".into() },
        "fraud_details": {}, "livemode": false, "metadata": now["metadata"], "on_behalf_of": null,
        "outcome": { "network_status": if paid { "approved_by_network" } else { "declined_by_network" }, "reason": null, "risk_level": "normal",
            "seller_message": if paid { "Payment complete." } else { "The bank declined." }, "type": if paid { "authorized" } else { "issuer_declined" } },
        "paid": paid, "payment_intent": intent, "payment_method": now["payment_method"],
        "payment_method_details": { "card": card, "type": "card" }, "receipt_email": null, "receipt_number": null, "receipt_url": null,
        "refunded": false, "review": null, "shipping": null, "source": null, "source_transfer": null, "statement_descriptor": null,
        "statement_descriptor_suffix": null, "status": if paid { "succeeded" } else { "failed" }, "transfer_data": null,
        "transfer_group": now["transfer_group"],
    });
    let charge = world.add("charge", object);
    charge["id"].as_str().unwrap().to_owned()
}
