//! Every field of a JSON body that is wrong. serde stops at the first; here that one is told and
//! then made good with a stand-in, until nothing is wrong or no stand-in fits. Only a body that is
//! refused anyway is looked at so.

use kernel::base32;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::escaped;
use crate::problem::{Code, FieldError, Problem};

/// So often something is made good.
const MOST: usize = 20;

/// How the first wrong field of a body is found. What follows from it is built once, not once for
/// each shape of body that there is.
type Look = fn(&Value) -> Option<Fault>;

/// What is wrong with a body that could not be read as a `T`.
pub(super) fn of<T: DeserializeOwned>(body: &[u8]) -> Problem {
    all(body, first::<T>)
}

fn all(body: &[u8], look: Look) -> Problem {
    let Ok(mut body) = serde_json::from_slice::<Value>(body) else {
        return Problem::new(Code::Malformed);
    };
    let mut faults: Vec<Fault> = vec![];
    for _ in 0..MOST {
        let Some(fault) = look(&body) else {
            break;
        };
        // What comes again has no stand-in that suits it.
        if faults.iter().any(|told| told.pointer == fault.pointer) {
            break;
        }
        let good = mend(&mut body, &fault, look);
        // What a stand-in lacks is not the sender's fault.
        let within = |told: &Fault| fault.pointer.starts_with(&format!("{}/", told.pointer));
        if !faults.iter().any(within) {
            faults.push(fault);
        }
        if !good {
            break;
        }
    }
    if faults.is_empty() {
        // What the text did not survive and the value does: a field that stands there twice.
        return Problem::new(Code::Malformed);
    }
    Problem::invalid(faults.into_iter().map(Fault::told).collect())
}

/// One wrong field.
struct Fault {
    pointer: String,
    kind: Kind,
}

/// What is wrong with it.
enum Kind {
    /// It is not there.
    Missing,
    /// It does not belong here.
    Unknown,
    /// Another kind of value is expected: the key of its word.
    Type(&'static str),
    /// One of these words is expected.
    OneOf(Vec<String>),
    /// An id that begins with this is expected.
    Id(String),
    /// Its type is right and its value is not.
    Value,
}

impl Fault {
    fn told(self) -> FieldError {
        let at = self.pointer;
        match self.kind {
            Kind::Missing => FieldError::new(at, "required"),
            Kind::Unknown => FieldError::new(at, "unknown"),
            Kind::Type(key) => FieldError::new(at, key),
            Kind::OneOf(words) => FieldError::new(at, "one_of").with("allowed", &words.join(", ")),
            Kind::Id(_) | Kind::Value => FieldError::new(at, "invalid"),
        }
    }
}

/// What is wrong with a query of an address, from what its reader says: `name: what is wrong`.
pub(super) fn of_query(said: &str) -> FieldError {
    let (at, message) = match said.split_once(": ") {
        Some((name, message)) if !name.contains(' ') => (name, message),
        _ => ("", said),
    };
    let (kind, named) = kind(message);
    let pointer = if named.is_empty() { at } else { named };
    Fault {
        pointer: pointer.to_owned(),
        kind,
    }
    .told()
}

/// The first field that is wrong.
fn first<T: DeserializeOwned>(body: &Value) -> Option<Fault> {
    serde_path_to_error::deserialize::<_, T>(body)
        .err()
        .map(|err| fault(&err))
}

fn fault(err: &serde_path_to_error::Error<serde_json::Error>) -> Fault {
    let mut pointer = pointer(err.path());
    let message = err.inner().to_string();
    let (kind, named) = kind(&message);
    // serde stops at the object; the field's name stands in its message.
    let field = format!("/{}", escaped(named));
    let stands = matches!(kind, Kind::Unknown) && pointer.ends_with(&field);
    if !named.is_empty() && !stands {
        pointer.push_str(&field);
    }
    Fault { pointer, kind }
}

/// What serde's message says, and the field that it names where that is another than it stands at.
fn kind(message: &str) -> (Kind, &str) {
    let named = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("missing field") {
        return (Kind::Missing, named);
    }
    if message.starts_with("unknown field") {
        return (Kind::Unknown, named);
    }
    let kind = if message.starts_with("unknown variant") {
        let words = message.split('`').skip(3).step_by(2);
        Kind::OneOf(words.map(str::to_owned).collect())
    } else if let Some(prefix) = message.strip_prefix("not an id that begins with ") {
        Kind::Id(prefix.to_owned())
    } else if message.starts_with("invalid type") || message.starts_with("invalid value") {
        let (_, expected) = message.rsplit_once("expected ").unwrap_or_default();
        Kind::Type(expected_kind(expected))
    } else {
        Kind::Value
    };
    (kind, "")
}

/// What serde says that it expects, as a key of ours.
fn expected_kind(expected: &str) -> &'static str {
    let is = |names: &[&str]| names.iter().any(|name| expected.starts_with(name));
    if is(&["i8", "i16", "i32", "i64", "isize"]) {
        "not_whole_number"
    } else if is(&["u8", "u16", "u32", "u64", "usize"]) {
        "not_count"
    } else if is(&["f32", "f64"]) {
        "not_number"
    } else if is(&["a string", "a borrowed string"]) {
        "not_text"
    } else if is(&["a boolean"]) {
        "not_boolean"
    } else if is(&["a sequence", "a tuple"]) {
        "not_list"
    } else if is(&["struct", "a map"]) {
        "not_object"
    } else {
        "invalid"
    }
}

