//! The balance: what charges brought, less fees, refunds, transfers and disputes.

use serde_json::{Value, json};

use crate::world::{World, id};

/// One line of the balance.
pub(crate) struct Line<'a> {
    pub(crate) kind: &'a str,
    pub(crate) category: &'a str,
    pub(crate) amount: i64,
    pub(crate) fee: i64,
    pub(crate) source: &'a str,
    pub(crate) currency: &'a str,
    pub(crate) available_on: i64,
}

/// Writes a line; its id.
pub(crate) fn write(world: &mut World, line: &Line<'_>) -> String {
    let pending = line.available_on > world.now();
    let fees = if line.fee == 0 {
        vec![]
    } else {
        vec![
            json!({ "amount": line.fee, "application": null, "currency": line.currency,
            "description": "Stripe processing fees", "type": "stripe_fee" }),
        ]
    };
    let transaction = json!({
        "id": id("txn_"), "object": "balance_transaction", "amount": line.amount, "available_on": line.available_on,
        "balance_type": "payments", "created": world.now(), "currency": line.currency, "description": null,
        "exchange_rate": null, "fee": line.fee, "fee_details": fees, "net": line.amount - line.fee,
        "reporting_category": line.category, "source": line.source,
        "status": if pending { "pending" } else { "available" }, "type": line.kind,
    });
    let written = world.add("balance_transaction", transaction);
    written["id"].as_str().unwrap().to_owned()
}

/// What there is, and what is on its way.
pub(crate) fn funds(world: &World) -> (i64, i64) {
    let now = world.now();
    let mut sums = (0, 0);
    for line in world.of_kind("balance_transaction") {
        let net = line["net"].as_i64().unwrap_or(0);
        // What is taken is taken at once, from what there is.
        if net < 0 || line["available_on"].as_i64().unwrap_or(0) <= now {
            sums.0 += net;
        } else {
            sums.1 += net;
        }
    }
    sums
}

/// `GET /v1/balance`, of the platform or of a connected account.
pub(crate) fn balance(world: &World, account: Option<&str>) -> Value {
    let (available, pending) = match account {
        Some(account) => (world.held.get(account).copied().unwrap_or(0), 0),
        None => funds(world),
    };
    let part = |amount: i64| json!([{ "amount": amount, "currency": "vnd", "source_types": { "card": amount } }]);
    json!({ "object": "balance", "available": part(available), "livemode": false, "pending": part(pending) })
}
