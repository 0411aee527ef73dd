//! Connected accounts and the links by which they are filled in.

use serde_json::{Value, json};

use crate::form::Args;
use crate::refused::Refused;
use crate::world::{World, id, metadata};

/// `POST /v1/accounts`.
pub(crate) fn create(world: &mut World, args: &Args) -> Value {
    let country = args.text("country").unwrap_or("VN");
    let object = json!({
        "id": id("acct_"), "object": "account", "business_profile": null, "business_type": null,
        "capabilities": { "card_payments": "inactive", "transfers": "inactive" }, "charges_enabled": false,
        "country": country, "created": world.now(), "default_currency": "vnd", "details_submitted": false,
        "email": args.text("email"), "metadata": metadata(&args.0["metadata"]), "payouts_enabled": false,
        "type": args.text("type").unwrap_or("express"),
    });
    let made = world.add("account", object);
    world.event("account.updated", &made);
    made
}

/// An account that is there.
pub(crate) fn find(world: &World, account: &str, param: &str) -> Result<Value, Refused> {
    let found = world.find(account).filter(|o| o["object"] == "account");
    found
        .cloned()
        .ok_or_else(|| Refused::no_such("account", account, param))
}

/// `POST /v1/account_links`.
pub(crate) fn link(world: &mut World, args: &Args) -> Result<Value, Refused> {
    let account = args.need("account")?;
    find(world, account, "account")?;
    args.need("type")?;
    let (back, again) = (args.need("return_url")?, args.need("refresh_url")?);
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("return_url", back)
        .append_pair("refresh_url", again)
        .finish();
    let url = format!("{}/onboard/{account}?{query}", world.url);
    Ok(
        json!({ "object": "account_link", "created": world.now(), "expires_at": world.now() + 300, "url": url }),
    )
}

/// Its holder has filled in everything.
pub(crate) fn onboarded(world: &mut World, account: &str) -> Result<Value, Refused> {
    find(world, account, "id")?;
    let fields = json!({
        "capabilities": { "card_payments": "active", "transfers": "active" },
        "charges_enabled": true, "details_submitted": true, "payouts_enabled": true,
    });
    let account = world.set(account, fields);
    world.event("account.updated", &account);
    Ok(account)
}

/// It takes no transfers any more: a paper of its holder has run out.
pub(crate) fn restricted(world: &mut World, account: &str) {
    let fields = json!({ "capabilities": { "card_payments": "inactive", "transfers": "inactive" }, "payouts_enabled": false });
    let account = world.set(account, fields);
    world.event("account.updated", &account);
}