/// Puts something in the place of a wrong field that is read without complaint about it; false
/// where nothing fits.
fn mend(body: &mut Value, fault: &Fault, look: Look) -> bool {
    let Some((parent, name)) = fault.pointer.rsplit_once('/') else {
        return false;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    if matches!(fault.kind, Kind::Unknown) {
        let object = body.pointer_mut(parent).and_then(Value::as_object_mut);
        return object.is_some_and(|object| object.remove(&name).is_some());
    }
    let mut stand_ins = vec![
        json!({}),
        json!([]),
        json!(false),
        json!("2026-01-01"),
        json!("2026-01-01T00:00:00Z"),
        json!("1"),
        json!(0),
        json!(""),
    ];
    stand_ins.extend(fault.kind.word());
    while let Some(stand_in) = stand_ins.pop() {
        let mut tried = body.clone();
        if !put(&mut tried, (parent, &name), &stand_in) {
            return false;
        }
        match look(&tried) {
            // Another kind is wanted, or one of some words, or an id.
            Some(next) if next.pointer == fault.pointer => stand_ins.extend(next.kind.word()),
            _ => {
                *body = tried;
                return true;
            }
        }
        if stand_ins.len() > MOST {
            return false;
        }
    }
    false
}

/// Puts a value under a name into what a pointer points at.
fn put(body: &mut Value, (parent, name): (&str, &str), value: &Value) -> bool {
    match body.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            object.insert(name.to_owned(), value.clone());
            true
        }
        Some(Value::Array(items)) => {
            let item = name.parse::<usize>().ok().and_then(|at| items.get_mut(at));
            item.map(|item| item.clone_from(value)).is_some()
        }
        _ => false,
    }
}

