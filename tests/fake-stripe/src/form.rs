//! Bodies as Stripe takes them: `a=1&b[c]=2&expand[]=d&list[0][e]=3`.

use serde_json::{Map, Value};

use crate::refused::Refused;

/// What a request asks, read from its query and body.
pub(crate) struct Args(pub(crate) Value);

impl Args {
    /// Reads a form; what comes later counts.
    pub(crate) fn read(form: &[u8]) -> Self {
        let mut root = Value::Object(Map::new());
        for (name, value) in form_urlencoded::parse(form) {
            let parts: Vec<&str> = name.split(['[', ']']).filter(|p| !p.is_empty()).collect();
            let listed = name.ends_with("[]");
            put(&mut root, &parts, listed, &value);
        }
        Self(lists(root))
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0[name].as_str().filter(|text| !text.is_empty())
    }

    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }

    pub(crate) fn need(&self, name: &str) -> Result<&str, Refused> {
        self.text(name).ok_or_else(|| Refused::missing(name))
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<i64>, Refused> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let number = text.parse().map_err(|_no_number| {
            Refused::param(
                name,
                format!("Invalid integer: {text}"),
                "parameter_invalid_integer",
            )
        });
        number.map(Some)
    }

    /// An amount above zero.
    pub(crate) fn amount(&self, name: &str) -> Result<Option<i64>, Refused> {
        match self.number(name)? {
            Some(amount) if amount < 1 => Err(Refused::param(
                name,
                "This value must be greater than or equal to 1.".to_owned(),
                "parameter_invalid_integer",
            )),
            amount => Ok(amount),
        }
    }

    /// The words of a list.
    pub(crate) fn words(&self, name: &str) -> Vec<String> {
        let list = self.0[name].as_array().cloned().unwrap_or_default();
        list.iter()
            .filter_map(|word| word.as_str().map(str::to_owned))
            .collect()
    }
}

fn put(at: &mut Value, parts: &[&str], listed: bool, value: &str) {
    let Some((first, rest)) = parts.split_first() else {
        return;
    };
    let Value::Object(map) = at else { return };
    if rest.is_empty() && listed {
        let list = map.entry(*first).or_insert_with(|| Value::Array(vec![]));
        if let Value::Array(list) = list {
            list.push(value.into());
        }
    } else if rest.is_empty() {
        map.insert((*first).to_owned(), value.into());
    } else {
        let inner = map
            .entry(*first)
            .or_insert_with(|| Value::Object(Map::new()));
        put(inner, rest, listed, value);
    }
}

/// Objects whose names are numbers are lists.
fn lists(value: Value) -> Value {
    let Value::Object(map) = value else {
        return value;
    };
    let numbered = !map.is_empty() && map.keys().all(|k| k.parse::<usize>().is_ok());
    if numbered {
        let mut entries: Vec<(usize, Value)> = map
            .into_iter()
            .map(|(k, v)| (k.parse().unwrap_or(0), lists(v)))
            .collect();
        entries.sort_by_key(|(at, _)| *at);
        return entries.into_iter().map(|(_, v)| v).collect();
    }
    map.into_iter().map(|(k, v)| (k, lists(v))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn brackets_become_objects_and_lists() {
        let args =
            Args::read(b"amount=5&metadata[order]=a%20b&expand[]=x&expand[]=y&l[0][k]=1&l[1][k]=2");
        assert_eq!(
            args.0,
            json!({ "amount": "5", "metadata": { "order": "a b" }, "expand": ["x", "y"], "l": [{ "k": "1" }, { "k": "2" }] })
        );
    }
}
