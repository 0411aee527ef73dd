//! Test cards, by their numbers and by the names that Stripe's documents give them.

use serde_json::{Value, json};

use crate::form::Args;
use crate::refused::Refused;
use crate::world::{World, id, metadata};

/// What becomes of a payment by a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Card {
    Pays,
    Declined(&'static str),
    AsksFirst,
    Disputed,
}

const CARDS: &[(&str, &str, Card)] = &[
    ("pm_card_visa", "4242424242424242", Card::Pays),
    ("pm_card_mastercard", "5555555555554444", Card::Pays),
    ("pm_card_bypassPending", "4000000000000077", Card::Pays),
    (
        "pm_card_chargeCustomerFail",
        "4000000000000341",
        Card::Declined("generic_decline"),
    ),
    (
        "pm_card_chargeDeclined",
        "4000000000000002",
        Card::Declined("generic_decline"),
    ),
    (
        "pm_card_visa_chargeDeclined",
        "4000000000000002",
        Card::Declined("generic_decline"),
    ),
    (
        "pm_card_chargeDeclinedInsufficientFunds",
        "4000000000009995",
        Card::Declined("insufficient_funds"),
    ),
    (
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "4000000000009995",
        Card::Declined("insufficient_funds"),
    ),
    (
        "pm_card_chargeDeclinedExpiredCard",
        "4000000000000069",
        Card::Declined("expired_card"),
    ),
    (
        "pm_card_threeDSecure2Required",
        "4000000000003220",
        Card::AsksFirst,
    ),
    (
        "pm_card_authenticationRequired",
        "4000002760003184",
        Card::AsksFirst,
    ),
    ("pm_card_createDispute", "4000000000000259", Card::Disputed),
];

/// What becomes of a payment by this method.
pub(crate) fn card(world: &World, method: &str) -> Card {
    let number = world.find(method).and_then(|m| m["_number"].as_str());
    let known = CARDS
        .iter()
        .find(|(name, own, _)| *name == method || number == Some(own));
    known.map_or(Card::Pays, |(_, _, card)| *card)
}

/// The method that a request names: by id, by a test name, or by the card itself.
pub(crate) fn method(world: &mut World, args: &Args) -> Result<Option<String>, Refused> {
    if let Some(name) = args.text("payment_method") {
        if world.find(name).is_some() {
            return Ok(Some(name.to_owned()));
        }
        let known = CARDS.iter().find(|(own, _, _)| *own == name);
        let (_, number, _) =
            known.ok_or_else(|| Refused::no_such("PaymentMethod", name, "payment_method"))?;
        return Ok(Some(add(world, number, &json!({}))));
    }
    let number = args.0["payment_method_data"]["card"]["number"].as_str();
    match number.map(str::to_owned) {
        None => Ok(None),
        Some(number) => {
            let billing = args.0["payment_method_data"]["billing_details"].clone();
            Ok(Some(add(world, &checked(&number)?, &billing)))
        }
    }
}

/// `POST /v1/payment_methods`.
pub(crate) fn create(world: &mut World, args: &Args) -> Result<Value, Refused> {
    if args.need("type")? != "card" {
        let message = "Only cards are known here.".to_owned();
        return Err(Refused::param("type", message, "parameter_unknown"));
    }
    let number = args.0["card"]["number"].as_str();
    let number = checked(number.ok_or_else(|| Refused::missing("card[number]"))?)?;
    let id = add(world, &number, &args.0["billing_details"]);
    let mut method = world.get(&id);
    method.as_object_mut().unwrap().remove("_number");
    Ok(method)
}

fn checked(number: &str) -> Result<String, Refused> {
    let digits: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(digit.wrapping_sub(b'0'));
            match at % 2 {
                0 => digit,
                _ => digit / 5 + digit * 2 % 10,
            }
        })
        .sum();
    if digits.len() < 13 || !digits.bytes().all(|b| b.is_ascii_digit()) || !sum.is_multiple_of(10) {
        let message = "Your card number is incorrect.".to_owned();
        let mut refused = Refused::param("number", message, "incorrect_number");
        refused.status = 402;
        refused.error["type"] = "card_error".into();
        return Err(refused);
    }
    Ok(digits)
}

fn add(world: &mut World, number: &str, billing: &Value) -> String {
    let last4 = number.get(number.len() - 4..).unwrap_or(number);
    let brand = if number.starts_with('4') {
        "visa"
    } else {
        "mastercard"
    };
    let method = json!({
        "id": id("pm_"), "object": "payment_method", "_number": number,
        "billing_details": billing_details(billing), "card": {
            "brand": brand, "checks": { "address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass" },
            "country": "VN", "display_brand": brand, "exp_month": 12, "exp_year": 2034, "fingerprint": "fake", "funding": "credit",
            "generated_from": null, "last4": last4, "networks": { "available": [brand], "preferred": null },
            "three_d_secure_usage": { "supported": true }, "wallet": null },
        "created": world.now(), "customer": null, "livemode": false, "metadata": {}, "type": "card",
    });
    let method = world.add("payment_method", method);
    method["id"].as_str().unwrap().to_owned()
}

pub(crate) fn billing_details(given: &Value) -> Value {
    json!({
        "address": { "city": null, "country": null, "line1": null, "line2": null, "postal_code": null, "state": null },
        "email": given["email"], "name": given["name"], "phone": given["phone"], "tax_id": null,
    })
}

/// `POST /v1/payment_methods/:id` is not wanted; a method is read.
pub(crate) fn shown(world: &World, id: &str) -> Result<Value, Refused> {
    let method = world.find(id).cloned();
    let mut method = method.ok_or_else(|| Refused::no_such("PaymentMethod", id, "id"))?;
    if let Some(fields) = method.as_object_mut() {
        fields.remove("_number");
    }
    method["metadata"] = metadata(&method["metadata"]);
    Ok(method)
}