impl Kind {
    /// A word that is taken.
    fn word(&self) -> Option<Value> {
        match self {
            Self::OneOf(words) => words.first().map(|word| Value::from(word.as_str())),
            Self::Id(prefix) => Some(Value::from(format!("{prefix}{}", base32(0)))),
            _ => None,
        }
    }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |mut out, segment| {
        out.push('/');
        match segment {
            Segment::Seq { index } => out.push_str(&index.to_string()),
            Segment::Map { key } => out.push_str(&escaped(key)),
            Segment::Enum { variant } => out.push_str(variant),
            Segment::Unknown => out.push('?'),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use kernel::Lang;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Contact {
        name: String,
        age: u8,
        way: Way,
    }
    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Way {
        ByMail,
        ByPhone,
    }
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Body {
        contact: Contact,
        lines: Vec<i64>,
    }

    fn told(json: &str) -> Vec<(String, &'static str)> {
        let faults = of::<Body>(json.as_bytes());
        faults
            .errors
            .into_iter()
            .map(|error| (error.pointer, error.code))
            .collect()
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let body = r#"{"contact":{"age":"x","role":"admin","way":"by_pigeon"},"lines":[1,"two",3],"more":1}"#;
        let mut faults = told(body);
        faults.sort();
        let expected = [
            ("/contact/age", "not_count"),
            ("/contact/name", "required"),
            ("/contact/role", "unknown"),
            ("/contact/way", "one_of"),
            ("/lines/1", "not_whole_number"),
            ("/more", "unknown"),
        ];
        assert_eq!(faults, expected.map(|(at, code)| (at.to_owned(), code)));
    }

    #[test]
    fn what_has_a_form_of_its_own_hides_nothing_and_is_told_once() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only its shape matters")]
        struct Purchase {
            product: kernel::ProductId,
            paid: kernel::Vnd,
            until: kernel::Timestamp,
            from: kernel::Day,
            way: Way,
        }
        let body =
            br#"{"product":"x","paid":{"amount":1,"currency":"USD"},"until":"soon","from":"now","way":1}"#;
        let faults = of::<Purchase>(body).errors.into_iter();
        let mut faults: Vec<_> = faults.map(|error| (error.pointer, error.code)).collect();
        faults.sort();
        let expected = [
            ("/from", "invalid"),
            ("/paid/currency", "one_of"),
            ("/product", "invalid"),
            ("/until", "invalid"),
            ("/way", "invalid"),
        ];
        assert_eq!(faults, expected.map(|(at, code)| (at.to_owned(), code)));
        assert_eq!(told(r#"{"contact":65000,"lines":[]}"#).len(), 1);
        let body = br#"{"product":5,"paid":65000,"until":5,"from":5,"way":"x"}"#;
        assert_eq!(of::<Purchase>(body).errors.len(), 5);
        assert_eq!(
            of::<Purchase>(b"{}").errors.len(),
            5,
            "each that is missing"
        );
    }

    #[test]
    fn a_query_is_told_by_the_name_of_its_parameter() {
        for (said, name, code) in [
            (
                "kind: unknown variant `x`, expected `a` or `b`",
                "kind",
                "one_of",
            ),
            ("limit: invalid digit found in string", "limit", "invalid"),
            ("unknown field `sort`, expected `limit`", "sort", "unknown"),
            ("missing field `commune`", "commune", "required"),
        ] {
            let fault = of_query(said);
            assert_eq!((fault.pointer.as_str(), fault.code), (name, code));
        }
    }

    #[test]
    fn what_is_missing_altogether_is_told_with_what_stands_beside_it() {
        assert_eq!(told("{}").len(), 2);
        assert_eq!(told(r#"{"contact":3,"lines":{}}"#).len(), 2);
        assert_eq!(told("[]").len(), 1);
        assert!(of::<Body>(b"{").errors.is_empty());
    }

    #[test]
    fn each_is_told_in_the_readers_language() {
        let said = |lang| {
            let body = br#"{"contact":{"name":1,"age":300,"way":"x"},"lines":"no"}"#;
            format!("{:?}", of::<Body>(body).faults(lang))
        };
        assert!(
            said(Lang::Vi).contains("by_mail, by_phone"),
            "{}",
            said(Lang::Vi)
        );
        for english in ["expected", "string", "invalid"] {
            assert!(!said(Lang::Vi).contains(english), "{}", said(Lang::Vi));
        }
        assert!(said(Lang::En).contains("text"), "{}", said(Lang::En));
    }
}
