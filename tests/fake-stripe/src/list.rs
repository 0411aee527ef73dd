//! Lists by the page, and ids opened into what they stand for.

use serde_json::{Value, json};

use crate::form::Args;
use crate::refused::Refused;
use crate::world::World;

/// A page of a kind: the newest first, those that have what the filters ask.
pub(crate) fn page(world: &World, kind: &str, path: &str, args: &Args) -> Result<Value, Refused> {
    let limit = args.number("limit")?.unwrap_or(10);
    if !(1..=100).contains(&limit) {
        let message = "This value must be between 1 and 100.".to_owned();
        return Err(Refused::param(
            "limit",
            message,
            "parameter_invalid_integer",
        ));
    }
    let all: Vec<&Value> = world
        .of_kind(kind)
        .into_iter()
        .filter(|o| wanted(o, args))
        .collect();
    let place = |name: &str| -> Result<Option<usize>, Refused> {
        let Some(id) = args.text(name) else {
            return Ok(None);
        };
        let at = all.iter().position(|o| o["id"] == id);
        at.map(Some).ok_or_else(|| Refused::no_such(kind, id, name))
    };
    let limit = usize::try_from(limit).unwrap();
    let (from, to) = match (place("starting_after")?, place("ending_before")?) {
        (Some(after), _) => (after + 1, (after + 1 + limit).min(all.len())),
        (None, Some(before)) => (before.saturating_sub(limit), before),
        (None, None) => (0, limit.min(all.len())),
    };
    let has_more = if args.text("ending_before").is_some() {
        from > 0
    } else {
        to < all.len()
    };
    let data: Vec<Value> = all[from..to].iter().map(|o| (*o).clone()).collect();
    Ok(json!({ "object": "list", "data": data, "has_more": has_more, "url": path }))
}

const NOT_FILTERS: [&str; 4] = ["limit", "starting_after", "ending_before", "expand"];

fn wanted(object: &Value, args: &Args) -> bool {
    let asked = args.0.as_object().unwrap();
    asked.iter().all(|(name, value)| match value {
        _ if NOT_FILTERS.contains(&name.as_str()) => true,
        Value::Object(bounds) => bounds.iter().all(|(bound, limit)| {
            let (own, limit) = (
                object[name].as_i64(),
                limit.as_str().and_then(|l| l.parse().ok()),
            );
            let Some((own, limit)) = own.zip::<i64>(limit) else {
                return true;
            };
            match bound.as_str() {
                "gt" => own > limit,
                "gte" => own >= limit,
                "lt" => own < limit,
                _ => own <= limit,
            }
        }),
        Value::Array(any) => name != "types" || any.contains(&object["type"]),
        value => object[name] == *value,
    })
}

/// Opens what `expand` names, as deep as it says.
pub(crate) fn expand(world: &World, mut answer: Value, args: &Args) -> Value {
    for path in args.words("expand") {
        let parts: Vec<&str> = path.split('.').collect();
        open(world, &mut answer, &parts);
    }
    answer
}

fn open(world: &World, at: &mut Value, parts: &[&str]) {
    if let Value::Array(list) = at {
        for one in list {
            open(world, one, parts);
        }
        return;
    }
    let Some((first, rest)) = parts.split_first() else {
        return;
    };
    let Some(field) = at.get_mut(*first) else {
        return;
    };
    if let Some(found) = field.as_str().and_then(|id| world.find(id)) {
        *field = found.clone();
    }
    open(world, field, rest);
}
